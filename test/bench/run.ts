// The bundled entry point of `npm run bench`: which bench, and its options, come through the environment.
import { main as follow } from './follow.ts'
import { main as load } from './load.ts'
import { main as mesh } from './mesh.ts'
import { main as panel } from './panel.ts'
import { main as viewport } from './viewport.ts'

const BENCHES: Readonly<Record<string, typeof follow>> = { follow, load, mesh, panel, viewport }

async function run(): Promise<number> {
  const { BENCH_NAME = '', BENCH_SEED = '1' } = process.env
  const bench = BENCHES[BENCH_NAME]
  if (!bench) throw new Error(`There is no bench “${BENCH_NAME}”.`)
  return bench(Number(BENCH_SEED), (line) => process.stdout.write(`${line}\n`))
}

run().then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  },
)
