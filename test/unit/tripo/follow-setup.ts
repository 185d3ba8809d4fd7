// A follower over a scripted service, with sockets that a test drives.
import { DIALECTS } from '../../../src/tripo/dialects/index.ts'
import { Follower, type FollowHealth } from '../../../src/tripo/follow.ts'
import { TaskReader } from '../../../src/tripo/task-reader.ts'
import { Transport } from '../../../src/tripo/transport.ts'
import { type Call, FakeClock, FakeSockets, fakeFetch, fault, KEY, ok, wireTask } from './fakes.ts'

export type State = Record<string, Record<string, unknown> | undefined>

/** The service's side: tasks by id, in either dialect. */
export function service(state: State, shape: 'map' | 'list' = 'map') {
  return (call: Call): Response => {
    const body: unknown = call.body
    if (call.method === 'POST' && typeof body === 'object' && body !== null && 'task_ids' in body) {
      const ids = Array.isArray(body.task_ids) ? body.task_ids.map(String) : []
      const known = ids.filter((id) => state[id])
      const missed = ids.filter((id) => !state[id])
      const tasks = known.map((id) => wireTask(id, state[id]))
      if (shape === 'list') return ok(tasks)
      return ok({ tasks: Object.fromEntries(tasks.map((task) => [task.task_id, task])), missed })
    }
    const id = call.url.split('/').at(-1) ?? ''
    return state[id] ? ok(wireTask(id, state[id])) : fault(404, 2001)
  }
}

export function setup(dialect: 'v2' | 'v3', reply: (call: Call) => Response | Error, withSockets = false) {
  const clock = new FakeClock()
  const sockets = new FakeSockets()
  const net = fakeFetch((call) => {
    const answer = reply(call)
    if (answer instanceof Error) throw answer
    return answer
  })
  const health: FollowHealth[] = []
  const transport = new Transport({
    apiKey: KEY,
    base: { dialect, region: 'custom', url: `https://t.test/${dialect}` },
    resources: { fetch: net.fetch, clock, random: () => 0, openSocket: withSockets ? sockets.open : undefined },
  })
  const reader = new TaskReader(transport, DIALECTS[dialect])
  const follower = new Follower(transport, DIALECTS[dialect], reader, { onHealth: (news) => health.push(news) })
  const push = (index: number, id: string, fields: Record<string, unknown>, event = 'update') =>
    sockets.opened[index]?.events.message(JSON.stringify({ event, data: wireTask(id, fields) }))
  return { clock, net, sockets, health, follower, push }
}

export const outcome = (work: Promise<unknown>) => {
  const box: { value?: unknown; error?: unknown } = {}
  work.then(
    (value) => {
      box.value = value
    },
    (error: unknown) => {
      box.error = error
    },
  )
  return box
}
