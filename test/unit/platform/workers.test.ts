// A worker that does one job after the other, and is replaced when it hangs, is ended, or never was there.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createWorkerQueue } from '../../../src/platform/workers.ts'
import { createBuilder } from '../../../src/sandbox/builder.ts'

/** Answers numbers with their double; some words have it fail, crash, end, talk or sleep. */
const WORKER = `
const { parentPort, threadId } = require('node:worker_threads')
parentPort.on('message', ({ id, job }) => {
  if (job === 'crash') throw new Error('ouch')
  if (job === 'exit') process.exit(3)
  if (job === 'sleep') return
  if (job === 'spin') for (;;);
  if (job === 'heap') for (const all = []; ; ) all.push({ n: all.length, more: [all.length] })
  if (job === 'fail') return parentPort.postMessage({ id, error: 'no' })
  if (job === 'files') return parentPort.postMessage({ id, files: [{ kind: 'model', extension: 'glb', mediaType: 'm', bytes: new Uint8Array([1]) }] })
  if (job === 'thread') return parentPort.postMessage({ id, result: threadId })
  console.log('spoils stdout')
  parentPort.postMessage('noise')
  parentPort.postMessage({ id, result: job * 2 })
})`

const isMessage = (value: unknown): value is { id: number; result: unknown; error?: string } =>
  typeof value === 'object' && value !== null && 'id' in value
const read = (value: unknown) => {
  if (!isMessage(value)) return undefined
  return value.error === undefined ? { id: value.id, result: value.result } : { id: value.id, error: value.error }
}

let directory: string
let file: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tripo-workers-'))
  file = join(directory, 'worker.cjs')
  await writeFile(file, WORKER)
})
afterAll(() => rm(directory, { recursive: true }))

const open = (patience?: number | ((job: unknown) => number)) =>
  createWorkerQueue<unknown, unknown>({ file, read, patience })

/** The memory of a process that grows whenever it is looked at, up to a point. */
function growing(): () => number {
  let memory = 0
  return () => (memory = Math.min(memory + 60e6, 300e6))
}

describe('a worker', () => {
  it('does jobs one after the other in one thread', async () => {
    const queue = open()
    expect(await Promise.all([queue.run(1), queue.run(2), queue.run(3)])).toEqual([2, 4, 6])
    expect(await queue.run('thread')).toBe(await queue.run('thread'))
    queue.dispose()
  })

  it('is another one when it would keep too much memory, and does first what waits', async () => {
    // Not the system's figure, which the other threads of a test run change, too.
    let memory = 500e6
    const queue = createWorkerQueue<unknown, unknown>({ file, read, keeps: 100e6, memory: () => memory })
    const begun = [queue.run('thread'), queue.run('thread')]
    memory += 101e6
    const [first, waited] = await Promise.all(begun)
    expect(waited).toBe(first)
    const second = await queue.run('thread')
    expect(second).not.toBe(first)
    expect(await queue.run('thread')).toBe(second)
    queue.dispose()
  })

  it.each([
    ['fail', /^no$/],
    ['crash', /ouch/],
    ['exit', /code 3/],
  ])('lets only the job fail that made it %s', async (job, says) => {
    const queue = open()
    const all = [queue.run(1), queue.run(job), queue.run(2)]
    expect(await all[0]).toBe(2)
    await expect(all[1]).rejects.toThrow(says)
    expect(await all[2]).toBe(4)
    queue.dispose()
  })

  it('is replaced when it does not answer', async () => {
    const queue = open((job) => (job === 'sleep' ? 50 : 60_000))
    const lost = queue.run('sleep')
    const after = queue.run(4)
    await expect(lost).rejects.toThrow(/did not answer/)
    expect(await after).toBe(8)
    queue.dispose()
  })

  it('is ended by a signal, even in an endless loop; the next job has a new one', async () => {
    const queue = open()
    const abort = new AbortController()
    const lost = queue.run('spin', abort.signal)
    const waiting = queue.run(5, abort.signal)
    const after = queue.run(4)
    abort.abort(new Error('enough'))
    await expect(lost).rejects.toThrow('enough')
    await expect(waiting).rejects.toThrow('enough')
    expect(await after).toBe(8)
    await expect(queue.run(1, abort.signal)).rejects.toThrow('enough')
    queue.dispose()
  })

  it.each([
    ['heap', { resourceLimits: { maxOldGenerationSizeMb: 32 } }],
    ['sleep', { growth: 100e6, memory: growing() }],
  ])('is ended when it fills the memory (%s)', async (job, limits) => {
    const ended = (why: string) => new Error(`ended: ${why}`)
    const queue = createWorkerQueue<unknown, unknown>({ file, read, ended, ...limits })
    await expect(queue.run(job)).rejects.toThrow('ended: memory')
    expect(await queue.run(4)).toBe(8)
    queue.dispose()
  })

  it('refuses jobs that cannot be sent, and goes on', async () => {
    const queue = open()
    await expect(queue.run(() => 1)).rejects.toThrow(/clone/)
    expect(await queue.run(1)).toBe(2)
    queue.dispose()
  })

  it('rejects what is left when it is stopped', async () => {
    const queue = open()
    const left = [queue.run('sleep'), queue.run(1)]
    queue.dispose()
    for (const job of left) await expect(job).rejects.toThrow(/stopped/)
    await expect(queue.run(1)).rejects.toThrow(/stopped/)
  })

  it('that is not there is an error of the job', async () => {
    const queue = createWorkerQueue<unknown, unknown>({ file: join(directory, 'none.cjs'), read })
    await expect(queue.run(1)).rejects.toThrow(/none\.cjs/)
    queue.dispose()
  })
})

describe('the builder', () => {
  it('hands a job to the worker and its files back', async () => {
    const builder = createBuilder(join(directory, 'build.cjs'))
    await writeFile(join(directory, 'build.cjs'), WORKER.replace("job === 'files'", 'job.capability'))
    const { files } = await builder.build({ capability: 'text_to_model', params: {}, inputs: {} })
    expect(files).toEqual([{ kind: 'model', extension: 'glb', mediaType: 'm', bytes: new Uint8Array([1]) }])
    builder.dispose()
  })
})
