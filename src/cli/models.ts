// A verb on models: each file is worked on in a thread with limits, one after the other, and what became of it is told as
// text while it goes, or as one JSON document at the end. One damaged file does not stop the others.
import { basename, dirname, extname, join, relative } from 'node:path'
import { MeshError } from '../mesh/errors.ts'
import { formatOfPath } from '../mesh/formats/names.ts'
import type { Budgets } from '../mesh/tools/budget-schema.ts'
import { budgetOf } from '../mesh/tools/budgets.ts'
import { SEVERITIES } from '../mesh/tools/finding.ts'
import type { ToolResult } from '../mesh/tools/job.ts'
import { putBeside, readWithCompanions, replaceIn } from '../platform/files-beside.ts'
import { english } from '../text/index.ts'
import { codeOf } from '../text/problem-codes.ts'
import { type DiskFault, diskFaultOf } from '../text/system-errors.ts'
import type { CliIo } from './io.ts'
import { commonFolder, modelPaths, shownPath } from './model-paths.ts'
import { type Options, readOptions, UsageError } from './options.ts'
import { outcomeJson, outcomeText, summaryText } from './outcome-text.ts'
import { VERBS, type VerbName } from './verbs.ts'

/** What became of one file. */
export interface Outcome {
  /** From the folder of the command, with `/`. */
  readonly path: string
  readonly result?: ToolResult
  /** The new model, where there is one. */
  readonly written?: string
  readonly problem?: { readonly code: string; readonly message: string }
}

/** Runs a verb. @returns the exit code: 0, or 1 when a file failed or a check found what it is to fail for */
export async function workOnModels(name: VerbName, args: readonly string[], io: CliIo): Promise<number> {
  const verb = VERBS[name]
  const options = readOptions(args, verb.options)
  verb.request(options, {})
  if (options.on('force') && options.text('out') === undefined)
    throw new UsageError('--force replaces files in the folder of --out; name one.')
  const budgetsName = options.text('budgets')
  const budgets: Budgets =
    budgetsName === undefined ? {} : await (await import('./budgets-file.ts')).budgetsFile(io.cwd, budgetsName)
  const paths = await modelPaths(io.cwd, options.rest)
  const job: Work = { name, options, budgets, base: commonFolder(paths), sources: new Set(paths), io }
  const isJson = options.on('json')
  const outcomes: Outcome[] = []
  for (const path of paths) {
    if (io.signal.aborted) break
    const outcome = await workOn(path, job)
    outcomes.push(outcome)
    if (!isJson) io.out(outcomeText(name, outcome, options.on('all')))
  }
  const failOn = SEVERITIES.indexOf(SEVERITIES.find((severity) => severity === options.text('fail-on')) ?? 'error')
  const isBad = (outcome: Outcome) =>
    outcome.problem !== undefined ||
    (outcome.result?.findings ?? []).some(({ severity }) => SEVERITIES.indexOf(severity) <= failOn)
  const isOk = outcomes.length === paths.length && !outcomes.some(isBad)
  if (isJson) io.out(`${JSON.stringify({ ok: isOk, files: outcomes.map(outcomeJson) }, undefined, 2)}\n`)
  else io.err(summaryText(outcomes, name === 'check'))
  return isOk ? 0 : 1
}

interface Work {
  readonly name: VerbName
  readonly options: Options
  readonly budgets: Budgets
  /** The folder that holds all sources. */
  readonly base: string
  readonly sources: ReadonlySet<string>
  readonly io: CliIo
}

async function workOn(path: string, { name, options, budgets, base, sources, io }: Work): Promise<Outcome> {
  const shown = shownPath(io.cwd, path)
  try {
    const model = await readWithCompanions(path)
    const hint = formatOfPath(path)
    const request = VERBS[name].request(options, budgetOf(shown, budgets))
    const stem = basename(path, extname(path))
    // Only data for scripts says how large a changed model is.
    const how = { isMeasured: options.on('json'), isDisposable: true }
    const job = { ...request, ...model, name: stem, ...how, ...(hint ? { hint } : {}) }
    const result = await (await io.tools(sources.size)).run(job, io.signal)
    if (result.files.length === 0) return { path: shown, result }
    const out = options.text('out')
    const folder = out === undefined ? dirname(path) : join(io.resolve(out), relative(base, dirname(path)))
    const target = options.on('force')
      ? await replaceIn(folder, result.files, sources)
      : await putBeside(folder, result.files)
    return { path: shown, result, written: shownPath(io.cwd, target) }
  } catch (error) {
    if (io.signal.aborted) throw error
    return { path: shown, problem: problemOf(error) }
  }
}

const DISK: Readonly<Partial<Record<DiskFault, string>>> = {
  missing: 'The file is gone.',
  'no-permission': 'The file or its folder may not be read or written.',
  'read-only': 'The disk cannot be written.',
  full: 'The disk is full.',
  quota: 'The disk quota is used up.',
}

function problemOf(error: unknown): { code: string; message: string } {
  if (error instanceof MeshError)
    return { code: error.code, message: `${english(error.sentence)} ${english(error.nextStep)}` }
  const fault = diskFaultOf(error)
  const message = fault && DISK[fault]
  return {
    code: codeOf(error) ?? 'unforeseen',
    message: message ?? (error instanceof Error ? error.message : String(error)),
  }
}
