// Counts what tasks have cost: used for the history page, the service's own rows, and the journal.
import type { JobView } from './job.ts'

export interface Total {
  /** What it is of: a capability, a day, a state. */
  name: string
  count: number
  credits: number
}

/**
 * Credits that a task has cost as far as is known: what failed costs nothing, what runs is announced. Undefined where
 * nobody knows: the answer to the request was lost, and the service may have taken it.
 */
export function creditsOf(job: JobView): number | undefined {
  if (job.credits !== undefined) return job.credits
  if (job.phase === 'unconfirmed') return undefined
  return job.taskId === undefined || job.phase === 'failed' ? 0 : job.estimate
}

/** Each task once: one that was delivered again was paid once. What the service never had is no task. */
export function paidOnce(jobs: readonly JobView[]): readonly JobView[] {
  const seen = new Set<string>()
  return jobs.filter(({ taskId }) => {
    if (taskId === undefined || seen.has(taskId)) return false
    seen.add(taskId)
    return true
  })
}

/** How many there are by something, and their credits together; dearest first. Unknown credits count as none. */
export function totalsBy<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  creditsOf: (item: Item) => number | undefined,
): Total[] {
  const found = new Map<string, Total>()
  for (const item of items) {
    const name = nameOf(item)
    const { count, credits } = found.get(name) ?? { count: 0, credits: 0 }
    found.set(name, { name, count: count + 1, credits: credits + (creditsOf(item) ?? 0) })
  }
  return [...found.values()].sort((a, b) => b.credits - a.credits || b.count - a.count)
}
