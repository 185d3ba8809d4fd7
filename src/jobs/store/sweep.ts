// Removes the files that a window left of a job that another one has delivered since: the window is gone, and nobody will deliver
// that job again. Each folder is listed once at the start of a window; only records of files that are found are read.
import { isTemporaryOf } from '../../assets/index.ts'
import type { Job } from '../job.ts'
import type { JobServices } from '../run/services.ts'
import { foldersOf, removeUnfinished } from '../run/staging.ts'
import type { Journal } from './journal.ts'
import type { JobRecord } from './record.ts'

/** Whether nobody has unfinished files of a job any more; one whose picture is due may have some. */
const isSettled = ({ state, thumbnailDue }: JobRecord) =>
  state === 'dismissed' || (state === 'delivered' && thumbnailDue !== true)

/** Removes unfinished files of jobs that are over. Never throws. */
export async function sweepSettled(
  jobs: readonly Job[],
  journal: Journal,
  { files, storage }: Pick<JobServices, 'files' | 'storage'>,
): Promise<void> {
  const settled = jobs.filter(({ isRunning, record }) => !isRunning && isSettled(record))
  if (settled.length === 0) return
  const names = (folder: string) => files.names(folder).catch((): string[] => [])
  const stored = new Set(await names(storage.downloads))
  const hidden = new Map<string, string[]>()
  for (const { id, target } of settled.map(({ record }) => record)) {
    const inTarget: string[] = []
    for (const folder of foldersOf(target)) {
      const own = hidden.get(folder) ?? (await names(folder)).filter((name) => name.startsWith('.'))
      hidden.set(folder, own)
      inTarget.push(...own)
    }
    if (!stored.has(id) && !inTarget.some((name) => isTemporaryOf(name, id))) continue
    // Another window may be delivering it again by now.
    const written = await journal.find(id)
    if (written && isSettled(written)) await removeUnfinished({ ...written, files: [] }, { files, storage })
  }
}
