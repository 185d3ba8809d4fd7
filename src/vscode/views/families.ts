// Which task was made from which: parent and derived models as one tree, whenever they were made.
import type { JobView } from '../../protocol/index.ts'
import { taskBefore } from '../../tripo/catalogue/chain.ts'

/** A task and what was made of its result, oldest first. */
export interface Family {
  job: JobView
  children: readonly Family[]
}

/** The task that a job works on, where it is in the list. */
function parentOf(job: JobView, all: readonly JobView[]): JobView | undefined {
  const taskId = taskBefore(job)
  const byTask = taskId === undefined ? undefined : all.find((other) => other.taskId === taskId && other.id !== job.id)
  const { group } = job
  if (byTask || group?.kind !== 'chain' || group.index === 0) return byTask
  return all.find((other) => other.group?.id === group.id && other.group.index === group.index - 1)
}

/** The last time at which something of a family began. */
export const newestOf = ({ job, children }: Family): number => Math.max(job.startedAt, ...children.map(newestOf))

/** Jobs as families, the one that was worked on last first. */
export function familiesOf(jobs: readonly JobView[]): readonly Family[] {
  const parents = new Map(jobs.map((job) => [job.id, parentOf(job, jobs)?.id]))
  // Ids come from files: a circle of them must not be followed for ever.
  const isOwnAncestor = (id: string) => {
    let at = parents.get(id)
    for (let depth = 0; at !== undefined && depth <= jobs.length; depth++) {
      if (at === id) return true
      at = parents.get(at)
    }
    return at !== undefined
  }
  const roots = jobs.filter(({ id }) => parents.get(id) === undefined || isOwnAncestor(id))
  const isRoot = new Set(roots.map(({ id }) => id))
  const below = (job: JobView): Family => ({
    job,
    children: jobs
      .filter((other) => !isRoot.has(other.id) && parents.get(other.id) === job.id)
      .sort((a, b) => a.startedAt - b.startedAt)
      .map(below),
  })
  return roots.map(below).sort((a, b) => newestOf(b) - newestOf(a))
}
