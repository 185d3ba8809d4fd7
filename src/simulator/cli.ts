// `npm run simulator`: the server as a program. Prints one line of JSON when it listens, and nothing else on stdout.
import { join } from 'node:path'
import { createBuilder } from '../platform/builder.ts'
import { createRandom, drawSeed } from './random.ts'
import { type SimulatorServer, startServer } from './server.ts'

const USAGE =
  'npm run simulator -- --port N|0 [--time-scale X] [--credits N] [--url-ttl SECONDS] [--seed N]\n' +
  '  --port        port on 127.0.0.1; 0 takes any free one (default 0)\n' +
  '  --time-scale  divides the durations of tasks (default 1)\n' +
  '  --credits     credits of each new account (default 10000)\n' +
  '  --url-ttl     life of a download address in seconds (default 300)\n' +
  '  --seed        makes the seeds that are drawn for tasks repeatable'

interface OptionRule {
  whole: boolean
  least: number
  most: number
}
const RULES: Readonly<Record<string, OptionRule>> = {
  '--port': { whole: true, least: 0, most: 65_535 },
  '--time-scale': { whole: false, least: 0.001, most: 1_000_000 },
  '--credits': { whole: false, least: 0, most: 1_000_000_000 },
  '--url-ttl': { whole: false, least: 0.001, most: 31_536_000 },
  '--seed': { whole: true, least: 0, most: 4_294_967_295 },
}

function refuse(sentence: string): never {
  process.stderr.write(`simulator: ${sentence}\n${USAGE}\n`)
  process.exit(2)
}

/** Reads `--name value` and `--name=value`; anything else ends the program with code 2. */
function readOptions(args: readonly string[]): Record<string, number | undefined> {
  const values: Record<string, number | undefined> = {}
  const rest = args.flatMap((arg) => {
    const at = arg.startsWith('--') ? arg.indexOf('=') : -1
    return at === -1 ? [arg] : [arg.slice(0, at), arg.slice(at + 1)]
  })
  while (rest.length > 0) {
    const name = rest.shift() ?? ''
    if (name === '--help' || name === '-h') {
      process.stderr.write(`${USAGE}\n`)
      process.exit(0)
    }
    const rule = RULES[name]
    if (!rule) refuse(`unknown option ${name}.`)
    const text = rest.shift()
    const value = Number(text)
    const good =
      text !== undefined && text.trim() !== '' && Number.isFinite(value) && (!rule.whole || Number.isInteger(value))
    if (!good || value < rule.least || value > rule.most) {
      refuse(`${name} needs a ${rule.whole ? 'whole number' : 'number'} from ${rule.least} to ${rule.most}.`)
    }
    values[name] = value
  }
  return values
}

/** Asks for what is refused without effect, so that the first real request finds everything loaded and compiled. */
async function warmUp(server: SimulatorServer): Promise<void> {
  const headers = { authorization: 'Bearer tsk_warm-up', 'content-type': 'application/json' }
  const body = JSON.stringify({ type: 'text_to_model', prompt: ' ' })
  for (let count = 0; count < 5; count += 1) {
    const response = await fetch(`${server.v2}/task`, { method: 'POST', headers, body })
    await response.arrayBuffer()
  }
}

async function main(): Promise<void> {
  const values = readOptions(process.argv.slice(2))
  const builder = createBuilder(join(__dirname, 'simulator-worker.cjs'))
  const server = await startServer({
    build: builder.build,
    port: values['--port'],
    timeScale: values['--time-scale'],
    credits: values['--credits'],
    urlLifetime: values['--url-ttl'],
    random: createRandom(values['--seed'] ?? drawSeed()),
  })
  const stop = async () => {
    builder.dispose()
    await server.close()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  await warmUp(server)
  process.stdout.write(`${JSON.stringify({ url: server.url, v2: server.v2, v3: server.v3 })}\n`)
}

main().catch((error: unknown) => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  const reason = error instanceof Error ? error.message : String(error)
  const sentence = code === 'EADDRINUSE' ? 'the port is in use; choose another, or 0 for any free one.' : reason
  process.stderr.write(`simulator: ${sentence}\n`)
  process.exit(1)
})
