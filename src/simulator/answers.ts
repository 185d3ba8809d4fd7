// A task as each dialect returns it to a client. Source: docs/protocol.md#tasks.
import { type Dialect, findCapability } from '../tripo/catalogue/index.ts'
import type { Clock } from './clock.ts'
import { downloadPath, type UrlSigner } from './downloads.ts'
import type { Ledger } from './ledger.ts'
import type { TaskRecord } from './store.ts'
import { BUCKET, objectKey } from './uploads.ts'
import { aliasesOf, fileFields } from './wire.ts'

/** v3 has one name for whichever model a task made (docs/protocol.md#tasks). */
const V3_OUTPUTS: Readonly<Record<string, string>> = {
  model: 'model_url',
  base_model: 'model_url',
  pbr_model: 'model_url',
}

/** v2's final states that v3 reports as failures, with the code that tells them apart. */
const V3_FAILURES: Readonly<Record<string, number>> = { banned: 2008, expired: 2018 }

export interface Answers {
  /** @param life seconds that the addresses in the answer live, when not as usual */
  task(task: TaskRecord, dialect: Dialect, origin: string, life?: number): Promise<Record<string, unknown>>
}

/** The name a task's kind has on the wire. */
export const typeOf = (task: TaskRecord): string => findCapability(task.capability)?.v2.type ?? task.capability

/** What the dialect calls a task's state right now. */
export function statusOf(task: TaskRecord, dialect: Dialect, now: number): string {
  if (!task.outcome) return now < task.startAt ? 'queued' : 'running'
  const { status } = task.outcome
  return dialect === 'v3' && V3_FAILURES[status] !== undefined ? 'failed' : status
}

export const creditsOf = (task: TaskRecord): number => (task.outcome?.status === 'success' ? task.price : 0)
export const isoDate = (time: number): string => new Date(time).toISOString()

function progressOf(task: TaskRecord, now: number): number {
  if (task.outcome) return 100
  if (now < task.startAt) return 0
  const share = (now - task.startAt) / Math.max(1, task.endAt - task.startAt)
  return Math.min(99, Math.floor(share * 100))
}

/** Puts a file's reference where the request had it: by name, or into its slot of a list whose others stay blank. */
function placeFile(echo: Record<string, unknown>, slot: string, reference: unknown, size: number): void {
  const [name = '', index] = slot.split('.')
  if (index === undefined) {
    echo[name] = reference
    return
  }
  const known = echo[name]
  const list: unknown[] = Array.isArray(known) ? known : Array.from({ length: size }, () => ({}))
  list[Number(index)] = reference
  echo[name] = list
}

/** How many slots a list of views has, of which not all need be filled. */
const VIEW_SLOTS = 4

/** The parameters as the service echoes them: complete, nested as on the wire, with files as storage references. */
function echoOf(task: TaskRecord, dialect: Dialect): Record<string, unknown> {
  const capability = findCapability(task.capability)
  const echo: Record<string, unknown> = { ...task.params }
  const size = capability?.category === 'image' ? 0 : VIEW_SLOTS
  for (const [slot, input] of Object.entries(task.inputs)) {
    const key = objectKey(task.account, task.createdAt, input)
    placeFile(echo, slot, { type: input.format, object: { bucket: BUCKET, key } }, size)
  }
  const files = capability ? fileFields(capability) : []
  for (const [slot, id] of Object.entries(task.sources ?? {})) {
    if (files.includes(slot.split('.')[0] ?? '')) placeFile(echo, slot, { type: 'png', file_token: id }, size)
  }
  if (!capability) return echo
  if (dialect === 'v3') {
    for (const { v3, v2 } of aliasesOf(capability)) if (echo[v2] !== undefined) echo[v3] = echo[v2]
  }
  // only texture prompts are nested; what else an encoder does is about requests, not echoes
  return 'texture_prompt' in (capability[dialect].encode?.(echo) ?? {})
    ? { ...capability[dialect].encode?.(echo) }
    : echo
}

/** The one answer field that holds the four views (docs/protocol.md#tasks). */
const VIEWS = 'generate_multiview_image'
const VIEW = /_view$/

/** Addresses and facts by the dialect's names. */
function outputOf(task: TaskRecord, urls: readonly [kind: string, url: string][], dialect: Dialect) {
  const nameOf = (kind: string) => (dialect === 'v2' ? kind : (V3_OUTPUTS[kind] ?? `${kind}_url`))
  const views = urls.filter(([kind]) => VIEW.test(kind)).map(([kind, url]) => [`${kind}_url`, url])
  const others = urls.filter(([kind]) => !VIEW.test(kind)).map(([kind, url]) => [nameOf(kind), url])
  const output: Record<string, unknown> = { ...Object.fromEntries(others), ...task.outcome?.facts }
  if (views.length > 0) output[VIEWS] = Object.fromEntries(views)
  // v3 draws the words first and names that picture, too (seen with the JS SDK).
  const drawn = urls.find(([kind]) => kind === 'rendered_image')?.[1]
  if (dialect === 'v3' && task.capability === 'text_to_model' && drawn) output['generated_image_url'] = drawn
  return output
}

export function createAnswers(ledger: Ledger, clock: Clock, signer: UrlSigner): Answers {
  async function urlsOf(task: TaskRecord, origin: string, life?: number): Promise<[kind: string, url: string][]> {
    const files = task.outcome?.files ?? []
    const sign = (name: string) => signer.sign(origin, downloadPath(task, name), life)
    return Promise.all(files.map(async ({ kind, name }): Promise<[string, string]> => [kind, await sign(name)]))
  }

  // A task may end while its addresses are being signed, so an answer is about a copy of one moment.
  async function v2(live: TaskRecord, origin: string, life?: number): Promise<Record<string, unknown>> {
    const now = clock.now()
    const place = ledger.place(live)
    const task = { ...live }
    const urls = await urlsOf(task, origin, life)
    const output = outputOf(task, urls, 'v2')
    const flat = urls.filter(([kind]) => !VIEW.test(kind))
    const extension = (url: string) => new URL(url).pathname.split('.').pop()
    return {
      task_id: task.id,
      type: typeOf(task),
      status: statusOf(task, 'v2', now),
      input: echoOf(task, 'v2'),
      output,
      progress: progressOf(task, now),
      create_time: Math.floor(task.createdAt / 1000),
      consumed_credit: creditsOf(task),
      queuing_num: place,
      running_left_time: task.outcome ? -1 : Math.max(0, Math.ceil((task.endAt - now) / 1000)),
      ...(task.outcome?.errorCode !== undefined
        ? { error_code: task.outcome.errorCode, error_msg: task.outcome.errorMessage }
        : {}),
      ...(flat.length > 0
        ? {
            thumbnail: output.rendered_image,
            result: Object.fromEntries(flat.map(([kind, url]) => [kind, { type: extension(url), url }])),
          }
        : {}),
    }
  }

  async function v3(live: TaskRecord, origin: string, life?: number): Promise<Record<string, unknown>> {
    const now = clock.now()
    const place = ledger.place(live)
    const task = { ...live }
    const { outcome } = task
    const urls = await urlsOf(task, origin, life)
    return {
      task_id: task.id,
      type: typeOf(task),
      status: statusOf(task, 'v3', now),
      input: echoOf(task, 'v3'),
      output: outputOf(task, urls, 'v3'),
      progress: progressOf(task, now),
      created_at: isoDate(task.createdAt),
      credits_consumed: creditsOf(task),
      ...(place > 0 ? { queuing_num: place } : {}),
      ...(outcome
        ? { completed_at: isoDate(outcome.at) }
        : { running_left_time: Math.max(0, Math.ceil((task.endAt - now) / 1000)) }),
      ...(outcome && outcome.status !== 'success'
        ? { error_code: V3_FAILURES[outcome.status] ?? outcome.errorCode, error_message: outcome.errorMessage }
        : {}),
    }
  }

  return { task: (task, dialect, origin, life) => (dialect === 'v2' ? v2 : v3)(task, origin, life) }
}
