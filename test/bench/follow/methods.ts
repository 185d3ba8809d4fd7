// Ways to learn of a task's end: ours, with the real client, and what today's SDKs do.

import { TripoClient } from '../../../src/tripo/client.ts'
import { RateLimiter } from '../../../src/tripo/rate-limiter.ts'
import { seeded, VirtualClock } from '../virtual-clock.ts'
import { ModelledService } from './service.ts'

export interface Scene {
  dialect: 'v2' | 'v3'
  tasks: number
  seed: number
}

/** What one run came to: milliseconds from each task's end to its being known, and when requests arrived. */
export interface Run {
  delays: number[]
  arrivals: readonly number[]
  /** Milliseconds of virtual time. */
  lasted: number
}

export interface Method {
  name: string
  dialects: readonly ('v2' | 'v3')[]
  /** Whether it is ours, and so must meet the aim. */
  isOurs: boolean
  run(scene: Scene): Promise<Run>
}

const BASE = { v2: 'https://bench.test/v2/openapi', v3: 'https://bench.test/v3' } as const

/** Plays a scene: `learn` resolves when the end of a task is known. */
async function play(
  { dialect, tasks, seed }: Scene,
  make: (service: ModelledService, clock: VirtualClock) => { learn(id: string): Promise<void>; dispose?(): void },
): Promise<Run> {
  const clock = new VirtualClock()
  const service = new ModelledService(clock, seeded(seed), { dialect, count: tasks })
  const began = clock.now()
  const { learn, dispose } = make(service, clock)
  const learned = service.tasks.map(async (task) => {
    await learn(task.id)
    return clock.now() - task.endAt
  })
  const delays = await clock.run(Promise.all(learned))
  dispose?.()
  return { delays, arrivals: service.arrivals, lasted: clock.now() - began }
}

const ours = (name: string, dialects: Method['dialects'], withSocket: boolean): Method => ({
  ...{ name, dialects, isOurs: true },
  run: (scene) =>
    play(scene, ({ fetch, openSocket }, clock) => {
      const { dialect } = scene
      const client = new TripoClient({
        apiKey: 'tsk_bench0123456789abcdef',
        base: { dialect, region: 'custom', url: BASE[dialect] },
        resources: { fetch, clock, random: () => 0, openSocket: withSocket ? openSocket : undefined },
        rateLimiter: new RateLimiter({ clock, dialect }),
      })
      return {
        learn: async (id) => {
          await client.waitForTask(id)
        },
        dispose: () => client.dispose(),
      }
    }),
})

/** One GET a task, again and again. @param rest milliseconds before the request of that number, from 0 */
const getEach = (name: string, rest: (count: number) => number): Method => ({
  ...{ name, dialects: ['v2', 'v3'], isOurs: false },
  run: (scene) =>
    play(scene, ({ fetch }, clock) => {
      const path = scene.dialect === 'v2' ? '/task/' : '/tasks/'
      return {
        async learn(id) {
          for (let count = 0; ; count++) {
            await clock.wait(rest(count))
            const answer = await fetch(`${BASE[scene.dialect]}${path}${id}`)
            if ((await answer.text()).includes('"status":"success"')) return
          }
        },
      }
    }),
})

export const METHODS: readonly Method[] = [
  ours('ours, websocket', ['v2'], true),
  ours('ours, no websocket', ['v2'], false),
  ours('ours', ['v3'], false),
  getEach('GET every 2 s', (count) => (count === 0 ? 0 : 2000)),
  getEach('GET, 4 to 30 s', (count) => (count === 0 ? 0 : Math.min(30_000, 4000 * 2 ** (count - 1)))),
]
