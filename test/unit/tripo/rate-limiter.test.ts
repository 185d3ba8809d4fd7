// The request budget: the sliding minute, reading's share, uploads, pools, what refusals teach, several windows, and
// requests that are given up while they wait.
import { describe, expect, it } from 'vitest'
import { POOLS } from '../../../src/tripo/catalogue/index.ts'
import type { RateLimitWait, RateRequest } from '../../../src/tripo/rate-ledger.ts'
import {
  RateLimiter,
  type RateLimiterOptions,
  type RequestOutcome,
  sharedInMemory,
} from '../../../src/tripo/rate-limiter.ts'
import { FakeClock, task } from './fakes.ts'

const READ: RateRequest = { kind: 'read' }
const CREATE: RateRequest = { kind: 'creation' }
const UPLOAD: RateRequest = { kind: 'upload' }
const MODEL: RateRequest = { kind: 'creation', pool: 'generation' }
const ANSWERED: RequestOutcome = { kind: 'answered' }

/** A budget, with a log of what it let through. */
function setup(options: Partial<RateLimiterOptions> = {}, clock = new FakeClock()) {
  const rateLimiter = new RateLimiter({ clock, dialect: 'v3', ...options })
  const sent: { name: string; at: number }[] = []
  const told: (RateLimitWait['reason'] | undefined)[] = []
  const began = clock.now()
  /** Asks, and ends at once when it is let through. */
  const ask = (wanted: RateRequest, { name = wanted.kind, ending = ANSWERED, signal }: AskOptions = {}) =>
    rateLimiter.acquire(wanted, { signal, onWaiting: ({ reason }) => told.push(reason) }).then((permit) => {
      sent.push({ name, at: clock.now() - began })
      permit.end(ending)
    })
  const many = (count: number, wanted: RateRequest) => Array.from({ length: count }, () => ask(wanted))
  const count = (name: string) => sent.filter((entry) => entry.name === name).length
  return { rateLimiter, clock, sent, told, ask, many, count }
}
interface AskOptions {
  name?: string
  ending?: RequestOutcome
  signal?: AbortSignal
}

describe('the minute', () => {
  it('holds 50 requests; the next goes a minute after the first was answered', async () => {
    const { clock, sent, many, told } = setup()
    many(60, READ)
    await clock.advance(0)
    expect(sent).toHaveLength(50)
    expect(told).toEqual(Array.from({ length: 10 }, () => 'rate'))
    await clock.advance(59_999)
    expect(sent).toHaveLength(50)
    await clock.advance(2)
    expect(sent).toHaveLength(60)
  })

  it('counts from the answer: the service may have counted as late as that', async () => {
    const { rateLimiter, clock, sent, many, ask } = setup()
    const permit = await clock.run(rateLimiter.acquire(READ))
    many(49, READ)
    await clock.advance(5000)
    permit.end(ANSWERED)
    for (let index = 0; index < 50; index++) void ask(READ)
    await clock.advance(56_000)
    expect(sent).toHaveLength(49 + 49)
    await clock.advance(4001)
    expect(sent).toHaveLength(49 + 50)
  })

  it('keeps 20 for reading however much is to be created', async () => {
    const { clock, many, count } = setup()
    many(100, CREATE)
    await clock.advance(0)
    expect(count('creation')).toBe(30)
    many(30, READ)
    await clock.advance(0)
    expect(count('read')).toBe(20)
  })

  it('lets creation go before reading', async () => {
    const { clock, sent, many } = setup()
    many(50, READ)
    await clock.advance(1000)
    many(3, READ)
    many(3, CREATE)
    await clock.advance(60_000)
    expect(sent.slice(50).map(({ name }) => name)).toEqual(['creation', 'creation', 'creation', 'read', 'read', 'read'])
  })

  it('is fair: first come, first served', async () => {
    const { clock, sent, ask } = setup({ limits: { requests: 2, reads: 0 } })
    for (const name of ['a', 'b', 'c', 'd', 'e']) void ask(READ, { name })
    await clock.advance(3 * 60_000)
    expect(sent.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e'])
  })

  it('gets a request back that was never sent', async () => {
    const { clock, sent, ask } = setup({ limits: { requests: 1, reads: 1 } })
    void ask(READ, { ending: { kind: 'unsent' } })
    void ask(READ)
    await clock.advance(0)
    expect(sent).toHaveLength(2)
  })

  it('stops waiting with the signal, and counts nothing then', async () => {
    const { clock, sent, many, ask, rateLimiter } = setup()
    many(50, READ)
    await clock.advance(0)
    const controller = new AbortController()
    const waiting = ask(READ, { signal: controller.signal })
    const next = ask(READ)
    await clock.settle()
    controller.abort()
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
    expect(rateLimiter.waiting).toBe(1)
    await clock.run(next)
    expect(sent).toHaveLength(51)
    await expect(ask(READ, { signal: controller.signal })).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('uploads', () => {
  it.each([
    ['v2', 10, 1000],
    ['v3', 10, 60_000],
  ] as const)('%s: %i in %i ms', async (dialect, most, ms) => {
    const { clock, many, count } = setup({ dialect })
    many(12, UPLOAD)
    await clock.advance(0)
    expect(count('upload')).toBe(most)
    await clock.advance(ms - 1)
    expect(count('upload')).toBe(most)
    await clock.advance(2)
    expect(count('upload')).toBe(12)
  })
})

describe('pools', () => {
  it('make what does not fit wait, and let it go when a task is final', async () => {
    const { rateLimiter, clock, told, count } = setup()
    const ids = Array.from({ length: 12 }, (_, index) => `t${index}`)
    const sent: string[] = []
    for (const id of ids) {
      void rateLimiter.acquire(MODEL, { onWaiting: ({ reason }) => told.push(reason) }).then((permit) => {
        sent.push(id)
        permit.end({ kind: 'answered', taskId: id })
      })
    }
    await clock.advance(30_000)
    expect(sent).toHaveLength(POOLS.generation)
    expect(told).toEqual(['pool', 'pool'])
    rateLimiter.observe(task('t3', { status: 'success' }))
    await clock.advance(0)
    expect(sent).toHaveLength(11)
    rateLimiter.observe(task('t4', { status: 'failed' }))
    await clock.advance(0)
    expect(sent).toEqual(ids)
    expect(count('creation')).toBe(0)
  })

  it('do not hold up one another', async () => {
    const { rateLimiter, clock, ask, sent } = setup()
    for (let index = 0; index < 11; index++) rateLimiter.observe(task(`t${index}`))
    await clock.advance(0)
    void ask(MODEL, { name: 'model' })
    void ask({ kind: 'creation', pool: 'other' }, { name: 'other' })
    await clock.advance(1000)
    expect(sent.map(({ name }) => name)).toEqual(['other'])
  })

  it('count tasks that a restart found, and forget those nobody has read for minutes', async () => {
    const { rateLimiter, clock, ask, sent } = setup()
    for (let index = 0; index < POOLS.generation; index++) rateLimiter.observe(task(`t${index}`, { status: 'queued' }))
    void ask(MODEL)
    await clock.advance(100_000)
    expect(sent).toHaveLength(0)
    await clock.advance(90_000)
    expect(sent).toHaveLength(1)
  })

  it('keep the place of a creation whose outcome is not known', async () => {
    const { clock, ask, sent } = setup({ limits: { pools: { ...POOLS, generation: 1 } } })
    void ask(MODEL, { ending: { kind: 'lost' } })
    void ask(MODEL)
    await clock.advance(60_000)
    expect(sent).toHaveLength(1)
    await clock.advance(130_000)
    expect(sent).toHaveLength(2)
  })

  it('free the place of a creation that was refused', async () => {
    const { clock, ask, sent } = setup({ limits: { pools: { ...POOLS, generation: 1 } } })
    void ask(MODEL)
    void ask(MODEL)
    await clock.advance(0)
    expect(sent).toHaveLength(2)
  })
})

describe('other clients of the account', () => {
  it('filled the pool: it rests for as long as the service says, the others do not', async () => {
    const { clock, ask, sent } = setup()
    void ask(MODEL, { ending: { kind: 'busy', of: 'pool', retryMs: 7000 } })
    await clock.advance(0)
    void ask(MODEL, { name: 'again' })
    void ask({ kind: 'creation', pool: 'other' }, { name: 'other' })
    void ask(READ)
    await clock.advance(6999)
    expect(sent.map(({ name }) => name)).toEqual(['creation', 'other', 'read'])
    await clock.advance(2)
    expect(sent.at(-1)?.name).toBe('again')
  })
  it('or the account has fewer places than the documentation says: as many are used as the service took', async () => {
    const { rateLimiter, clock } = setup()
    const REAL = 3
    const running = new Set<string>()
    let refused = 0
    let created = 0
    // Each waits its turn, is refused while the pool is full, and asks again.
    const create = async (id: string) => {
      while (true) {
        const permit = await rateLimiter.acquire(MODEL)
        if (running.size < REAL) {
          running.add(id)
          created += 1
          permit.end({ kind: 'answered', taskId: id })
          return
        }
        refused += 1
        permit.end({ kind: 'busy', of: 'pool', retryMs: 1000 })
      }
    }
    for (let index = 0; index < 12; index++) void create(`t${index}`)
    for (let minute = 0; minute < 8; minute++) {
      await clock.advance(60_000)
      const [first] = running
      for (const id of running) rateLimiter.observe(task(id, { status: id === first ? 'success' : 'running' }))
      if (first) running.delete(first)
      await clock.advance(0)
      expect(running.size).toBeLessThanOrEqual(REAL)
    }
    expect(created).toBeGreaterThanOrEqual(REAL + 7)
    // At first all that docs/protocol.md#limits-and-pools allows, then one more a minute: not one every second.
    expect(refused).toBeLessThan(30)
  })
  it('used up the minute: everything rests', async () => {
    const { clock, ask, sent } = setup()
    void ask(READ, { ending: { kind: 'busy', of: 'requests', retryMs: 7000 } })
    await clock.advance(0)
    void ask(MODEL)
    void ask(READ)
    await clock.advance(6999)
    expect(sent).toHaveLength(1)
    await clock.advance(2)
    expect(sent).toHaveLength(3)
  })
})

describe('several windows', () => {
  it('share one minute and one pool', async () => {
    const clock = new FakeClock()
    const shared = sharedInMemory()
    const [one, two] = [setup({ shared }, clock), setup({ shared }, clock)]
    one.many(40, READ)
    two.many(40, READ)
    await clock.advance(0)
    expect(one.sent.length + two.sent.length).toBe(50)
    for (let index = 0; index < POOLS.generation; index++) one.rateLimiter.observe(task(`t${index}`))
    await clock.advance(60_001)
    void two.ask(MODEL)
    await clock.advance(30_000)
    expect(two.count('creation')).toBe(0)
    one.rateLimiter.observe(task('t0', { status: 'success' }))
    await clock.advance(2001)
    expect(two.count('creation')).toBe(1)
  })

  it('go on alone when the record cannot be shared, within the budget', async () => {
    const shared = { update: () => Promise.reject(new Error('disk')) }
    const { clock, sent, many } = setup({ shared })
    many(60, READ)
    await clock.advance(0)
    expect(sent).toHaveLength(50)
    await clock.advance(60_001)
    expect(sent).toHaveLength(60)
  })

  it.each([
    ['junk', 'junk'],
    ['another shape', { requests: [{ at: 'now' }] }],
    [
      'stamps from the future',
      { requests: [{ id: 'x', kind: 'read', at: 9e15, ended: 9e15 }], places: {}, paused: { all: 9e15 } },
    ],
  ])('survive a record of %s', async (_, record) => {
    const shared = sharedInMemory()
    await shared.update(() => record)
    const { clock, sent, many } = setup({ shared })
    many(50, READ)
    await clock.advance(0)
    expect(sent).toHaveLength(50)
  })
})

describe('the forecast for following', () => {
  it('is the whole minute, and reading’s share while creation waits', async () => {
    const { rateLimiter, clock, many } = setup()
    expect(rateLimiter.forecast()).toEqual({ free: 50, returns: [], perMinute: 50 })
    many(40, CREATE)
    many(5, READ)
    await clock.advance(0)
    expect(rateLimiter.forecast()).toMatchObject({ free: 15, perMinute: 20 })
    expect(rateLimiter.forecast().returns).toHaveLength(5)
  })
})

describe('the forecast of two windows', () => {
  it('is half of the minute each, as soon as both read', async () => {
    const clock = new FakeClock()
    const shared = sharedInMemory()
    const [one, two] = [setup({ shared }, clock), setup({ shared }, clock)]
    one.many(3, READ)
    await clock.advance(0)
    two.many(2, READ)
    await clock.advance(0)
    expect(two.rateLimiter.forecast()).toMatchObject({ free: 23, perMinute: 25 })
    two.many(30, CREATE)
    await clock.advance(0)
    expect(two.rateLimiter.forecast()).toMatchObject({ free: 8, perMinute: 10 })
  })
  it('is not shortened by creations that wait for a place only', async () => {
    const { rateLimiter, clock, ask } = setup({ limits: { pools: { ...POOLS, generation: 1 } } })
    rateLimiter.observe(task('t'))
    await clock.advance(0)
    void ask(MODEL)
    await clock.advance(0)
    expect(rateLimiter.forecast()).toMatchObject({ free: 50, perMinute: 50 })
  })
})
