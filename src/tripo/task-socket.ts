// Push: v2's websockets that report changes of tasks. One socket for the whole account if that works, else one for each task,
// else none; the follower polls beside it and detects when a socket has gone silent.
import type { DialectSpec } from './dialects/index.ts'
import { readFrame } from './frame.ts'
import type { SocketLike } from './resources.ts'
import type { Task } from './task.ts'
import type { Transport } from './transport.ts'

/** `all`: one socket for the account · `each`: one for each task · `none`: polling only. */
export type TaskSocketMode = 'all' | 'each' | 'none'

/** Failures of a mode, without a message in between, after which the next one is tried. */
const PATIENCE = 2
const RECONNECT_MS = 2000

export class TaskSocket {
  #current: TaskSocketMode
  readonly #ids = new Set<string>()
  readonly #sockets = new Map<string, SocketLike & { isOpen: boolean }>()
  #failures = 0
  #isClosed = false
  #cancelReconnect: (() => void) | undefined

  readonly #transport: Transport
  readonly #dialect: DialectSpec
  readonly #onTask: (task: Task) => void
  /** A socket was lost or given up: tasks may no longer be pushed. */
  readonly #onLoss: () => void

  constructor(
    transport: Transport,
    dialect: DialectSpec,
    onTask: (task: Task) => void,

    onLoss: () => void = () => {},
  ) {
    this.#transport = transport
    this.#dialect = dialect
    this.#onTask = onTask
    this.#onLoss = onLoss

    this.#current = transport.hasSockets && dialect.watchPaths ? 'all' : 'none'
  }

  get mode(): TaskSocketMode {
    return this.#current
  }

  /** Whether a task's changes are being pushed right now. */
  covers(taskId: string): boolean {
    const socket = this.#sockets.get(this.#current === 'all' ? '*' : taskId)
    return this.#current !== 'none' && socket?.isOpen === true
  }

  add(taskId: string): void {
    this.#ids.add(taskId)
    this.#connect()
  }

  remove(taskId: string): void {
    this.#ids.delete(taskId)
    if (this.#ids.size === 0) this.#closeSockets()
    else this.#drop(taskId)
  }

  /** Gives the mode up: its socket is open but says nothing about a task that has changed. */
  demote(): void {
    if (this.#current === 'none') return
    this.#current = this.#current === 'all' ? 'each' : 'none'
    this.#failures = 0
    this.#transport.resources.log.debug(`push: now ${this.#current}`)
    this.#closeSockets()
    this.#connect()
    this.#onLoss()
  }

  dispose(): void {
    this.#isClosed = true
    this.#ids.clear()
    this.#closeSockets()
  }

  #connect(): void {
    const { openSocket } = this.#transport.resources
    const paths = this.#dialect.watchPaths
    if (this.#isClosed || this.#current === 'none' || !openSocket || !paths || this.#ids.size === 0) return
    const wanted = this.#current === 'all' ? ['*'] : [...this.#ids]
    for (const name of wanted) {
      if (this.#sockets.has(name)) continue
      const path = name === '*' ? paths.all : paths.one(name)
      const url = `${this.#transport.base.url.replace(/^http/, 'ws')}${path}`
      const entry = { isOpen: false, close: () => {} }
      this.#sockets.set(name, entry)
      const isCurrent = () => this.#sockets.get(name) === entry
      const socket = openSocket(url, this.#transport.authorization(), {
        open: () => {
          entry.isOpen = true
        },
        message: (text) => {
          if (isCurrent()) this.#receive(text)
        },
        closed: (reason) => {
          if (isCurrent()) this.#lose(name, reason)
        },
      })
      entry.close = () => socket.close()
      if (!isCurrent()) socket.close()
    }
  }

  #receive(text: string): void {
    const task = readFrame(text, this.#transport.hide)
    if (!task) return
    this.#failures = 0
    this.#onTask(task)
  }

  #lose(name: string, reason: string): void {
    this.#sockets.delete(name)
    this.#transport.resources.log.debug(`push: socket closed, ${this.#transport.redact(reason)}`)
    // The service closes the socket of a task when the task is done.
    if (name !== '*' && !this.#ids.has(name)) return
    this.#onLoss()
    this.#failures += 1
    if (this.#failures >= PATIENCE) {
      this.demote()
      return
    }
    this.#cancelReconnect?.()
    this.#cancelReconnect = this.#transport.resources.clock.after(RECONNECT_MS, () => this.#connect())
  }

  #drop(name: string): void {
    const socket = this.#sockets.get(name)
    this.#sockets.delete(name)
    socket?.close()
  }

  #closeSockets(): void {
    this.#cancelReconnect?.()
    for (const name of [...this.#sockets.keys()]) this.#drop(name)
  }
}
