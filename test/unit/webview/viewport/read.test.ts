// Fetching a model: progress, what is missing, what is cut short, and being called off.
import { describe, expect, it, vi } from 'vitest'
import { readBytes } from '../../../../webview/viewport/read.ts'

function streamed(chunks: readonly number[][], headers: Record<string, string>): Response {
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new Uint8Array(chunk))
      controller.close()
    },
  })
  return new Response(stream, { headers })
}

const answering = (response: Response) => vi.fn(async () => response)

describe('readBytes', () => {
  it('joins the pieces and reports how much has come', async () => {
    const onProgress = vi.fn()
    const fetch = answering(streamed([[1, 2], [3], [4]], { 'content-length': '4' }))
    const data = await readBytes('u', { name: 'a.glb', onProgress, fetch })
    expect([...new Uint8Array(data)]).toEqual([1, 2, 3, 4])
    expect(onProgress.mock.calls.map(([fraction]) => fraction)).toEqual([0.5, 0.75, 1])
  })

  it('reads without progress when the length is unknown or is that of a compressed transfer', async () => {
    const headers: Record<string, string>[] = [{}, { 'content-length': '1', 'content-encoding': 'gzip' }]
    for (const header of headers) {
      const onProgress = vi.fn()
      const data = await readBytes('u', { name: 'a.glb', onProgress, fetch: answering(streamed([[1, 2, 3]], header)) })
      expect(data.byteLength).toBe(3)
      expect(onProgress).not.toHaveBeenCalled()
    }
  })

  it('says so when less arrives than was announced', async () => {
    const fetch = answering(streamed([[1, 2]], { 'content-length': '4000' }))
    await expect(readBytes('u', { name: 'a.glb', fetch })).rejects.toMatchObject({
      code: 'viewport.truncated',
      message: 'a.glb is incomplete: it has 2 of 4,000 bytes.',
    })
  })

  it('reads all of a file that has grown since its length was told', async () => {
    const fetch = answering(streamed([[1, 2], [3], [4, 5, 6, 7, 8, 9, 10]], { 'content-length': '2' }))
    const data = await readBytes('u', { name: 'a.glb', fetch })
    expect([...new Uint8Array(data)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  it('tells a missing file from an unreachable one', async () => {
    const missing = answering(new Response('no', { status: 404 }))
    await expect(readBytes('u', { name: 'a.glb', fetch: missing })).rejects.toMatchObject({ code: 'viewport.status' })
    const unreachable = vi.fn(async () => {
      throw new TypeError('Failed to fetch')
    })
    await expect(readBytes('u', { name: 'a.glb', fetch: unreachable })).rejects.toMatchObject({
      code: 'viewport.unreachable',
    })
  })

  it('ends as an AbortError when it is called off, whatever fetch makes of it', async () => {
    const off = new AbortController()
    const fetch = vi.fn(async () => {
      off.abort()
      throw new TypeError('network error')
    })
    await expect(readBytes('u', { name: 'a.glb', signal: off.signal, fetch })).rejects.toMatchObject({
      name: 'AbortError',
    })
  })
})
