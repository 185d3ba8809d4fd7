// What the parts of src/jobs that act for a person share: the jobs in memory, and how one is begun.
import type { GenerateRequest } from '../protocol/index.ts'
import { estimate, findCapability, importModel } from '../tripo/catalogue/index.ts'
import type { Clock } from '../tripo/resources.ts'
import type { Job } from './job.ts'
import { journalFailed, unknownCapability } from './problems.ts'
import { titleOf } from './run/inputs.ts'
import type { JobServices } from './run/services.ts'
import type { Journal } from './store/journal.ts'
import { type JobRecord, RECORD_VERSION, type Target } from './store/record.ts'

export interface JobContext {
  readonly services: JobServices
  readonly journal: Journal
  /** This window's name in records. */
  readonly window: string
  readonly clock: Clock
  now(): number
  all(): readonly Job[]
  /** The job, after a run that is just ending has ended; throws a JobError for one that is gone or run elsewhere. */
  findEnded(id: string): Promise<Job>
  /** Gives this window its sign of life, so that what is noted next is not taken over. */
  ready(): Promise<void>
  /** Whether a window may still be at work. */
  isAlive(window: string): Promise<boolean>
  add(record: JobRecord): Job
  start(job: Job): void
  /** Takes what another window has done about a job, and watches it go on there. */
  follow(job: Job): Promise<void>
}

/** Where a result goes, and who makes it. */
export interface Destination {
  target: Target
  /** Where pictures go that are only on the way to a model; absent: to the same place. */
  pictures?: Target
  /** Where an import goes that is only on the way: the model is there already; absent: to the same place. */
  imports?: Target
  /** Where variations wait until one of them is kept; absent: with what was kept. */
  variations?: Target
  service: 'sandbox' | 'service'
  /** Whether the files' names are to be ASCII: `tripo.naming.ascii`. */
  asciiNames?: boolean
  /** What names are made of that nobody chose: `tripo.naming.pattern`. */
  namePattern?: string
}

/** A record of a request that is about to begin. Throws a JobError for a capability that is not known. */
export function newRecord(
  context: JobContext,
  request: GenerateRequest,
  { target: main, pictures, imports, variations, service, asciiNames: ascii, namePattern: pattern }: Destination,
  more: Partial<JobRecord> = {},
): JobRecord {
  const capability = findCapability(request.capability)
  if (!capability) throw unknownCapability(request.capability)
  const now = context.now()
  const isVariation = request.variation !== undefined && variations !== undefined
  const aside = capability.category === 'image' ? pictures : capability.id === importModel.id ? imports : undefined
  const target = isVariation ? variations : (aside ?? main)
  return {
    version: RECORD_VERSION,
    revision: 1,
    id: context.services.newId?.() ?? crypto.randomUUID(),
    state: 'prepared',
    createdAt: now,
    updatedAt: now,
    request: structuredClone(request),
    ...titleOf(request, { ascii, pattern, at: new Date(now) }),
    estimate: estimate(capability, request.params).total,
    target,
    ...(isVariation ? { keptTarget: main } : {}),
    service,
    workspace: main.workspace,
    window: context.window,
    inputs: [],
    files: [],
    ...more,
  }
}

/** Notes a new job on disk and lists it; nothing was sent when this rejects. */
export async function persistNew(context: JobContext, record: JobRecord): Promise<Job> {
  await context.ready()
  await context.journal.write(record).catch((error: unknown) => {
    throw journalFailed(error)
  })
  return context.add(record)
}
