// The retry table of docs/protocol.md#retries, row by row, and what the transport makes of odd answers.
import { describe, expect, it } from 'vitest'
import { TripoApiError, TripoError, TripoRequestError } from '../../../src/tripo/errors.ts'
import { PATIENCE } from '../../../src/tripo/exchange.ts'
import { Transport, type Waiting } from '../../../src/tripo/transport.ts'
import { FakeClock, type FakeFetch, fault, hang, json, KEY, networkError, ok, script } from './fakes.ts'

const BASE = { dialect: 'v2', region: 'custom', url: 'https://tripo.test/v2/openapi' } as const

function setup(net: FakeFetch) {
  const clock = new FakeClock()
  const waits: Waiting[] = []
  const transport = new Transport({
    apiKey: KEY,
    base: BASE,
    resources: { fetch: net.fetch, clock, random: () => 0 },
    onWaiting: (waiting) => waits.push(waiting),
  })
  const create = () => clock.run(transport.post('/task', { type: 'x' }, { kind: 'creation' }))
  const read = () => clock.run(transport.get('/task/1'))
  const upload = () => {
    const form = new FormData()
    form.append('file', new Blob(['x']), 'a.png')
    return clock.run(transport.post('/upload', form))
  }
  return { clock, waits, transport, create, read, upload }
}

async function failure(work: Promise<unknown>): Promise<TripoError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof TripoError) return error
  throw new Error(`expected a TripoError, got ${error}`)
}

const NEVER = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']

describe('never connected', () => {
  it.each(NEVER)('%s: a creation and a read are sent again', async (code) => {
    for (const kind of ['create', 'read', 'upload'] as const) {
      const net = script(networkError(code), ok({ task_id: 't' }))
      const { waits, ...calls } = setup(net)
      await expect(calls[kind]()).resolves.toMatchObject({ data: { task_id: 't' } })
      expect(net.calls).toHaveLength(2)
      expect(waits).toEqual([{ reason: 'unreachable', delayMs: 1000, attempt: 1, serviceCode: undefined }])
    }
  })

  it('is believed of several addresses only when none connected', async () => {
    const refusal = Object.assign(new Error('a'), { code: 'ECONNREFUSED' })
    const reset = Object.assign(new Error('b'), { code: 'ECONNRESET' })
    const all = new TypeError('fetch failed', { cause: new AggregateError([refusal, refusal]) })
    const some = new TypeError('fetch failed', { cause: new AggregateError([refusal, reset]) })
    const safe = script(all, ok({}))
    await setup(safe).create()
    expect(safe.calls).toHaveLength(2)
    const unsafe = script(some, ok({}))
    expect((await failure(setup(unsafe).create())).billed).toBe('unknown')
    expect(unsafe.calls).toHaveLength(1)
  })

  it('ends after a bounded number of attempts, doubling the wait', async () => {
    const net = script(networkError('ENOTFOUND'))
    const { waits, create } = setup(net)
    const error = await failure(create())
    expect(error).toMatchObject({ code: 'network.offline', billed: 'no', retryable: true })
    expect(error).toBeInstanceOf(TripoRequestError)
    expect(waits.map((waiting) => waiting.delayMs)).toEqual([1000, 2000, 4000, 8000])
    expect(net.calls).toHaveLength(5)
  })
})

describe('busy or unavailable', () => {
  it.each([
    [429, 1007, 'busy'],
    [429, 2000, 'busy'],
    [503, 1000, 'unavailable'],
  ] as const)('HTTP %i with code %i: waits and sends again, creations too', async (status, code, reason) => {
    for (const kind of ['create', 'read', 'upload'] as const) {
      const net = script(fault(status, code, { 'retry-after': '7' }), ok({}))
      const { waits, clock, ...calls } = setup(net)
      const start = clock.now()
      await calls[kind]()
      expect(waits).toEqual([{ reason, delayMs: 7000, attempt: 1, serviceCode: code }])
      expect(clock.now() - start).toBe(7000)
      expect(net.calls).toHaveLength(2)
    }
  })

  it('doubles from 1 s to 32 s with jitter when the service names no time', async () => {
    const net = script(fault(429, 2000))
    const clock = new FakeClock()
    const waits: number[] = []
    const transport = new Transport({
      apiKey: KEY,
      base: BASE,
      resources: { fetch: net.fetch, clock, random: () => 0.5 },
      onWaiting: (waiting) => waits.push(waiting.delayMs / 1000),
    })
    const error = await failure(clock.run(transport.post('/task', {}, { kind: 'creation' })))
    expect(waits.slice(0, 8)).toEqual([1.125, 2.25, 4.5, 9, 18, 36, 36, 36])
    expect(waits).toHaveLength(31)
    expect(error).toMatchObject({ code: 'service.2000', billed: 'no', retryable: true, traceId: 'trace-2000' })
  })

  it.each([
    ['by the answer’s own clock', { date: 'Fri, 20 Nov 2026 09:00:00 GMT' }, 'Fri, 20 Nov 2026 09:00:12 GMT', 12_000],
    ['by ours when it has none', {}, 'Fri, 20 Nov 2026 12:00:12 GMT', 12_000],
    ['in the old form', {}, 'Friday, 20-Nov-26 12:00:12 GMT', 12_000],
    ['that is over', {}, 'Fri, 20 Nov 2026 11:00:00 GMT', 1000],
    ['that is none', {}, 'Fri, whenever', 1000],
    ['that is a word', {}, 'soon', 1000],
  ])('waits until a date %s', async (_, headers, until, delayMs) => {
    const { read, waits } = setup(script(fault(429, 1007, { ...headers, 'retry-after': until }), ok({})))
    await read()
    expect(waits).toMatchObject([{ reason: 'busy', delayMs }])
  })

  it('does not wait for an hour', async () => {
    const net = script(fault(429, 1007, { 'retry-after': '3600' }))
    expect((await failure(setup(net).read())).code).toBe('service.1007')
    expect(net.calls).toHaveLength(1)
  })

  it('a wait is given up when the caller stops', async () => {
    const net = script(fault(429, 2000))
    const { transport, clock } = setup(net)
    const controller = new AbortController()
    const work = transport.post('/task', {}, { kind: 'creation', signal: controller.signal })
    const caught = work.catch((error: unknown) => error)
    await clock.settle()
    controller.abort()
    expect(await caught).toMatchObject({ name: 'AbortError' })
    expect(net.calls).toHaveLength(1)
    expect(clock.pending).toBe(0)
  })
})

describe('outcome unknown', () => {
  const lost = [
    ['reset', networkError('ECONNRESET')],
    ['socket closed', networkError('UND_ERR_SOCKET')],
    ['header timeout', networkError('UND_ERR_HEADERS_TIMEOUT')],
    ['without a code', new TypeError('fetch failed')],
  ] as const
  it.each(lost)('connection lost (%s): a creation is never sent again', async (_, error) => {
    const net = script(error, ok({ task_id: 'second' }))
    const thrown = await failure(setup(net).create())
    expect(thrown).toMatchObject({ code: 'network.unconfirmed', billed: 'unknown', retryable: false })
    expect(net.calls).toHaveLength(1)
  })
  it.each(lost)('connection lost (%s): reads and uploads are', async (_, error) => {
    for (const kind of ['read', 'upload'] as const) {
      const net = script(error, ok({}))
      await setup(net)[kind]()
      expect(net.calls).toHaveLength(2)
    }
  })

  it.each([408, 425, 500, 502, 504, 520])('HTTP %i: a creation is not sent again, a read is', async (status) => {
    const creation = script(fault(status, 1000), ok({}))
    const error = await failure(setup(creation).create())
    expect(error).toMatchObject({ billed: 'unknown', retryable: false, httpStatus: status, traceId: 'trace-1000' })
    // what may be running already must not be advised to be sent again
    expect(error).toHaveProperty('nextStep', expect.stringMatching(/^Look at .*before generating again/))
    expect(creation.calls).toHaveLength(1)
    for (const kind of ['read', 'upload'] as const) {
      const net = script(fault(status, 1000), ok({}))
      await setup(net)[kind]()
      expect(net.calls).toHaveLength(2)
    }
  })

  it('no headers for 60 s', async () => {
    const creation = script(hang)
    const { create, clock } = setup(creation)
    const start = clock.now()
    expect((await failure(create())).code).toBe('network.unconfirmed')
    expect(clock.now() - start).toBe(PATIENCE)
    expect(creation.calls).toHaveLength(1)
    const reads = script(hang, ok({}))
    await setup(reads).read()
    expect(reads.calls).toHaveLength(2)
  })

  it('an answer that breaks off, or is not JSON', async () => {
    const cut = () =>
      new Response(
        new ReadableStream<Uint8Array>({
          start: (stream) => {
            stream.enqueue(new TextEncoder().encode('{"code":0,"da'))
            stream.error(new Error('terminated'))
          },
        }),
      )
    for (const reply of [cut, () => new Response('<html>login</html>'), () => new Response('', { status: 302 })]) {
      const net = script(reply, ok({}))
      expect(await failure(setup(net).create())).toMatchObject({ code: 'network.unconfirmed', billed: 'unknown' })
      expect(net.calls).toHaveLength(1)
    }
  })

  it('a creation under way is not broken off by the signal', async () => {
    const controller = new AbortController()
    let passed: AbortSignal | undefined
    const net = script(async (_, signal) => {
      controller.abort()
      passed = signal
      return ok({ task_id: 'paid' })
    })
    const { transport, clock } = setup(net)
    const work = transport.post('/task', {}, { kind: 'creation', signal: controller.signal })
    await expect(clock.run(work)).resolves.toMatchObject({ data: { task_id: 'paid' } })
    expect(passed?.aborted).toBe(false)
  })
})

describe('refusals', () => {
  it.each([
    [400, 1004],
    [401, 1002],
    [403, 2010],
    [404, 2001],
  ])('HTTP %i: nothing is sent again', async (status, code) => {
    for (const kind of ['create', 'read', 'upload'] as const) {
      const net = script(fault(status, code), ok({}))
      const error = await failure(setup(net)[kind]())
      expect(error).toBeInstanceOf(TripoApiError)
      expect(error).toMatchObject({
        code: `service.${code}`,
        billed: 'no',
        retryable: false,
        serviceMessage: `message ${code}`,
        suggestion: `suggestion ${code}`,
        traceId: `trace-${code}`,
      })
      expect(net.calls).toHaveLength(1)
    }
  })

  it('a 401 is a refused key whatever the body says', async () => {
    for (const code of [2, 1000, 1002]) {
      const error = await failure(setup(script(fault(401, code))).read())
      expect(error.code).toBe('service.1002')
    }
    expect((await failure(setup(script(new Response('no', { status: 401 }))).read())).code).toBe('service.1002')
  })

  it('an error code under HTTP 200 is an error', async () => {
    const error = await failure(setup(script(json({ code: 2008, message: 'no' }))).create())
    expect(error).toMatchObject({ code: 'service.2008', billed: 'no' })
  })
})

describe('answers', () => {
  it('an echo that is nested 200,000 deep, or holds numbers that are none, is cut to what can be kept', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`
    const text = `{"code":0,"data":{"task_id":"t","input":{"a":${deep},"seed":1e999,"__proto__":{"x":1}}}}`
    const { data } = await setup(script(new Response(text))).read()
    expect(data).toMatchObject({ task_id: 't', input: { seed: null } })
    const written = JSON.stringify(data)
    expect(written.length).toBeLessThan(1000)
    expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(data)))
  })
  it('a page instead of JSON names the likely cause', async () => {
    const error = await failure(setup(script(new Response('<html><b>Sign in</b>'))).read())
    expect(error.code).toBe('answer.not-json')
    expect(error.nextStep).toContain('proxy')
    expect(error.detail).toContain('Sign in')
  })
  it('a proxy’s 502 page says that the service is not available', async () => {
    const error = await failure(setup(script(new Response('<html>Bad gateway', { status: 502 }))).read())
    expect(error).toMatchObject({ code: 'service.http-502', retryable: true })
    expect(error.sentence).toContain('502')
  })
  it('takes the trace id from v3’s body when there is no header', async () => {
    const body = { code: 1004, status: 'error', message: 'm', suggestion: 's', request_id: 'r-1' }
    expect((await failure(setup(script(json(body, 400))).read())).traceId).toBe('r-1')
  })
  it('a body that stays silent for 60 s is given up, a slow one is not', async () => {
    const clock = new FakeClock()
    const text = JSON.stringify({ code: 0, data: 'slow' })
    const slow = () => {
      let at = 0
      return new Response(
        new ReadableStream<Uint8Array>({
          pull: async (stream) => {
            await new Promise<void>((resolve) => clock.after(PATIENCE - 1, resolve))
            if (at === text.length) stream.close()
            else stream.enqueue(new TextEncoder().encode(text[at++]))
          },
        }),
      )
    }
    const silent = () => new Response(new ReadableStream<Uint8Array>({ pull: () => new Promise(() => {}) }))
    const make = (net: FakeFetch) =>
      new Transport({ apiKey: KEY, base: BASE, resources: { fetch: net.fetch, clock, random: () => 0 } })
    const answer = await clock.run(make(script(slow)).get('/x'))
    expect(answer.data).toBe('slow')
    const error = await failure(clock.run(make(script(silent)).get('/x', { attempts: 1 })))
    expect(error.code).toBe('network.timeout')
  })
})

describe('the key', () => {
  it('goes out as a bearer, to the base only', async () => {
    const net = script(ok({}))
    await setup(net).read()
    expect(net.calls[0]?.headers.get('authorization')).toBe(`Bearer ${KEY}`)
    expect(net.calls[0]?.url).toBe('https://tripo.test/v2/openapi/task/1')
  })
  it('is refused before any request when it cannot be a header', () => {
    const make = () => new Transport({ apiKey: 'tsk_a\nb', base: BASE, resources: { fetch: script(ok({})).fetch } })
    expect(make).toThrow(/characters/)
  })
})
