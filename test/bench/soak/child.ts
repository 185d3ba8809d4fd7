// The entry of the process that lives once and may be killed; its configuration is one JSON argument.
import { type LifeConfig, live } from './life.ts'

const config: LifeConfig = JSON.parse(process.argv[2] ?? '{}')
live(config).then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(3)
  },
)
