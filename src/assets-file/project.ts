// Brings a project's assets file, its lock and its index up to date: which models are requested, what happens to delivered ones,
// what is recorded. The editor and the command line both use this; the code that spends is theirs.
import type { CheckFinding } from '../mesh/tools/finding.ts'
import type { ToolJob, ToolResult } from '../mesh/tools/job.ts'
import type { LocalStep } from '../mesh/tools/local-step.ts'
import { type ChainRequest, type JobView, mainFile } from '../protocol/index.ts'
import type { Phrase } from '../text/index.ts'
import { isOfTask } from '../text/problem-codes.ts'
import type { Step } from '../tripo/catalogue/chain.ts'
import { finishModel } from './finish.ts'
import { type IndexedModel, indexFiles, isGenerated } from './index-text.ts'
import { type Asked, entryOf, type Lock, type LockTask, lockText, readLock, withEntry } from './lock.ts'
import { findSource, isPaid, type PlanRow, planModels, sentKey, withPictures } from './plan.ts'
import { type FileReading, type PlannedModel, type ReadContext, readAssetsFile } from './read.ts'
import { ASSETS_FILE, LOCK_FILE } from './schema.ts'

/** Files of the project by their path relative to it, with `/`. */
export interface ProjectFiles {
  /** Undefined: there is none, or it cannot be read. */
  sha256(path: string): Promise<string | undefined>
  read(path: string): Promise<Uint8Array>
  readText(path: string): Promise<string | undefined>
  /** Writes whole or not at all, in place of what is there; refuses what leads out of the project. */
  write(path: string, content: Uint8Array | string): Promise<void>
}

export interface ProjectServices {
  readonly files: ProjectFiles
  /** The jobs of this machine that may belong to the project. */
  jobs(): readonly JobView[]
  /** A job's file relative to the project; undefined outside of it. */
  pathOf(uri: string): string | undefined
  runTool(job: ToolJob): Promise<ToolResult>
  context(): Promise<ReadContext & { service: 'sandbox' | 'service' }>
  /** How code of a file names another file of the project. */
  urlOf(path: string, from: string): Promise<Pick<IndexedModel, 'url' | 'imports'>>
  /** Notes where a finished file comes from; paths relative to the project. Never fails. */
  keepOrigin?(finished: FinishedFile): Promise<void>
  /** Where the list for code goes when the file does not say; undefined: nowhere. */
  indexPath(): Promise<string | undefined>
  /** The folder for delivered models, as a request names it. */
  readonly resultsFolder: string
  readonly generator: string
}

/** A finished file, with what it was made of. */
export interface FinishedFile {
  /** The delivered model, relative to the project. */
  readonly source: string
  /** Relative to the project. */
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  readonly steps: readonly LocalStep[]
}

/** What became of a model. */
export interface Finished {
  readonly name: string
  /** The finished file; absent when it failed. */
  readonly path?: string
  /** Budgets that it breaks. */
  readonly broken: readonly CheckFinding[]
  readonly problem?: Phrase
  /** Somebody has changed the finished file since, so that it was not replaced. */
  readonly isEdited?: true
}

export interface ReplaceOptions {
  readonly replace?: boolean | ReadonlySet<string>
}

export interface ProjectPlan extends FileReading {
  readonly rows: readonly PlanRow[]
  readonly lock: Lock
}

/** A job of a chain is one of several; all of them, in order. */
function chainsOf(jobs: readonly JobView[]): JobView[][] {
  const chains = new Map<string, JobView[]>()
  for (const job of jobs) {
    const key = job.group?.kind === 'chain' ? job.group.id : job.id
    chains.set(key, [...(chains.get(key) ?? []), job])
  }
  return [...chains.values()].map((chain) => chain.sort((a, b) => (a.group?.index ?? 0) - (b.group?.index ?? 0)))
}

/** A job whose task has no result, or that was never taken: nothing can come of it any more. */
const isLost = ({ phase, problem }: JobView) =>
  phase === 'dismissed' || (phase === 'failed' && (problem?.billed === 'no' || isOfTask(problem)))

/**
 * Whether nothing more is to be paid for a chain as things are: it goes on, its result waits at the service, or nobody
 * knows whether it was taken.
 */
const isOpen = (chain: readonly JobView[]) => !chain.some(isLost) && !isDone(chain)

const isDone = (chain: readonly JobView[]) => chain.every(({ phase }) => phase === 'delivered')

export class AssetsProject {
  readonly #services: ProjectServices
  /** What writes waits for what wrote before. */
  #turn: Promise<unknown> = Promise.resolve()

  constructor(services: ProjectServices) {
    this.#services = services
  }

  /** @param text of the file; absent: as it is on the disk. @throws LockError */
  async plan(text?: string): Promise<ProjectPlan> {
    const { files } = this.#services
    const { service, ...context } = await this.#services.context()
    const reading = readAssetsFile(text ?? (await files.readText(ASSETS_FILE)) ?? '', context)
    const lock = readLock(await files.readText(LOCK_FILE))
    const sent = new Set(
      chainsOf(this.#services.jobs()).flatMap((chain) => {
        const [first] = chain
        const asset = first?.asset
        const counts = first && (first.service === service || first.service === 'service')
        if (!asset || !counts || !(isOpen(chain) || isDone(chain))) return []
        // What is made already is not on its way, though its job is still in the list.
        return entryOf(lock, asset.name).made?.asked === asset.asked ? [] : [sentKey(asset.name, asset.asked)]
      }),
    )
    const hashes = new Map<string, Promise<string | undefined>>()
    const sha256 = (path: string) => {
      const known = hashes.get(path) ?? files.sha256(path)
      hashes.set(path, known)
      return known
    }
    const planned = await planModels(reading.models, { lock, service, sha256, sent })
    return { ...reading, lock, rows: planned.map((row) => this.#resumed(row, service)) }
  }

  /** A chain that stopped behind paid steps goes on from there instead of being paid as a whole. */
  #resumed(row: PlanRow, service: 'sandbox' | 'service'): PlanRow {
    if (!isPaid(row)) return row
    const stopped = chainsOf(this.#services.jobs()).find(([first, ...rest]) => {
      const isIt = first?.asset?.name === row.model.name && first.asset.asked === row.asked && first.service === service
      return (
        isIt && first.phase === 'delivered' && rest.some(isLost) && !rest.some(({ phase }) => phase === 'dismissed')
      )
    })
    const left = stopped?.filter(({ phase }) => phase !== 'delivered') ?? []
    const [next] = left
    if (!next) return row
    const credits = left.reduce((sum, { estimate }) => sum + estimate, 0)
    return { ...row, state: 'resume', credits, job: next.id }
  }

  /** The request for a model. @param toUpload the reference of a picture of the project */
  requestOf({ model, asked }: PlanRow, toUpload: (path: string) => string): ChainRequest {
    const [first, ...steps] = model.chain
    const params = withPictures(first.params, (path) => ({ upload: toUpload(path) }))
    const plain = (step: Step) => ({ capability: step.capability, params: { ...step.params } })
    return {
      ...{
        capability: first.capability,
        params: { ...params },
        name: model.name,
        folder: this.#services.resultsFolder,
      },
      ...(steps.length > 0 ? { steps: steps.map(plain) } : {}),
      ...(model.style === undefined ? {} : { style: { name: model.style, prompt: model.prompt } }),
      asset: { name: model.name, asked },
    }
  }

  /**
   * Notes tasks as soon as they are accepted, and finishes what was delivered. To be called whenever jobs change; calls
   * wait for one another.
   * @param options `replace`: also finished files that somebody has changed, all or those of the models named
   */
  settle(options: ReplaceOptions = {}): Promise<readonly Finished[]> {
    return this.#inTurn(() => this.#settle(options))
  }

  async #settle(options: ReplaceOptions): Promise<readonly Finished[]> {
    const { rows, lock } = await this.plan()
    const finished: Finished[] = []
    for (const row of rows) {
      // What was fetched lies where the lock knows it: only its finished file is missing.
      const isBack = row.state === 'local' && row.isGone
      if (row.state !== 'underway' && row.state !== 'fetch' && !isBack) continue
      const chain = this.#chainOf(row)
      if (!chain) continue
      const tasks = chain.flatMap(taskOf)
      const { asked } = row
      const service = chain[0]?.service ?? 'service'
      const entry = entryOf(lock, row.model.name)
      if (row.state === 'underway' && tasks.length > (entry.pending?.asked === asked ? entry.pending.tasks.length : 0))
        await this.#savePending(row.model.name, { asked, service, tasks })
      const last = chain.at(-1)
      const path = last && isDone(chain) ? this.#pathOf(last) : undefined
      if (path === undefined || (await this.#services.files.sha256(path)) === undefined) continue
      const known = row.known?.asked === asked && row.state !== 'underway' ? row.known : { asked, service, tasks }
      finished.push(await this.#finish(row, path, known, options))
    }
    if (finished.length > 0) await this.#writeIndex()
    return finished
  }

  /** The jobs that make a model, or that deliver its last task's result. */
  #chainOf({ model, asked, known }: PlanRow): readonly JobView[] | undefined {
    const jobs = this.#services.jobs()
    const last = known && known.tasks.length >= model.chain.length ? known.tasks.at(-1) : undefined
    const delivered = jobs.find(({ taskId, phase, files }) => {
      return last && taskId === last.taskId && phase === 'delivered' && files.some(({ isMissing }) => !isMissing)
    })
    if (delivered) return [delivered]
    return chainsOf(jobs).find((chain) => {
      const asset = chain[0]?.asset
      return asset?.name === model.name && asset.asked === asked && (isOpen(chain) || isDone(chain))
    })
  }

  #pathOf(job: JobView): string | undefined {
    const file = mainFile(job)
    return file && this.#services.pathOf(file.uri)
  }

  /** Does the steps on this machine for models whose delivered file is there. */
  buildLocal(rows: readonly PlanRow[], options: ReplaceOptions = {}): Promise<readonly Finished[]> {
    return this.#inTurn(async () => {
      const finished: Finished[] = []
      for (const row of rows) {
        const { made } = entryOf(readLock(await this.#services.files.readText(LOCK_FILE)), row.model.name)
        const path = made && (await findSource(made, this.#services.files.sha256))
        if (made && path !== undefined) finished.push(await this.#finish(row, path, made, options))
      }
      await this.#writeIndex()
      return finished
    })
  }

  async #finish(row: PlanRow, source: string, from: Asked, options: ReplaceOptions): Promise<Finished> {
    const { files, runTool } = this.#services
    const { name } = row.model
    const replace = options.replace === true || (options.replace || undefined)?.has(name) === true
    const lock = readLock(await files.readText(LOCK_FILE))
    const result = await finishModel({ row, source, from, before: entryOf(lock, name).made, replace, files, runTool })
    if ('problem' in result)
      return { name, broken: [], problem: result.problem, ...(result.isEdited && { isEdited: true }) }
    await this.#writeLock((now) => withEntry(now, name, { made: result.made }))
    await this.#services.keepOrigin?.({ source, ...result.made.file, steps: row.model.local })
    return { name, path: row.model.target, broken: result.broken }
  }

  #savePending(name: string, pending: Asked): Promise<void> {
    return this.#writeLock((lock) => withEntry(lock, name, { ...entryOf(lock, name), pending }))
  }

  async #writeLock(change: (lock: Lock) => Lock): Promise<void> {
    const { files, generator } = this.#services
    const lock = readLock(await files.readText(LOCK_FILE))
    await files.write(LOCK_FILE, lockText({ ...change(lock), generator }))
  }

  /** Writes the list for code as things are. */
  writeIndex(): Promise<void> {
    return this.#inTurn(() => this.#writeIndex())
  }

  async #writeIndex(): Promise<void> {
    const { files, urlOf, indexPath } = this.#services
    const { file, models, lock } = await this.plan()
    if (!file || file.index === false) return
    const path = file.index ?? (await indexPath())
    if (path === undefined) return
    const made = models.flatMap((model: PlannedModel) => {
      const entry = entryOf(lock, model.name).made
      return entry ? [{ name: model.name, entry }] : []
    })
    const listed = await Promise.all(
      made.map(async ({ name, entry }) => ({ name, ...(await urlOf(entry.file.path, path)), model: entry.model })),
    )
    for (const [target, text] of indexFiles(path, listed)) {
      const now = await files.readText(target)
      // A file that somebody wrote by hand stays, whatever it is called.
      if (now === text || (now !== undefined && !isGenerated(now))) continue
      await files.write(target, text)
    }
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work, work)
    this.#turn = next.catch(() => undefined)
    return next
  }
}

function taskOf({ capability, taskId, credits, params, seeds }: JobView): LockTask[] {
  if (taskId === undefined) return []
  const version = params.model_version
  return [
    {
      ...{ capability, taskId },
      ...(seeds === undefined ? {} : { seeds }),
      ...(credits === undefined ? {} : { credits }),
      ...(typeof version === 'string' ? { modelVersion: version } : {}),
    },
  ]
}
