// Watching another process: how much memory it takes, and how long it goes without an answer.
import { readFileSync } from 'node:fs'

/** What the machine gives one reader for one file. */
export interface Allowance {
  milliseconds: number
  bytes: number
}

/** Resident memory of a process, bytes; 0 where /proc does not tell. */
export function memoryOf(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return Number(kilobytes ?? 0) * 1024
  } catch {
    return 0
  }
}

export type Watched<T> = { kind: 'answer'; answer: T } | { kind: 'gone' | 'hung' | 'too large' }

/** The answer, or why it is not waited for any longer. Whoever asked ends the process then. */
export async function watched<T>(
  work: Promise<T>,
  { milliseconds, bytes }: Allowance,
  memory: () => number,
): Promise<Watched<T>> {
  let timer: NodeJS.Timeout | undefined
  let poll: NodeJS.Timeout | undefined
  const hung = new Promise<Watched<T>>((resolve) => {
    timer = setTimeout(() => resolve({ kind: 'hung' }), milliseconds)
  })
  const large = new Promise<Watched<T>>((resolve) => {
    poll = setInterval(() => {
      if (memory() > bytes) resolve({ kind: 'too large' })
    }, 100)
  })
  const answered = work.then(
    (answer): Watched<T> => ({ kind: 'answer', answer }),
    (): Watched<T> => ({ kind: 'gone' }),
  )
  try {
    return await Promise.race([answered, hung, large])
  } finally {
    clearTimeout(timer)
    clearInterval(poll)
  }
}
