// State shared by the modules of src/jobs that carry out a person's actions: the jobs in memory, and how a job is created.
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
  /** The job, once a run that is just ending has ended. Throws a JobError when it is gone or another window runs it. */
  findEnded(id: string): Promise<Job>
  /** Renews this window's lease, so that no other window takes over the jobs that it records next. */
  ready(): Promise<void>
  /** Whether a window may still be alive. */
  isAlive(window: string): Promise<boolean>
  add(record: JobRecord): Job
  /** Ids of jobs whose first record is being written. */
  readonly beingWritten: Set<string>
  start(job: Job): void
  /** Adopts another window's newer state of a job and follows the job there. */
  follow(job: Job): Promise<void>
}

/** Where a result goes, and which service makes it. */
export interface Destination {
  target: Target
  /** Folder of intermediate pictures; by default the same. */
  pictures?: Target
  /** Folder of an intermediate import, whose model exists already; by default the same. */
  imports?: Target
  /** Folder of variations until one of them is kept; by default the same. */
  variations?: Target
  service: 'sandbox' | 'service'
  /** Whether the files' names are to be ASCII: `tripo.naming.ascii`. */
  asciiNames?: boolean
  /** The pattern of file names that the person did not choose: `tripo.naming.pattern`. */
  namePattern?: string
}

/** Creates the record of a new request. Throws a JobError for an unknown capability. */
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

/** Writes a new job's record and lists the job. When this rejects, nothing was sent. */
export async function persistNew(context: JobContext, record: JobRecord): Promise<Job> {
  await context.ready()
  // A look at the journal that found it before it is listed would run it, too.
  context.beingWritten.add(record.id)
  try {
    await context.journal.write(record).catch((error: unknown) => {
      throw journalFailed(error)
    })
    return context.add(record)
  } finally {
    context.beingWritten.delete(record.id)
  }
}
