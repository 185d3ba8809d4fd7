// Downloads over the end of a window: gone on with where that is safe, begun again where it is not.
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createFileSink } from '../../../src/platform/file-sink.ts'
import { download } from '../../../src/tripo/download.ts'
import { fillResources } from '../../../src/tripo/resources.ts'
import { type Call, fakeFetch, glb, quickClock } from './fakes.ts'

const URL_1 = 'https://cdn.test/tripo_pbr_model_1.glb?sig=1'
const EVERY = 1000
const MODEL = glb(4000)
const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tripo-kept-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** Sends as many bytes as said, then nothing more. */
function stalling(bytes: Uint8Array, upTo: number, headers: Record<string, string>): Response {
  const pieces = [bytes.slice(0, upTo / 2), bytes.slice(upTo / 2, upTo)].values()
  const body = new ReadableStream<Uint8Array>({
    pull: (stream) => {
      const { value } = pieces.next()
      if (!value) return new Promise(() => {})
      stream.enqueue(value)
      return undefined
    },
  })
  return new Response(body, { headers: { 'content-length': `${bytes.length}`, ...headers } })
}

/** Answers Range as a good server does. */
function serve(call: Call, bytes: Uint8Array<ArrayBuffer>, etag: string): Response {
  const from = Number(/bytes=(\d+)-/.exec(call.headers.get('range') ?? '')?.[1] ?? 0)
  if (from === 0 || call.headers.get('if-range') !== etag) {
    return new Response(bytes, { headers: { 'content-length': `${bytes.length}`, etag } })
  }
  if (from >= bytes.length) return new Response(null, { status: 416 })
  const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`
  return new Response(bytes.slice(from), { status: 206, headers: { 'content-range': range, etag } })
}

interface Wish {
  reply: (call: Call) => Response
  signal?: AbortSignal
  onProgress?: (received: number) => void
  onKept?: () => void
}

async function get({ reply, onKept, ...more }: Wish) {
  const net = fakeFetch(reply)
  const clock = quickClock(100)
  const resources = fillResources({ fetch: net.fetch, clock })
  const keep = { name: 'pbr_model', onKept }
  const addresses = { problem: async () => undefined }
  const request = { url: URL_1, folder, expect: 'model', keep, addresses, ...more } as const
  const file = await download(resources, createFileSink(EVERY), request)
  return { file, content: await readFile(file.path), asked: net.calls.map(({ headers }) => headers.get('range')) }
}

/** A window that closes when so many bytes have come. @returns whether it left something */
async function cutOff(bytes: Uint8Array, upTo: number, headers: Record<string, string> = { etag: '"v1"' }) {
  const stop = new AbortController()
  let isKept = false
  const work = get({
    reply: () => stalling(bytes, upTo, headers),
    signal: stop.signal,
    onProgress: (received) => {
      if (received === upTo) stop.abort(new Error('closing'))
    },
    onKept: () => {
      isKept = true
    },
  })
  await expect(work).rejects.toThrow('closing')
  return isKept
}

it('is gone on with after the window has closed', async () => {
  expect(await cutOff(MODEL, 2500)).toBe(true)
  const seen: number[] = []
  const reply = (call: Call) => serve(call, MODEL, '"v1"')
  const { file, content, asked } = await get({ reply, onProgress: (received) => seen.push(received) })
  expect(asked).toEqual(['bytes=2500-'])
  expect(seen[0]).toBe(2500)
  expect(file).toMatchObject({ bytes: 4000, sha256: digestOf(MODEL), extension: 'glb' })
  expect(digestOf(content)).toBe(digestOf(MODEL))
  expect(await readdir(folder)).toHaveLength(1)
})

it('is gone on with after several', async () => {
  expect(await cutOff(MODEL, 1200)).toBe(true)
  const stop = new AbortController()
  const resumed = (call: Call) => {
    const part = stalling(MODEL.slice(1200), 1400, { etag: '"v1"' })
    return new Response(part.body, {
      status: call.headers.has('range') ? 206 : 500,
      headers: { 'content-range': 'bytes 1200-3999/4000' },
    })
  }
  const onProgress = (received: number) => received === 2600 && stop.abort(new Error('closing'))
  await expect(get({ reply: resumed, signal: stop.signal, onProgress })).rejects.toThrow('closing')
  const { content, asked } = await get({ reply: (call) => serve(call, MODEL, '"v1"') })
  expect(asked).toEqual(['bytes=2600-'])
  expect(digestOf(content)).toBe(digestOf(MODEL))
})

it('begins again when the service has another file by now', async () => {
  await cutOff(glb(5000), 2500)
  const { content, asked } = await get({ reply: (call) => serve(call, MODEL, '"v2"') })
  expect(asked).toEqual(['bytes=2500-'])
  expect(digestOf(content)).toBe(digestOf(MODEL))
})

it.each([
  ['another validator', { etag: '"v2"', 'content-range': 'bytes 2500-3999/4000' }],
  ['another length', { etag: '"v1"', 'content-range': 'bytes 2500-4999/5000' }],
  ['another part', { etag: '"v1"', 'content-range': 'bytes 0-3999/4000' }],
])('begins again when a server that does not heed If-Range shows %s', async (_, headers) => {
  await cutOff(MODEL, 2500)
  let isFirst = true
  const reply = (call: Call) => {
    if (!isFirst) return serve(call, MODEL, '"v2"')
    isFirst = false
    return new Response(new Uint8Array(1500), { status: 206, headers })
  }
  const { content, asked } = await get({ reply })
  expect(asked).toEqual(['bytes=2500-', null])
  expect(digestOf(content)).toBe(digestOf(MODEL))
})

it('begins again when more was kept than the whole is', async () => {
  await cutOff(glb(9000), 5000)
  const { content, asked } = await get({ reply: (call) => serve(call, MODEL, '"v1"') })
  expect(asked).toEqual(['bytes=5000-', null])
  expect(digestOf(content)).toBe(digestOf(MODEL))
})

it('asks for the whole when all of it, or nothing by name, was kept', async () => {
  expect(await cutOff(MODEL, 2500, { etag: 'W/"weak"' })).toBe(false)
  expect(await readdir(folder)).toEqual([])
  expect(await cutOff(MODEL, 2500, {})).toBe(false)
  expect(await cutOff(MODEL, 800)).toBe(false)
  expect(await readdir(folder)).toEqual([])
  await cutOff(MODEL, 4000)
  const { content, asked } = await get({ reply: (call) => serve(call, MODEL, '"v1"') })
  expect(asked).toEqual([null])
  expect(digestOf(content)).toBe(digestOf(MODEL))
})

it('keeps nothing of a download that fails by itself', async () => {
  const reply = () => new Response('<!doctype html><p>sign in', { headers: { etag: '"v1"' } })
  await expect(get({ reply })).rejects.toMatchObject({ code: 'download.not-a-file' })
  expect(await readdir(folder)).toEqual([])
})
