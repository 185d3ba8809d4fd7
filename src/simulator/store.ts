// The simulator's storage: records (tasks, uploads) and input files. The sandbox injects a store on disk that several windows
// share; servers and tests keep everything in memory.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'

/** Records by id. Reading an id that is not there gives undefined. */
export interface RecordStore {
  list(): Promise<string[]>
  read(id: string): Promise<unknown>
  write(id: string, record: unknown): Promise<void>
  remove(id: string): Promise<void>
}

/** Bytes by name; names are SHA-256 digests of the content, in hex. */
export interface FileStore {
  read(name: string): Promise<Uint8Array | undefined>
  write(name: string, bytes: Uint8Array): Promise<void>
  remove(name: string): Promise<void>
}

export interface SimulatorStore {
  records: RecordStore
  files: FileStore
}

/** An uploaded file, or the promise of one (a presigned upload that has not come yet has no digest). */
export const UploadRecord = Type.Object({
  kind: Type.Literal('upload'),
  id: Type.String(),
  account: Type.String(),
  createdAt: Type.Number(),
  format: Type.String(),
  digest: Type.Optional(Type.String()),
})
export type UploadRecord = Type.Static<typeof UploadRecord>

/** The states a task can end in. */
export const FinalStatus = Type.Enum(['success', 'failed', 'cancelled', 'banned', 'expired'] as const)

const Facts = Type.Object({ riggable: Type.Optional(Type.Boolean()), rig_type: Type.Optional(Type.String()) })

/** An ending that a fault has decided beforehand. */
export const TaskFailure = Type.Object({ status: FinalStatus, errorCode: Type.Number(), errorMessage: Type.String() })
export type TaskFailure = Type.Static<typeof TaskFailure>

/** A task: what was asked, when it runs, and how it ended. All times in milliseconds since 1970. */
export const TaskRecord = Type.Object({
  kind: Type.Literal('task'),
  id: Type.String(),
  account: Type.String(),
  capability: Type.String(),
  /** Complete parameters (wire names of v2): defaults and drawn seeds filled in, input files left out. */
  params: Type.Record(Type.String(), Type.Unknown()),
  /** Input files by parameter name; those of lists as `files.0`, `files.1` ... */
  inputs: Type.Record(
    Type.String(),
    Type.Object({ upload: Type.String(), digest: Type.String(), format: Type.String() }),
  ),
  /** Tasks whose results this one works on, by parameter name. */
  sources: Type.Optional(Type.Record(Type.String(), Type.String())),
  failure: Type.Optional(TaskFailure),
  price: Type.Number(),
  createdAt: Type.Number(),
  /** When it leaves the queue, and when it is done unless its model is still being built. */
  startAt: Type.Number(),
  endAt: Type.Number(),
  outcome: Type.Optional(
    Type.Object({
      status: FinalStatus,
      at: Type.Number(),
      files: Type.Array(Type.Object({ kind: Type.String(), name: Type.String(), mediaType: Type.String() })),
      /** Answers that are no files, by the wire's names. */
      facts: Type.Optional(Facts),
      errorCode: Type.Optional(Type.Number()),
      errorMessage: Type.Optional(Type.String()),
    }),
  ),
})
export type TaskRecord = Type.Static<typeof TaskRecord>
export type InputRecord = TaskRecord['inputs'][string]
export type Outcome = NonNullable<TaskRecord['outcome']>

export const readTaskRecord = (value: unknown): TaskRecord | undefined => (Check(TaskRecord, value) ? value : undefined)
export const readUploadRecord = (value: unknown): UploadRecord | undefined =>
  Check(UploadRecord, value) ? value : undefined

/** A store that lives as long as its simulator. */
export function createMemoryStore(): SimulatorStore {
  const records = new Map<string, unknown>()
  const files = new Map<string, Uint8Array>()
  return {
    records: {
      list: async () => [...records.keys()],
      read: async (id) => records.get(id),
      write: async (id, record) => {
        records.set(id, structuredClone(record))
      },
      remove: async (id) => {
        records.delete(id)
      },
    },
    files: {
      read: async (name) => files.get(name),
      write: async (name, bytes) => {
        files.set(name, bytes)
      },
      remove: async (name) => {
        files.delete(name)
      },
    },
  }
}
