// One life of the extension, as a program of its own: recovers, sends new requests, waits for their end. Dies by its
// own hand at a step of its way, at the hand of the harness, or goes when all is done; or it stops at a step, as a
// program that is suspended, until the harness lets it go on.
import { writeSync } from 'node:fs'
import type { Kind } from './kinds.ts'
import { ask } from './sleep.ts'
import { type Steps, wrapsOf } from './stepping.ts'
import { allEnded } from './wait.ts'
import { openWorld, requestOf, stepsOf, type World } from './world.ts'

export interface LifeConfig {
  world: World
  /** Numbers of the requests that this life makes. */
  numbers: readonly number[]
  /** At which step of journal, disk or network to die, and how many milliseconds later. */
  dieAt?: number
  dieAfter?: number
  /** Instead: what this life asks for, and at which step it stops. */
  stop?: { kind: Kind; at: number }
}

/** What a life says when it stops; after it comes the step's name. */
export const STOPS = 'stops at '

/** Counts steps, and ends the process without a goodbye. */
function reaper({ dieAt, dieAfter = 0, stop }: LifeConfig): Steps {
  let steps = 0
  const die = () => process.kill(process.pid, 'SIGKILL')
  process.on('exit', () => process.stdout.write(`steps ${steps}\n`))
  return {
    look: async () => undefined,
    step: async (name) => {
      steps += 1
      if (steps === stop?.at) {
        writeSync(1, `${STOPS}${name}\n`)
        process.kill(process.pid, 'SIGSTOP')
      }
      if (steps !== dieAt) return
      if (dieAfter === 0) die()
      else setTimeout(die, dieAfter)
    },
  }
}

export async function live(config: LifeConfig): Promise<void> {
  const world = openWorld(config.world, wrapsOf(reaper(config)))
  process.stdout.write('born\n')
  await world.jobs.recover()
  if (config.stop) {
    await ask(world, config.world, config.stop.kind)
    await allEnded(world.jobs)
    await world.close()
    return
  }
  const submitting = config.numbers.map(async (number) => {
    const steps = stepsOf(number)
    const request = requestOf(config.world, number)
    await (steps.length > 0 ? world.submitChain(request, steps) : world.submit(request))
  })
  await Promise.all(submitting)
  await allEnded(world.jobs)
  await world.close()
}
