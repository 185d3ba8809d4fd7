// What is told to the host once it has stopped changing: how things are shown, and where one looks from.
import type { RequestName, RequestParams } from '../../src/protocol/index.ts'
import type { Host } from '../studio/host.ts'

/** Milliseconds without a change after which it is told. */
const SETTLED = 300

/** Tells the host of one thing; of changes in quick succession only the last. */
export class Settled<Name extends RequestName> {
  readonly #host: Host
  readonly #name: Name
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: Host, name: Name) {
    this.#host = host
    this.#name = name
  }

  /** @param params asked for when it is told */
  notify(params: () => RequestParams<Name>): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#host.rpc.ask(this.#name, params()).catch(() => undefined), SETTLED)
  }
}
