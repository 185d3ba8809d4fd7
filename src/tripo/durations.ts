// How long tasks take, learned from finished ones: by capability and version, stored across sessions.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { capabilityOfType } from './catalogue/index.ts'
import type { Task } from './task.ts'

/** Where what was learned is kept. What it loads is checked here. */
export interface DurationMemory {
  load(): unknown
  save(value: unknown): void
}

/** A duration that is not certain: log-logistic, `median` in milliseconds, the larger `shape` the narrower. */
export interface Expected {
  median: number
  shape: number
}

/** Durations kept of each kind, and kinds. */
const SAMPLES = 40
const KINDS = 60
/** Fewer than this say little. */
const ENOUGH = 3
/** Nothing was learned yet: half of the tasks within a factor of 1.5 of the nominal time. */
const VAGUE = 2.7
/** Of a kind of which nothing is known at all. */
const NOMINAL_MS = 30_000
const NARROWEST = 12

const DurationSamples = Type.Record(Type.String(), Type.Array(Type.Number({ exclusiveMinimum: 0 })))

const named = (task: Task, field: string): string => {
  const value = task.input[field]
  return typeof value === 'string' ? value : ''
}

/** Tasks of one kind take about the same time. */
export const kindOf = (task: Task): string => {
  const capability = capabilityOfType(task.type)?.id ?? task.type
  return `${capability} ${named(task, 'model_version') || named(task, 'model')}`.trim()
}

/** The value below which a share of sorted numbers lies. */
function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share
  const low = sorted[Math.floor(at)] ?? 0
  const high = sorted[Math.ceil(at)] ?? low
  return low + (high - low) * (at - Math.floor(at))
}

export class Durations {
  readonly #samples: Map<string, number[]>

  readonly #memory: DurationMemory | undefined

  constructor(memory?: DurationMemory) {
    this.#memory = memory

    const loaded = memory?.load()
    this.#samples = new Map(Check(DurationSamples, loaded) ? Object.entries(loaded) : [])
  }

  /** @param ms from the start of its run to its success */
  learn(task: Task, ms: number): void {
    if (task.status !== 'success' || !(ms > 0) || !Number.isFinite(ms)) return
    const kind = kindOf(task)
    const samples = [...(this.#samples.get(kind) ?? []), Math.round(ms)].slice(-SAMPLES)
    this.#samples.delete(kind)
    this.#samples.set(kind, samples)
    const oldest = this.#samples.keys().next().value
    if (this.#samples.size > KINDS && oldest !== undefined) this.#samples.delete(oldest)
    this.#memory?.save(Object.fromEntries(this.#samples))
  }

  /** What a run of such a task is expected to take, from its start. */
  expect(task: Task): Expected {
    const samples = [...(this.#samples.get(kindOf(task)) ?? [])].sort((a, b) => a - b)
    if (samples.length < ENOUGH) {
      const nominal = capabilityOfType(task.type)?.nominalSeconds
      return { median: nominal === undefined ? NOMINAL_MS : nominal * 1000, shape: VAGUE }
    }
    // Of a log-logistic distribution, the 90 % quantile is 9^(2/shape) times the 10 % one.
    const ratio = Math.max(1.05, quantile(samples, 0.9) / quantile(samples, 0.1))
    const shape = Math.min(NARROWEST, (2 * Math.log(9)) / Math.log(ratio))
    // A few samples are narrower than the truth.
    const trust = samples.length / (samples.length + ENOUGH)
    return { median: quantile(samples, 0.5), shape: Math.max(VAGUE, shape * trust) }
  }
}
