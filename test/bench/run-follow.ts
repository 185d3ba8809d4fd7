// The bundled entry point of `npm run bench -- follow`: options come through the environment.
import { main } from './follow.ts'

main(Number(process.env.BENCH_SEED ?? 1), (line) => process.stdout.write(`${line}\n`)).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  },
)
