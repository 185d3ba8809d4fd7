// `tripo-studio assets status|build|restore`: the game's models as code, for CI. Nothing is paid without --yes and a limit; an
// exceeded budget fails the command.
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { assetsFolder, derivedSidecar } from '../assets/index.ts'
import { LockError, RESULTS_FOLDER } from '../assets-file/lock.ts'
import { isPaid, type PlanRow, totalOf } from '../assets-file/plan.ts'
import { AssetsProject, type Finished, type ProjectPlan } from '../assets-file/project.ts'
import { lineOf } from '../assets-file/read.ts'
import { ASSETS_FILE } from '../assets-file/schema.ts'
import { describeProject, urlOf } from '../engines/index.ts'
import type { JobsApi } from '../jobs/index.ts'
import { nodeFiles } from '../platform/files.ts'
import { projectFiles } from '../platform/project-files.ts'
import { openProject } from '../platform/project-store.ts'
import { isBusy, type JobView } from '../protocol/index.ts'
import { english } from '../text/index.ts'
import { ASSETS_OPTIONS } from './assets-options.ts'
import type { CliIo } from './io.ts'
import { readOptions, UsageError } from './options.ts'
import { type CliProblem, jsonText, problemJson } from './problem.ts'
import { projectStyles } from './styles-file.ts'
import { VERSION } from './version.ts'

/** An assets file may name any number of models. */
const MANY = Number.POSITIVE_INFINITY

const isAction = (name: string | undefined): name is 'status' | 'build' | 'restore' =>
  name === 'status' || name === 'build' || name === 'restore'

/** What is different from run to run, for tests. */
export interface AssetsIo extends CliIo {
  openJobs(root: string): Promise<{ readonly jobs: JobsApi; dispose(): Promise<void> }>
}

function projectAt(root: string, io: AssetsIo, jobs: () => readonly JobView[]): AssetsProject {
  const reader = projectFiles(root)
  const files = openProject(root)
  const known = () => describeProject(reader, '')
  const base = `${pathToFileURL(root).href}/`
  return new AssetsProject({
    ...{ files, jobs, resultsFolder: RESULTS_FOLDER, generator: `tripo-studio ${VERSION}` },
    runTool: async (job) => (await io.tools(MANY)).run(job, io.signal),
    pathOf: (uri) => (uri.startsWith(base) ? decodeURIComponent(uri.slice(base.length)) : undefined),
    context: async () => ({
      ...{ dialect: 'v3', now: Date.now(), service: 'service', folder: (await known()).modelFolder },
      styles: await projectStyles(root),
    }),
    urlOf: async (path, from) => {
      const { expression, imports } = urlOf(await known(), path, from)
      const named = imports.map((one) => ({
        ...{ name: one.default ?? one.name ?? '', from: one.from, isDefault: one.default !== undefined },
      }))
      return { url: expression, imports: named }
    },
    keepOrigin: async ({ source, path, bytes, sha256, steps }) => {
      const own = { source: nodeFiles.join(root, source), target: nodeFiles.join(root, path), bytes, sha256 }
      const derived = { ...own, localSteps: steps, place: 'auto', workspace: root } as const
      const found = await derivedSidecar(nodeFiles, derived).catch(() => undefined)
      if (found) await files.write(found.path, found.text).catch(() => undefined)
    },
    indexPath: async () => {
      const name = (await known()).language === 'typescript' ? 'assets.ts' : 'assets.js'
      return (await reader.list('src')).length > 0 ? `src/${name}` : name
    },
  })
}

const WRONG: CliProblem = {
  code: 'assets.wrong',
  message: `There are mistakes in ${ASSETS_FILE}. Correct what the findings name.`,
}

const findingJson = (text: string, { start, severity, code, message }: ProjectPlan['findings'][number]) => ({
  ...{ code, severity, line: lineOf(text, start), message: english(message) },
})

/** Runs one of the three. @returns the exit code */
export async function workOnAssets([action, ...args]: readonly string[], io: AssetsIo): Promise<number> {
  if (!isAction(action)) throw new UsageError('usage.verb', 'assets needs one of: status, build, restore.')
  const options = readOptions(args, ASSETS_OPTIONS)
  if (options.rest.length > 0)
    throw new UsageError('usage.option', `${options.rest[0]} is not an option; --project names a folder.`)
  const most = options.number('max-credits')
  if (options.on('yes') && most === undefined)
    throw new UsageError('usage.missing', '--yes needs --max-credits N, the most to pay.')
  const isJson = options.on('json')
  const root = io.resolve(options.text('project') ?? '.')
  const text = await openProject(root).readText(ASSETS_FILE)
  if (text === undefined) throw new UsageError('usage.project', `There is no ${ASSETS_FILE} in ${root}.`)
  const opened = await io.openJobs(root)
  const { jobs } = opened
  try {
    const project = projectAt(root, io, () => jobs.list())
    if (action !== 'status') await jobs.recover()
    const finished: Finished[] = []
    const replace = options.on('replace')
    const settle = async () => void finished.push(...(await project.settle({ replace })))
    if (action !== 'status') await settle()
    const plan = await project.plan()
    const mistakes = plan.findings.filter(({ severity }) => severity === 'error')
    for (const { start, severity, code, message } of plan.findings)
      io.err(`${ASSETS_FILE}:${lineOf(text, start)}: ${severity} ${code}: ${english(message)}\n`)
    if (mistakes.length > 0) {
      if (isJson) io.out(problemJson(WRONG, { findings: plan.findings.map((finding) => findingJson(text, finding)) }))
      return 1
    }
    let after = plan
    if (action !== 'status') {
      const isPaying = action === 'build' && options.on('yes')
      const paid = plan.rows.filter(isPaid)
      const total = totalOf(paid)
      if (isPaying && total > (most ?? 0)) {
        const message = `This costs ${total} credits, more than the ${most} of --max-credits. Nothing was sent.`
        io.err(`${message}\n`)
        if (isJson) io.out(problemJson({ code: 'credits.limit', message }))
        return 1
      }
      finished.push(
        ...(await project.buildLocal(
          plan.rows.filter(({ state }) => state === 'local'),
          { replace },
        )),
      )
      await start(root, jobs, project, plan.rows, isPaying)
      await ended(jobs, io.signal, settle)
      await settle()
      after = await project.plan()
    }
    const broken = await brokenBudgets(root, after, io)
    return print(action, after, [...unique(finished)], broken, jobs.list(), isJson, io)
  } catch (error) {
    if (!(error instanceof LockError)) throw error
    throw new UsageError(
      'usage.project',
      'The lock is damaged, or of a newer version. It says what was paid, so nothing is done.',
    )
  } finally {
    await opened.dispose()
  }
}

/** Sends what is to be paid, and fetches what was. */
async function start(root: string, jobs: JobsApi, project: AssetsProject, rows: readonly PlanRow[], isPaying: boolean) {
  const folder = await assetsFolder(nodeFiles, root, RESULTS_FOLDER, 'request')
  const destination = { service: 'service' as const, target: { workspace: root, folder, provenance: true } }
  for (const { state, known, model } of rows) {
    const isWhole = known !== undefined && known.tasks.length >= model.chain.length
    const task = state === 'fetch' || (state === 'underway' && isWhole) ? known?.tasks.at(-1) : undefined
    if (!task) continue
    const before = (await jobs.history.search()).find(
      ({ taskId, phase }) => taskId === task.taskId && phase === 'delivered',
    )
    // What cannot be fetched is told as such at the end, by its state.
    if (before) await jobs.history.deliverAgain(before.id, destination.target).catch(() => undefined)
    else await jobs.addTask(task.taskId, destination).catch(() => undefined)
  }
  if (!isPaying) return
  const paid = rows.filter(isPaid)
  for (const { job } of paid) if (job !== undefined) await jobs.resumeGroup(job)
  const fresh = paid.filter(({ job }) => job === undefined)
  const requests = fresh.map((row) => project.requestOf(row, (path) => pathToFileURL(join(root, path)).href))
  if (requests.length > 0) await jobs.start(requests, destination)
}

/** Waits until nothing is under way; tasks are noted in the lock while they come. */
async function ended(jobs: JobsApi, signal: AbortSignal, settle: () => Promise<void>): Promise<void> {
  let settling: Promise<void> = Promise.resolve()
  const seen = new Map<string, string | undefined>()
  await new Promise<void>((resolve, reject) => {
    const look = () => {
      const all = jobs.list()
      const isNew = all.some(({ id, taskId }) => taskId !== undefined && seen.get(id) !== taskId)
      for (const { id, taskId } of all) seen.set(id, taskId)
      if (isNew) settling = settling.then(settle).catch(reject)
      if (!all.some((job) => isBusy(job))) resolve()
    }
    const listening = jobs.onDidChange(look)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    look()
    void listening
  })
  await settling
}

/** Each model once, as it ended. */
const unique = (finished: readonly Finished[]) => new Map(finished.map((one) => [one.name, one])).values()

/** Budgets that finished files break, also those that were there before. */
async function brokenBudgets(root: string, { rows }: ProjectPlan, io: AssetsIo): Promise<Map<string, string[]>> {
  const broken = new Map<string, string[]>()
  const files = openProject(root)
  for (const { model, state } of rows) {
    if (!(state === 'current' || state === 'edited') || Object.keys(model.budgets).length === 0) continue
    const bytes = await files.read(model.target)
    const options = { budget: model.budgets }
    const tools = await io.tools(MANY)
    const { findings = [] } = await tools.run(
      { tool: 'check', options, bytes, name: basename(model.target) },
      io.signal,
    )
    const words = findings.filter(({ code }) => code.startsWith('budget.')).map(({ message }) => english(message))
    if (words.length > 0) broken.set(model.name, words)
  }
  return broken
}

/** Prints what there is. @returns the exit code */
function print(
  action: 'status' | 'build' | 'restore',
  { rows }: ProjectPlan,
  finished: readonly Finished[],
  broken: ReadonlyMap<string, readonly string[]>,
  jobs: readonly JobView[],
  isJson: boolean,
  io: AssetsIo,
): number {
  const problems = finished.flatMap(({ name, problem }) => (problem ? [{ name, message: english(problem) }] : []))
  const isOpen = (row: PlanRow) => !['current', 'edited'].includes(row.state)
  const failed = jobs
    .filter(({ asset, problem }) => asset && problem)
    .map(({ asset, problem }) => {
      return { name: asset?.name ?? '', message: `${problem?.sentence ?? ''} ${problem?.nextStep ?? ''}` }
    })
  const open = rows.filter(isOpen)
  const isOk = broken.size === 0 && problems.length === 0 && (action === 'status' || open.length === 0)
  const credits = totalOf(rows)
  if (isJson) {
    const models = rows.map(({ model, state, credits: price }) => ({
      ...{ name: model.name, state, credits: price, target: model.target },
      ...(broken.has(model.name) ? { broken: broken.get(model.name) } : {}),
    }))
    io.out(jsonText({ ok: isOk, credits, models, problems: [...problems, ...failed] }))
    return isOk ? 0 : 1
  }
  for (const { model, state, credits: price } of rows)
    io.out(`${model.name}: ${state}${price > 0 ? `, ${price} credits` : ''} (${model.target})\n`)
  for (const [name, words] of broken) for (const text of words) io.out(`${name}: error budget: ${text}\n`)
  for (const { name, message } of [...problems, ...(isOk ? [] : failed)]) io.err(`${name}: ${message}\n`)
  if (credits > 0)
    io.err(`${credits} credits are to be paid: tripo-studio assets build --yes --max-credits ${credits}\n`)
  return isOk ? 0 : 1
}
