// What the history page shows: searched, sorted and summed up. No DOM.
import type { HistoryEntry } from '../../src/protocol/history.ts'
import { formatOf, type JobView, mainFile } from '../../src/protocol/job.ts'
import { phaseWords } from '../../src/protocol/phase-words.ts'
import { creditsOf, paidOnce, type Total, totalsBy } from '../../src/protocol/usage.ts'
import { findCapability } from '../../src/tripo/catalogue/index.ts'
import { t } from '../studio/l10n.ts'

export const COLUMNS = ['title', 'capability', 'state', 'credits', 'time'] as const
export type Column = (typeof COLUMNS)[number]
export interface Order {
  column: Column
  isDescending: boolean
}
/** Whose tasks are shown. */
export type Whose = 'all' | JobView['service']

export const capabilityWords = (id: string): string => t(findCapability(id)?.title ?? id)

/** What was taken out of the list was delivered, or is a task that can be. */
export const stateWords = (job: JobView): string =>
  job.phase === 'dismissed' ? t('Removed from list') : phaseWords(job, t)

/** Milliseconds since the epoch to the day's name as files sort it: `2026-11-28`, in local time. */
export function dayOf(time: number): string {
  const date = new Date(time)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase()

function textOf({ job }: HistoryEntry): string {
  const texts = Object.values(job.params).filter((value) => typeof value === 'string')
  const files = job.files.map(({ path }) => path)
  const words = [job.title, capabilityWords(job.capability), stateWords(job), formatOf(job), dayOf(job.startedAt)]
  return fold([...words, job.taskId ?? '', ...texts, ...files].join('\n'))
}

/** Entries in which all words occur: in prompt, file, capability, state, day or task id. */
export function searched(entries: readonly HistoryEntry[], text: string, whose: Whose): readonly HistoryEntry[] {
  const words = fold(text).split(/\s+/u).filter(Boolean)
  return entries.filter((entry) => {
    if (whose !== 'all' && entry.job.service !== whose) return false
    const all = words.length > 0 ? textOf(entry) : ''
    return words.every((word) => all.includes(word))
  })
}

const VALUES: Readonly<Record<Column, (job: JobView) => string | number>> = {
  title: ({ title }) => fold(title),
  capability: ({ capability }) => capabilityWords(capability),
  state: stateWords,
  // What is not known stands where it would if it had been charged.
  credits: (job) => creditsOf(job) ?? job.estimate,
  time: ({ startedAt }) => startedAt,
}

export function sorted(entries: readonly HistoryEntry[], { column, isDescending }: Order): readonly HistoryEntry[] {
  const value = VALUES[column]
  const sign = isDescending ? -1 : 1
  return [...entries].sort(({ job: a }, { job: b }) => {
    const [left, right] = [value(a), value(b)]
    const order = left < right ? -1 : left > right ? 1 : 0
    return order * sign || b.startedAt - a.startedAt
  })
}

export interface Usage {
  all: Total
  month: Total
  byCapability: readonly Total[]
  /** Newest first. */
  byDay: readonly Total[]
  byState: readonly Total[]
}

/** @param now milliseconds since the epoch; the month is the calendar's */
export function usageOf(entries: readonly HistoryEntry[], now: number): Usage {
  const jobs = paidOnce(entries.map(({ job }) => job))
  const month = dayOf(now).slice(0, 7)
  const by = (nameOf: (job: JobView) => string, some = jobs) => totalsBy(some, nameOf, creditsOf)
  const sum = (name: string, some: readonly JobView[]): Total =>
    by(() => name, some)[0] ?? { name, count: 0, credits: 0 }
  const recent = jobs.filter(({ startedAt }) => dayOf(startedAt).startsWith(month))
  return {
    all: sum(t('In all'), jobs),
    month: sum(t('This month'), recent),
    byCapability: by(({ capability }) => capabilityWords(capability)),
    byDay: by(({ startedAt }) => dayOf(startedAt)).sort((a, b) => (a.name < b.name ? 1 : -1)),
    byState: by(stateOf),
  }
}

/** States that are told apart in totals: progress and places in a queue are not. */
function stateOf(job: JobView): string {
  if (['delivered', 'failed', 'stopped', 'dismissed', 'unconfirmed'].includes(job.phase)) return stateWords(job)
  return t('Running')
}

/** The file of a task as a row shows it; nothing without one. */
export const fileWords = (job: JobView): string => mainFile(job)?.path ?? ''
