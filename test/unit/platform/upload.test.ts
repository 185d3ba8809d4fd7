// PUT of large files over real HTTP on loopback: length, progress, abort, early refusals.
import { createServer, type Server } from 'node:http'
import { afterEach, expect, it } from 'vitest'
import { putFile } from '../../../src/platform/upload.ts'

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function serve(listener: Parameters<typeof createServer>[1]): Promise<string> {
  const started = createServer(listener ?? (() => {}))
  server = started
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve))
  const address = started.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/bucket/key.glb`
}

it('sends the very bytes with their length and nothing but the given headers, and tells how far it is', async () => {
  const bytes = new Uint8Array(1_000_000).map((_, index) => index % 251)
  let got = Buffer.alloc(0)
  let head: Record<string, unknown> = {}
  const url = await serve((request, response) => {
    const parts: Buffer[] = []
    head = { method: request.method, ...request.headers }
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      got = Buffer.concat(parts)
      response.writeHead(200).end('<ok/>')
    })
  })
  const seen: number[] = []
  const answer = await putFile({ url, headers: { 'x-amz-date': 'd' }, bytes, onProgress: (sent) => seen.push(sent) })
  expect(answer).toEqual({ status: 200, text: '<ok/>' })
  expect(got.equals(Buffer.from(bytes))).toBe(true)
  expect(head).toMatchObject({ method: 'PUT', 'content-length': '1000000', 'x-amz-date': 'd' })
  expect(Object.keys(head).sort()).toEqual(['connection', 'content-length', 'host', 'method', 'x-amz-date'])
  expect(seen.length).toBeGreaterThan(2)
  expect([...seen].sort((a, b) => a - b)).toEqual(seen)
  expect(seen.at(-1)).toBe(bytes.length)
})

it('an abort ends it with the signal’s reason', async () => {
  const url = await serve(() => {})
  const controller = new AbortController()
  const work = putFile({ url, headers: {}, bytes: new Uint8Array(20_000_000), signal: controller.signal })
  setTimeout(() => controller.abort(new Error('enough')), 20)
  await expect(work).rejects.toThrow('enough')
  const late = putFile({ url, headers: {}, bytes: new Uint8Array(1), signal: controller.signal })
  await expect(late).rejects.toThrow('enough')
})

it('a redirect is an answer like any other', async () => {
  const url = await serve((request, response) => {
    request.resume()
    response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end()
  })
  expect((await putFile({ url, headers: {}, bytes: new Uint8Array(10) })).status).toBe(307)
})

it('a lost connection is the system’s error', async () => {
  const url = await serve((request) => request.socket.destroy())
  const work = putFile({ url, headers: {}, bytes: new Uint8Array(2_000_000) })
  await expect(work).rejects.toMatchObject({ code: expect.stringMatching(/^(ECONNRESET|EPIPE)$/) })
})

it('an answer without end is ended', async () => {
  const url = await serve((request, response) => {
    request.resume()
    request.on('end', () => {
      response.writeHead(200)
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000))) {}
      }
      response.on('drain', more)
      more()
    })
  })
  const { status, text } = await putFile({ url, headers: {}, bytes: new Uint8Array(10) })
  expect(status).toBe(200)
  expect(text).toHaveLength(10_000)
})
