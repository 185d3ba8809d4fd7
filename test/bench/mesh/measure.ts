// Running programs on files: how long each takes with the start of its process, and how much memory it needs at most.
import { spawn } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'

export interface Run {
  /** With the start of the process. */
  readonly milliseconds: number
  /** Milliseconds of processors, all threads together: what a busy machine leaves comparable. */
  readonly processor: number
  /** Bytes that were resident at most; 0 where /proc does not tell. */
  readonly memory: number
  /** Of the result. */
  readonly bytes: number
}

const LOOK = 20

/** Milliseconds of processors that ended children have taken, by Linux; 0 elsewhere. */
async function childrenTime(): Promise<number> {
  const text = await readFile('/proc/self/stat', 'utf8').catch(() => '')
  // Fields 16 and 17, after the name in brackets, in hundredths of a second.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[13] ?? 0) + Number(fields[14] ?? 0)) * 10
}

/** @throws what the program says when it fails */
export async function runProgram(script: string, args: readonly string[], result: string): Promise<Run> {
  const before = await childrenTime()
  const started = performance.now()
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
  let memory = 0
  let words = ''
  child.stderr.on('data', (chunk: Buffer) => {
    words = (words + chunk.toString()).slice(-2000)
  })
  const look = setInterval(() => {
    void readFile(`/proc/${child.pid}/status`, 'utf8')
      .then((text) => {
        memory = Math.max(memory, Number(/VmHWM:\s+(\d+)/.exec(text)?.[1] ?? 0) * 1024)
      })
      .catch(() => undefined)
  }, LOOK)
  try {
    const code = await new Promise<number | null>((done, fail) => {
      child.once('error', fail)
      child.once('exit', done)
    })
    const milliseconds = performance.now() - started
    if (code !== 0) throw new Error(`${script} ${args.join(' ')} ended with ${code}: ${words}`)
    return { milliseconds, processor: (await childrenTime()) - before, memory, bytes: (await stat(result)).size }
  } finally {
    clearInterval(look)
  }
}
