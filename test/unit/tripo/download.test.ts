// Downloads and their faults: cut bodies, web pages, expired addresses, broken headers, full disks.

import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Addresses } from '../../../src/tripo/addresses.ts'
import { type DownloadRequest, download } from '../../../src/tripo/download.ts'
import { PATIENCE } from '../../../src/tripo/exchange.ts'
import { fillResources } from '../../../src/tripo/resources.ts'
import { FakeClock, type FakeFetch, glb, hang, memoryDisk, networkError, png, type Reply, script } from './fakes.ts'

const addresses = new Addresses({ url: 'https://service.test/v3' }, undefined)
const URL_1 = 'https://cdn.test/tripo_pbr_model_1.glb?sig=1'

function start(net: FakeFetch, request: Partial<DownloadRequest> = {}, disk = memoryDisk()) {
  const clock = new FakeClock()
  const resources = fillResources({ fetch: net.fetch, clock, random: () => 0 })
  const work = download(resources, disk, { url: URL_1, folder: 'out', expect: 'model', addresses, ...request })
  return { clock, disk, result: clock.run(work) }
}

/** A body that ends, or breaks, after `upTo` bytes, while the headers speak of the whole. */
function cutAt(
  bytes: Uint8Array,
  upTo: number,
  how: 'ends' | 'breaks',
  headers: Record<string, string> = {},
): Response {
  const body = new ReadableStream<Uint8Array>({
    start: (stream) => {
      stream.enqueue(bytes.subarray(0, upTo))
    },
    pull: (stream) => {
      if (how === 'ends') stream.close()
      else stream.error(new TypeError('terminated'))
    },
  })
  return new Response(body, { headers: { 'content-length': String(bytes.length), ...headers } })
}
const whole = (bytes: Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  new Response(bytes, { headers: { 'content-length': String(bytes.length), ...headers } })

/** Answers Range as a good server does. */
const ranged =
  (bytes: Uint8Array<ArrayBuffer>, etag: string): Reply =>
  (call) => {
    const from = Number(/bytes=(\d+)-/.exec(call.headers.get('range') ?? '')?.[1] ?? 0)
    if (from === 0 || call.headers.get('if-range') !== etag) return whole(bytes, { etag })
    return new Response(bytes.subarray(from), {
      status: 206,
      headers: { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}`, etag },
    })
  }

const MODEL = glb(4000)
const DIGEST = createHash('sha256').update(MODEL).digest('hex')

function expectNothingLeft(disk: ReturnType<typeof memoryDisk>) {
  expect(disk.files.size).toBe(0)
  expect(disk.open_).toBe(0)
}

describe('a whole file', () => {
  it('is streamed with progress, and described', async () => {
    const seen: [number, number | undefined][] = []
    const net = script(whole(MODEL))
    const { result, disk } = start(net, { onProgress: (received, total) => seen.push([received, total]) })
    expect(await result).toEqual({
      path: 'out/.tmp-1',
      bytes: 4000,
      sha256: DIGEST,
      extension: 'glb',
      mediaType: 'model/gltf-binary',
    })
    expect(disk.files.get('out/.tmp-1')).toEqual(MODEL)
    expect(seen[0]).toEqual([0, 4000])
    expect(seen.at(-1)).toEqual([4000, 4000])
    expect([...(net.calls[0]?.headers.keys() ?? [])]).toEqual(['accept'])
  })
  it('may come without a length, or packed', async () => {
    expect((await start(script(new Response(MODEL))).result).bytes).toBe(4000)
    const packed = new Response(MODEL, { headers: { 'content-length': '900', 'content-encoding': 'gzip' } })
    expect((await start(script(packed)).result).bytes).toBe(4000)
  })
})

describe('a cut body', () => {
  it.each(['ends', 'breaks'] as const)('that %s early is resumed when the server can', async (how) => {
    const net = script(() => cutAt(MODEL, 1500, how, { etag: '"v1"' }), ranged(MODEL, '"v1"'))
    const { result, disk } = start(net)
    expect((await result).sha256).toBe(DIGEST)
    expect(disk.files.get('out/.tmp-1')).toEqual(MODEL)
    expect(net.calls.map((call) => call.headers.get('range'))).toEqual([null, 'bytes=1500-'])
    expect(net.calls[1]?.headers.get('if-range')).toBe('"v1"')
  })
  it('begins again when the file has changed', async () => {
    const net = script(() => cutAt(glb(3000), 1500, 'breaks', { etag: '"old"' }), ranged(MODEL, '"new"'))
    expect((await start(net).result).sha256).toBe(DIGEST)
  })
  it.each([undefined, 'W/"weak"'])('begins again with the validator %s', async (etag) => {
    const net = script(() => cutAt(MODEL, 1500, 'ends', etag ? { etag } : {}), whole(MODEL))
    expect((await start(net).result).sha256).toBe(DIGEST)
    expect(net.calls[1]?.headers.has('range')).toBe(false)
  })
  it('is given up after some attempts without progress', async () => {
    const net = script(() => cutAt(MODEL, 1500, 'ends'))
    const { result, disk } = start(net, { billed: 'yes' })
    await expect(result).rejects.toMatchObject({ code: 'download.incomplete', billed: 'yes', retryable: true })
    expect(net.calls).toHaveLength(5)
    expectNothingLeft(disk)
  })
  it('goes on as long as each attempt brings more', async () => {
    const net = script((call) => {
      const from = Number(/bytes=(\d+)-/.exec(call.headers.get('range') ?? '')?.[1] ?? 0)
      const until = Math.min(from + 500, MODEL.length)
      const body = cutAt(MODEL.subarray(from), until - from, until === MODEL.length ? 'ends' : 'breaks')
      const headers = { etag: '"v1"', 'content-range': `bytes ${from}-3999/4000`, 'content-length': '4000' }
      return new Response(body.body, { status: from === 0 ? 200 : 206, headers })
    })
    expect((await start(net).result).sha256).toBe(DIGEST)
    expect(net.calls).toHaveLength(8)
  })
  it('in half with an honest length shows in the header of the GLB', async () => {
    const net = script(() => whole(MODEL.slice(0, 2000)))
    const { result, disk } = start(net)
    await expect(result).rejects.toMatchObject({ code: 'download.broken', detail: expect.stringContaining('4,000') })
    expectNothingLeft(disk)
  })
  it('without any byte is no file', async () => {
    await expect(start(script(() => new Response(''))).result).rejects.toMatchObject({ code: 'download.incomplete' })
  })
})

describe('not the file', () => {
  it.each([
    '<!DOCTYPE html><html><body>Sign in</body></html>',
    '\uFEFF\n  <html>',
    '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
  ])('%j is refused at once', async (page) => {
    const net = script(() => new Response(page))
    const { result, disk } = start(net)
    await expect(result).rejects.toMatchObject({ code: 'download.not-a-file' })
    expect(net.calls).toHaveLength(1)
    expectNothingLeft(disk)
  })
  it('a picture is no model, a model no picture, junk neither', async () => {
    await expect(start(script(whole(png()))).result).rejects.toMatchObject({ code: 'download.not-a-file' })
    await expect(start(script(whole(MODEL)), { expect: 'picture' }).result).rejects.toThrow()
    const junk = whole(new TextEncoder().encode('{"error":"nope"}'))
    await expect(start(script(junk)).result).rejects.toMatchObject({ code: 'download.not-a-file' })
    expect((await start(script(whole(png())), { expect: 'picture' }).result).extension).toBe('png')
  })
})

describe('an expired address', () => {
  const expired = (status: number) => new Response('<Error/>', { status })
  it.each([401, 403])('HTTP %i: the task is read again, the fresh address used', async (status) => {
    const net = script(expired(status), whole(MODEL))
    let refreshed = 0
    const refresh = async () => {
      refreshed += 1
      return 'https://cdn.test/fresh.glb?sig=2'
    }
    await start(net, { refresh }).result
    expect(refreshed).toBe(1)
    expect(net.calls[1]?.url).toBe('https://cdn.test/fresh.glb?sig=2')
  })
  it('in the middle of a file goes on where it was', async () => {
    const net = script(() => cutAt(MODEL, 1500, 'breaks', { etag: '"v1"' }), expired(403), ranged(MODEL, '"v1"'))
    expect((await start(net, { refresh: async () => `${URL_1}2` }).result).sha256).toBe(DIGEST)
    expect(net.calls[2]?.headers.get('range')).toBe('bytes=1500-')
  })
  it('again and again is given up', async () => {
    const net = script(() => expired(403))
    const { result, disk } = start(net, { refresh: async () => URL_1 })
    await expect(result).rejects.toMatchObject({ code: 'download.expired' })
    expect(net.calls).toHaveLength(4)
    expectNothingLeft(disk)
  })
  it('without a way to a fresh one is given up at once', async () => {
    await expect(start(script(expired(403))).result).rejects.toMatchObject({ code: 'download.expired' })
  })
})

describe('trouble', () => {
  it('of the server is tried again, a missing file is not', async () => {
    const busy = script(new Response('', { status: 503 }), networkError('ECONNRESET'), whole(MODEL))
    expect((await start(busy).result).bytes).toBe(4000)
    const gone = script(new Response('', { status: 404 }))
    await expect(start(gone).result).rejects.toMatchObject({ code: 'download.refused' })
    expect(gone.calls).toHaveLength(1)
  })
  it('of the network ends after five attempts', async () => {
    const net = script(networkError('ECONNRESET'))
    await expect(start(net).result).rejects.toMatchObject({ code: 'download.interrupted' })
    expect(net.calls).toHaveLength(5)
  })
  it('no headers for 60 s is tried again', async () => {
    const { clock, result } = start(script(hang, whole(MODEL)))
    const begun = clock.now()
    await result
    expect(clock.now() - begun).toBe(PATIENCE + 1000)
  })
  it.each([
    ['open', 'EACCES', 'disk.read-only'],
    ['open', 'ENOENT', 'disk.missing'],
    ['write', 'ENOSPC', 'disk.full'],
  ] as const)('of the disk at %s (%s) is final', async (at, code, expected) => {
    const disk = memoryDisk()
    disk.fail = { at, code }
    const net = script(() => whole(MODEL))
    await expect(start(net, {}, disk).result).rejects.toMatchObject({ code: expected })
    expect(net.calls.length).toBeLessThan(2)
    expectNothingLeft(disk)
  })
  it('a stop leaves nothing behind', async () => {
    const controller = new AbortController()
    const net = script(() => {
      setImmediate(() => controller.abort())
      return new Response(new ReadableStream<Uint8Array>({ start: (stream) => stream.enqueue(MODEL.subarray(0, 100)) }))
    })
    const { result, disk } = start(net, { signal: controller.signal })
    await expect(result).rejects.toMatchObject({ name: 'AbortError' })
    expectNothingLeft(disk)
  })
})

describe('redirects', () => {
  const to = (location: string) => new Response(null, { status: 302, headers: { location } })
  it('are followed, but not from https to http, nor without end', async () => {
    const net = script(to('/other.glb'), whole(MODEL))
    await start(net).result
    expect(net.calls[1]?.url).toBe('https://cdn.test/other.glb')
    await expect(start(script(to('http://evil.test/x.glb'))).result).rejects.toMatchObject({ code: 'download.refused' })
    await expect(start(script(to('/again.glb'))).result).rejects.toMatchObject({ code: 'download.refused' })
  })
})

describe('what is too large', () => {
  const MOST = 3000
  const tooLarge = { code: 'download.too-large', retryable: false, billed: 'yes' }
  it('and says so is not begun', async () => {
    let isRead = false
    const body = new ReadableStream<Uint8Array>(
      {
        pull: (stream) => {
          isRead = true
          stream.enqueue(MODEL)
        },
      },
      { highWaterMark: 0 },
    )
    const net = script(() => new Response(body, { headers: { 'content-length': '4000' } }))
    const { result, disk } = start(net, { mostBytes: MOST, billed: 'yes' })
    await expect(result).rejects.toMatchObject(tooLarge)
    expect(isRead).toBe(false)
    expectNothingLeft(disk)
  })
  it.each([
    ['a body without end', {}],
    ['a packed body that unfolds', { 'content-encoding': 'gzip', 'content-length': '20' }],
    ['more than was announced', { 'content-length': '2999' }],
  ] as const)('%s ends at the limit, is not begun anew, and leaves nothing', async (_, headers) => {
    let sent = 0
    const endless = () =>
      new Response(
        new ReadableStream<Uint8Array>({
          pull: (stream) => {
            sent += 1
            stream.enqueue(sent === 1 ? glb(1000) : new Uint8Array(1000))
          },
        }),
        { headers },
      )
    const net = script(endless)
    const { result, disk } = start(net, { mostBytes: MOST, billed: 'yes' })
    await expect(result).rejects.toMatchObject(tooLarge)
    expect(sent).toBeLessThan(10)
    expect(net.calls).toHaveLength(1)
    expectNothingLeft(disk)
  })
  it('a part of what is announced as larger is not gone on with', async () => {
    const net = script(
      () => cutAt(MODEL, 1500, 'breaks', { etag: '"v1"', 'content-length': '2500' }),
      ranged(MODEL, '"v1"'),
    )
    await expect(start(net, { mostBytes: MOST, billed: 'yes' }).result).rejects.toMatchObject(tooLarge)
  })
  it('is fetched when a person says so', async () => {
    const { result } = start(script(whole(MODEL)), { mostBytes: Number.POSITIVE_INFINITY })
    expect((await result).bytes).toBe(4000)
  })
})

describe('addresses that are not allowed', () => {
  it.each([
    'http://cdn.test/m.glb',
    'data:model/gltf-binary;base64,Z2xURg==',
    'file:///etc/passwd',
    'https://10.0.0.1/m.glb',
  ])('the first one: %s', async (url) => {
    const net = script(whole(MODEL))
    const { result, disk } = start(net, { url })
    await expect(result).rejects.toMatchObject({ code: 'download.address' })
    expect(net.calls).toHaveLength(0)
    expectNothingLeft(disk)
  })
  it.each(['http://cdn.test/m.glb', 'https://127.0.0.1/m.glb', 'file:///etc/passwd', 'https://169.254.169.254/'])(
    'a redirect and a fresh one: %s',
    async (url) => {
      const redirect = script(new Response('', { status: 302, headers: { location: url } }), whole(MODEL))
      await expect(start(redirect).result).rejects.toMatchObject({ code: 'download.refused' })
      expect(redirect.calls).toHaveLength(1)
      const expired = script(new Response('', { status: 403 }), whole(MODEL))
      await expect(start(expired, { refresh: async () => url }).result).rejects.toMatchObject({
        code: 'download.address',
      })
      expect(expired.calls).toHaveLength(1)
    },
  )
})
