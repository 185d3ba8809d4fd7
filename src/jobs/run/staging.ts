// Where a job's unfinished files are: in the target folder, or in the extension's storage if that is not writable. Each window
// has its own folders, so that a window that was suspended cannot remove another's files; files left by earlier windows are taken
// over, and the window that delivers removes all of them.
import { isTemporaryBy, isTemporaryOf, type Owner, stagingName } from '../../assets/index.ts'
import type { JobRecord } from '../store/record.ts'
import type { JobServices } from './services.ts'

type Disk = Pick<JobServices, 'files' | 'storage'>

/** Characters of a window's name that tell it from all others. */
const LENGTH = 12

export const ownerOf = ({ id, window }: Pick<JobRecord, 'id' | 'window'>): Owner => ({
  jobId: id,
  owner: (window ?? 'nobody').replace(/[^\w-]/g, '').slice(-LENGTH),
})

/** The folder of a job's unfinished downloads in its target folder. */
export const besideOf = (record: JobRecord, { files }: Disk): string =>
  files.join(record.target.folder, stagingName(ownerOf(record)))

/** A job's folder in storage, with one folder for each window. */
const storageOf = ({ id }: JobRecord, { files, storage }: Disk): string => files.join(storage.downloads, id)
export const inStorageOf = (record: JobRecord, disk: Disk): string =>
  disk.files.join(storageOf(record, disk), ownerOf(record).owner)

/** The folder in storage for the download of a job's picture. */
export const pictureFolderOf = (record: JobRecord, disk: Disk): string => `${inStorageOf(record, disk)}.picture`

const isWithin = (disk: Disk, folder: string, path: string) => path.startsWith(folder + disk.files.separator)

/** Gives an own folder what another window has left, so that its downloads can be gone on with. */
async function inherit(disk: Disk, own: string, others: readonly string[], record: JobRecord): Promise<void> {
  const { files } = disk
  if ((await files.kindOf(own)) !== undefined) return
  for (const other of others) {
    const isInUse = record.files.some(({ path }) => isWithin(disk, other, path))
    if (other === own || isInUse || (await files.kindOf(other)) !== 'folder') continue
    const isMoved = await files.rename(other, own).then(
      () => true,
      () => false,
    )
    if (isMoved) return
  }
}

const pathsIn = async (disk: Disk, folder: string, fits: (name: string) => boolean) =>
  (await disk.files.names(folder).catch((): string[] => [])).filter(fits).map((name) => disk.files.join(folder, name))

/** Makes the folder for downloads in the target folder, with what is left there of earlier ones. */
export async function openBeside(record: JobRecord, disk: Disk): Promise<string> {
  const { folder } = record.target
  const own = besideOf(record, disk)
  const others = await pathsIn(disk, folder, (name) => isTemporaryOf(name, record.id) && !name.endsWith('.part'))
  await inherit(disk, own, others, record)
  await disk.files.createFolder(own)
  return own
}

/** The same in storage. */
export async function openInStorage(record: JobRecord, disk: Disk): Promise<string> {
  const own = inStorageOf(record, disk)
  await disk.files.createFolder(storageOf(record, disk))
  await inherit(disk, own, await pathsIn(disk, storageOf(record, disk), (name) => !name.includes('.')), record)
  await disk.files.createFolder(own)
  return own
}

/** The folders in which a target's files get their names. */
export const foldersOf = ({ folder, provenanceFolder }: JobRecord['target']): readonly string[] =>
  provenanceFolder === undefined ? [folder] : [folder, provenanceFolder]

const hiddenOf = async ({ target }: JobRecord, disk: Disk, fits: (name: string) => boolean) =>
  (await Promise.all(foldersOf(target).map((folder) => pathsIn(disk, folder, fits)))).flat()

/** Removes everything unfinished of a job, of all windows, in its target and in storage. Never fails. */
export async function removeUnfinished(record: JobRecord, disk: Disk): Promise<void> {
  const { files } = disk
  for (const { path } of record.files) await files.remove(path).catch(() => undefined)
  const hidden = await hiddenOf(record, disk, (name) => isTemporaryOf(name, record.id))
  for (const path of [...hidden, storageOf(record, disk)]) await files.removeFolder(path).catch(() => undefined)
}

/** Removes what this window has left in storage beside a job's files: of the picture, as of a download. Never fails. */
export async function removeOwnUnfinished(record: JobRecord, disk: Disk): Promise<void> {
  const { files } = disk
  const folder = storageOf(record, disk)
  for (const own of [inStorageOf(record, disk), pictureFolderOf(record, disk)]) {
    await files.removeFolder(own).catch(() => undefined)
  }
  if ((await pathsIn(disk, folder, () => true)).length === 0) await files.removeFolder(folder).catch(() => undefined)
}

/**
 * Removes what this window has left of a job that another one has taken over, but not what that one works with.
 * @param lost the record as this window knew it
 * @param now the record as it is
 */
export async function removeUnfinishedAfterLoss(lost: JobRecord, now: JobRecord, disk: Disk): Promise<void> {
  const isUsed = (path: string) => now.files.some((file) => file.path === path || isWithin(disk, path, file.path))
  const own = ownerOf(lost)
  if (own.owner === ownerOf(now).owner) return
  const hidden = await hiddenOf(lost, disk, (name) => isTemporaryBy(name, own))
  for (const path of hidden) if (!isUsed(path)) await disk.files.removeFolder(path).catch(() => undefined)
  if (!isUsed(inStorageOf(lost, disk))) await removeOwnUnfinished(lost, disk)
}
