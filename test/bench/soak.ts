// `npm run soak`: the fault matrix with its table, then the kill run for as many minutes as asked for. The last line
// has the numbers; the exit code is 0 only when nothing was lost or doubled.
import { lastLine } from './soak/audit.ts'
import { soak } from './soak/harness.ts'
import { matrix, tableOf } from './soak/matrix.ts'

const number = (name: string): number | undefined => {
  const text = process.env[name]
  return text === undefined ? undefined : Number(text)
}
const print = (line: string) => process.stdout.write(`${line}\n`)

async function run(): Promise<boolean> {
  const until = Date.now() + (number('SOAK_MINUTES') ?? 12) * 60_000
  const seed = number('SOAK_SEED') ?? Date.now() % 1_000_000
  const only = process.env.SOAK_ONLY
  print(`seed ${seed}`)
  const suffered = only === undefined ? await matrix() : undefined
  if (suffered) print(`${tableOf(suffered.cells)}\n`)
  const killed = await soak({ until, kills: number('SOAK_KILLS'), seed, only, onProgress: print })
  const both = suffered ? [suffered.findings, killed] : [killed]
  const sum = (pick: (findings: typeof killed) => number) => both.reduce((total, one) => total + pick(one), 0)
  const all = {
    ...killed,
    faults: sum(({ faults }) => faults),
    delivered: sum(({ delivered }) => delivered),
    lost: both.flatMap(({ lost }) => lost),
    duplicated: both.flatMap(({ duplicated }) => duplicated),
    leftovers: both.flatMap(({ leftovers }) => leftovers),
  }
  const bad = [...all.lost, ...all.duplicated, ...all.leftovers]
  for (const line of bad.slice(0, 40)) print(line)
  print(
    `lives ${killed.lives}, accepted ${killed.accepted}, unconfirmed ${killed.unconfirmed} ` +
      `(adopted ${killed.adopted}, never created ${killed.dismissed}), left over ${all.leftovers.length}`,
  )
  print(lastLine(all))
  return bad.length === 0
}

run().then(
  (isGood) => process.exit(isGood ? 0 : 1),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  },
)
