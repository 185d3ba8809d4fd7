// Runs a command line and returns an exit code: 0 success, 1 a failure or a finding, 2 an invalid command line.
import type { AssetsIo } from './assets.ts'
import { ASSETS_HELP, ASSETS_OPTIONS } from './assets-options.ts'
import { workOnModels } from './models.ts'
import { nearest } from './nearest.ts'
import { optionLines, UsageError } from './options.ts'
import { asksForJson, problemJson, problemOf } from './problem.ts'
import { isVerb, VERBS, verbOf } from './verbs.ts'
import { VERSION } from './version.ts'

export const EXIT = { ok: 0, failed: 1, usage: 2 } as const

const verbsText = () => {
  const width = Math.max(...Object.keys(VERBS).map((name) => name.length))
  const rows = Object.entries(VERBS).map(([name, { help }]) => `  ${name.padEnd(width)}  ${help}`)
  return [...rows, `  ${'assets'.padEnd(width)}  ${ASSETS_HELP}`]
}

/** What can be done. */
export const usage = (): string =>
  [
    'Usage: tripo-studio VERB [options] FILES...',
    'Works on 3D models on this machine: free, offline. FILES are models, folders or globs (quoted, or filled in by the shell).',
    '',
    ...verbsText(),
    '',
    'tripo-studio VERB --help lists the options of a verb; tripo-studio --version tells the version.',
    'Exit codes: 0 all well, 1 something failed or was found, 2 a wrong command line.',
    '',
  ].join('\n')

const assetsUsage = (): string =>
  [
    'Usage: tripo-studio assets status|build|restore [options]',
    ASSETS_HELP,
    '',
    ...optionLines(ASSETS_OPTIONS),
    '',
  ].join('\n')

const verbUsage = (name: string): string => (name === 'assets' ? assetsUsage() : modelUsage(name))

function modelUsage(name: string): string {
  const { help, options } = verbOf(name)
  return [`Usage: tripo-studio ${name} [options] FILES...`, help, '', ...optionLines(options), ''].join('\n')
}

/** Short, since what is wrong would go out of sight above a long text. */
function wrongVerb(name: string): string {
  const verbs = [...Object.keys(VERBS), 'assets']
  const near = nearest(name, verbs)
  const isOption = name.startsWith('-')
  const hint = isOption
    ? 'Options go after the verb.'
    : near
      ? `Did you mean ${near}?`
      : `There are ${verbs.join(', ')}.`
  return `There is no verb ${name}. ${hint}`
}

/** Tells of a wrong command line: a person on standard error, and a script on standard output, too. */
function mistake({ code, message }: UsageError, nextStep: string, isJson: boolean, io: AssetsIo): number {
  io.err(`${message}\n${nextStep}\n`)
  if (isJson) io.out(problemJson({ code, message: `${message} ${nextStep}` }))
  return EXIT.usage
}

const asksForHelp = (args: readonly string[]) => {
  const end = args.indexOf('--')
  return (end < 0 ? args : args.slice(0, end)).some((arg) => arg === '--help' || arg === '-h')
}

/** Does what the words say. @param args without the program's own name */
export async function run([given, ...args]: readonly string[], io: AssetsIo): Promise<number> {
  const isJson = asksForJson(given === undefined ? [] : [given, ...args])
  // As menus and most of the world write it.
  const name = given === 'optimize' ? 'optimise' : given
  if (name === '--help' || name === '-h' || name === 'help') {
    io.out(usage())
    return EXIT.ok
  }
  if (name === '--version' || name === '-v') {
    io.out(`${VERSION}\n`)
    return EXIT.ok
  }
  if (name === undefined || !(name === 'assets' || isVerb(name))) {
    if (name !== undefined && name !== '')
      return mistake(
        new UsageError('usage.verb', wrongVerb(name)),
        'tripo-studio --help tells what each does.',
        isJson,
        io,
      )
    io.err(usage())
    return EXIT.usage
  }
  if (asksForHelp(args)) {
    io.out(verbUsage(name))
    return EXIT.ok
  }
  try {
    if (name !== 'assets') return await workOnModels(name, args, io)
    return await (await import('./assets.ts')).workOnAssets(args, io)
  } catch (error) {
    if (error instanceof UsageError) return mistake(error, `tripo-studio ${name} --help lists the options.`, isJson, io)
    if (io.signal.aborted) throw error
    const problem = problemOf(error)
    io.err(`tripo-studio: ${problem.message}\n`)
    if (isJson) io.out(problemJson(problem))
    return EXIT.failed
  }
}
