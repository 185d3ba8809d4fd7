// One life of the extension, as a program of its own: recovers, sends new requests, waits for their end. Dies by its
// own hand at a step of its way, at the hand of the harness, or goes when all is done.
import type { AssetFiles } from '../../../src/assets/files.ts'
import type { RecordStore } from '../../../src/jobs/index.ts'
import type { Resources } from '../../../src/tripo/resources.ts'
import { allEnded } from './wait.ts'
import { openWorld, requestOf, stepsOf, type World } from './world.ts'

export interface LifeConfig {
  world: World
  /** Numbers of the requests that this life makes. */
  numbers: readonly number[]
  /** At which step of journal, disk or network to die, and how many milliseconds later. */
  dieAt?: number
  dieAfter?: number
}

/** Counts steps, and ends the process without a goodbye. */
function reaper({ dieAt, dieAfter = 0 }: LifeConfig) {
  let steps = 0
  const die = () => process.kill(process.pid, 'SIGKILL')
  process.on('exit', () => process.stdout.write(`steps ${steps}\n`))
  return () => {
    steps += 1
    if (steps !== dieAt) return
    if (dieAfter === 0) die()
    else setTimeout(die, dieAfter)
  }
}

/** Looking changes nothing: a death before or after it is one before or after the change next to it. */
const LOOKS: ReadonlySet<PropertyKey> = new Set([
  'join',
  'list',
  'read',
  'isClaimed',
  'kindOf',
  'isLink',
  'realPath',
  'identify',
  'readText',
  'hash',
])

/** The same object, with a step before and after each of its functions that change something. */
function stepping<Thing extends object>(thing: Thing, step: () => void): Thing {
  return new Proxy(thing, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver)
      if (typeof value !== 'function' || LOOKS.has(name)) return value
      return (...args: unknown[]) => {
        step()
        const result: unknown = Reflect.apply(value, target, args)
        if (result instanceof Promise) result.then(step, step)
        return result
      }
    },
  })
}

export async function live(config: LifeConfig): Promise<void> {
  const step = reaper(config)
  const world = openWorld(config.world, {
    store: (store: RecordStore) => stepping(store, step),
    files: (files: AssetFiles) => stepping(files, step),
    resources: (resources: Resources): Resources => ({
      ...resources,
      fetch: async (url, init) => {
        step()
        const response = await resources.fetch(url, init)
        step()
        return response
      },
    }),
  })
  process.stdout.write('born\n')
  await world.jobs.recover()
  const submitting = config.numbers.map(async (number) => {
    const steps = stepsOf(number)
    const request = requestOf(config.world, number)
    await (steps.length > 0 ? world.submitChain(request, steps) : world.submit(request))
  })
  await Promise.all(submitting)
  await allEnded(world.jobs)
  await world.close()
}
