// Which rows the task tree has and in which order: running jobs first, then finished ones by day, or all as families.
import * as vscode from 'vscode'
import type { JobView } from '../../protocol/index.ts'
import { type Family, familiesOf } from './families.ts'
import { isBusy } from './phases.ts'

interface Day {
  kind: 'day'
  label: string
  children: readonly (Entry | Chain)[]
}
export interface Entry {
  kind: 'job'
  job: JobView
  children: readonly []
}
/** A request with its further steps, in their order. */
export interface Chain {
  kind: 'chain'
  id: string
  jobs: readonly JobView[]
  children: readonly Entry[]
}
/** A task with what was made of it. */
interface Kin {
  kind: 'family'
  job: JobView
  children: readonly Kin[]
}
export type Node = Day | Entry | Chain | Kin

/** What tells a row from all others of a tree. */
export function idOf(node: Node): string {
  switch (node.kind) {
    case 'day':
      return `day ${node.label}`
    case 'chain':
      return `chain ${node.id}`
    case 'family':
      return `family ${node.job.id}`
    case 'job':
      return node.job.id
  }
}

/** The jobs that a row itself tells of. */
export function jobsOf(node: Node): readonly JobView[] {
  if (node.kind === 'day') return []
  return node.kind === 'chain' ? node.jobs : [node.job]
}

/** Running jobs, newest first, then days with what ended in them. */
export function byDay(jobs: readonly JobView[]): readonly Node[] {
  const all = entriesOf(jobs)
  const running = all.filter((entry) => jobsOf(entry).some(isBusy))
  const days = new Map<string, (Entry | Chain)[]>()
  for (const entry of all.filter((candidate) => !running.includes(candidate))) {
    const day = dayOf(Math.max(...jobsOf(entry).map((job) => job.finishedAt ?? job.startedAt)))
    days.set(day, [...(days.get(day) ?? []), entry])
  }
  return [...running, ...[...days].map(([label, children]): Node => ({ kind: 'day', label, children }))]
}

/** Tasks with what was made of them below. */
export const byFamily = (jobs: readonly JobView[]): readonly Node[] => familiesOf(jobs).map(kinOf)

const kinOf = ({ job, children }: Family): Kin => ({ kind: 'family', job, children: children.map(kinOf) })

/** The name of a job's day: today, yesterday, else its date. */
function dayOf(time: number, now = Date.now()): string {
  const midnight = (value: number) => new Date(value).setHours(0, 0, 0, 0)
  const days = Math.round((midnight(now) - midnight(time)) / 86_400_000)
  if (days <= 0) return vscode.l10n.t('Today')
  if (days === 1) return vscode.l10n.t('Yesterday')
  return new Date(time).toLocaleDateString(vscode.env.language, { dateStyle: 'medium' })
}

const entryOf = (job: JobView): Entry => ({ kind: 'job', job, children: [] })

/** Jobs, newest first, with the steps of a chain together. */
function entriesOf(jobs: readonly JobView[]): (Entry | Chain)[] {
  const chains = new Map<string, JobView[]>()
  const entries: (Entry | { id: string; jobs: JobView[] })[] = []
  for (const job of [...jobs].sort((a, b) => b.startedAt - a.startedAt)) {
    const { group } = job
    if (group?.kind !== 'chain') {
      entries.push(entryOf(job))
      continue
    }
    const steps = chains.get(group.id)
    if (steps) steps.push(job)
    else {
      const own = [job]
      chains.set(group.id, own)
      entries.push({ id: group.id, jobs: own })
    }
  }
  for (const steps of chains.values()) steps.sort((a, b) => (a.group?.index ?? 0) - (b.group?.index ?? 0))
  return entries.map((entry) =>
    'kind' in entry ? entry : { kind: 'chain', ...entry, children: entry.jobs.map(entryOf) },
  )
}

/** Whether the same rows stand in the same places. */
export const isSameLayout = (some: readonly Node[], others: readonly Node[]): boolean =>
  some.length === others.length &&
  some.every((node, at) => {
    const other = others[at]
    return other !== undefined && idOf(node) === idOf(other) && isSameLayout(node.children, other.children)
  })

/** Has the rows of a layout, and those below them, tell of jobs as they are now. @returns all of them */
export function withJobs(nodes: readonly Node[], jobs: ReadonlyMap<string, JobView>): Node[] {
  const now = (job: JobView) => jobs.get(job.id) ?? job
  return nodes.flatMap((node) => {
    if (node.kind === 'chain') node.jobs = node.jobs.map(now)
    else if (node.kind !== 'day') node.job = now(node.job)
    return [node, ...withJobs(node.children, jobs)]
  })
}
