// One budget for each account and deployment, shared between windows, and durations that are kept by deployment; none of
// it before a connection needs it.
import { describe, expect, it } from 'vitest'
import { KNOWN_BASES, type ServiceBase } from '../../../src/tripo/bases.ts'
import { TripoClient } from '../../../src/tripo/client.ts'
import { probe } from '../../../src/tripo/probe.ts'
import { type SharedRecord, sharedInMemory } from '../../../src/tripo/rate-limiter.ts'
import { decodeTask } from '../../../src/tripo/task.ts'
import { RateLimiters } from '../../../src/vscode/rate-limiters.ts'
import { FakeClock, fakeFetch, glb, KEY, memoryDisk, ok, wireTask } from '../tripo/fakes.ts'

const base = (dialect: 'v2' | 'v3', region: 'global' | 'china'): ServiceBase => {
  const found = KNOWN_BASES.find((known) => known.dialect === dialect && known.region === region)
  if (!found) throw new Error('no base')
  return found
}
const GLOBAL = base('v3', 'global')
const custom = (url: string): ServiceBase => ({ dialect: 'v3', region: 'custom', url })

/** A machine: its disk and its memento, and any number of windows. */
function machine() {
  const records = new Map<string, SharedRecord>()
  const kept = new Map<string, unknown>()
  const opened: string[] = []
  const warnings: string[] = []
  const clock = new FakeClock()
  const window = () =>
    new RateLimiters({
      clock,
      record: (name) => {
        opened.push(name)
        const record = records.get(name) ?? sharedInMemory()
        records.set(name, record)
        return record
      },
      memory: {
        get: (key: string) => kept.get(key),
        update: async (key: string, value: unknown) => {
          if (key.endsWith('china')) throw new Error('disk full')
          kept.set(key, JSON.parse(JSON.stringify(value)))
        },
      },
      log: { debug: () => {}, warn: (message) => warnings.push(message) },
    })
  return { clock, kept, opened, warnings, window }
}

function success(seconds: number) {
  const task = decodeTask(wireTask('a', { status: 'success', input: { model_version: 'v3' } }))
  if (!task) throw new Error('no task')
  return { task, ms: seconds * 1000 }
}

describe('the budget of an account', () => {
  it('is one for all its clients, and opened with the first of them only', () => {
    const { opened, window } = machine()
    const budgets = window()
    expect(opened).toEqual([])
    expect(budgets.of('aa', GLOBAL).rateLimiter).toBe(budgets.of('aa', GLOBAL).rateLimiter)
    expect(opened).toEqual(['aa-global'])
  })

  it('is another one for another key, region or address', () => {
    const { opened, window } = machine()
    const budgets = window()
    const bases = [GLOBAL, base('v3', 'china'), custom('http://127.0.0.1:81/v3'), custom('https://own.example/v3')]
    const all = bases.flatMap((there) => [budgets.of('aa', there).rateLimiter, budgets.of('bb', there).rateLimiter])
    expect(new Set(all).size).toBe(8)
    expect(new Set(opened).size).toBe(8)
    for (const name of opened) expect(name).toMatch(/^[a-z0-9._-]+$/)
  })

  it('counts both API versions of one account together', async () => {
    const { clock, opened, window } = machine()
    const budgets = window()
    const [v3, v2] = [budgets.of('aa', GLOBAL).rateLimiter, budgets.of('aa', base('v2', 'global')).rateLimiter]
    expect(v2).not.toBe(v3)
    expect(new Set(opened)).toEqual(new Set(['aa-global']))
    for (let index = 0; index < 50; index++) (await clock.run(v3.acquire({ kind: 'read' }))).end({ kind: 'answered' })
    void v2.acquire({ kind: 'read' })
    await clock.advance(1000)
    expect(v2.waiting).toBe(1)
  })

  it('is shared by two windows', async () => {
    const { clock, window } = machine()
    const [one, other] = [window().of('aa', GLOBAL).rateLimiter, window().of('aa', GLOBAL).rateLimiter]
    for (let index = 0; index < 25; index++) {
      for (const rateLimiter of [one, other])
        (await clock.run(rateLimiter.acquire({ kind: 'read' }))).end({ kind: 'answered' })
    }
    void one.acquire({ kind: 'read' })
    void other.acquire({ kind: 'read' })
    await clock.advance(1000)
    expect([one.waiting, other.waiting]).toEqual([1, 1])
    await clock.advance(60_000)
    expect([one.waiting, other.waiting]).toEqual([0, 0])
  })
})

describe('the sandbox', () => {
  it('has no record, takes more than a minute holds, and still keeps to the pools', async () => {
    const { clock, opened, window } = machine()
    const { rateLimiter } = window().sandbox(custom('https://sandbox.tripo.invalid/v3'))
    for (let index = 0; index < 200; index++)
      (await clock.run(rateLimiter.acquire({ kind: 'read' }))).end({ kind: 'answered' })
    expect(rateLimiter.forecast().free).toBeGreaterThan(1000)
    for (let index = 0; index < 30; index++) void rateLimiter.acquire({ kind: 'creation', pool: 'generation' })
    await clock.advance(0)
    expect(rateLimiter.waiting).toBeGreaterThan(0)
    expect(opened).toEqual([])
  })
})

describe('learned durations', () => {
  it('are kept from session to session, for each region and for the sandbox on its own', () => {
    const { kept, window } = machine()
    const { task, ms } = success(60)
    const budgets = window()
    for (let count = 0; count < 5; count++) {
      budgets.of('aa', GLOBAL).durations.learn(task, ms)
      budgets.sandbox(GLOBAL).durations.learn(task, ms / 10)
    }
    expect([...kept.keys()].sort()).toEqual(['tripo.durations.global', 'tripo.durations.sandbox'])
    const later = window()
    expect(later.of('bb', base('v2', 'global')).durations.expect(task).median).toBe(60_000)
    expect(later.sandbox(GLOBAL).durations.expect(task).median).toBe(6000)
    expect(later.of('aa', base('v3', 'china')).durations.expect(task).median).toBe(30_000)
  })

  it('are lost with a word in the log when they cannot be kept', async () => {
    const { warnings, window } = machine()
    const { task, ms } = success(60)
    window().of('aa', base('v3', 'china')).durations.learn(task, ms)
    await Promise.resolve()
    await Promise.resolve()
    expect(warnings.join()).toContain('disk full')
  })
})

describe('what counts', () => {
  it('balance, usage and the search for a key’s region do; a download from the file host does not', async () => {
    const { clock, window } = machine()
    const { rateLimiter } = window().of('aa', GLOBAL)
    const used = () => 50 - rateLimiter.forecast().free
    const model = glb(4000)
    const finished = { status: 'success', output: { pbr_model_url: 'https://cdn.test/model.glb' } }
    const net = fakeFetch(({ url }) => {
      if (url.startsWith('https://cdn')) return new Response(model)
      if (url.includes('usage')) return ok({ items: [], total: 0 })
      return url.includes('balance') ? ok({ balance: 1, frozen: 0 }) : ok(wireTask('a', finished))
    })
    const disk = memoryDisk()
    const resources = { fetch: net.fetch, clock, random: () => 0, files: disk }
    await clock.run(
      probe({ apiKey: KEY, resources, region: 'global', apiVersion: 'v3', rateLimiter: () => rateLimiter }),
    )
    expect(used()).toBe(1)
    const client = new TripoClient({ apiKey: KEY, base: GLOBAL, resources, rateLimiter })
    await clock.run(client.getBalance())
    await clock.run(client.getUsage())
    const task = await clock.run(client.getTask('a'))
    expect(used()).toBe(4)
    await clock.run(client.downloadTaskModels(task, 'out'))
    expect(disk.files.size).toBe(1)
    expect(net.calls).toHaveLength(5)
    expect(used()).toBe(4)
  })
})
