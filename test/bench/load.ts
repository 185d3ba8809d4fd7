// `npm run bench -- load`: 500 jobs at once in several mixes, each compared with what cannot be beaten. The last line
// is JSON.
import { type Load, type LoadResult, runLoad } from './load/run.ts'
import { type Findings, lastLine, noFindings } from './soak/audit.ts'

/**
 * Times the lower bound; requests a minute, in all and without reading; what reading gets of its 20 a minute when
 * creation takes all it can; bytes that memory may grow by after the first fifth.
 */
const AIM = { ratio: 1.1, perMinute: 50, others: 30, reads: 17, growth: 10 * 1024 * 1024 }

export const LOADS: readonly Load[] = [
  { name: 'v3, the pool is the limit', dialect: 'v3', windows: 1, mix: { text_to_model: 440, image_to_model: 60 } },
  {
    name: 'v3, the minute is the limit, two workspaces',
    ...{ dialect: 'v3', windows: 2, mix: { text_to_model: 80, image_to_model: 40, text_to_image: 380 } },
  },
  { name: 'v2, one workspace in two windows', dialect: 'v2', windows: 2, isShared: true, mix: { text_to_model: 500 } },
]

/** The same load with this share of its jobs. */
export const shareOf = (load: Load, share: number): Load => ({
  ...load,
  mix: Object.fromEntries(Object.entries(load.mix).map(([id, count]) => [id, Math.round(count * share)])),
})

/** The ratio for a short load, in which the first minute's start weighs more. */
export const SHORT_RATIO = 1.3

/** What a load has missed, in words; none when it met the aim. @param mostRatio times the lower bound that it may take */
export function missesOf(result: LoadResult, mostRatio = AIM.ratio): string[] {
  const { refused, most, mostOthers, reads, seconds, bound, memory, failed, findings } = result
  const { lost, duplicated, leftovers } = findings
  const ratio = seconds / bound
  const growth = memory.late - memory.early
  return [
    ...(refused > 0 ? [`${refused} requests were refused with 429`] : []),
    ...(most > AIM.perMinute ? [`${most} requests in a minute`] : []),
    ...(mostOthers > AIM.others ? [`${mostOthers} requests in a minute left reading less than 20`] : []),
    ...(mostOthers === AIM.others && reads < AIM.reads ? [`only ${reads.toFixed(1)} reads a minute`] : []),
    ...(ratio > mostRatio ? [`${ratio.toFixed(3)} times the lower bound`] : []),
    ...(ratio < 1 ? [`faster than can be: the lower bound of ${bound} s is wrong`] : []),
    ...(growth > AIM.growth ? [`memory grew by ${growth} bytes`] : []),
    ...(failed > 0 ? [`${failed} jobs were shown to have failed`] : []),
    ...[...lost, ...duplicated, ...leftovers].slice(0, 10),
  ]
}

export interface Row {
  load: Load
  result: LoadResult
  misses: readonly string[]
}

/** Plays all loads. @param onRow each as it is there */
export async function benchLoad(seed: number, onRow: (row: Row) => void): Promise<readonly Row[]> {
  const rows: Row[] = []
  for (const load of LOADS) {
    const result = await runLoad(load, seed)
    const row = { load, result, misses: missesOf(result) }
    rows.push(row)
    onRow(row)
  }
  return rows
}

/** What the loads came to together. */
export function findingsOf(rows: readonly Row[]): Findings {
  const all = rows.map(({ result }) => result.findings)
  return {
    ...noFindings(),
    accepted: all.reduce((sum, { accepted }) => sum + accepted, 0),
    delivered: all.reduce((sum, { delivered }) => sum + delivered, 0),
    lost: all.flatMap(({ lost }) => lost),
    duplicated: all.flatMap(({ duplicated }) => duplicated),
    leftovers: all.flatMap(({ leftovers }) => leftovers),
    delays: all.flatMap(({ delays }) => delays),
  }
}

const MEGABYTE = 1024 * 1024

const figuresOf = ({ load, result, misses }: Row) => {
  const { refused, most, mostOthers, reads, seconds, bound, memory, waited, findings } = result
  return {
    ...{ load: load.name, jobs: findings.accepted, delivered: findings.delivered, refused },
    ...{ mostPerMinute: most, notReading: mostOthers, reads: Math.round(10 * reads) / 10, waited },
    ...{ seconds: Math.round(seconds), bound: Math.round(bound), ratio: Math.round((1000 * seconds) / bound) / 1000 },
    grownBy: `${((memory.late - memory.early) / MEGABYTE).toFixed(1)} MB`,
    misses,
  }
}

export const HEADING =
  'load                                         jobs  429  most/min  not reading   reads/min   time s  bound s  ratio   grown  aim'
export function lineOf(row: Row): string {
  const figures = figuresOf(row)
  const right = (value: string | number, width: number) => `${value}`.padStart(width)
  return [
    ...[figures.load.padEnd(44), right(figures.delivered, 5), right(figures.refused, 5)],
    ...[right(figures.mostPerMinute, 10), right(figures.notReading, 13), right(figures.reads.toFixed(1), 12)],
    ...[right(figures.seconds, 9), right(figures.bound, 9), right(figures.ratio.toFixed(3), 7)],
    ...[right(figures.grownBy, 8), `  ${row.misses.length === 0 ? 'met' : `MISSED: ${row.misses.join('; ')}`}`],
  ].join('')
}

/** The run as a program. @returns the exit code */
export async function main(seed: number, print: (line: string) => void): Promise<number> {
  const began = Date.now()
  print(`seed ${seed}; tiny models, 80-250 ms a request, virtual clock; aim: no 429, 50 requests a minute of which`)
  print('30 create or upload, 1.1 times the lower bound, memory flat, each result delivered once')
  print(HEADING)
  const rows = await benchLoad(seed, (row) => print(lineOf(row)))
  print(`${((Date.now() - began) / 1000).toFixed(1)} s of real time`)
  print(lastLine(findingsOf(rows)))
  const met = rows.every(({ misses }) => misses.length === 0)
  print(JSON.stringify({ bench: 'load', seed, met, aim: AIM, rows: rows.map(figuresOf) }))
  return met ? 0 : 1
}
