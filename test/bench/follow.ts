// `npm run bench -- follow`: how soon the end of a task is known, and for how many requests, beside today's SDKs.
// The tasks are at the service when the clock starts; only requests about them are made. The last line is JSON.
import { METHODS, type Method, type Run } from './follow/methods.ts'

/** Milliseconds of delay and requests in any minute that following must not exceed. */
const AIM = { median: 600, p95: 1500, perMinute: 50 }
/** Tasks at once, and how many scenes of them are played: few tasks say little. */
const SCENES = [
  { tasks: 1, times: 100 },
  { tasks: 10, times: 20 },
  { tasks: 100, times: 12 },
] as const

const quantile = (values: readonly number[], share: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
}

/** The most requests in any 60 seconds. */
export function mostPerMinute(arrivals: readonly number[]): number {
  let [first, most] = [0, 0]
  const sorted = [...arrivals].sort((a, b) => a - b)
  for (const [index, time] of sorted.entries()) {
    while ((sorted[first] ?? time) <= time - 60_000) first += 1
    most = Math.max(most, index - first + 1)
  }
  return most
}

export interface Row {
  method: string
  dialect: 'v2' | 'v3'
  tasks: number
  /** Seconds. */
  median: number
  p95: number
  /** Requests in a minute. */
  most: number
  mean: number
  /** Whether it is within the aim; only ours have to be. */
  ok: boolean
  ours: boolean
}

function summarize(method: Method, dialect: 'v2' | 'v3', tasks: number, runs: readonly Run[]): Row {
  const delays = runs.flatMap((run) => run.delays)
  const [median, p95] = [quantile(delays, 0.5), quantile(delays, 0.95)]
  const most = Math.max(...runs.map(({ arrivals }) => mostPerMinute(arrivals)))
  const minutes = runs.reduce((sum, { lasted }) => sum + lasted, 0) / 60_000
  const mean = runs.reduce((sum, { arrivals }) => sum + arrivals.length, 0) / minutes
  const ok = median <= AIM.median && p95 <= AIM.p95 && most <= AIM.perMinute
  const round = (value: number) => Math.round(value * 100) / 100
  const figures = { median: round(median / 1000), p95: round(p95 / 1000), most, mean: round(mean) }
  return { method: method.name, dialect, tasks, ...figures, ok, ours: method.isOurs }
}

/** Plays everything. @param onRow each line as it is there */
export async function benchFollow(seed: number, onRow: (row: Row) => void): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const { tasks, times } of SCENES) {
    for (const dialect of ['v2', 'v3'] as const) {
      for (const method of METHODS.filter(({ dialects }) => dialects.includes(dialect))) {
        const runs: Run[] = []
        for (let time = 0; time < times; time++) {
          runs.push(await method.run({ dialect, tasks, seed: seed + 7919 * time + tasks }))
        }
        const row = summarize(method, dialect, tasks, runs)
        rows.push(row)
        onRow(row)
      }
    }
  }
  return rows
}

const column = (value: string | number, width: number) =>
  typeof value === 'number' ? value.toFixed(2).padStart(width) : value.padEnd(width)

export const HEADING = 'method              dialect  tasks  median s    p95 s  most/min  mean/min  aim'
export const lineOf = ({ method, dialect, tasks, median, p95, most, mean, ok, ours }: Row): string =>
  [
    ...[column(method, 20), column(dialect, 6), String(tasks).padStart(7), column(median, 10), column(p95, 9)],
    ...[String(most).padStart(10), column(mean, 10), `  ${ours ? (ok ? 'met' : 'MISSED') : '-'}`],
  ].join('')

export const isMet = (rows: readonly Row[]): boolean => rows.every(({ ok, ours }) => ok || !ours)

/** The run as a program. @returns the exit code */
export async function main(seed: number, print: (line: string) => void): Promise<number> {
  const began = Date.now()
  print(`seed ${seed}; tasks of 20-90 s, 80-250 ms a request, virtual clock; aim: median 0.6 s, p95 1.5 s, 50 a minute`)
  print(HEADING)
  const rows = await benchFollow(seed, (row) => print(lineOf(row)))
  print(`${((Date.now() - began) / 1000).toFixed(1)} s of real time`)
  const met = isMet(rows)
  print(JSON.stringify({ bench: 'follow', seed, met, aim: { median: 0.6, p95: 1.5, perMinute: 50 }, rows }))
  return met ? 0 : 1
}
