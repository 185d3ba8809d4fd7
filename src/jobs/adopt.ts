// Tasks that exist at the service but belong to no job: they are adopted by id, found by their request, or given up so that the
// request can be sent again.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import type { GenerateRequest } from '../protocol/index.ts'
import {
  type Capability,
  capabilityOfType,
  cleanParams,
  estimate,
  type Field,
  fieldsOf,
  findCapability,
  holdsFiles,
  isTextured,
  type Params,
} from '../tripo/catalogue/index.ts'
import { capabilityOfTask } from '../tripo/source-task.ts'
import type { Task } from '../tripo/task.ts'
import { type Destination, type JobContext, newRecord, persistNew } from './context.ts'
import { unbound } from './groups/chain.ts'
import type { Job } from './job.ts'
import {
  alreadyKnown,
  notDelivered,
  notUnconfirmed,
  otherAccount,
  otherTask,
  stillBusy,
  unknownTaskType,
} from './problems.ts'
import type { JobConnection } from './run/services.ts'
import type { JobRecord } from './store/record.ts'

/** Rejects a task that already belongs to a job, also a dismissed one: its result would be delivered twice. */
async function checkFree(context: JobContext, taskId: string): Promise<void> {
  const { records } = await context.journal.load()
  const own = records.find((record) => record.taskId === taskId && record.state !== 'dismissed')
  if (own) throw alreadyKnown(own.title)
}

/**
 * Assigns an existing task to a job whose creation request got no answer.
 * Throws a JobError when the job is not unconfirmed, or the task belongs to another job or another capability.
 */
export async function adopt(context: JobContext, id: string, taskId: string): Promise<void> {
  const job = await context.findEnded(id)
  if (job.isRunning) throw stillBusy()
  const { record } = job
  if (record.state !== 'unconfirmed') throw notUnconfirmed()
  const connection = await context.services.connect(record.service)
  checkAccount(record, connection)
  await checkFree(context, taskId)
  const task = await connection.client.read(taskId)
  // A task without a type is accepted at the person's word.
  if (task.type !== '' && capabilityOfType(task.type)?.id !== record.request.capability) throw otherTask(task.type)
  await attachTask(context, job, task)
}

/** Names of bindings are names of files. */
const nameOf = (taskId: string) => `task-${taskId.replace(/[^\w-]/g, '_').slice(-50)}`

const Binding = Type.Object({ job: Type.String(), window: Type.String() })

/**
 * Binds a task to a job permanently, so that no window can assign it to another job. Rejects when it is bound to another
 * job that has it or is about to get it.
 */
async function bind(context: JobContext, taskId: string, job: string): Promise<void> {
  for (let count = 1; ; count++) {
    const name = `${nameOf(taskId)}-${count}`
    if (await context.journal.bind(name, job, context.window)) break
    const bound = await context.journal.findBinding(name)
    if (!Check(Binding, bound)) continue
    if (bound.job === job) break
    const other = await context.journal.find(bound.job)
    // A job that was taken out of the list, or never noted, has given the task up.
    const isGivenUp = other
      ? other.state === 'dismissed' || (other.taskId !== undefined && other.taskId !== taskId)
      : !(await context.isAlive(bound.window))
    if (!isGivenUp) throw alreadyKnown(other?.title ?? taskId)
  }
  await checkFree(context, taskId)
}

/** Records the task and fetches its result. Throws a JobError when another job has the task by now. */
export async function attachTask(context: JobContext, job: Job, task: Task): Promise<void> {
  const { taskId } = task
  const submittedAt = task.createdAt.getTime() || context.now()
  const patch = { state: 'following', taskId, submittedAt, problem: undefined } as const
  await bind(context, taskId, job.record.id)
  await job.resumeAnyway(context.window, patch)
  context.start(job)
}

function checkAccount(record: JobRecord, { account }: JobConnection): void {
  if (record.connection && record.connection.account !== account) throw otherAccount(record.service)
}

/** Changes to a recorded request that a person has agreed to, such as the successor of a retired version. */
export type Amend = (request: GenerateRequest) => GenerateRequest

/**
 * Resends a request that failed or whose outcome is unknown, at the person's explicit wish: it may be paid for twice.
 * @param amend changes to the request
 */
export async function submitAgain(context: JobContext, id: string, amend: Amend = (request) => request): Promise<void> {
  const job = await context.findEnded(id)
  if (job.isRunning) throw stillBusy()
  const { state, taskId, pastTasks = [] } = job.record
  if (state !== 'unconfirmed' && state !== 'failed' && state !== 'prepared') throw notUnconfirmed()
  await context.ready()
  const { attempts } = context.journal
  const next = await attempts.next(job.record)
  if (next.kind === 'accepted') {
    // What the person waits for has been found.
    await job.resume(context.window, { state: 'following', taskId: next.taskId, submittedAt: context.now() })
    context.start(job)
    return
  }
  const request = amend(unbound(job.record))
  const capability = findCapability(request.capability)
  await job.resume(context.window, {
    ...{ request, estimate: capability ? estimate(capability, request.params).total : job.record.estimate },
    // Only of an unconfirmed request does the person know that it may be paid twice.
    ...(state === 'unconfirmed' ? { resendAfter: await attempts.last(job.record) } : {}),
    ...{ files: [], claimed: undefined, delivery: undefined },
    ...{ state: 'prepared', createdAt: context.now(), problem: undefined },
    // What an earlier task had become does not belong to the next one.
    taskId: undefined,
    traceId: undefined,
    submittedAt: undefined,
    finishedAt: undefined,
    credits: undefined,
    seeds: undefined,
    pastTasks: taskId === undefined ? pastTasks : [...pastTasks, taskId],
  })
  context.start(job)
}

/** Adds a job for a second task of a request that was resent meanwhile. */
export async function addSurplus(context: JobContext, record: JobRecord, taskId: string): Promise<void> {
  const { request, target, service, title, name, base, workspace, inputs, connection } = record
  const kept = { title, name, base, workspace, inputs, connection, taskId, submittedAt: context.now() }
  context.start(
    await persistNew(context, newRecord(context, request, { target, service }, { ...kept, state: 'following' })),
  )
}

/** Adds a task that was created elsewhere, or before this journal. @returns the new job's id */
export async function addTask(context: JobContext, taskId: string, destination: Destination): Promise<string> {
  const connection = await context.services.connect(destination.service)
  await checkFree(context, taskId)
  const task = await connection.client.read(taskId)
  const capability = capabilityOfTask(task)
  if (!capability) throw unknownTaskType(task.type)
  const { dialect, region, account } = connection
  const record = newRecord(context, requestOf(task, capability), destination, {
    ...{ state: 'following', taskId, connection: { dialect, region, account } },
    submittedAt: task.createdAt.getTime() || context.now(),
  })
  await bind(context, taskId, record.id)
  context.start(await persistNew(context, record))
  return record.id
}

/** A finished result on disk, as described by the JSON beside it. */
export interface FoundResult {
  taskId: string
  capability: string
  /** As they were sent; files by their name. */
  params: Params
  title: string
  /** Its files with absolute paths, the main one first. */
  files: JobRecord['files']
  /** Credits that the service charged. */
  credits?: number
  /** Milliseconds since the epoch. */
  createdAt: number
  finishedAt?: number
}

/**
 * Lists a result that no job of this journal knows, without fetching it. Rejects when a job has it, or the service no
 * longer has its task.
 * @returns the new job's id
 */
export async function recordFound(context: JobContext, found: FoundResult, destination: Destination): Promise<string> {
  const { taskId, title, files, credits, createdAt, finishedAt = createdAt } = found
  const capability = findCapability(found.capability)
  if (!capability) throw unknownTaskType(found.capability)
  const connection = await context.services.connect(destination.service)
  await checkFree(context, taskId)
  const task = await connection.client.read(taskId)
  if (task.status !== 'success') throw notDelivered()
  // Files are named otherwise in the JSON than in a request.
  const plain = Object.entries(found.params).filter(([, value]) => typeof value !== 'object')
  const request = {
    capability: capability.id,
    params: { ...requestOf(task, capability).params, ...Object.fromEntries(plain) },
  }
  const { dialect, region, account } = connection
  const name = /[^/\\]*$/.exec(files[0]?.path ?? '')?.[0].replace(/\.[^.]*$/, '') || title
  const record = newRecord(context, request, destination, {
    ...{ state: 'delivered', taskId, title, name, files, connection: { dialect, region, account } },
    ...{ createdAt, submittedAt: createdAt, finishedAt, deliveredAt: finishedAt, credits },
  })
  await bind(context, taskId, record.id)
  await persistNew(context, record)
  return record.id
}

/** The request that a task's echo describes. */
function requestOf({ input }: Task, capability: Capability): GenerateRequest {
  const known = fieldsOf(capability).flatMap(({ name }): [string, unknown][] => {
    const value = input[name] ?? input[ALIASES[name] ?? name]
    return value === undefined || value === null ? [] : [[name, value]]
  })
  return { capability: capability.id, params: Object.fromEntries(known) }
}

/** Names that v3 has for parameters. Source: docs/protocol.md#tasks. */
const ALIASES: Readonly<Record<string, string>> = { model_version: 'model' }

/** Whether a value says no more than leaving it out, where the service has no default of its own. */
const isNothing = (value: unknown) =>
  value === undefined || value === null || value === '' || value === false || value === -1 || typeof value === 'object'

/** Whether the service may have made something else of a parameter than was asked (docs/protocol.md#model-versions, docs/protocol.md#generation). */
function isOpen({ name, ui }: Field, params: Params): boolean {
  // Seeds are drawn, pictures' format and the painter follow the model's, and PBR maps force a texture.
  if (params[name] === undefined) return ui.widget === 'seed' || name === 'texture_format' || name === 'texture_version'
  return name === 'texture' && isTextured(params)
}

/**
 * Whether a task's echo fits what a request asked for. The echo names the service's defaults too, so that what was left
 * out is compared as well. Files cannot be told apart: the service calls them by other names than the request.
 */
export function matches({ request }: Pick<JobRecord, 'request'>, task: Task): boolean {
  const capability = findCapability(request.capability)
  if (!capability || capabilityOfType(task.type)?.id !== capability.id) return false
  const params = cleanParams(capability, request.params)
  const fields = fieldsOf(capability)
  let seen = 0
  for (const field of fields) {
    const { name, serverDefault } = field
    const echoed = task.input[name] ?? task.input[ALIASES[name] ?? name]
    const asked = params[name]
    if (echoed === undefined || typeof asked === 'object' || isOpen(field, params)) continue
    const wanted = asked ?? serverDefault
    if (!(isNothing(wanted) && isNothing(echoed)) && String(echoed) !== String(wanted)) return false
    if (asked !== undefined) seen += 1
  }
  return seen > 0 || fields.some(holdsFiles)
}
