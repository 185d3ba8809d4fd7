// `npm run soak`: processes that are stopped at every step, the fault matrix with its table, the truncated journal, the load, then the kill run for the rest of the
// minutes asked for. The last line has the numbers; the exit code is 0 only when nothing was lost or doubled.
import { availableParallelism } from 'node:os'
import { benchLoad, findingsOf, HEADING, lineOf } from './load.ts'
import { type Findings, lastLine } from './soak/audit.ts'
import { soak } from './soak/harness.ts'
import type { Night } from './soak/kinds.ts'
import { keepBusy } from './soak/load.ts'
import { matrix, tableOf } from './soak/matrix.ts'
import { stopEverywhere } from './soak/stopped.ts'
import { truncated } from './soak/truncated.ts'

const number = (name: string): number | undefined => {
  const text = process.env[name]
  return text === undefined ? undefined : Number(text)
}
const print = (line: string) => process.stdout.write(`${line}\n`)

/** In runs of fewer minutes the journal is cut at every so many bytes only. */
const LONG = { minutes: 5, step: 15 }
/** Least share of the time that processes are killed in. */
const SHARE = 0.5

/** Processes that are stopped at every step, in short runs at every so manieth. */
async function stopped(minutes: number, seed: number): Promise<string[]> {
  const every = minutes < LONG.minutes ? LONG.step : 1
  const line = (kind: string, nights: readonly Night[]) => {
    const slept = nights.filter(({ at }) => at !== undefined)
    const wrong = nights.filter((night) => night.wrong.length > 0)
    const asked = nights.filter(({ isAsked }) => isAsked)
    print(
      `${kind.padEnd(24)} stopped at ${`${slept.length}`.padStart(4)} steps, wrong ${wrong.length}, asked ${asked.length}`,
    )
  }
  const nights = await stopEverywhere({ every, from: 1 + (seed % every), onKind: line })
  print('')
  return nights.flatMap(({ kind, at, wrong }) => wrong.map((text) => `${kind}, asleep at ${at}: ${text}`))
}

/** Everything but the kills. Their delays say nothing about a service in working order. */
async function others(minutes: number, seed: number): Promise<{ findings: Findings[]; misses: string[] }> {
  const nights = await stopped(minutes, seed)
  const suffered = await matrix()
  print(`${tableOf(suffered.cells)}\n${lastLine(suffered.findings)}\n`)
  const cuts = await truncated(minutes < LONG.minutes ? LONG.step : 1)
  print(`a record of the journal cut at ${cuts.faults} places\n${lastLine(cuts)}\n`)
  print(HEADING)
  const rows = await benchLoad(seed, (row) => print(lineOf(row)))
  const load = findingsOf(rows)
  print(`${lastLine(load)}\n`)
  return { findings: [suffered.findings, cuts, load], misses: [...nights, ...rows.flatMap(({ misses }) => misses)] }
}

async function run(): Promise<boolean> {
  const minutes = number('SOAK_MINUTES') ?? 12
  const began = Date.now()
  const seed = number('SOAK_SEED') ?? began % 1_000_000
  const only = process.env.SOAK_ONLY
  const workers = number('SOAK_LOAD') ?? availableParallelism()
  print(`seed ${seed}, beside ${workers} busy threads`)
  const load = keepBusy(workers)
  const before = only === undefined ? await others(minutes, seed) : { findings: [], misses: [] }
  const until = Math.max(began + minutes * 60_000, Date.now() + SHARE * minutes * 60_000)
  const killed = await soak({ until, kills: number('SOAK_KILLS'), seed, only, onProgress: print })
  const each = [...before.findings, killed]
  const sum = (pick: (findings: Findings) => number) => each.reduce((total, one) => total + pick(one), 0)
  const all = {
    ...killed,
    faults: sum(({ faults }) => faults),
    delivered: sum(({ delivered }) => delivered),
    lost: each.flatMap(({ lost }) => lost),
    duplicated: each.flatMap(({ duplicated }) => duplicated),
    leftovers: each.flatMap(({ leftovers }) => leftovers),
  }
  const bad = [...all.lost, ...all.duplicated, ...all.leftovers, ...before.misses]
  for (const line of bad.slice(0, 40)) print(line)
  print(
    `lives ${killed.lives}, accepted ${killed.accepted}, unconfirmed ${killed.unconfirmed} ` +
      `(adopted ${killed.adopted}, never created ${killed.dismissed}), left over ${all.leftovers.length}`,
  )
  print(lastLine(all))
  await load.end()
  return bad.length === 0
}

run().then(
  (isGood) => process.exit(isGood ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  },
)
