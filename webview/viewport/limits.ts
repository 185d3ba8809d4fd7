// How long reading a model may take, in one place, and waiting no longer than that: a decoder that never responds must not leave
// the page loading forever.
import { aborted } from './errors.ts'

/** Milliseconds that any file may take to be decoded, and milliseconds more for each of its megabytes. */
export const DECODE_TIME = { base: 30_000, perMegabyte: 2000 } as const

/** Milliseconds for a file of so many bytes. */
export const timeFor = (bytes: number): number => DECODE_TIME.base + (bytes / 2 ** 20) * DECODE_TIME.perMegabyte

export interface Limits<T> {
  milliseconds: number
  signal: AbortSignal
  /** What is told when the time is up. */
  late(): Error
  /** Ends the work, when the time is up or it was called off: what does not listen to signals has to be stopped. */
  stop(): void
  /** Takes what arrives after all, to free it. */
  discard(result: T): void
}

/** The work's result, or an error as soon as its time is up or `signal` aborts. */
export function within<T>(work: Promise<T>, { milliseconds, signal, late, stop, discard }: Limits<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    let isOver = false
    const end = (settle: () => void) => {
      if (isOver) return
      isOver = true
      clearTimeout(timer)
      signal.removeEventListener('abort', called)
      settle()
    }
    const giveUp = (error: Error) =>
      end(() => {
        stop()
        reject(error)
      })
    const called = () => giveUp(aborted())
    const timer = setTimeout(() => giveUp(late()), milliseconds)
    if (signal.aborted) called()
    else signal.addEventListener('abort', called)
    work.then(
      (result) => (isOver ? discard(result) : end(() => resolve(result))),
      (error: unknown) => end(() => reject(error)),
    )
  })
}
