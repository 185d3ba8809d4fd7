// The first half of a job: from a record to a task at the service. This half can cost credits, so each step is recorded before it
// begins.
import type { WaitingFor } from '../../protocol/index.ts'
import { type FileInput, fieldsOf, fileKindOf, findCapability } from '../../tripo/catalogue/index.ts'
import { sha256 } from '../../tripo/digest.ts'
import type { BatchQueue } from '../groups/batch-queue.ts'
import { type Job, Stop, unlessStopped } from '../job.ts'
import { cutOff, elsewhere, inputChanged, inputMissing, JobError, journalFailed, problemOf } from '../problems.ts'
import type { Journal } from '../store/journal.ts'
import type { JobInput, JobRecord } from '../store/record.ts'
import type { Outcome } from './attempts.ts'
import { filesOf, mapFiles } from './inputs.ts'
import type { JobConnection, JobServices } from './services.ts'

/** Tokens of uploads live about a day at the service; half of that is safe. Source: docs/protocol.md#uploads. */
const TOKEN_LIFE = 12 * 3600 * 1000

/**
 * Records that a person has removed from the list are forgotten when they are so old, in milliseconds, and with them who has
 * claimed what: a window that slept for longer sends nothing.
 */
export const FORGOTTEN_AFTER = 400 * 86_400_000

/** Writes what must be on disk before anything is sent. */
async function saveFirst(job: Job, patch: Partial<JobRecord>): Promise<void> {
  await job.save(patch).catch((error: unknown) => {
    throw error instanceof JobError ? error : journalFailed(error)
  })
}

async function read(services: JobServices, upload: string, name: string) {
  const { bytes, name: own } = await services.readInput(upload).catch((error: unknown) => {
    throw inputMissing(name, error)
  })
  return { bytes, name: own, sha256: await sha256(bytes) }
}

/** Uploads what is not at the service yet, and remembers each token. */
async function uploadAll(job: Job, connection: JobConnection, services: JobServices, signal: AbortSignal) {
  const local = filesOf(job.record.request.params).filter(({ file }) => file.upload !== undefined)
  if (local.length === 0) return
  const { dialect, account } = connection
  const isSame = job.record.connection?.account === account && job.record.connection.dialect === dialect
  await saveFirst(job, { state: 'uploading' })
  for (const [index, { parameter, file }] of local.entries()) {
    signal.throwIfAborted()
    job.show({ phase: 'uploading', progress: index / local.length })
    const upload = file.upload ?? ''
    const known = job.record.inputs.find((entry) => entry.parameter === parameter)
    if (isSame && known?.token && job.now() - (known.uploadedAt ?? 0) < TOKEN_LIFE) continue
    const found = await unlessStopped(read(services, upload, known?.name ?? job.record.title), signal)
    if (known && known.sha256 !== found.sha256) throw inputChanged(known.name)
    const { name } = found
    const input: JobInput = { parameter, upload, name, bytes: found.bytes.length, sha256: found.sha256 }
    await saveFirst(job, { inputs: withInput(job.record.inputs, input) })
    const onWaiting = (waitingFor: WaitingFor) => job.show({ phase: 'waiting', waitingFor })
    const onSending = () => job.show({ phase: 'uploading' })
    const kind = kindOf(job.record.request, parameter)
    const options = { signal, onWaiting, onSending, kind, sha256: found.sha256 }
    const { type, file_token, object } = await connection.client.upload(found.bytes, name, options)
    const token = { type, file_token, object }
    await saveFirst(job, { inputs: withInput(job.record.inputs, { ...input, token, uploadedAt: job.now() }) })
  }
}

/** Whether a file of a request is a picture or a model. @param parameter its place, such as `files.1` */
function kindOf({ capability, params }: JobRecord['request'], parameter: string): 'image' | 'model' {
  const known = findCapability(capability)
  const field = known && fieldsOf(known).find(({ name }) => name === parameter.split('.')[0])
  return field ? fileKindOf(field, params) : 'image'
}

const withInput = (inputs: readonly JobInput[], input: JobInput) => [
  ...inputs.filter((entry) => entry.parameter !== input.parameter),
  input,
]

/** Parameters as the service takes them: uploads replaced by their tokens. */
const wireParams = ({ request, inputs }: JobRecord) =>
  mapFiles(request.params, ({ parameter, file }): FileInput => {
    if (file.upload === undefined) return file
    return inputs.find((entry) => entry.parameter === parameter)?.token ?? file
  })

/** What all jobs of a window share while they are sent. */
export interface SubmitContext {
  journal: Journal
  batchQueue: BatchQueue
  /** Begins a job of its own for a task of a request that was sent once more meanwhile, as the person wished. */
  addSurplus(record: JobRecord, taskId: string): Promise<void>
}

/** The attempts of one run. */
class SubmitAttempts {
  /** The attempt that is claimed, while its outcome is not known. */
  #open: number | undefined

  readonly #job: Job
  readonly #journal: Journal
  readonly #connection: JobRecord['connection']
  readonly #signal: AbortSignal

  constructor(job: Job, journal: Journal, connection: JobRecord['connection'], signal: AbortSignal) {
    this.#job = job
    this.#journal = journal
    this.#connection = connection
    this.#signal = signal
  }

  /** To be called right before an attempt leaves: what it rejects with ends the request, unsent. */
  async begin(): Promise<void> {
    const job = this.#job
    const journal = this.#journal
    // Asked once more: the service has certainly not taken the attempt before.
    await this.settle({ kind: 'refused' })
    const next = await journal.attempts.next(job.record)
    if (next.kind !== 'send') throw cutOff()
    const { attempt } = next
    const since = job.record.updatedAt
    await saveFirst(job, { state: 'submitting', attempt, sentAt: job.now(), connection: this.#connection })
    this.#signal.throwIfAborted()
    const { id, window } = job.record
    const isClaimed = await journal.attempts.claim(id, attempt, window, job.now()).catch((error: unknown) => {
      throw journalFailed(error)
    })
    if (!isClaimed) throw cutOff()
    if (job.now() - since >= FORGOTTEN_AFTER) throw elsewhere()
    this.#open = attempt
  }

  async settle(outcome: Outcome): Promise<void> {
    const open = this.#open
    this.#open = undefined
    if (open !== undefined) await this.#journal.attempts.settle(this.#job.record.id, open, outcome)
  }
}

/** Whether a creation that failed so was certainly not taken by the service. */
const isRefusal = (error: unknown) => error instanceof Stop || problemOf(error).billed === 'no'

/**
 * Uploads and creates the task. Afterwards the record is `following` with a task id. When this throws before the
 * record was `submitting`, or throws the signal's reason, nothing was created.
 */
export async function submit(
  job: Job,
  connection: JobConnection,
  services: JobServices,
  { journal, batchQueue, addSurplus }: SubmitContext,
  signal: AbortSignal,
): Promise<void> {
  await uploadAll(job, connection, services, signal)
  const { dialect, region, account } = connection
  signal.throwIfAborted()
  const sending = new SubmitAttempts(job, journal, { dialect, region, account }, signal)
  const beforeSend = () => sending.begin()
  const onWaiting = (waitingFor: WaitingFor) => job.show({ phase: 'waiting', waitingFor })
  // As the record says: it has moved on meanwhile.
  const onSending = () => job.show({ phase: undefined })
  let traceId: string | undefined
  const onCreated = (id: string) => {
    traceId = id
  }
  const ask = () => {
    onSending()
    const { capability } = job.record.request
    const told = { onWaiting, onSending, onCreated }
    return connection.client.create(capability, wireParams(job.record), { signal, beforeSend, ...told })
  }
  const taskId = await batchQueue
    .run(job.record, { signal, onWaiting: () => onWaiting('turn') }, ask)
    .catch(async (error: unknown) => {
      // Without this note the attempt only counts as one whose outcome is not known.
      if (isRefusal(error)) await sending.settle({ kind: 'refused' }).catch(() => undefined)
      throw error
    })
  // First where it is found whoever has the record by now.
  await sending.settle({ kind: 'accepted', taskId }).catch(() => undefined)
  if (!(await job.accept(taskId, traceId))) {
    await addSurplus(job.record, taskId)
    throw elsewhere()
  }
  if (job.record.state === 'dismissed') throw elsewhere()
}
