// Jobs across the lives of windows: killed between any two steps, reloaded, damaged, too old; never a second task for
// one request, never a result lost or placed twice.
import { readdir } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import type { AssetFiles } from '../../../../src/assets/files.ts'
import type { Jobs } from '../../../../src/jobs/jobs.ts'
import { nodeFiles } from '../../../../src/platform/files.ts'
import { refused } from '../../../../src/tripo/failures.ts'
import { Bench, chair, lantern, phase, until, useBench } from '../../jobs/bench.ts'

let bench: Bench
useBench((opened) => {
  bench = opened
})

/** Lets a number of steps through; the next one, and all after it, never end. */
class Killer {
  left = Number.POSITIVE_INFINITY
  readonly killed: Promise<'killed'>
  #kill: (word: 'killed') => void = () => {}
  constructor() {
    this.killed = new Promise((resolve) => {
      this.#kill = resolve
    })
  }
  step = async (): Promise<void> => {
    if (this.left-- > 0) return
    this.#kill('killed')
    await new Promise(() => {})
  }
  /** A disk whose every change is a step. */
  disk(): AssetFiles {
    const { step } = this
    return {
      ...nodeFiles,
      createFolder: (path) => step().then(() => nodeFiles.createFolder(path)),
      link: (from, to) => step().then(() => nodeFiles.link(from, to)),
      create: (path, text) => step().then(() => nodeFiles.create(path, text)),
      rename: (from, to) => step().then(() => nodeFiles.rename(from, to)),
      copy: (from, to) => step().then(() => nodeFiles.copy(from, to)),
      write: (path, text) => step().then(() => nodeFiles.write(path, text)),
      remove: (path) => step().then(() => nodeFiles.remove(path)),
      removeFolder: (path) => step().then(() => nodeFiles.removeFolder(path)),
    }
  }
}

type Request = Parameters<Jobs['submit']>[0]

/** Runs one request in a window that dies after a number of steps, then in a second one; tells how that ended. */
async function liveTwice(steps: number, request: Request, name: string) {
  const own = await Bench.open()
  const killer = new Killer()
  killer.left = steps
  own.files = killer.disk()
  own.store.step = killer.step
  own.service.step = killer.step
  const first = own.jobs()
  const finished = first.submit(request, { target: own.target, service: 'service' }).then(async (id) => {
    await until(first, id, (job) => job.phase === 'delivered')
    return 'delivered' as const
  })
  const outcome = await Promise.race([killer.killed, finished])

  own.files = nodeFiles
  own.store.step = async () => {}
  own.service.step = async () => {}
  // Long enough for the dead window's sign of life to run out.
  own.now += 60_000
  const second = own.jobs()
  await second.recover()
  const [listed] = second.list()
  if (listed) await until(second, listed.id, ({ phase: now }) => now === 'delivered' || now === 'unconfirmed')
  const job = listed && second.get(listed.id)
  const told = `killed after ${steps} steps: ${job?.phase}`
  expect(own.service.created.length, told).toBeLessThanOrEqual(1)
  if (job?.phase === 'delivered') {
    expect(await readdir(own.folder), told).toEqual([`${name}.glb`, `${name}.tripo.json`])
    expect(await own.text('game', 'assets', `${name}.glb`), told).toBe('model of task-1')
    expect(await own.leftovers(), told).toEqual([])
  } else if (job) {
    expect(job.problem, told).toMatchObject({ code: 'jobs.unconfirmed', billed: 'unknown' })
    expect(job.taskId).toBeUndefined()
  } else expect(own.service.created, told).toEqual([])
  await second.dispose()
  await own.close()
  return { outcome, phase: job?.phase }
}

describe('killed between any two steps', () => {
  test.each([
    ['a prompt', chair, 'wooden-dining-chair'],
    ['an image', lantern, 'lantern'],
  ])('%s: one task, one file, nothing left over', async (_, request, name) => {
    const AT_ONCE = 10
    const lives: Awaited<ReturnType<typeof liveTwice>>[] = []
    while (lives.every(({ outcome }) => outcome === 'killed')) {
      const some = Array.from({ length: AT_ONCE }, (_, index) => liveTwice(lives.length + index, request, name))
      lives.push(...(await Promise.all(some)))
    }
    expect(lives.filter(({ outcome }) => outcome === 'killed').length).toBeGreaterThan(20)
    // Only while the creation was under way: before it left, at the service, and before its answer was written down.
    expect(lives.filter(({ phase: end }) => end === 'unconfirmed')).toHaveLength(3)
  })
})

describe('a new window', () => {
  test('goes on following, and finds what was delivered', async () => {
    const id = await bench.leftRunning()
    bench.service.gates.follow.open()
    const second = bench.jobs()
    await second.recover()
    await phase(second, id, 'delivered')
    await second.dispose()

    const third = bench.jobs()
    await third.recover()
    expect(third.get(id)).toMatchObject({ phase: 'delivered', credits: 20, files: [{ bytes: 15 }] })
    expect(third.thumbnail(id)).toBe(second.thumbnail(id))
    expect(bench.service.created).toHaveLength(1)
  })

  test('sends what was never sent, with the upload it has', async () => {
    bench.service.isCreationWaiting = true
    bench.service.gates.create.close()
    const first = bench.jobs()
    const id = await bench.submit(first, lantern)
    await phase(first, id, 'waiting')
    await first.dispose()
    bench.service.gates.create.open()
    bench.images.clear()
    const second = bench.jobs()
    await second.recover()
    await phase(second, id, 'delivered')
    expect(bench.service.uploads).toHaveLength(1)
    expect(bench.service.created).toHaveLength(1)
  })

  test('does not send an image that is gone or was changed', async () => {
    for (const image of [undefined, new Uint8Array(7)]) {
      bench.images.set('file:///props/lantern.png', new Uint8Array(100))
      bench.service.gates.upload.close()
      const first = bench.jobs()
      const id = await bench.submit(first, lantern)
      await until(first, id, () => bench.service.gates.upload.arrived > 0)
      await first.dispose()
      if (image) bench.images.set('file:///props/lantern.png', image)
      else bench.images.clear()
      bench.service.gates.upload.open()
      bench.service.gates.upload.arrived = 0
      const second = bench.jobs()
      await second.recover()
      const job = await phase(second, id, 'failed')
      expect(job.problem).toMatchObject({ code: image ? 'jobs.input-changed' : 'jobs.input-missing', billed: 'no' })
      await second.dismiss(id)
    }
    expect(bench.service.created).toEqual([])
  })

  test('does not send yesterday’s request unasked', async () => {
    bench.service.gates.upload.close()
    const first = bench.jobs()
    const id = await bench.submit(first, lantern)
    await phase(first, id, 'uploading')
    await first.dispose()
    bench.service.gates.upload.open()
    bench.now += 25 * 3600 * 1000
    const second = bench.jobs()
    await second.recover()
    expect(second.get(id)).toMatchObject({ phase: 'failed', problem: { code: 'jobs.not-sent', billed: 'no' } })
    expect(bench.service.created).toEqual([])
  })

  test('without a network shows where it stands and goes on when asked, or at the next start', async () => {
    const id = await bench.leftRunning()
    bench.connectError = new Error('offline')
    const second = bench.jobs()
    await second.recover()
    await phase(second, id, 'stopped')
    await second.dispose()
    bench.connectError = undefined
    bench.service.gates.follow.open()
    const third = bench.jobs()
    await third.recover()
    await phase(third, id, 'delivered')
  })

  test('runs and lists only its own jobs', async () => {
    await bench.leftRunning()
    const other = bench.jobs({ isMine: (record) => record.workspace === '/another' })
    await other.recover()
    expect(other.list()).toEqual([])
    await other.dispose()
  })

  test('brings results of workspaces that are not open into storage, and their own window places them', async () => {
    const id = await bench.leftRunning()
    bench.service.gates.follow.open()
    const ended: string[] = []
    const other = bench.jobs({ isMine: () => false })
    other.onDidFinish((job) => ended.push(job.id))
    await other.recover()
    await expect.poll(() => bench.store.records.get(id)).toMatchObject({ state: 'downloading', files: [{}] })
    await expect.poll(() => JSON.stringify(bench.store.records.get(id))).not.toContain('"window"')
    expect(await bench.names('game')).toEqual([])
    expect(await bench.names('storage', 'downloads', id)).toHaveLength(1)

    // The addresses have expired meanwhile: nothing is asked of the service any more.
    bench.service.errors.follow = [new Error('too late')]
    const own = bench.jobs()
    await own.recover()
    await phase(own, id, 'delivered')
    expect(await bench.names('game', 'assets')).toHaveLength(2)
    expect([other.list(), ended]).toEqual([[], []])
    expect(await bench.leftovers()).toEqual([])
    await Promise.all([own.dispose(), other.dispose()])
  })

  test('tries again to bring results of workspaces that are not open, when that failed', async () => {
    const id = await bench.leftRunning()
    bench.service.gates.follow.open()
    bench.connectError = refused({ status: 401, code: 1002, billed: 'no' })
    const others = [1, 2, 3].map(() => bench.jobs({ isMine: () => false }))
    const [early, soon, later] = others
    await early?.recover()
    await expect.poll(() => bench.store.records.get(id)).toMatchObject({ problem: { code: 'service.1002' } })
    bench.connectError = undefined
    await soon?.recover()
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(bench.service.downloads).toEqual([])
    bench.now += 5 * 60_000
    await later?.recover()
    await expect.poll(() => bench.service.downloads).toContain('model')
    await expect.poll(() => bench.store.records.get(id)).toMatchObject({ state: 'downloading' })
    expect(bench.store.records.get(id)).not.toHaveProperty('problem')
    await Promise.all(others.map((jobs) => jobs.dispose()))
  })

  test('can recover twice without running anything twice', async () => {
    const jobs = bench.jobs()
    const id = await bench.submitHeld(jobs)
    await jobs.recover()
    bench.service.gates.follow.open()
    await phase(jobs, id, 'delivered')
    expect(await bench.names('game', 'assets')).toHaveLength(2)
  })
})

describe('damage', () => {
  test('one bad record is kept aside and reported; the others live on', async () => {
    const first = bench.jobs()
    const id = await bench.submit(first)
    await phase(first, id, 'delivered')
    const whole = bench.store.records.get(id)
    bench.store.records.set('cut', undefined)
    bench.store.records.set('empty', {})
    bench.store.records.set('other-id', whole)
    bench.store.records.set('state', Object.assign({}, whole, { id: 'state', state: 'flying' }))
    const { read } = bench.store
    bench.store.records.set('broken', whole)
    bench.store.read = (wanted) => (wanted === 'broken' ? Promise.reject(new SyntaxError('JSON')) : read(wanted))
    const second = bench.jobs()
    await second.recover()
    // Of the one whose state alone is odd, everything else is known: its result can be had again.
    expect(new Set(second.list().map((job) => job.id))).toEqual(new Set([id, 'state']))
    expect(second.get('state')).toMatchObject({ taskId: 'task-1', files: [], problem: { code: 'jobs.damaged' } })
    await second.history.deliverAgain('state')
    await until(second, 'state', ({ files }) => files.length > 0)
    expect(bench.store.aside.sort()).toEqual(['broken', 'empty', 'other-id', 'state'])
    expect(bench.trouble).toEqual(['jobs.damaged', 'jobs.damaged', 'jobs.damaged', 'jobs.damaged'])
  })

  test('a record of a newer extension is left alone', async () => {
    bench.store.records.set('new', { version: 2, id: 'new', state: 'dreaming' })
    const jobs = bench.jobs()
    await jobs.recover()
    expect(jobs.list()).toEqual([])
    expect(bench.store.aside).toEqual([])
    expect(bench.store.records.has('new')).toBe(true)
    expect(bench.trouble).toEqual([])
  })

  test('a record that a newer extension has taken over is not written over', async () => {
    const jobs = bench.jobs()
    const id = await bench.submitHeld(jobs)
    const newer = { version: 2, id, state: 'delivered' }
    bench.store.records.set(id, newer)
    bench.service.gates.follow.open()
    await expect.poll(() => bench.service.gates.follow.arrived).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 50))
    expect(bench.store.records.get(id)).toEqual(newer)
    expect(bench.service.downloads).toEqual([])
    await jobs.dispose()
  })

  test('fields that are not known here survive', async () => {
    const id = await bench.leftRunning()
    bench.store.records.set(id, Object.assign({}, bench.store.records.get(id), { steps: ['rig'] }))
    bench.service.gates.follow.open()
    const second = bench.jobs()
    await second.recover()
    await phase(second, id, 'delivered')
    expect(bench.store.records.get(id)).toMatchObject({ steps: ['rig'] })
  })
})

test('closing does not wait for a creation that is never answered, and an answer is still noted', async () => {
  bench.service.gates.create.close()
  const jobs = bench.jobs()
  const id = await bench.submit(jobs)
  await phase(jobs, id, 'submitting')
  await jobs.dispose()
  bench.service.gates.create.open()
  await until(jobs, id, (job) => job.taskId === 'task-1')
  expect(bench.store.records.get(id)).toMatchObject({ state: 'following', taskId: 'task-1' })
})
