// The loop of both sleep experiments: each kind of request again and again, asleep at one step further each time, some of
// them side by side, each in a world of its own, until one goes through without reaching its step.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '../../../src/simulator/server.ts'
import { ALL_KINDS, KINDS, type Kind, type Night } from './kinds.ts'
import { tinyBuilder } from './tiny.ts'
import type { World } from './world.ts'

export interface StepsOptions {
  kinds?: readonly Kind[]
  /** Only every so manieth step, beginning with `from`. */
  every: number
  from?: number
  /** Experiments side by side. */
  atOnce: number
  /** How much faster than real the service works. */
  scale: number
  lease: World['lease']
  onKind?(kind: Kind, nights: readonly Night[]): void
}

/** One experiment. @param v3 the address of the service's v3 */
type Once = (world: World, v3: string, kind: Kind, at: number) => Promise<Night>

/**
 * Runs the experiment at every step. Gives what happened at each, in order.
 * @param prepare makes the experiment, in the folder that holds all worlds
 */
export async function everyStep(options: StepsOptions, prepare: (folder: string) => Promise<Once>): Promise<Night[]> {
  const { kinds = ALL_KINDS, every, from = 1, atOnce, scale, lease, onKind } = options
  const folder = await mkdtemp(join(tmpdir(), 'tripo-sleep-'))
  const server = await startServer({ build: tinyBuilder, timeScale: scale, credits: 1_000_000_000 })
  const all: Night[] = []
  try {
    const once = await prepare(folder)
    for (const kind of kinds) {
      const nights: Night[] = []
      let next = from
      let isOver = false
      const worker = async () => {
        while (!isOver) {
          const at = next
          next += every
          const name = `${kind.replace(/\W+/g, '-')}-${at}`
          const { dialect } = KINDS[kind]
          const world: World = {
            ...{ folder: join(folder, name), dialect, url: server[dialect], key: `tsk_${name}`, lease },
          }
          const night = await once(world, server.v3, kind, at).catch((error: unknown) => ({
            ...{ kind, at: `${at}`, wrong: [error instanceof Error ? error.message : String(error)] },
          }))
          if (night.at === undefined) isOver = true
          nights.push(night)
          await rm(world.folder, { recursive: true, force: true, maxRetries: 3 })
        }
      }
      await Promise.all(Array.from({ length: atOnce }, worker))
      onKind?.(kind, nights)
      all.push(...nights)
    }
    return all
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}
