// One HTTP exchange with the two time limits that transfers need: until the headers, and between chunks of the body. There is no
// limit on the whole, so that slow connections can finish large files.
import { interrupted, noAnswer } from './failures.ts'
import type { FullResources } from './resources.ts'

/** Milliseconds until the headers, and of silence in a body. */
export const PATIENCE = 60_000

export interface Exchange {
  response: Response
  /** The body in pieces. Throws TripoRequestError after too long a silence; ends the exchange when left early. */
  chunks(): AsyncGenerator<Uint8Array, void, undefined>
  /** Ends the exchange without reading (the rest of) the body. */
  drop(): void
}

export interface ExchangeOptions {
  method?: string
  headers?: Record<string, string>
  body?: RequestInit['body']
  signal?: AbortSignal
  /** Milliseconds until the headers. */
  headersMs?: number
  /** Milliseconds of silence within the body. */
  silenceMs?: number
}

/**
 * Sends a request and waits for the headers. Redirects are not followed: what was sent stays where it was sent.
 * Throws what `fetch` throws, the signal's reason when stopped, TripoRequestError `network.timeout` when too late.
 */
export async function exchange(
  resources: FullResources,
  url: string,
  { signal, headersMs = PATIENCE, silenceMs = PATIENCE, ...init }: ExchangeOptions,
): Promise<Exchange> {
  signal?.throwIfAborted()
  const { clock, fetch } = resources
  const controller = new AbortController()
  const stop = () => controller.abort(signal?.reason)
  signal?.addEventListener('abort', stop, { once: true })
  const finish = () => signal?.removeEventListener('abort', stop)

  /** Runs one step under a time limit; the step must obey the controller, or lose the race against it. */
  async function within<Value>(ms: number, step: Promise<Value>): Promise<Value> {
    // A step that nobody waits for any more must not count as a failure that nobody handles.
    step.catch(() => undefined)
    controller.signal.throwIfAborted()
    let fail: (reason: unknown) => void = () => {}
    const limit = new Promise<never>((_, reject) => {
      fail = reject
    })
    const cancel = clock.after(ms, () => {
      const late = noAnswer(url, ms / 1000)
      fail(late)
      controller.abort(late)
    })
    const abort = () => fail(controller.signal.reason)
    controller.signal.addEventListener('abort', abort, { once: true })
    try {
      return await Promise.race([step, limit])
    } finally {
      cancel()
      controller.signal.removeEventListener('abort', abort)
    }
  }

  let response: Response
  try {
    response = await within(headersMs, fetch(url, { ...init, redirect: 'manual', signal: controller.signal }))
  } catch (error) {
    finish()
    throw error
  }

  async function* chunks() {
    const reader = response.body?.getReader()
    let isWhole = !reader
    try {
      while (reader) {
        const { done, value } = await within(silenceMs, reader.read())
        if (done) {
          isWhole = true
          return
        }
        if (!(value instanceof Uint8Array)) throw interrupted(url, 'body is not made of bytes')
        yield value
      }
    } finally {
      finish()
      if (!isWhole) controller.abort()
    }
  }

  const drop = () => {
    finish()
    controller.abort()
  }
  return { response, chunks, drop }
}

/**
 * Reads a body as text.
 * @param limit bytes; a longer body is an error, since answers of the service are short
 */
export async function readText(source: Exchange, limit = 20 * 1024 * 1024): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let size = 0
  for await (const chunk of source.chunks()) {
    size += chunk.length
    if (size > limit) throw interrupted(source.response.url, `answer longer than ${limit} bytes`)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
