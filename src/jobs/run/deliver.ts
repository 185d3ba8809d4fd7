// The second half of a job: from a task at the service to files in the assets folder. Nothing here costs credits, and every step
// can be repeated.

import { checkFolder, type Incoming, place, readProvenance, relativePath, writeProvenance } from '../../assets/index.ts'
import { isOfDisk, isResultTooLarge } from '../../text/problem-codes.ts'
import { MOST_BYTES } from '../../tripo/download.ts'
import { noAnswer } from '../../tripo/failures.ts'
import type { Clock } from '../../tripo/resources.ts'
import { checkCount } from '../../tripo/results.ts'
import { type Task, thumbnailFile } from '../../tripo/task.ts'
import { type Job, Stop } from '../job.ts'
import { problemOf } from '../problems.ts'
import type { JobFileRecord } from '../store/record.ts'
import { provenanceOf } from './provenance.ts'
import { resultOf } from './result.ts'
import type { Download, JobConnection, JobServices } from './services.ts'
import {
  besideOf,
  openBeside,
  openInStorage,
  ownerOf,
  pictureFolderOf,
  removeOwnUnfinished,
  removeUnfinished,
} from './staging.ts'

/** Waits for the task to succeed and records what the service reports about it. */
export async function follow(job: Job, connection: JobConnection, taskId: string, signal: AbortSignal): Promise<Task> {
  const onProgress = (task: Task) => {
    const isQueued = task.status === 'queued'
    job.show({
      phase: isQueued ? 'queued' : 'generating',
      progress: isQueued ? undefined : task.progress / 100,
      queuePlace: isQueued ? task.queuingNum : undefined,
      secondsLeft: task.runningLeftTime,
      lastCheckedAt: job.now(),
    })
  }
  const task = await connection.client.follow(taskId, { signal, onProgress })
  const seeds = Object.entries(task.input).filter((entry): entry is [string, number] => {
    const [name, value] = entry
    return name.endsWith('_seed') && typeof value === 'number'
  })
  await job.persist({
    state: 'downloading',
    finishedAt: task.finishedAt?.getTime() ?? job.record.finishedAt ?? job.now(),
    credits: task.consumedCredit,
    seeds: Object.fromEntries(seeds),
  })
  return task
}

/** Downloads the rendered picture and the result, unless its files exist already. */
export async function fetchFiles(
  job: Job,
  connection: JobConnection,
  services: JobServices,
  finished: Task,
  signal: AbortSignal,
  { inBackground = false }: { inBackground?: boolean } = {},
): Promise<void> {
  const { task, files: wanted, facts } = await resultOf(job, connection, finished, signal)
  const mostBytes = job.record.anySize ? Number.POSITIVE_INFINITY : MOST_BYTES
  checkCount(task, wanted.length, mostBytes)
  const get: Getting = async (folder, onKept) => {
    const got: JobFileRecord[] = []
    let left = mostBytes
    for (const file of wanted) {
      const download = await connection.client.download(task, file, folder, {
        ...{ signal, onKept, mostBytes: left },
        onProgress: (received, total) => job.show({ progress: total ? received / total : undefined }),
      })
      left -= download.bytes
      got.push({ kind: file.kind, ...pick(download) })
    }
    return got
  }
  job.show({ phase: 'downloading', progress: 0 })
  const files =
    wanted.length === 0
      ? []
      : await (inBackground ? getInStorage(job, services, get) : getSomewhere(job, services, get))
  const thumbnailDue = thumbnailFile(task) !== undefined
  await job.persist({ files, thumbnailDue, facts })
  // The rest takes only a moment: a stop no longer discards what has been downloaded.
  const limit = limited(job.clock, signal, () => noAnswer(thumbnailFile(task)?.url ?? '', MOST_WAITING / 1000))
  await fetchThumbnail(job, connection, services, task, limit.signal)
    .catch((error: unknown) => {
      if (!signal.aborted) job.report(problemOf(error))
    })
    .finally(limit.end)
}

/** Milliseconds that a finished model waits for its picture; a slower one is fetched at the next start. */
const MOST_WAITING = 10_000

/** A signal that aborts with another one, or after a time. */
function limited(clock: Clock, signal: AbortSignal, reason: () => Error) {
  const late = new AbortController()
  const end = clock.after(MOST_WAITING, () => late.abort(reason()))
  return { signal: AbortSignal.any([signal, late.signal]), end }
}

const pick = ({ path, extension, bytes, sha256 }: Download) => ({ path, extension, bytes, sha256 })

/** Downloads everything into a folder. @param onKept called when a partial download stays there for the next start */
type Getting = (folder: string, onKept: () => void) => Promise<JobFileRecord[]>

/** Downloads beside the final place, or into the extension's storage when that cannot be written. */
async function getSomewhere(job: Job, services: JobServices, get: Getting) {
  const { files } = services
  const { target } = job.record
  const beside = besideOf(job.record, services)
  const prepared = (async () => {
    if (target.workspace !== undefined) {
      await checkFolder(files, target.workspace, target.folder)
      // A link in its place could lead out of the workspace.
      await checkFolder(files, target.workspace, beside)
    }
    await openBeside(job.record, services)
  })()
  let isKept = false
  const onKept = () => {
    isKept = true
  }
  try {
    await prepared
    return await get(beside, onKept)
  } catch (error) {
    // A partial download of a closing window is resumed at the next start; nothing else stays in a person's folder.
    if (isKept && error instanceof Stop && error.why === 'dispose') throw error
    await files.removeFolder(beside).catch(() => undefined)
    // Another folder helps only against errors of the disk.
    const isDisk = await prepared.then(
      () => isOfDisk(problemOf(error)),
      () => true,
    )
    if (!isDisk) throw error
  }
  return getInStorage(job, services, get)
}

/** Downloads into the extension's storage. */
async function getInStorage({ record }: Job, services: JobServices, get: Getting) {
  return get(await openInStorage(record, services), () => undefined)
}

/** Maximum bytes of a rendered picture; the service's have a tenth of it. */
const MOST_THUMBNAIL = 5_000_000

/** Fetches the rendered picture of a task; a task without one, or with one that is too large, is fine. */
export async function fetchThumbnail(
  job: Job,
  { client }: JobConnection,
  { files, storage }: JobServices,
  task: Task,
  signal: AbortSignal,
): Promise<void> {
  const picture = thumbnailFile(task)
  if (!picture) {
    if (job.record.thumbnailDue) await job.persist({ thumbnailDue: undefined })
    return
  }
  const { id } = job.record
  const folder = pictureFolderOf(job.record, { files, storage })
  await files.createFolder(folder)
  await files.createFolder(storage.thumbnails)
  const download = await client
    .download(task, picture, folder, { signal, mostBytes: MOST_THUMBNAIL })
    .catch((error: unknown) => {
      if (!isResultTooLarge(error)) throw error
    })
  if (!download) {
    // It is only for display: better none than a damaged one.
    await files.removeFolder(folder).catch(() => undefined)
    if (job.record.state === 'delivered') await removeOwnUnfinished(job.record, { files, storage })
    await job.persist({ thumbnailDue: undefined })
    return
  }
  const { path, extension } = download
  const thumbnail = files.join(storage.thumbnails, `${id}.${extension}`)
  await files.rename(path, thumbnail)
  await files.removeFolder(folder).catch(() => undefined)
  // A delivered job has nothing else there; noted last, so that a crash in between leaves nothing behind for good.
  if (job.record.state === 'delivered') await removeOwnUnfinished(job.record, { files, storage })
  await job.persist({ thumbnail, thumbnailDue: undefined })
}

/** Places the downloaded files; afterwards the record is `delivered`. */
export async function deliver(job: Job, services: JobServices): Promise<void> {
  const { files, generator } = services
  const { record } = job
  const { target } = record
  // An answer, such as whether a model can be rigged, has no files.
  if (record.files.length === 0) {
    await job.persist({ state: 'delivered', deliveredAt: job.now(), before: undefined })
    return
  }
  const provenance = provenanceOf(record, generator)
  const jsonFolder = target.provenanceFolder ?? target.folder
  const result = await place(files, {
    folder: target.folder,
    workspace: target.workspace,
    name: record.name,
    ...ownerOf(record),
    files: record.files,
    reserved: record.claimed,
    reserve: (claimed) => job.persist({ claimed }),
    sidecar: target.provenance
      ? {
          folder: target.provenanceFolder,
          text: (_, placed) => writeProvenance(provenance, placed, ({ path }) => relativePath(files, jsonFolder, path)),
          filesOf: (text) => {
            const provenance = record.taskId === undefined ? undefined : readProvenance(text, record.taskId)
            return provenance?.delivery === record.delivery ? provenance?.files : undefined
          },
        }
      : undefined,
  })
  const extensions = new Map(record.files.map((file) => [file.kind, file.extension]))
  const placed = result.files.map(({ kind, path, bytes, sha256 }) => {
    return { kind, path, bytes, sha256, extension: extensions.get(kind) ?? '' }
  })
  // Before the record says so: a crash in between finds the placed files again, and leaves nothing hidden behind.
  await removeUnfinished(record, services)
  await job.persist({ state: 'delivered', files: placed, deliveredAt: job.now(), before: undefined })
}

/**
 * Moves downloaded files that could not be placed into the extension's storage, where they are safe from changes to the
 * folder. Files that cannot be moved stay where they are.
 */
export async function moveToStorage(job: Job, { files, storage }: JobServices): Promise<void> {
  const { record } = job
  const folder = files.join(storage.downloads, record.id)
  const moved: Incoming[] = []
  for (const file of record.files) {
    if (file.path.startsWith(folder)) {
      moved.push(file)
      continue
    }
    try {
      await files.createFolder(folder)
      const path = files.join(folder, `${file.kind}.${file.extension}`)
      await files.copy(file.path, path)
      moved.push({ ...file, path })
    } catch (error) {
      job.report(problemOf(error))
      moved.push(file)
    }
  }
  const isSafe = moved.every((file) => file.path.startsWith(folder))
  await job.persist({ files: moved })
  if (isSafe) await files.removeFolder(besideOf(record, { files, storage })).catch(() => undefined)
}
