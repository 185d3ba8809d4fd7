// The command line's files in the user's state: a folder for each project with its journal. Retention of them, once per run.
import { createHash } from 'node:crypto'
import { utimes } from 'node:fs/promises'
import { homedir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { FORGOTTEN_AFTER } from '../jobs/index.ts'
import { createFolder } from '../platform/create-folder.ts'
import { sweepOld } from '../platform/retention.ts'
import type { JobView } from '../protocol/index.ts'

/** Pictures of results, which are only displayed: 90 days, and the newest 500. */
const KEPT_PICTURES = { age: 90 * 86_400_000, count: 500 }
/** Records of jobs. A record that is older is not read for what it claims any more (`jobs/run/submit.ts`). */
const KEPT_RECORDS = { age: FORGOTTEN_AFTER, count: 2000 }
/** Projects without a run for so long, except those that were run last. */
const KEPT_PROJECTS = { age: FORGOTTEN_AFTER, count: 20 }

/** A project's folder: with the user's state, never in the project. @param root absolute path of the project */
export function stateFolder(env: Readonly<Record<string, string | undefined>>, root: string): string {
  const state = env.XDG_STATE_HOME || join(homedir(), '.local', 'state')
  return join(state, 'tripo-studio', createHash('sha256').update(root).digest('hex').slice(0, 16))
}

/**
 * Removes what is old: pictures, records of delivered jobs, and the folders of projects that are no longer built. What
 * belongs to an unfinished job of this project stays.
 * @param folder the project's state folder
 * @param history every job of the project; asked only when something would be removed
 */
export async function sweepState(
  folder: string,
  history: () => Promise<readonly Pick<JobView, 'id' | 'phase'>[]>,
): Promise<void> {
  const isKept = async () => {
    const jobs = await history()
    const finished = new Set(
      jobs.flatMap(({ id, phase }) => (phase === 'delivered' || phase === 'dismissed' ? [id] : [])),
    )
    // What is no job's, such as a damaged record, stays.
    return (name: string) => !finished.has(name.replace(/\.[^.]*$/, ''))
  }
  await sweepOld(join(folder, 'thumbnails'), KEPT_PICTURES, isKept)
  await sweepOld(join(folder, 'jobs'), KEPT_RECORDS, isKept)
  // A folder's own time says when something in it was created, not when it was last used.
  await createFolder(folder)
  await utimes(folder, new Date(), new Date())
  await sweepOld(dirname(folder), KEPT_PROJECTS, async () => (name) => name === basename(folder))
}
