// Sends a value to the host once it has stopped changing, such as the display settings and the camera.
import type { RequestName, RequestParams } from '../../src/protocol/index.ts'
import type { Host } from '../studio/host.ts'

/** Milliseconds without a change after which it is sent. */
const DELAY = 300

/** Reports one value to the host; of several changes in quick succession, only the last. */
export class DebouncedReport<Name extends RequestName> {
  readonly #host: Host
  readonly #name: Name
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(host: Host, name: Name) {
    this.#host = host
    this.#name = name
  }

  /** @param params called when the report is sent */
  notify(params: () => RequestParams<Name>): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#host.rpc.ask(this.#name, params()).catch(() => undefined), DELAY)
  }
}
