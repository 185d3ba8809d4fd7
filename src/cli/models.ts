// Runs a verb on models: each file is processed in a thread with limits, one after the other, and reported as text immediately,
// or as one JSON document at the end. A damaged file does not stop the others.
import { basename, dirname, extname, join, relative } from 'node:path'
import { formatOfPath } from '../mesh/formats/names.ts'
import type { Budgets } from '../mesh/tools/budget-schema.ts'
import { budgetOf } from '../mesh/tools/budgets.ts'
import { SEVERITIES } from '../mesh/tools/finding.ts'
import type { MergedModel, ToolRequest, ToolResult } from '../mesh/tools/job.ts'
import {
  identitiesOf,
  type Protected,
  putBeside,
  type ResultFile,
  readWithCompanions,
  replaceIn,
} from '../platform/files-beside.ts'
import { ProblemError } from '../text/problem-error.ts'
import type { CliIo } from './io.ts'
import { commonFolder, modelPaths, shownPath } from './model-paths.ts'
import { type Options, readOptions, UsageError } from './options.ts'
import { outcomeJson, outcomeText, summaryText } from './outcome-text.ts'
import { type CliProblem, jsonText, problemOf } from './problem.ts'
import { verbOf } from './verbs.ts'

/** Bytes of a file from which its memory is worth having back early: what gives it back loads streams first, 2 to 3 ms. */
const LARGE = 8_000_000

/** What became of one file. */
export interface Outcome {
  /** From the folder of the command, with `/`. */
  readonly path: string
  readonly result?: ToolResult
  /** The new model, where there is one. */
  readonly written?: string
  /** Whether there was nothing to change. */
  readonly isUnchanged?: boolean
  readonly problem?: CliProblem
}

/** Runs a verb. @returns the exit code: 0, or 1 when a file failed or a check found what it is to fail for */
export async function workOnModels(name: string, args: readonly string[], io: CliIo): Promise<number> {
  const verb = verbOf(name)
  const options = readOptions(args, verb.options)
  verb.request(options, {})
  if (options.on('force') && options.text('out') === undefined)
    throw new UsageError('usage.missing', '--force replaces files in the folder of --out; name one.')
  const budgetsName = options.text('budgets')
  const budgets: Budgets =
    budgetsName === undefined ? {} : await (await import('./budgets-file.ts')).budgetsFile(io.cwd, budgetsName)
  const paths = await modelPaths(io.cwd, options.rest)
  const replacing = options.on('force') ? await protectedFrom(paths) : undefined
  const job: Work = { name, options, budgets, base: commonFolder(paths), sources: new Set(paths), replacing, io }
  const isJson = options.on('json')
  if (verb.isTogether && paths.length < 2) throw new UsageError('usage.files', `${name} needs two models or more.`)
  const outcomes: Outcome[] = []
  const firsts = verb.isTogether ? paths.slice(0, 1) : paths
  for (const path of firsts) {
    if (io.signal.aborted) break
    const outcome = await workOn(path, job)
    outcomes.push(outcome)
    if (!isJson) io.out(outcomeText(name, outcome, options.on('all')))
  }
  const failOn = SEVERITIES.indexOf(SEVERITIES.find((severity) => severity === options.text('fail-on')) ?? 'error')
  const isBad = (outcome: Outcome) =>
    outcome.problem !== undefined ||
    (outcome.result?.findings ?? []).some(({ severity }) => SEVERITIES.indexOf(severity) <= failOn)
  const isOk = outcomes.length === firsts.length && !outcomes.some(isBad)
  if (isJson) io.out(jsonText({ ok: isOk, files: outcomes.map(outcomeJson) }))
  else io.err(summaryText(outcomes, name === 'check'))
  return isOk ? 0 : 1
}

interface Work {
  readonly name: string
  readonly options: Options
  readonly budgets: Budgets
  /** The folder that holds all sources. */
  readonly base: string
  readonly sources: ReadonlySet<string>
  /** Where results of an earlier run are replaced: what is not. */
  readonly replacing: Protected | undefined
  readonly io: CliIo
}

const protectedFrom = async (paths: readonly string[]): Promise<Protected> => ({
  sources: new Set((await Promise.all(paths.map(identitiesOf))).flat()),
  written: new Set(),
})

async function workOn(path: string, { name, options, budgets, base, sources, replacing, io }: Work): Promise<Outcome> {
  const shown = shownPath(io.cwd, path)
  const verb = verbOf(name)
  try {
    const model = await readWithCompanions(path)
    const hint = formatOfPath(path)
    const stem = basename(path, extname(path))
    const asked = verb.request(options, budgetOf(shown, budgets))
    const request = asked.tool === 'merge' ? await withOthers(asked, stem, path, sources) : asked
    // Only data for scripts says how large a changed model is.
    const how = { isMeasured: options.on('json'), isDisposable: model.bytes.length >= LARGE }
    const resultName = verb.resultName?.(stem, options) ?? stem
    const job = { ...request, ...model, name: resultName, ...how, ...(hint ? { hint } : {}) }
    const result = await (await io.tools(verb.isTogether ? 1 : sources.size)).run(job, io.signal)
    const isUnchanged =
      verb.options.out !== undefined && (result.files.length === 0 || result.isUnchanged || result.steps?.length === 0)
    const out = options.text('out')
    // Below a folder of its own a model that needs no change stands as it is: whatever reads the folder finds all.
    const files = isUnchanged ? (out === undefined ? [] : await filesOf(path)) : result.files
    if (files.length === 0) return { path: shown, result, ...(isUnchanged && { isUnchanged }) }
    const folder = out === undefined ? dirname(path) : join(io.resolve(out), relative(base, dirname(path)))
    const ending = verb.folder?.(options)
    const several = ending === undefined ? undefined : `${stem}${ending}`
    try {
      const target = replacing
        ? await replaceIn(folder, files, replacing, several)
        : await putBeside(folder, files, several)
      return { path: shown, result, written: shownPath(io.cwd, target), ...(isUnchanged && { isUnchanged }) }
    } catch (error) {
      // It is not the model that the disk has refused.
      const { code, message } = problemOf(error)
      const where = error instanceof ProblemError ? '' : `${shownPath(io.cwd, folder) || '.'}: `
      return { path: shown, problem: { code, message: `${where}${message}` } }
    }
  } catch (error) {
    if (io.signal.aborted) throw error
    return { path: shown, problem: problemOf(error) }
  }
}

/** A model with all that it names, as it is. */
async function filesOf(path: string): Promise<ResultFile[]> {
  const { bytes, files } = await readWithCompanions(path)
  return [{ path: basename(path), bytes }, ...[...files].map(([name, body]) => ({ path: name, bytes: body }))]
}

type Merge = Extract<ToolRequest, { tool: 'merge' }>

/** What is to be merged with the first model. */
async function withOthers(request: Merge, name: string, first: string, sources: ReadonlySet<string>): Promise<Merge> {
  const models: MergedModel[] = []
  for (const path of sources) {
    if (path === first) continue
    const hint = formatOfPath(path)
    models.push({
      name: basename(path, extname(path)),
      ...(await readWithCompanions(path)),
      ...(hint ? { hint } : {}),
    })
  }
  return { ...request, options: { name, models } }
}
