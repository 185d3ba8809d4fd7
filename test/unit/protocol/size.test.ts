// How much a message may hold: measured before anything else, and no further than the limit.
import { describe, expect, it, vi } from 'vitest'
import {
  type Handlers,
  isWithin,
  MAX_BATCH,
  MAX_PICTURE_BYTES,
  REQUEST_BOUNDS,
  REQUESTS,
  RpcServer,
} from '../../../src/protocol/index.ts'

const BOUNDS = { bytes: 1000, depth: 4 }

function nested(depth: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < depth; level++) value = level % 2 ? [value] : { a: value }
  return value
}

describe('isWithin', () => {
  it.each([
    ['nothing', {}],
    ['values', { a: 'text', b: [1, true, null, undefined], c: { d: new Uint8Array(10) } }],
    ['a text at the limit', 'x'.repeat(998)],
    ['buffers at the limit', new ArrayBuffer(1000)],
    ['depth at the limit', nested(4)],
  ])('takes %s', (_, value) => expect(isWithin(value, BOUNDS)).toBe(true))

  it.each([
    ['a long text', 'x'.repeat(999)],
    ['a long key', { ['k'.repeat(1000)]: 1 }],
    ['many values', Array.from({ length: 126 }, () => 0)],
    ['many texts', { list: Array.from({ length: 60 }, () => 'abcdefgh') }],
    ['a large buffer', { bytes: new ArrayBuffer(1001) }],
    ['a view of a large buffer', { bytes: new Uint8Array(1001) }],
    ['a list that only claims its length', Object.assign([], { length: 2 ** 31 })],
    ['depth', nested(5)],
    ['great depth', nested(200_000)],
    ['a Map', { map: new Map([['a', 'x'.repeat(5000)]]) }],
    ['a value that holds itself', holdsItself()],
  ])('refuses %s', (_, value) => expect(isWithin(value, BOUNDS)).toBe(false))

  it('stops at the limit', () => {
    const looked = vi.fn(() => 'xxxxxxxxxx')
    const value = Object.defineProperties(
      {},
      Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`k${at}`, { enumerable: true, get: looked }])),
    )
    expect(isWithin(value, BOUNDS)).toBe(false)
    expect(looked.mock.calls.length).toBeLessThan(1000)
  })
})

function holdsItself(): unknown {
  const value: Record<string, unknown> = {}
  value.self = value
  return value
}

describe('a request that is too large', () => {
  const answers: unknown[] = []
  const handlers = Object.fromEntries(
    Object.keys(REQUESTS).map((name) => [
      name,
      () => {
        throw new Error('It must not come this far.')
      },
    ]),
  )
  const isHandlers = (value: unknown): value is Handlers => typeof value === 'object'
  const ask = async (name: string, params: unknown) => {
    if (!isHandlers(handlers)) throw new Error('unreachable')
    const server = new RpcServer(
      (message) => answers.push(message),
      handlers,
      () => ({
        code: 'reached',
        sentence: '',
        nextStep: '',
        billed: 'no',
      }),
    )
    await server.receive({ kind: 'request', id: 1, name, params })
    return JSON.stringify(answers.pop())
  }
  const draft = { tab: 'text_to_model', forms: {}, images: {}, advancedOpen: false }

  it.each([
    ['saveDraft', { ...draft, forms: { text_to_model: { prompt: 'x'.repeat(2 * 1024 * 1024) } } }],
    ['saveDraft', { ...draft, forms: { text_to_model: { prompt: nested(50_000) } } }],
    ['stageImage', { name: 'a.png', bytes: new ArrayBuffer(MAX_PICTURE_BYTES + 20 * 1024) }],
    ['resolveImage', { uri: `file:///${'x'.repeat(20_000)}` }],
    ['generate', { capability: 'x', params: { prompt: 'x'.repeat(300_000) } }],
    ['runAction', { jobId: 'x'.repeat(5000), action: 'open' }],
    ['runActionOnAll', { jobIds: ['x'.repeat(300_000)], action: 'open' }],
  ])('%s is answered with a problem and goes no further', async (name, params) => {
    expect(await ask(name, params)).toContain('panel.too-large')
  })

  it('of an unknown name does not bring the name back', async () => {
    expect((await ask('x'.repeat(100_000), {})).length).toBeLessThan(500)
  })

  it('leaves room for the largest that a person sends', async () => {
    const line = { capability: 'text_to_model', params: { prompt: 'x'.repeat(4096), model_version: 'v3.0-20250812' } }
    expect(await ask('generateMany', { requests: Array.from({ length: MAX_BATCH }, () => line) })).toContain('reached')
    expect(await ask('saveDraft', { ...draft, forms: { a: { prompt: 'x'.repeat(500_000) } } })).toContain('reached')
    expect(await ask('stageImage', { name: 'a.png', bytes: new ArrayBuffer(20 * 1024 * 1024) })).toContain('reached')
    expect(Object.keys(REQUEST_BOUNDS)).toEqual(Object.keys(REQUESTS))
  })
})
