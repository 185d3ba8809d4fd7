// `npm run simulator`: the server as a program. Prints one line of JSON when it listens, and nothing else on stdout.
// A line `advance SECONDS` on its standard input moves its clock on: tasks that would have ended by then end at once.
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { createAdvanceableClock } from '../simulator/clock.ts'
import { type Fault, readFaults } from '../simulator/faults.ts'
import { createRandom, drawSeed } from '../simulator/random.ts'
import { type SimulatorServer, startServer } from '../simulator/server.ts'
import { codeOf } from '../text/problem-codes.ts'
import { createBuilder } from './builder.ts'
import { type CliOptions, OptionError, readOptions, USAGE } from './cli-options.ts'

function refuse(sentence: string): never {
  process.stderr.write(`simulator: ${sentence}\n${USAGE}\n`)
  process.exit(2)
}

/** Reads the options; a mistake ends the program with code 2. */
function optionsOf(args: readonly string[]): CliOptions {
  try {
    return readOptions(args)
  } catch (error) {
    if (error instanceof OptionError) refuse(error.message)
    throw error
  }
}

/** Reads the file of faults, named from where the user stands (npm changes the folder). */
async function faultsOf(file: string | undefined): Promise<readonly Fault[]> {
  if (file === undefined) return []
  try {
    const text = await readFile(resolve(process.env.INIT_CWD ?? '', file), 'utf8')
    return readFaults(JSON.parse(text))
  } catch (error) {
    return refuse(`--faults ${file}: ${error instanceof Error ? error.message : String(error)}`)
  }
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

/** The clock that lines of standard input move on; what they do not know is told on standard error. */
function clockOfInput() {
  const clock = createAdvanceableClock()
  createInterface({ input: process.stdin }).on('line', (line) => {
    const seconds = Number(/^advance (\d+(?:\.\d+)?)$/.exec(line.trim())?.[1])
    if (Number.isFinite(seconds)) clock.advance(seconds * 1000)
    else process.stderr.write(`simulator: "${line}" is not "advance SECONDS".\n`)
  })
  return clock
}

async function main(): Promise<void> {
  const { help, numbers, texts, flags, pools } = optionsOf(process.argv.slice(2))
  if (help) {
    process.stderr.write(`${USAGE}\n`)
    process.exit(0)
  }
  const faults = await faultsOf(texts['--faults'])
  const builder = createBuilder(join(__dirname, 'sandbox-worker.mjs'))
  const [pictureSide, textureSide] = [numbers['--picture-side'], numbers['--texture-side']]
  const sides = { ...(pictureSide && { pictureSide }), ...(textureSide && { textureSide }) }
  const server = await startServer({
    build: (job) => builder.build({ ...job, ...sides }),
    clock: clockOfInput(),
    port: numbers['--port'],
    timeScale: numbers['--time-scale'],
    credits: numbers['--credits'],
    urlLifetime: numbers['--url-ttl'],
    rate: numbers['--rate'],
    uploadRate: flags.has('--upload-rate'),
    bodyLimit: numbers['--body-limit'],
    priority: flags.has('--priority'),
    moderation: flags.has('--no-moderation') ? 'unavailable' : 'on',
    pools,
    random: createRandom(numbers['--seed'] ?? drawSeed()),
  })
  const stop = async () => {
    builder.dispose()
    await server.close()
    process.exit(0)
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  await warmUp(server)
  // the requests that warm up must not be counted
  server.simulator.setFaults(faults)
  process.stdout.write(`${JSON.stringify({ url: server.url, v2: server.v2, v3: server.v3 })}\n`)
}

main().catch((error: unknown) => {
  const code = codeOf(error)
  const reason = error instanceof Error ? error.message : String(error)
  const sentence = code === 'EADDRINUSE' ? 'the port is in use; choose another, or 0 for any free one.' : reason
  process.stderr.write(`simulator: ${sentence}\n`)
  process.exit(1)
})
