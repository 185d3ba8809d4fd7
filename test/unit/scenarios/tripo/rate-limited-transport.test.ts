// A transport that keeps to a budget: it waits its turn, says so, and tells the budget what became of each request.
import { describe, expect, it } from 'vitest'
import { POOLS } from '../../../../src/tripo/catalogue/index.ts'
import { RateLimiter } from '../../../../src/tripo/rate-limiter.ts'
import { Transport } from '../../../../src/tripo/transport.ts'
import { FakeClock, fault, KEY, networkError, ok, script, task } from '../../tripo/fakes.ts'

describe('a transport with a budget', () => {
  const transportOf = (clock: FakeClock, rateLimiter: RateLimiter, ...replies: Parameters<typeof script>) => {
    const net = script(...replies)
    const base = { dialect: 'v3', region: 'custom', url: 'https://t.test/v3' } as const
    const resources = { fetch: net.fetch, clock, random: () => 0 }
    return { net, transport: new Transport({ apiKey: KEY, base, resources, rateLimiter }) }
  }

  it('waits for its turn, says so, and is not an error', async () => {
    const clock = new FakeClock()
    const rateLimiter = new RateLimiter({ clock, dialect: 'v3', limits: { requests: 1, reads: 1 } })
    const { transport, net } = transportOf(clock, rateLimiter, ok({}))
    const reasons: string[] = []
    await clock.run(transport.get('/account/balance'))
    const second = transport.get('/account/balance', { onWaiting: ({ reason }) => reasons.push(reason) })
    await clock.advance(30_000)
    expect(net.calls).toHaveLength(1)
    expect(reasons).toEqual(['rate'])
    await clock.run(second)
    expect(net.calls).toHaveLength(2)
  })

  it('says when a request leaves at last, before the first byte of each attempt', async () => {
    const clock = new FakeClock()
    const rateLimiter = new RateLimiter({ clock, dialect: 'v3', limits: { requests: 1, reads: 1 } })
    const { transport, net } = transportOf(clock, rateLimiter, ok({}), fault(503, 1000), ok({}))
    const events: string[] = []
    const options = {
      onWaiting: () => events.push('waiting'),
      onSending: () => events.push(`sending ${net.calls.length}`),
    }
    await clock.run(transport.get('/account/balance', options))
    expect(events.splice(0)).toEqual(['sending 0'])
    await clock.run(transport.get('/account/balance', options))
    expect(events).toEqual(['waiting', 'sending 1', 'waiting', 'waiting', 'sending 2'])
  })

  it('asks anew for each attempt, and learns from a full pool', async () => {
    const clock = new FakeClock()
    const rateLimiter = new RateLimiter({ clock, dialect: 'v3' })
    const full = fault(429, 2000, { 'retry-after': '9' })
    const { transport, net } = transportOf(clock, rateLimiter, full, ok({ task_id: 'a' }), ok({ task_id: 'b' }))
    const create = () => transport.post('/x', {}, { kind: 'creation', pool: 'generation' })
    const first = create()
    await clock.advance(0)
    const second = create()
    await clock.advance(8999)
    expect(net.calls).toHaveLength(1)
    await clock.run(Promise.all([first, second]))
    expect(net.calls).toHaveLength(3)
  })

  it('gives the created task its place', async () => {
    const clock = new FakeClock()
    const rateLimiter = new RateLimiter({ clock, dialect: 'v3', limits: { pools: { ...POOLS, generation: 1 } } })
    const { transport, net } = transportOf(clock, rateLimiter, ok({ task_id: 'a' }), ok({ task_id: 'b' }))
    const create = () => transport.post('/x', {}, { kind: 'creation', pool: 'generation' })
    await clock.run(create())
    const second = create()
    await clock.advance(10_000)
    expect(net.calls).toHaveLength(1)
    rateLimiter.observe(task('a', { status: 'success' }))
    await clock.run(second)
    expect(net.calls).toHaveLength(2)
  })

  it('counts nothing that never left', async () => {
    const clock = new FakeClock()
    const rateLimiter = new RateLimiter({ clock, dialect: 'v3' })
    const { transport } = transportOf(clock, rateLimiter, networkError('ECONNREFUSED'))
    await expect(clock.run(transport.get('/account/balance'))).rejects.toMatchObject({ code: 'network.offline' })
    await clock.settle()
    expect(rateLimiter.forecast().free).toBe(50)
  })

  it('calls beforeSend when it is the turn of a creation; its rejection sends nothing', async () => {
    const clock = new FakeClock()
    const rateLimiter = new RateLimiter({ clock, dialect: 'v3', limits: { pools: { ...POOLS, generation: 1 } } })
    const { transport, net } = transportOf(clock, rateLimiter, ok({ task_id: 'a' }))
    rateLimiter.observe(task('t'))
    await clock.advance(0)
    let calls = 0
    const no = new Error('not now')
    const beforeSend = () => {
      calls += 1
      throw no
    }
    const creation = transport.post('/x', {}, { kind: 'creation', pool: 'generation', beforeSend })
    creation.catch(() => {})
    await clock.advance(5000)
    expect(calls).toBe(0)
    rateLimiter.observe(task('t', { status: 'success' }))
    await expect(clock.run(creation)).rejects.toBe(no)
    expect([calls, net.calls.length]).toEqual([1, 0])
    await clock.settle()
    expect(rateLimiter.forecast().free).toBe(50)
  })
})
