// Reads bytes from a URL with progress: the result is complete, or an error with a sentence.
import { aborted, errors } from './errors.ts'

export interface ReadOptions {
  /** For the error's sentence. */
  name: string
  signal?: AbortSignal
  /** Part of the file that has arrived, 0..1; not called while the length is unknown. */
  onProgress?(fraction: number): void
  fetch?: typeof globalThis.fetch
}

export async function readBytes(url: string, options: ReadOptions): Promise<ArrayBuffer> {
  const { name, signal } = options
  try {
    const response = await (options.fetch ?? globalThis.fetch)(url, { signal: signal ?? null })
    if (!response.ok) throw errors.status(name, response.status)
    return await readBody(response, options)
  } catch (cause) {
    if (signal?.aborted) throw aborted()
    if (cause instanceof TypeError) throw errors.unreachable(name, cause)
    throw cause
  }
}

async function readBody(response: Response, options: ReadOptions): Promise<ArrayBuffer> {
  const length = Number(response.headers.get('content-length'))
  // A compressed transfer's length says nothing about the bytes that come out of it.
  const total = response.headers.has('content-encoding') || !(length > 0) ? undefined : length
  if (response.body === null || total === undefined) return await response.arrayBuffer()
  const reader = response.body.getReader()
  // Each part goes to its place while the next is on its way.
  let whole = new Uint8Array(total)
  let received = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) break
    if (received + value.byteLength > whole.byteLength) {
      // A file that is being written has grown since its length was told.
      const larger = new Uint8Array(2 * (received + value.byteLength))
      larger.set(whole.subarray(0, received))
      whole = larger
    }
    whole.set(value, received)
    received += value.byteLength
    options.onProgress?.(Math.min(1, received / total))
  }
  if (received < total) throw errors.truncated(options.name, total, received)
  return received === whole.byteLength ? whole.buffer : whole.buffer.slice(0, received)
}
