// tripo.assets.lock.json: what was created from the assets file, so that nobody pays for it again: tasks, seeds, hashes,
// versions. It is committed with the game and contains neither a key nor a path of the machine.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { projectPath } from './paths.ts'

export const LOCK_VERSION = 1
/** The folder of models as the service delivered them, below the project. */
export const RESULTS_FOLDER = '.tripo/models'

const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })
const StoredFile = Type.Object({ path: Type.String(), bytes: Type.Number(), sha256: Sha256 })
export type StoredFile = Type.Static<typeof StoredFile>

const LockTask = Type.Object({
  capability: Type.String(),
  taskId: Type.String({ pattern: '^[\\w.:-]{1,128}$' }),
  seeds: Type.Optional(Type.Record(Type.String(), Type.Number())),
  credits: Type.Optional(Type.Number()),
  modelVersion: Type.Optional(Type.String()),
})
export type LockTask = Type.Static<typeof LockTask>

/** What was asked of whom, and the tasks that were accepted for it so far. */
const Asked = Type.Object({
  /** Hash of the request with all its steps at the service. */
  asked: Sha256,
  service: Type.Enum(['sandbox', 'service']),
  tasks: Type.Array(LockTask),
})
export type Asked = Type.Static<typeof Asked>

export const ModelFacts = Type.Object({
  /** Metres. */
  size: Type.Tuple([Type.Number(), Type.Number(), Type.Number()]),
  triangles: Type.Number(),
  clips: Type.Array(Type.Object({ name: Type.String(), seconds: Type.Number() })),
})
export type ModelFacts = Type.Static<typeof ModelFacts>

export const LockEntry = Type.Object({
  /** What the finished file was made of; absent until there is one. */
  made: Type.Optional(
    Type.Object({
      ...Asked.properties,
      /** As the service delivered it; its path is where it was put on the machine that built it. */
      source: StoredFile,
      /** Hash of the steps on the machine. */
      local: Sha256,
      file: StoredFile,
      model: Type.Optional(ModelFacts),
    }),
  ),
  /** What is on its way, noted as soon as the service has accepted it. */
  pending: Type.Optional(Asked),
})
export type LockEntry = Type.Static<typeof LockEntry>

export const Lock = Type.Object({
  lockVersion: Type.Literal(LOCK_VERSION),
  generator: Type.Optional(Type.String()),
  models: Type.Record(Type.String(), LockEntry),
})
export type Lock = Type.Static<typeof Lock>

export const EMPTY_LOCK: Lock = { lockVersion: LOCK_VERSION, models: {} }

/** A lock that cannot be used: nothing is paid for before a person has looked, since it may say what was paid already. */
export class LockError extends Error {
  override readonly name = 'LockError'
  readonly kind: 'damaged' | 'newer'

  constructor(kind: 'damaged' | 'newer') {
    super(kind)
    this.kind = kind
  }
}

const AnyVersion = Type.Object({ lockVersion: Type.Number() })
const isInProject = ({ path }: StoredFile) => projectPath(path.replace(/^\.tripo\//, '')) !== undefined

/**
 * Reads the text of a lock; undefined text is none.
 * @throws LockError
 */
export function readLock(text: string | undefined): Lock {
  if (text === undefined) return EMPTY_LOCK
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new LockError('damaged')
  }
  if (Check(AnyVersion, value) && value.lockVersion > LOCK_VERSION) throw new LockError('newer')
  if (!Check(Lock, value)) throw new LockError('damaged')
  const stored = Object.values(value.models).flatMap(({ made }) => (made ? [made.source, made.file] : []))
  if (!stored.every(isInProject)) throw new LockError('damaged')
  return value
}

/** The entry of a model; names are never taken for what objects have by themselves. */
export const entryOf = (lock: Lock, name: string): LockEntry => new Map(Object.entries(lock.models)).get(name) ?? {}

/** A lock with another entry; models in alphabetical order, so that the text changes where something has changed. */
export function withEntry(lock: Lock, name: string, entry: LockEntry): Lock {
  const models = new Map(Object.entries(lock.models)).set(name, entry)
  const sorted = [...models].sort(([a], [b]) => (a < b ? -1 : 1))
  return { ...lock, models: Object.fromEntries(sorted) }
}

export const lockText = (lock: Lock): string => `${JSON.stringify(lock, undefined, 2)}\n`
