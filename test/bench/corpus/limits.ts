// Watching other processes: how much memory they take, and how long they go without an answer. Time in which they are ready and
// the machine does other things is not counted as theirs.
import { readdirSync, readFileSync } from 'node:fs'

/** What one reader may take for one file. `milliseconds` are those in which it had a processor, or waited for something else. */
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

/** Milliseconds that each thread of a process has waited for a processor since it began; nothing where /proc does not tell. */
function waits(pid: number): Map<string, number> {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`)
    return new Map(tasks.map((task) => [task, waitOf(`/proc/${pid}/task/${task}/schedstat`)]))
  } catch {
    return new Map()
  }
}

/** The second figure is nanoseconds on a queue. https://www.kernel.org/doc/html/latest/scheduler/sched-stats.html */
function waitOf(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8').split(' ')[1] ?? 0) / 1e6
  } catch {
    // It has ended since it was listed.
    return 0
  }
}

/**
 * Says how long processes that work for each other one after the other have waited for a processor since now, milliseconds: of each
 * the thread that waited longest.
 */
export function waiting(pids: readonly number[]): () => number {
  const before = new Map(pids.map((pid) => [pid, waits(pid)]))
  return () => {
    let sum = 0
    for (const [pid, known] of before) {
      const since = [...waits(pid)].map(([task, wait]) => wait - (known.get(task) ?? 0))
      sum += Math.max(0, ...since)
    }
    return sum
  }
}

export type Watched<T> = { kind: 'answer'; answer: T } | { kind: 'gone' | 'hung' | 'too large' }

/** Times its allowance that nothing may take, however busy the machine is. */
const MOST = 10

/**
 * The answer, or why it is not waited for any longer. Whoever asked ends the process then.
 * @param memory of the process at the moment, bytes
 * @param waited how long it has waited for a processor since the work began, milliseconds
 */
export async function watched<T>(
  work: Promise<T>,
  { milliseconds, bytes }: Allowance,
  { memory, waited }: { memory: () => number; waited: () => number },
): Promise<Watched<T>> {
  let timer: NodeJS.Timeout | undefined
  let poll: NodeJS.Timeout | undefined
  const began = Date.now()
  const hung = new Promise<Watched<T>>((resolve) => {
    const look = () => {
      const end = Math.min(milliseconds + waited(), MOST * milliseconds)
      const left = began + end - Date.now()
      if (left <= 0) resolve({ kind: 'hung' })
      else timer = setTimeout(look, left)
    }
    timer = setTimeout(look, milliseconds)
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
