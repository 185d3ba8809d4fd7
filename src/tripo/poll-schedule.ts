// When to poll, and which tasks first: an estimate of each task's end from its progress so far, and the time at which polling is
// worthwhile. Arithmetic only; the follower sends the requests.

import type { Durations } from './durations.ts'
import type { RateForecast } from './rate-ledger.ts'
import type { Task } from './task.ts'

/** Milliseconds. */
export const POLL_SCHEDULE = {
  /** Shortest between two requests about tasks. */
  quick: 800,
  /** The schedule without a budget of requests. */
  normal: 1000,
  /** Longest, so that progress is seen to move however little is left of the minute. */
  slow: 5000,
  /** Only to notice when the push has gone silent. */
  besidePush: 10_000,
}
/** How far ahead the minute's requests are shared out. */
const HORIZON = 60_000
/** A chance at which asking pays, however many requests are left. */
const LEAST_CHANCE = 0.04
/** How sure the service's own guess of the time left is. */
const SAID = 4
/** Waiting a little longer than evenly leaves requests for where ends crowd. */
const UNHURRIED = 1.15
/** Where ends lie close together, no rest is longer than this many even ones. */
const LONGEST_REST = 1.2
/** Progress that must have been seen before it is trusted, in percent. */
const MOVED = 3
/**
 * A person watches progress, so it may take what is to spare of the minute: without the share that stays for what the
 * person does next, and without what the ends of the tasks take.
 */
const KEPT = 0.25
const PER_END = 1.5
/** So long a task is looked at once a second, as nobody knows yet how fast it goes; only with as many requests to spare. */
const YOUNG = { ms: 10_000, spare: 15 }

/** An end that is expected `median` ms after `from`: log-logistic, as its tail never gives up. */
interface Estimate {
  from: number
  median: number
  shape: number
}

/** The share of ends until a time. */
function until({ from, median, shape }: Estimate, at: number): number {
  return at <= from ? 0 : 1 / (1 + (Math.max(1, median) / (at - from)) ** shape)
}

/** What is known of one task's way. */
export class TaskPollSchedule {
  /** When it was first seen running, with its progress then. */
  #start: { at: number; progress: number } | undefined
  #wasQueued = false
  #estimate: Estimate | undefined
  /** When it was last heard of. */
  heardAt: number | undefined

  readonly #since: number
  readonly #durations: Durations

  constructor(since: number, durations: Durations) {
    this.#since = since
    this.#durations = durations
  }

  /** @param at the moment the news is about, as nearly as is known */
  observe(task: Task, at: number): void {
    this.heardAt = at
    if (task.status === 'queued') {
      this.#wasQueued = true
      this.#estimate = { from: at, ...this.#durations.expect(task) }
    } else if (task.status === 'running') {
      this.#start ??= { at, progress: task.progress }
      this.#estimate = this.#estimateEnd(task, at, this.#start)
    } else if (this.#start && (this.#wasQueued || this.#start.progress <= MOVED)) {
      this.#durations.learn(task, at - this.#start.at)
    }
  }

  /** The chance that it has ended by a time and nobody was told, 0..1. */
  chance(at: number): number {
    if (!this.#estimate || this.heardAt === undefined) return 0
    const before = until(this.#estimate, this.heardAt)
    return before >= 1 ? 1 : (until(this.#estimate, at) - before) / (1 - before)
  }

  /** Milliseconds since it is followed. */
  age(now: number): number {
    return now - this.#since
  }

  /** How much an answer about it is worth now: likely ends first, and nobody is forgotten. */
  urgency(now: number): number {
    return this.heardAt === undefined ? 2 : this.chance(now) + (now - this.heardAt) / HORIZON
  }

  #estimateEnd(task: Task, at: number, start: { at: number; progress: number }): Estimate {
    const { runningLeftTime: left, progress } = task
    // Whole seconds: half a second more than said, on average.
    const said = left !== undefined && left > 0 ? left * 1000 + 500 : undefined
    const moved = progress - start.progress
    if (moved >= MOVED && at > start.at) {
      // Whole percents are rounded down. The more was seen, the surer, and the less the service's guess counts.
      const median = ((99.5 - Math.min(99, progress)) * (at - start.at)) / moved
      const share = moved / 100
      const both = said === undefined ? median : share * median + (1 - share) * said
      return { from: at, median: both, shape: 3 + moved / 30 }
    }
    if (said !== undefined) return { from: at, median: said, shape: SAID }
    const expected = this.#durations.expect(task)
    return { ...expected, from: start.at - (start.progress / 100) * expected.median }
  }
}

/**
 * The longest even spacing (ms) that the budget asks for if asking goes on for `span` ms: no request too early, and no
 * time without any later.
 */
function evenSpacing({ free, returns, perMinute }: RateForecast, now: number, span: number): number {
  const soon = returns.filter((time) => time < now + span)
  const gaps = soon.map((time, index) => (time - now) / Math.max(1, free + index))
  const whole = span / Math.max(1, Math.min(perMinute, free + soon.length))
  return Math.max(whole, ...gaps)
}

/** Milliseconds after which a person wants to see progress again, as far as requests are to spare for it. */
function watchedSpacing(
  { free, returns, perMinute }: RateForecast,
  { now, span, ends, youngest }: { now: number; span: number; ends: number; youngest: number },
): number {
  const soon = returns.filter((time) => time < now + span).length
  const spare = Math.min(perMinute, free + soon) - KEPT * perMinute - PER_END * ends
  if (youngest < YOUNG.ms && spare >= YOUNG.spare) return POLL_SCHEDULE.normal
  return spare > 0 ? Math.max(POLL_SCHEDULE.normal, Math.min(POLL_SCHEDULE.slow, span / spare)) : POLL_SCHEDULE.slow
}

/** When the chances reach so many untold ends, between two times. */
function reach(tasks: readonly TaskPollSchedule[], wanted: number, first: number, last: number): number {
  const expected = (at: number) => tasks.reduce((sum, task) => sum + task.chance(at), 0)
  if (expected(first) >= wanted) return first
  let [low, high] = [first, last]
  for (let step = 0; step < 8; step++) {
    const middle = (low + high) / 2
    if (expected(middle) >= wanted) high = middle
    else low = middle
  }
  return high
}

/**
 * When to ask next about tasks that are polled.
 * Asking pays as soon as as many ends are to be expected untold as an even spacing would leave untold: early when ends
 * are near and requests are plenty, and where ends lie close together just after them.
 * @param asked when it was last asked
 */
export function nextPoll(
  tasks: readonly TaskPollSchedule[],
  { now, asked, forecast }: { now: number; asked: number; forecast: RateForecast | undefined },
): number {
  if (tasks.length === 0) return asked + POLL_SCHEDULE.besidePush
  const span = Math.max(POLL_SCHEDULE.slow, Math.min(HORIZON, spanOf(tasks, now)))
  const even = forecast ? evenSpacing(forecast, now, span) : POLL_SCHEDULE.normal
  const floor = asked + (forecast ? POLL_SCHEDULE.quick : POLL_SCHEDULE.normal)
  const ends = tasks.reduce((sum, task) => sum + task.chance(now + span), 0)
  const youngest = Math.min(...tasks.map((task) => task.age(now)))
  const watched = forecast ? watchedSpacing(forecast, { now, span, ends, youngest }) : POLL_SCHEDULE.slow
  if (tasks.some((task) => task.heardAt === undefined)) return Math.max(now, asked + Math.min(even, watched))
  // Young tasks are looked at more often: nothing has been seen of them yet.
  const calm = Math.max(even, Math.min(POLL_SCHEDULE.slow, Math.max(POLL_SCHEDULE.normal, 0.6 * youngest)))
  const untold = (UNHURRIED * ends * even) / span
  const likely = tasks.reduce((sum, task) => sum + task.chance(asked + even), 0)
  const rest = likely >= untold / 2 ? Math.min(calm, LONGEST_REST * even) : calm
  const last = asked + Math.max(POLL_SCHEDULE.quick, Math.min(rest, watched))
  return reach(tasks, Math.max(LEAST_CHANCE, untold), Math.max(now, floor), last)
}

/** Milliseconds until nine of ten of these tasks have very likely ended. */
function spanOf(tasks: readonly TaskPollSchedule[], now: number): number {
  for (let span = POLL_SCHEDULE.slow; span < HORIZON; span *= 1.5) {
    if (tasks.reduce((sum, task) => sum + task.chance(now + span), 0) >= 0.9 * tasks.length) return span
  }
  return HORIZON
}
