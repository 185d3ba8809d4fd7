// Both ends of the channel: the webview sends requests and receives events, the host responds and notifies. Every message is
// checked on arrival; an error on one side rejects the caller on the other; closing an end settles what is pending.

import { Check } from 'typebox/schema'
import { phrase } from '../text/index.ts'
import type { Problem } from '../text/problem.ts'
import { problem } from '../text/problem-error.ts'
import {
  Envelope,
  EVENTS,
  type EventBody,
  type EventName,
  REQUEST_BOUNDS,
  REQUESTS,
  type RequestName,
  type RequestParams,
  type RequestResult,
} from './messages.ts'
import { isWithin } from './size.ts'

/** Sends one message to the other side; structured clone, so an ArrayBuffer stays one. */
export type Post = (message: Envelope) => void

/** A failure that came from the other side, or the end of the conversation. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError'
  constructor(readonly problem: Problem) {
    super(problem.sentence)
  }
}

const CLOSED = problem(
  'panel.closed',
  'The panel was closed before the answer came.',
  'Open the studio again; running tasks go on.',
  { billed: 'unknown' },
)
/** Longer than any name that is known, short enough for a sentence. */
const LONGEST_NAME = 40

const malformed = (name: string) =>
  problem(
    'panel.message',
    phrase('The panel and the extension disagree about “{0}”.', name.slice(0, LONGEST_NAME)),
    'Reload the window; the extension was probably updated.',
  )
const tooLarge = (name: RequestName) =>
  problem(
    'panel.too-large',
    phrase('The panel sent more than the extension takes at once (“{0}”).', name),
    'Use a shorter text, a smaller picture or fewer lines. Nothing was sent or charged.',
  )

const isRequest = (name: string): name is RequestName => Object.hasOwn(REQUESTS, name)
const isEvent = (name: string): name is EventName => Object.hasOwn(EVENTS, name)

/** The webview's end. */
export class RpcClient {
  #next = 1
  readonly #pending = new Map<number, { settle(result: unknown): void; reject(problem: Problem): void }>()
  readonly #listeners = new Map<EventName, Set<(body: unknown) => void>>()

  readonly #post: Post

  constructor(post: Post) {
    this.#post = post
  }

  /** Asks the host. Rejects with a ChannelError when it fails there, or when its answer does not fit. */
  ask<Name extends RequestName>(name: Name, params: RequestParams<Name>): Promise<RequestResult<Name>> {
    const id = this.#next++
    return new Promise((resolve, reject) => {
      this.#pending.set(id, {
        settle: (result) => {
          if (fitsResult(name, result)) resolve(result)
          else reject(new ChannelError(malformed(name)))
        },
        reject: (problem) => reject(new ChannelError(problem)),
      })
      this.#post({ kind: 'request', id, name, params })
    })
  }

  /** Listens to the host's events; returns a function that stops. */
  on<Name extends EventName>(name: Name, listener: (body: EventBody<Name>) => void): () => void {
    const set = this.#listeners.get(name) ?? new Set()
    this.#listeners.set(name, set)
    const checked = (body: unknown) => {
      if (fitsEvent(name, body)) listener(body)
    }
    set.add(checked)
    return () => set.delete(checked)
  }

  /** Takes a message of the host. Anything that is not one is ignored: browser extensions post here too. */
  receive(message: unknown): void {
    if (!Check(Envelope, message)) return
    if (message.kind === 'event' && isEvent(message.name)) {
      for (const listener of this.#listeners.get(message.name) ?? []) listener(message.body)
    } else if (message.kind === 'result' || message.kind === 'error') {
      const waiting = this.#pending.get(message.id)
      this.#pending.delete(message.id)
      if (message.kind === 'result') waiting?.settle(message.result)
      else waiting?.reject(message.problem)
    }
  }

  dispose(): void {
    for (const waiting of this.#pending.values()) waiting.reject(CLOSED)
    this.#pending.clear()
    this.#listeners.clear()
  }
}

/** What the host of a page does for each request of it; what is missing is no request of that page. */
export type Handlers = {
  [Name in RequestName]?: (params: RequestParams<Name>) => Promise<RequestResult<Name>> | RequestResult<Name>
}

/** The host's end. `toProblem` makes any thrown error presentable and free of secrets. */
export class RpcServer {
  #isClosed = false
  readonly #post: Post
  readonly #handlers: Handlers
  readonly #toProblem: (error: unknown) => Problem

  constructor(post: Post, handlers: Handlers, toProblem: (error: unknown) => Problem) {
    this.#post = post
    this.#handlers = handlers
    this.#toProblem = toProblem
  }

  notify<Name extends EventName>(name: Name, body: EventBody<Name>): void {
    if (!this.#isClosed) this.#post({ kind: 'event', name, body })
  }

  /** Takes a message of the webview and answers it. Never throws. */
  async receive(message: unknown): Promise<void> {
    if (!Check(Envelope, message) || message.kind !== 'request') return
    const { id, name, params } = message
    const answer = await this.#run(name, params)
    if (!this.#isClosed) this.#post({ ...answer, id })
  }

  async #run(name: string, params: unknown) {
    try {
      if (!isRequest(name)) return { kind: 'error', problem: malformed(name) } as const
      return { kind: 'result', result: await this.#call(name, params) } as const
    } catch (error) {
      const problem = error instanceof ChannelError ? error.problem : this.#toProblem(error)
      return { kind: 'error', problem } as const
    }
  }

  #call<Name extends RequestName>(name: Name, params: unknown) {
    // Before the schema, which would look at all of it.
    if (!isWithin(params, REQUEST_BOUNDS[name])) throw new ChannelError(tooLarge(name))
    if (!fitsParams(name, params)) throw new ChannelError(malformed(name))
    const handler = this.#handlers[name]
    if (!handler) throw new ChannelError(malformed(name))
    return handler(params)
  }

  dispose(): void {
    this.#isClosed = true
  }
}

function fitsParams<Name extends RequestName>(name: Name, value: unknown): value is RequestParams<Name> {
  return Check(REQUESTS[name].params, value)
}
function fitsResult<Name extends RequestName>(name: Name, value: unknown): value is RequestResult<Name> {
  return Check(REQUESTS[name].result, value)
}
function fitsEvent<Name extends EventName>(name: Name, value: unknown): value is EventBody<Name> {
  return Check(EVENTS[name], value)
}
