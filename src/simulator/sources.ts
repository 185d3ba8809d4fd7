// The task that another one works on: whether it exists, has the right kind, is finished and suitable. The kinds and rules are
// the catalogue's. Source: docs/protocol.md#error-codes, docs/protocol.md#post-processing.
import {
  type Capability,
  checkSource as checkKnownSource,
  type Dialect,
  fieldsOf,
  findCapability,
  type Params,
} from '../tripo/catalogue/index.ts'
import { ServiceError } from './codes.ts'
import type { TaskRecord } from './store.ts'
import { v3NameOf } from './wire.ts'

/** Above this many faces a mesh is too complex to be converted to quads (docs/protocol.md#model-versions). */
export const MOST_QUAD_FACES = 150_000

type Find = (id: string) => Promise<TaskRecord | undefined>

/** What was asked beyond the defaults: a parameter at its default, or one that is not known, says nothing. */
function saidBy(capability: Capability, params: Params): Params {
  const known = new Map(fieldsOf(capability).map((field) => [field.name, field.serverDefault ?? false]))
  return Object.fromEntries(
    Object.entries(params).filter(([name, value]) => known.has(name) && known.get(name) !== value),
  )
}

/** The faces a chain of tasks began with, as far as its requests say. */
async function facesAsked(task: TaskRecord, find: Find): Promise<number> {
  const limit = task.params.face_limit
  if (typeof limit === 'number') return limit
  const field = findCapability(task.capability)?.source?.field ?? ''
  const source = await find(task.sources?.[field] ?? '')
  return source ? facesAsked(source, find) : 0
}

/**
 * Checks the task that a request names as its source.
 * @returns its id, or undefined when the request names none
 * @throws ServiceError as the service refuses it
 */
export async function checkSource(
  capability: Capability,
  asked: Params,
  dialect: Dialect,
  { find, now }: { find: Find; now: number },
): Promise<string | undefined> {
  const { source: spec } = capability
  const id = spec && asked[spec.field]
  if (!spec || typeof id !== 'string') return undefined
  const task = await find(id)
  if (!task) throw new ServiceError(2001, `Task ${id} not found.`)
  const field = (name: string) => (dialect === 'v3' ? v3NameOf(capability, name) : name)
  const { status = 'running', files = [] } = task.outcome ?? {}
  const made = { capability: task.capability, params: task.params, status, outputs: files.map(({ kind }) => kind) }
  const finding = checkKnownSource(capability, made, saidBy(capability, asked), { dialect, now })
  if (finding?.severity === 'error') {
    throw new ServiceError(finding.code ?? 1004, `${field(finding.field)}: ${finding.message}`)
  }
  // a game's blocks are no mesh any more
  if (files.some(({ name }) => name.endsWith('.schem'))) {
    throw new ServiceError(spec.code, `${field(spec.field)}: task ${id} made blocks for a game, not a mesh.`)
  }
  const remeshed = capability.id === 'convert_model' && asked.quad === true
  if (remeshed && (await facesAsked(task, find)) > MOST_QUAD_FACES) {
    throw new ServiceError(2018, `quad: the model has more than ${MOST_QUAD_FACES} faces, too many for quads.`)
  }
  return id
}
