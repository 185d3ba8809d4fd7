// The codes of all problems that may be shown to a person, in one union, with predicates on them: no other file compares a code.
// A code is stable, dotted, and in English; stored records may have one of an older version.

/** What src/mesh says of files. */
export type MeshErrorCode =
  | 'image-empty'
  | 'image-unknown'
  | 'image-broken'
  | 'image-too-large'
  | 'image-unsupported'
  | 'glb-broken'
  | 'model-unknown'
  | 'model-broken'
  | 'model-changed'
  | 'model-too-large'
  | 'not-on-disk'

/** What happened to a job, other than at the service or on the disk. */
export type JobErrorCode =
  `jobs.${'batch-file' | 'busy' | 'capability' | 'chain-stopped' | 'damaged' | 'elsewhere' | 'held' | 'input-changed' | 'input-missing' | 'journal' | 'known-task' | 'not-delivered' | 'not-open' | 'not-sent' | 'nothing-to-fetch' | 'nothing-to-resume' | 'other-account' | 'other-task' | 'task-type' | 'unconfirmed' | 'unknown'}`

type Folder = 'absolute' | 'characters' | 'outside'
/** Why a file has no place in the workspace; `request-` where a request named the folder, not a setting. */
export type AssetsErrorCode =
  `assets.${'disk-full' | 'failed' | 'folder-gone' | 'lost' | 'name-too-long' | 'not-a-folder' | 'read-only' | Folder | `request-${Folder}`}`

/** Why the result of a local tool has no place. */
export type FilesErrorCode = `files.${'source' | 'outside'}`

/** What the client says; `service.` and `task.` carry the service's own code or status. */
export type TripoErrorCode =
  | `network.${'offline' | 'interrupted' | 'timeout' | 'unconfirmed'}`
  | `answer.${'not-json' | 'malformed'}`
  | `service.${number | 'closed' | `http-${number}`}`
  | `task.${string}`
  | `upload.${'address' | 'refused' | 'interrupted'}`
  | `check.${'parameters' | 'unsupported' | 'task-id' | 'upload'}`
  | `wait.${'timeout' | 'unknown-status'}`
  | `disk.${'full' | 'read-only' | 'missing' | 'too-large' | 'failed'}`
  | `download.${'failed' | 'incomplete' | 'broken' | 'not-a-file' | 'expired' | 'refused' | 'interrupted' | 'address' | 'too-large'}`
  | `key.${'missing' | 'unreadable' | 'characters'}`
  | `image.${string}`
  | `model.${string}`
  | 'client.no-resource'

/** What host and page say themselves. */
export type EditorErrorCode =
  | `panel.${'closed' | 'message' | 'too-large' | 'unexpected'}`
  | `assets.${'add' | 'lock' | 'none' | 'untrusted' | 'wrong'}`
  | `settings.${'base-url' | 'service'}`
  | `steps.${'no-source' | 'none'}`
  | `code.${'insert' | 'outside' | 'format' | 'phaser' | 'engine'}`
  | 'folder.several'
  | 'recipe.none'
  | 'rig-check.none'

/** Why a model is not drawn; of a file that cannot be read, with the reader's own word. */
export type ViewportErrorCode = `viewport.${string}`

export type ProblemCode =
  | MeshErrorCode
  | JobErrorCode
  | AssetsErrorCode
  | FilesErrorCode
  | TripoErrorCode
  | EditorErrorCode
  | ViewportErrorCode
  | 'stopped'
  | 'internal'

/** The code of a problem or an error: ours, or the system's (`ECONNREFUSED`, `ENOSPC`). */
export function codeOf(thing: unknown): string | undefined {
  if (typeof thing !== 'object' || thing === null || !('code' in thing)) return undefined
  return typeof thing.code === 'string' ? thing.code : undefined
}

const isOneOf = (...codes: readonly ProblemCode[]) => {
  const known: ReadonlySet<string> = new Set(codes)
  return (problem: unknown): boolean => known.has(codeOf(problem) ?? '')
}
const startsWith =
  (start: string) =>
  (problem: unknown): boolean =>
    codeOf(problem)?.startsWith(start) === true

/** The key is not accepted, or there is none. */
export const isKeyProblem = isOneOf('service.1002', 'service.http-401', 'key.missing')
/** The key may not do what was asked for. */
export const isForbidden = isOneOf('service.1005')
/** The service has no credits left for it. */
export const isWithoutCredits = isOneOf('service.2010')
/** A request of a batch that was not sent, since the credits ran out before it. */
export const isHeld = isOneOf('jobs.held')
/** Only more credits are wanted. */
export const wantsCredits = isOneOf('service.2010', 'jobs.held')
/** A step that was not begun, since the one before has no result. */
export const isChainStopped = isOneOf('jobs.chain-stopped')
/** The answer to a creation was lost with the window. */
export const isCutOff = isOneOf('jobs.unconfirmed')
export const isElsewhere = isOneOf('jobs.elsewhere')
export const isKnownTask = isOneOf('jobs.known-task')
/** A record that cannot be read, or was mended. */
export const isDamagedRecord = isOneOf('jobs.damaged')
/** The service does not know the task, or not any more. */
export const isUnknownTask = isOneOf('service.2001')
/** A result above the limit: a person may say that it is to be fetched all the same. */
export const isResultTooLarge = isOneOf('download.too-large')
/** A downloaded file that is gone. */
export const isLostFile = isOneOf('assets.lost')
/** A setting that names the wrong place: the service's address, or a folder. */
export const isOfSettings = isOneOf(
  'answer.not-json',
  'service.4001',
  'assets.absolute',
  'assets.outside',
  'assets.characters',
)
/** The task ended without success: what it says of credits is the last word. */
export const isOfTask = startsWith('task.')
/** Nothing more can come of the task. */
export const isOver = isOneOf('task.failed', 'task.banned', 'task.expired', 'task.cancelled', 'service.2001')
/** A file that is damaged; limits of time and memory are no damage. */
export const isBroken = isOneOf('model-broken')
/** The finished file has no place yet. */
export const isOfPlacement = startsWith('assets.')
export const isOfDisk = startsWith('disk.')
export const isOfDownload = startsWith('download.')
export const isOfNetwork = startsWith('network.')
/** What came back was not the service's. */
export const isOfAnswer = startsWith('answer.')
