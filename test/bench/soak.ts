// `npm run soak`: the kill run for as many minutes as asked for, with its numbers at the end.
import { lastLine } from './soak/audit.ts'
import { soak } from './soak/harness.ts'

const minutes = Number(process.env.SOAK_MINUTES ?? 12)
const kills = process.env.SOAK_KILLS === undefined ? undefined : Number(process.env.SOAK_KILLS)
const seed = Number(process.env.SOAK_SEED ?? Date.now() % 1_000_000)
process.stdout.write(`seed ${seed}\n`)
soak({
  until: Date.now() + minutes * 60_000,
  kills,
  seed,
  onProgress: (line) => process.stdout.write(`${line}\n`),
}).then(
  (findings) => {
    const { lives, accepted, unconfirmed, adopted, dismissed } = findings
    const lines = [...findings.lost, ...findings.duplicated, ...findings.leftovers]
    for (const line of lines.slice(0, 40)) process.stdout.write(`${line}\n`)
    process.stdout.write(`lives ${lives}, accepted ${accepted}, unconfirmed ${unconfirmed}, `)
    process.stdout.write(`adopted ${adopted}, dismissed ${dismissed}, left over ${findings.leftovers.length}\n`)
    process.stdout.write(`${lastLine(findings)}\n`)
    process.exit(lines.length === 0 ? 0 : 1)
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  },
)
