// Which tasks an account has created lately, from rows (v3) and from the account-wide socket (v2), on a real simulator.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openSocket } from '../../../src/platform/sockets.ts'
import { type SimulatorServer, startServer } from '../../../src/simulator/server.ts'
import { TripoClient } from '../../../src/tripo/client.ts'
import { tinyBuilder } from '../../bench/soak/tiny.ts'

let server: SimulatorServer
beforeAll(async () => {
  server = await startServer({ build: tinyBuilder, timeScale: 1000 })
})
afterAll(() => server.close())

/** How many waits for silence do not end: the socket is to speak first, however slow the machine is. */
let held = 0
/** Silence takes a tenth of what is asked for. */
const clock = {
  now: () => Date.now(),
  after: (ms: number, run: () => void) => {
    const isSilence = ms === 2000
    if (isSilence && held > 0) {
      held -= 1
      return () => {}
    }
    const timer = setTimeout(run, isSilence ? ms / 10 : ms)
    return () => clearTimeout(timer)
  },
}

test.each(['v2', 'v3'] as const)(
  '%s tells running and finished tasks since a time, and no older ones',
  async (dialect) => {
    const base = { dialect, region: 'custom', url: server[dialect] } as const
    const client = new TripoClient({ apiKey: `tsk_recent-${dialect}`, base, resources: { fetch, openSocket, clock } })
    const started = Date.now() - 5000
    expect(await client.recentTasks(started)).toEqual([])
    const id = await client.createTask({ type: 'text_to_model', prompt: 'a chair' })
    const hear = () => {
      held = dialect === 'v2' ? 1 : 0
      return client.recentTasks(started)
    }
    expect(await hear()).toEqual([id])
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await hear()).toEqual([id])
    expect(await client.recentTasks(Date.now() + 60_000)).toEqual([])
    client.dispose()
  },
)

test('v2 without sockets has no way to tell', async () => {
  const base = { dialect: 'v2', region: 'custom', url: server.v2 } as const
  const client = new TripoClient({ apiKey: 'tsk_recent', base, resources: { fetch } })
  expect(await client.recentTasks(0)).toBeUndefined()
})
