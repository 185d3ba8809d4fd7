// Each fault on demand, seen by a client at the other end of a real socket.
import { afterEach, describe, expect, it } from 'vitest'
import WebSocket from 'ws'
import { type Fault, readFaults } from '../../../src/simulator/faults.ts'
import { createRandom } from '../../../src/simulator/random.ts'
import { type SimulatorServer, startServer } from '../../../src/simulator/server.ts'
import { fakeBuild, KEY, readAnswer, startService, TEXT_V3, text, text3, V2, V3 } from './support.ts'

let server: SimulatorServer | undefined
afterEach(() => server?.close())

const json = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' }

async function start(faults: unknown) {
  server = await startServer({
    ...{ build: fakeBuild, timeScale: 500, random: createRandom(1) },
    faults: readFaults(JSON.parse(JSON.stringify(faults))),
  })
  const { v2, v3 } = server
  const post = (url: string, body: unknown) => fetch(url, { method: 'POST', headers: json, body: JSON.stringify(body) })
  const get = (url: string) => fetch(url, { headers: json })
  const balance = async () => (await readAnswer(await get(`${v2}/user/balance`))).data
  const tasks = async () => (await readAnswer(await get(`${v3}/account/usage`))).data.total
  return { v2, v3, post, get, balance, tasks, create: () => post(`${v2}/task`, text()) }
}

/** A finished task's model address. */
async function modelUrl({ v2, post, get }: Awaited<ReturnType<typeof start>>): Promise<string> {
  const { data } = await readAnswer(await post(`${v2}/task`, text()))
  const read = async () => (await readAnswer(await get(`${v2}/task/${data.task_id}`))).data
  await expect.poll(async () => (await read()).status, { timeout: 90_000, interval: 20 }).toBe('success')
  return String((await read()).output?.pbr_model)
}

describe('in place of an answer', () => {
  it('any status, headers and body', async () => {
    const body = { code: 7777, message: 'soon' }
    const { create, tasks } = await start([
      {
        match: { route: '/task', nth: 1 },
        action: { type: 'answer', status: 503, headers: { 'Retry-After': '3' }, body },
      },
      { match: { route: '/task', nth: 2 }, action: { type: 'answer', status: 429, body: 'slow down' } },
      { match: { route: '/task', nth: 3 }, action: { type: 'answer', status: 204 } },
    ])
    const first = await create()
    expect([first.status, first.headers.get('retry-after'), await first.json()]).toEqual([503, '3', body])
    const second = await create()
    expect([second.status, await second.text()]).toEqual([429, 'slow down'])
    expect((await create()).status).toBe(204)
    expect(await tasks()).toBe(0)
    expect((await create()).status).toBe(200)
  })

  it('an error of the service in the envelope of the dialect', async () => {
    const { v3, create, post } = await start([
      { match: { route: '/task' }, action: { type: 'error', code: 1000 } },
      { match: { dialect: 'v3' }, action: { type: 'error', code: 2000, retryAfter: 4 } },
    ])
    expect(await readAnswer(await create())).toMatchObject({ status: 500, code: 1000 })
    const answer = await readAnswer(await post(`${v3}/generation/text-to-model`, text3()))
    expect(answer).toMatchObject({ status: 429, code: 2000, body: { status: 'error' } })
    expect(answer.headers.get('retry-after')).toBe('4')
  })

  it('a web page, or bytes that are no JSON', async () => {
    const { create, tasks } = await start([
      { match: { route: '/task', nth: 1 }, action: { type: 'html' } },
      { match: { route: '/task', nth: 2 }, action: { type: 'garbage' } },
    ])
    const page = await create()
    expect([page.status, page.headers.get('content-type')]).toEqual([502, 'text/html; charset=utf-8'])
    expect(await page.text()).toMatch(/^<!DOCTYPE html>/)
    expect(await tasks()).toBe(0)
    const garbage = await create()
    expect(garbage.status).toBe(200)
    await expect(garbage.json()).rejects.toThrow()
    expect(await tasks()).toBe(1)
  })
})

describe('connections', () => {
  it('drop before or after acting', async () => {
    const { create, tasks } = await start([
      { match: { route: '/task', nth: 1 }, action: { type: 'drop' } },
      { match: { route: '/task', nth: 2 }, action: { type: 'drop', when: 'after' } },
    ])
    await expect(create()).rejects.toThrow('fetch failed')
    expect(await tasks()).toBe(0)
    await expect(create()).rejects.toThrow('fetch failed')
    expect(await tasks()).toBe(1)
    expect((await create()).status).toBe(200)
  })

  it('answer late', async () => {
    const { v2, get } = await start([{ match: { route: '/user/balance' }, action: { type: 'delay', ms: 150 } }])
    const before = performance.now()
    expect((await get(`${v2}/user/balance`)).status).toBe(200)
    expect(performance.now() - before).toBeGreaterThan(140)
  })

  it('trickle', async () => {
    const { v2, get } = await start([
      { match: { route: '/user/balance' }, action: { type: 'trickle', bytes: 10, ms: 20 } },
    ])
    const before = performance.now()
    const answer = await readAnswer(await get(`${v2}/user/balance`))
    expect(answer.data.balance).toBe(10_000)
    expect(performance.now() - before).toBeGreaterThan(60)
  })

  it('break in the middle of a body, or end it early without a sign', async () => {
    const started = await start([
      { match: { route: '/cdn/*', nth: 1 }, action: { type: 'cut', bytes: 100 } },
      { match: { route: '/cdn/*', nth: 2 }, action: { type: 'cut', bytes: 100, honest: true } },
    ])
    const url = await modelUrl(started)
    const broken = await fetch(url)
    expect(Number(broken.headers.get('content-length'))).toBeGreaterThan(100)
    await expect(broken.arrayBuffer()).rejects.toThrow()
    const short = await fetch(url)
    expect(short.headers.get('content-length')).toBe('100')
    expect((await short.arrayBuffer()).byteLength).toBe(100)
    expect((await (await fetch(url)).arrayBuffer()).byteLength).toBeGreaterThan(100)
  })

  it('websockets are closed, at once, after frames, or broken', async () => {
    const route = '/task/watch/*'
    const { v2, create } = await start([
      { match: { route, method: 'WATCH', nth: 1 }, action: { type: 'close' } },
      { match: { route, method: 'WATCH', nth: 2 }, action: { type: 'close', code: 4000, frames: 1 } },
      { match: { route, method: 'WATCH', nth: 3 }, action: { type: 'close', code: 1006 } },
      { match: { route, method: 'WATCH', nth: 4 }, action: { type: 'error', code: 1000 } },
      { match: { route, method: 'WATCH', nth: 5 }, action: { type: 'drop' } },
    ])
    const { data } = await readAnswer(await create())
    const watch = () =>
      new Promise<[outcome: number | string, frames: number]>((resolve) => {
        let frames = 0
        const socket = new WebSocket(`${v2.replace('http', 'ws')}/task/watch/${data.task_id}`, { headers: json })
        socket.on('message', () => {
          frames += 1
        })
        socket.on('close', (code) => resolve([code, frames]))
        socket.on('unexpected-response', (_request, response) => resolve([response.statusCode ?? 0, frames]))
        socket.on('error', (error) => resolve([error.message, frames]))
      })
    expect(await watch()).toEqual([1011, 0])
    expect(await watch()).toEqual([4000, 1])
    expect((await watch())[0]).toBe(1006)
    expect(await watch()).toEqual([500, 0])
    expect((await watch())[0]).toMatch(/hang up|reset/)
  })
})

describe('tasks and addresses', () => {
  it.each([
    ['failed', undefined, 'failed', 1001, 'failed', 1001],
    ['failed', 2018, 'failed', 2018, 'failed', 2018],
    ['banned', undefined, 'banned', 2008, 'failed', 2008],
    ['expired', undefined, 'expired', 1001, 'failed', 2018],
    ['cancelled', undefined, 'cancelled', 1001, 'cancelled', 1001],
  ])('a task ends as %s with %s, for nothing', async (status, code, v2Status, v2Code, v3Status, v3Code) => {
    const { v2, v3, get, create, balance } = await start([
      { match: { capability: 'text_to_model' }, action: { type: 'task', status, ...(code ? { code } : {}) } },
    ])
    const { data } = await readAnswer(await create())
    const read = async () => (await readAnswer(await get(`${v2}/task/${data.task_id}`))).data
    await expect.poll(async () => (await read()).status, { timeout: 90_000, interval: 20 }).toBe(v2Status)
    expect(await read()).toMatchObject({ error_code: v2Code, consumed_credit: 0 })
    const other = (await readAnswer(await get(`${v3}/tasks/${data.task_id}`))).data
    expect(other).toMatchObject({ status: v3Status, error_code: v3Code })
    expect(await balance()).toEqual({ balance: 10_000, frozen: 0 })
  })

  it('addresses expire early, on the reading or on the download', async () => {
    const started = await start([
      { match: { route: '/cdn/*', nth: 1 }, action: { type: 'expire' } },
      { match: { route: '/tasks/*', nth: 1 }, action: { type: 'expire' } },
    ])
    const url = await modelUrl(started)
    expect((await fetch(url)).status).toBe(403)
    expect((await fetch(url)).status).toBe(200)
    const id = url.split('/').at(-2)
    const read = async () => (await readAnswer(await started.get(`${started.v3}/tasks/${id}`))).data.output?.model_url
    expect((await fetch(String(await read()))).status).toBe(403)
    expect((await fetch(String(await read()))).status).toBe(200)
  })
})

describe('matching', () => {
  const statuses = async (
    faults: readonly Fault[],
    count: number,
    urls: readonly string[] = [`${V2}/user/balance`],
  ) => {
    const { send } = startService({ faults })
    const seen: number[] = []
    for (let index = 0; index < count; index += 1) {
      seen.push((await send(urls[index % urls.length] ?? '')).status)
    }
    return seen
  }
  const action = { type: 'answer', status: 418 } as const

  it('counts: the nth, some, every nth, at most so many', async () => {
    expect(await statuses([{ match: { nth: 2 }, action }], 3)).toEqual([200, 418, 200])
    expect(await statuses([{ match: { nth: [1, 3] }, action }], 4)).toEqual([418, 200, 418, 200])
    expect(await statuses([{ match: { every: 2 }, action }], 5)).toEqual([200, 418, 200, 418, 200])
    expect(await statuses([{ match: { times: 2 }, action }], 4)).toEqual([418, 418, 200, 200])
    expect(await statuses([{ action }], 2)).toEqual([418, 418])
  })

  it('draws lots that can be repeated', async () => {
    const some = [{ match: { probability: 0.3, seed: 5 }, action }]
    const first = await statuses(some, 60)
    expect(await statuses(some, 60)).toEqual(first)
    const hits = first.filter((status) => status === 418).length
    expect(hits).toBeGreaterThan(8)
    expect(hits).toBeLessThan(30)
    expect(await statuses([{ match: { probability: 0.3, seed: 6 }, action }], 60)).not.toEqual(first)
    expect(await statuses([{ match: { probability: 0 }, action }], 5)).toEqual(Array(5).fill(200))
  })

  it('tells dialects, methods and routes apart, and takes the first that fires', async () => {
    const urls = [`${V2}/user/balance`, `${V3}/account/balance`]
    expect(await statuses([{ match: { dialect: 'v3' }, action }], 2, urls)).toEqual([200, 418])
    expect(await statuses([{ match: { method: 'POST' }, action }], 2, urls)).toEqual([200, 200])
    expect(await statuses([{ match: { route: '/account/*' }, action }], 2, urls)).toEqual([200, 418])
    expect(await statuses([{ match: { route: '/v2/openapi/user/balance' }, action }], 2, urls)).toEqual([418, 200])
    expect(await statuses([{ match: { route: '/account' }, action }], 2, urls)).toEqual([200, 200])
    const two = [{ match: { nth: 2 }, action: { ...action, status: 500 } }, { action }]
    expect(await statuses(two, 3)).toEqual([418, 500, 418])
  })

  it('tells capabilities apart on the one route of v2, and leaves the body to be read', async () => {
    const { post } = startService({ faults: [{ match: { capability: 'text_to_image' }, action }] })
    expect((await post(`${V2}/task`, text())).status).toBe(200)
    expect((await post(TEXT_V3, text3())).status).toBe(200)
    await expect(post(`${V2}/task`, { type: 'text_to_image', prompt: 'a key' })).rejects.toThrow()
    await expect(post(`${V3}/generation/text-to-image`, { prompt: 'a key' })).rejects.toThrow()
  })

  it('can be changed while it runs', async () => {
    const { simulator, send } = startService()
    simulator.setFaults([{ action: { type: 'drop' } }])
    await expect(send(`${V2}/user/balance`)).rejects.toThrow('dropped')
    simulator.setFaults([])
    expect((await send(`${V2}/user/balance`)).status).toBe(200)
  })
})

describe('a list of faults', () => {
  it.each([
    [{}, /must be a JSON list/],
    [[7], /^faults\[0\] must be object/],
    [[{}], /^faults\[0\].*action/],
    [[{ action: { type: 'explode' } }], /^faults\[0\]\.action\.type must be one of answer, error, .*close\.$/],
    [[{ action: { type: 'drop' } }, { action: { type: 'delay' } }], /^faults\[1\]\.action .*ms/],
    [[{ action: { type: 'answer', status: 99 } }], /^faults\[0\]\.action\.status .*200/],
    [[{ action: { type: 'drop', when: 'later' } }], /^faults\[0\]\.action\.when/],
    [[{ action: { type: 'error', code: 4711 } }], /^faults\[0\]\.action\.code/],
    [[{ action: { type: 'task', status: 'success' } }], /^faults\[0\]\.action\.status/],
    [[{ action: { type: 'close', code: 1005 } }], /^faults\[0\]\.action\.code/],
    [[{ match: { nth: 0 }, action: { type: 'drop' } }], /^faults\[0\]\.match\.nth/],
    [[{ match: { probability: 2 }, action: { type: 'drop' } }], /^faults\[0\]\.match\.probability/],
    [[{ match: { routes: '/task' }, action: { type: 'drop' } }], /^faults\[0\]\.match/],
    [[{ action: { type: 'drop', delay: 5 } }], /^faults\[0\]\.action/],
  ])('is refused with the place of the mistake: %j', (value, says) => {
    expect(() => readFaults(value)).toThrow(says)
  })
})
