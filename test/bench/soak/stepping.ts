// A window whose every step can be counted, and at one of them made to sleep: stand-ins around all that a job touches.
// A sleeping window does nothing at all, as a stopped process: what it had begun ends, and what comes next waits.
import type { AssetFiles } from '../../../src/assets/files.ts'
import type { RecordStore } from '../../../src/jobs/index.ts'
import type { Clock, FileSink, Resources } from '../../../src/tripo/resources.ts'

/** Looking changes nothing: a sleep before or after it is one before or after the change next to it. */
export const LOOKS: ReadonlySet<PropertyKey> = new Set([
  ...['list', 'read', 'readText', 'readNote', 'isClaimed', 'kindOf', 'isLink', 'realPath', 'identify', 'hash'],
  'names',
])
/** Functions that answer at once. */
const PLAIN: ReadonlySet<PropertyKey> = new Set(['join'])

/** What a step is called in messages: the function and the first thing it is given. */
const nameOf = (name: PropertyKey, [first]: readonly unknown[]) =>
  `${String(name)} ${typeof first === 'string' ? first.split('/').slice(-2).join('/') : ''}`

export interface Steps {
  /** Called before and after every change; resolves when the window may go on. */
  step(name: string): Promise<void>
  /** Called before and after everything else; resolves when the window may go on. */
  look(): Promise<void>
}

/** The same object, with a step before and after each of its functions that change something. */
export function stepping<Thing extends object>(thing: Thing, { step, look }: Steps): Thing {
  return new Proxy(thing, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver)
      if (typeof value !== 'function' || PLAIN.has(name)) return value
      return async (...args: unknown[]) => {
        // Signs of life come by the clock, at no place of a job's own.
        const isLook = LOOKS.has(name) || String(args[0]).startsWith('window-')
        const pass = (side: string) => (isLook ? look() : step(`${side} ${nameOf(name, args)}`))
        await pass('before')
        try {
          return await Reflect.apply(value, target, args)
        } finally {
          await pass('after')
        }
      }
    },
  })
}

/** Downloads step when a file is opened and when it is whole. */
const steppingSink = (sink: FileSink, steps: Steps): FileSink => ({
  checkpointEvery: sink.checkpointEvery,
  async open(folder, name) {
    const writer = await stepping(sink, steps).open(folder, name)
    return new Proxy(writer, {
      get(target, property) {
        const value: unknown = Reflect.get(target, property, target)
        if (typeof value !== 'function') return value
        return async (...args: unknown[]) => {
          const pass = (side: string) =>
            property === 'write' ? steps.look() : steps.step(`${side} ${String(property)}`)
          await pass('before')
          try {
            return await Reflect.apply(value, target, args)
          } finally {
            await pass('after')
          }
        }
      },
    })
  },
  publish: (temporary, folder, name) => sink.publish(temporary, folder, name),
  remove: (path) => stepping(sink, steps).remove(path),
})

/** Everything of a world that steps. */
export const wrapsOf = (steps: Steps) => ({
  store: (store: RecordStore) => stepping(store, steps),
  files: (files: AssetFiles) => stepping(files, steps),
  resources: (resources: Resources): Resources => ({
    ...resources,
    files: resources.files && steppingSink(resources.files, steps),
    fetch: async (url, init) => {
      const isChange = init?.method === 'POST' || init?.method === 'PUT'
      const pass = (side: string) => (isChange ? steps.step(`${side} ${init.method} ${url}`) : steps.look())
      await pass('before')
      try {
        return await resources.fetch(url, init)
      } finally {
        await pass('after')
      }
    },
  }),
})

/** Counts a window's steps, and lets it sleep at one of them until it is woken. */
export class Sleeper implements Steps {
  /** The steps' names, in order. */
  readonly taken: string[] = []
  readonly asleep: Promise<void>
  #isAsleep = false
  #fallAsleep = () => {}
  #wakeUp = () => {}
  readonly #woken: Promise<void>

  readonly #at: number | undefined

  /** @param at the step, from 1; absent: it never sleeps */
  constructor(at?: number) {
    this.#at = at

    this.asleep = new Promise((resolve) => {
      this.#fallAsleep = resolve
    })
    this.#woken = new Promise((resolve) => {
      this.#wakeUp = resolve
    })
  }

  step = async (name: string): Promise<void> => {
    await this.look()
    this.taken.push(name)
    if (this.taken.length !== this.#at) return
    this.#isAsleep = true
    this.#fallAsleep()
    await this.#woken
  }

  look = async (): Promise<void> => {
    if (this.#isAsleep) await this.#woken
  }

  wake(): void {
    this.#isAsleep = false
    this.#wakeUp()
  }

  /** A clock whose alarms are heard only by a window that is awake. */
  clock = (clock: Clock): Clock => ({
    now: () => clock.now(),
    after: (ms, run) => {
      let isCancelled = false
      const ring = () => {
        if (!isCancelled) run()
      }
      const cancel = clock.after(ms, () => (this.#isAsleep ? void this.#woken.then(ring) : ring()))
      return () => {
        isCancelled = true
        cancel()
      }
    },
  })
}
