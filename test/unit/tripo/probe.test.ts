// Which deployments are asked for a key, in which order, and what is said when none takes it.
import { describe, expect, it } from 'vitest'
import { candidateBases, KNOWN_BASES } from '../../../src/tripo/bases.ts'
import { type ProbeOptions, probe } from '../../../src/tripo/probe.ts'
import { type Call, FakeClock, fakeFetch, fault, KEY, networkError, ok } from './fakes.ts'

const ORDER = ['https://openapi.tripo3d.ai/v3/account/balance', 'https://openapi.tripo3d.com/v3/account/balance']
/** Closed by the service on 31 October 2026: asked only when the settings say v2. */
const CLOSED = ['https://api.tripo3d.ai/v2/openapi/user/balance', 'https://api.tripo3d.com/v2/openapi/user/balance']

async function run(reply: (call: Call) => Response | Error, options: Partial<ProbeOptions> = {}) {
  const clock = new FakeClock()
  const net = fakeFetch((call) => {
    const answer = reply(call)
    if (answer instanceof Error) throw answer
    return answer
  })
  const resources = { fetch: net.fetch, clock, random: () => 0 }
  const work = probe({ apiKey: KEY, resources, ...options })
  const outcome = await clock.run(work.catch((error: unknown) => error))
  return { outcome, asked: [...new Set(net.calls.map((call) => call.url))], calls: net.calls }
}

const balance = () => ok({ balance: 300, frozen: 10 })

describe('the order', () => {
  it.each(ORDER.map((url, index) => [index, url] as const))('a key of base %i is found there', async (index, url) => {
    const { outcome, asked } = await run((call) => (call.url === url ? balance() : fault(401, 1002)))
    expect(outcome).toMatchObject({ ...KNOWN_BASES[index], balance: { balance: 300, frozen: 10 } })
    expect(asked).toEqual(ORDER.slice(0, index + 1))
  })
  it('settings narrow it', async () => {
    const wrong = () => fault(401, 2)
    expect((await run(wrong, { apiVersion: 'v2' })).asked).toEqual(CLOSED)
    expect((await run(wrong, { apiVersion: 'v2', region: 'china' })).asked).toEqual([CLOSED[1]])
    expect((await run(wrong, { region: 'china' })).asked).toEqual([ORDER[1]])
    expect((await run(wrong, { region: 'global', apiVersion: 'v3' })).asked).toEqual([ORDER[0]])
  })
})

describe('the closed v2', () => {
  it('is not asked, and the sentence about a refused key tells of it', async () => {
    const { outcome, asked } = await run(() => fault(401, 2))
    expect(asked).toEqual(ORDER)
    expect(outcome).toMatchObject({ nextStep: expect.stringContaining('closed on 31 October 2026') })
  })
  it.each([
    ['refuses the key', () => fault(401, 1002), 'service.1002'],
    ['is not there any more', () => networkError('ENOTFOUND'), 'service.closed'],
    ['answers something else', () => fault(410, 9404), 'service.closed'],
  ])('named by tripo.apiVersion, it %s: told too', async (_how, reply, code) => {
    const { outcome } = await run(reply, { apiVersion: 'v2' })
    expect(outcome).toMatchObject({ code, nextStep: expect.stringContaining('closed API v2 on 31 October 2026') })
  })
  it('may still be a deployment of one’s own, of which nothing is said', async () => {
    const { outcome } = await run(() => fault(401, 1002), { baseUrl: 'https://own.example/v2/openapi' })
    expect(outcome).toMatchObject({ nextStep: expect.not.stringContaining('October') })
  })
})

describe('a base URL', () => {
  it('is the only one asked: both dialects of an origin', async () => {
    const { asked } = await run(() => fault(401, 1002), { baseUrl: 'http://127.0.0.1:8123/', region: 'china' })
    expect(asked).toEqual(['http://127.0.0.1:8123/v3/account/balance', 'http://127.0.0.1:8123/v2/openapi/user/balance'])
  })
  it('falls to v2 where v3 is not served', async () => {
    const { outcome } = await run((call) => (call.url.includes('/v3/') ? fault(404, 9404) : balance()), {
      baseUrl: 'https://own.example',
    })
    expect(outcome).toMatchObject({ dialect: 'v2', region: 'custom', url: 'https://own.example/v2/openapi' })
  })
  it('with a dialect’s path is that dialect', () => {
    expect(candidateBases({ baseUrl: 'http://localhost:1/v3', apiVersion: 'v2' })).toEqual([
      { dialect: 'v3', region: 'custom', url: 'http://localhost:1/v3' },
    ])
    expect(candidateBases({ baseUrl: 'http://[::1]:1/v2/openapi/' })).toEqual([
      { dialect: 'v2', region: 'custom', url: 'http://[::1]:1/v2/openapi' },
    ])
    expect(candidateBases({ baseUrl: 'https://proxy.example/tripo', apiVersion: 'v2' })).toEqual([
      { dialect: 'v2', region: 'custom', url: 'https://proxy.example/tripo/v2/openapi' },
    ])
  })
  it('an empty one is none', () => {
    expect(candidateBases({ baseUrl: '  ' })).toEqual(KNOWN_BASES.slice(0, 2))
  })
  it.each([
    'http://example.com',
    'http://127.0.0.1.example.com',
    'http://10.0.0.1',
    'ftp://localhost',
    'not an address',
    'https://user:pass@example.com',
    'https://example.com/?key=1',
  ])('%s must not get the key', (baseUrl) => {
    expect(() => candidateBases({ baseUrl })).toThrow(/tripo\.baseUrl/)
  })
})

describe('no base takes the key', () => {
  it('refused everywhere: a wrong key', async () => {
    const { outcome } = await run(() => fault(401, 1002))
    expect(outcome).toMatchObject({ code: 'service.1002', httpStatus: 401 })
  })
  it('refused by one, the others away: still a wrong key, with the notes', async () => {
    const { outcome } = await run((call) => (call.url === ORDER[0] ? fault(401, 1002) : networkError('ENOTFOUND')))
    expect(outcome).toMatchObject({
      code: 'service.1002',
      detail: expect.stringContaining('v3 china: network.offline'),
    })
  })
  it('nothing reachable: offline', async () => {
    const { outcome, asked } = await run(() => networkError('ENOTFOUND'))
    expect(outcome).toMatchObject({ code: 'network.offline', billed: 'no' })
    expect(asked).toEqual(ORDER)
  })
  it('a service in trouble is named before being offline', async () => {
    const { outcome } = await run((call) => (call.url === ORDER[1] ? fault(500, 1000) : networkError('ENOTFOUND')))
    expect(outcome).toMatchObject({ code: 'service.1000' })
  })
  it('an unreachable base does not hide the right one', async () => {
    const { outcome } = await run((call) => (call.url === ORDER[1] ? balance() : networkError('ENOTFOUND')))
    expect(outcome).toMatchObject({ dialect: 'v3', region: 'china', unreachable: ['v3 global'] })
  })
  it('stops when told to', async () => {
    const signal = AbortSignal.abort()
    const { outcome, calls } = await run(balance, { signal })
    expect(outcome).toMatchObject({ name: 'AbortError' })
    expect(calls).toHaveLength(0)
  })
})
