// Jobs across the lives of windows: killed between any two steps, reloaded, damaged, too old; never a second task for
// one request, never a result lost or placed twice.
import { readdir } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AssetFiles } from '../../../src/assets/files.ts'
import type { Jobs, RecordStore } from '../../../src/jobs/index.ts'
import { LEASE } from '../../../src/jobs/windows.ts'
import { nodeFiles } from '../../../src/platform/files.ts'
import { systemClock } from '../../../src/tripo/resources.ts'
import { MemoryJournal } from '../../bench/load/disk.ts'
import { VirtualClock } from '../../bench/virtual-clock.ts'
import { Bench, chair, Gate, lantern, phase, until } from './bench.ts'

let bench: Bench
beforeEach(async () => {
  bench = await Bench.open()
})
afterEach(async () => {
  for (const gate of Object.values(bench.service.gates)) gate.open()
  await bench.close()
})

const submit = (jobs: Jobs, request: Parameters<Jobs['submit']>[0] = chair) =>
  jobs.submit(request, { target: bench.target, service: 'service' })

/** Lets a number of steps through; the next one, and all after it, never end. */
class Killer {
  left = Number.POSITIVE_INFINITY
  readonly killed: Promise<'killed'>
  private kill: (word: 'killed') => void = () => {}
  constructor() {
    this.killed = new Promise((resolve) => {
      this.kill = resolve
    })
  }
  step = async (): Promise<void> => {
    if (this.left-- > 0) return
    this.kill('killed')
    await new Promise(() => {})
  }
  /** A disk whose every change is a step. */
  disk(): AssetFiles {
    const { step } = this
    return {
      ...nodeFiles,
      createFolder: (path) => step().then(() => nodeFiles.createFolder(path)),
      link: (from, to) => step().then(() => nodeFiles.link(from, to)),
      claim: (path) => step().then(() => nodeFiles.claim(path)),
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
    bench.service.gates.follow.close()
    const first = bench.jobs()
    const id = await submit(first)
    await phase(first, id, 'generating')
    await first.dispose()
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
    const id = await submit(first, lantern)
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
      const id = await submit(first, lantern)
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
    const id = await submit(first, lantern)
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
    bench.service.gates.follow.close()
    const first = bench.jobs()
    const id = await submit(first)
    await phase(first, id, 'generating')
    await first.dispose()
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
    bench.service.gates.follow.close()
    const first = bench.jobs()
    const id = await submit(first)
    await phase(first, id, 'generating')
    await first.dispose()
    const other = bench.jobs({ isMine: (record) => record.workspace === '/another' })
    await other.recover()
    expect(other.list()).toEqual([])
    await other.dispose()
  })

  test('brings results of workspaces that are not open into storage, and their own window places them', async () => {
    bench.service.gates.follow.close()
    const first = bench.jobs()
    const id = await submit(first)
    await phase(first, id, 'generating')
    await first.dispose()
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

  test('can recover twice without running anything twice', async () => {
    bench.service.gates.follow.close()
    const jobs = bench.jobs()
    const id = await submit(jobs)
    await phase(jobs, id, 'generating')
    await jobs.recover()
    bench.service.gates.follow.open()
    await phase(jobs, id, 'delivered')
    expect(await bench.names('game', 'assets')).toHaveLength(2)
  })
})

describe('two windows on one journal', () => {
  test('run a job once, and both show its end', async () => {
    bench.service.gates.follow.close()
    const first = bench.jobs()
    const id = await submit(first)
    await phase(first, id, 'generating')
    const second = bench.jobs()
    const ended: string[] = []
    second.onDidFinish((job) => ended.push(job.phase))
    await second.recover()
    expect(second.get(id)?.phase).toBe('generating')
    await expect(second.fetch(id)).rejects.toMatchObject({ reason: 'elsewhere' })
    await expect(second.cancel(id)).rejects.toMatchObject({ reason: 'elsewhere' })
    bench.service.gates.follow.open()
    await phase(first, id, 'delivered')
    await phase(second, id, 'delivered')
    await until(second, id, () => ended.length > 0)
    expect(ended).toEqual(['delivered'])
    expect(bench.service.downloads).toEqual(['model', 'rendered_image'])
    expect(await bench.names('game', 'assets')).toHaveLength(2)
    await Promise.all([first.dispose(), second.dispose()])
  })

  test('take over when one is closed, also while its request is on its way', async () => {
    bench.service.gates.create.close()
    const first = bench.jobs()
    const id = await submit(first)
    await phase(first, id, 'submitting')
    const closed = first.dispose()
    const second = bench.jobs()
    await second.recover()
    expect(second.get(id)?.phase).toBe('submitting')
    bench.service.gates.create.open()
    await closed
    await phase(second, id, 'delivered')
    expect(bench.service.created).toHaveLength(1)
    await second.dispose()
    expect([...bench.store.records.keys()]).toEqual([id])
  })

  /** The same store, through a disk on which writing a record waits at a gate. */
  const slowly = (store: MemoryJournal, id: () => string, disk: Gate): RecordStore => ({
    list: () => store.list(),
    read: (name) => store.read(name),
    write: async (name, record) => {
      if (name === id()) await disk.pass()
      return store.write(name, record)
    },
    remove: (name) => store.remove(name),
    claim: (name, stale) => store.claim(name, stale),
    isClaimed: (name) => store.isClaimed(name),
    release: (name) => store.release(name),
  })

  test('run each step of a chain once, also when one is slow to note it', async () => {
    const store = new MemoryJournal(systemClock)
    const disk = new Gate()
    let step = ''
    bench.service.gates.follow.close()
    const first = bench.jobs({ store: slowly(store, () => step, disk) })
    const rig = { capability: 'rig_model', params: {} }
    const { ids } = await first.groups.submitChain(chair, [rig], { target: bench.target, service: 'service' })
    const [model = ''] = ids
    await phase(first, model, 'generating')
    const second = bench.jobs({ store })
    await second.recover()
    step = ids[1] ?? ''
    disk.close()
    bench.service.gates.follow.open()
    await phase(second, model, 'delivered')
    await new Promise((resolve) => setTimeout(resolve, 200))
    disk.open()
    for (const id of ids) await phase(first, id, 'delivered')
    expect(bench.service.created).toHaveLength(2)
    expect((await bench.names('game', 'assets')).filter((name) => name.endsWith('.glb'))).toHaveLength(2)
    await Promise.all([first.dispose(), second.dispose()])
  })

  test('do not pay twice when one was asleep and the other took it for gone', async () => {
    const store = new MemoryJournal(systemClock)
    bench.service.gates.upload.close()
    const first = bench.jobs({ store })
    const id = await submit(first, lantern)
    await phase(first, id, 'uploading')
    const [sign = ''] = (await store.list()).filter((name) => name.startsWith('window-'))
    await store.remove(sign)
    // The other window takes the job over with a slow disk; meanwhile the first one wakes up.
    const disk = new Gate(false)
    const second = bench.jobs({ store: slowly(store, () => id, disk) })
    const recovered = second.recover()
    await until(first, id, () => disk.arrived > 0)
    bench.service.gates.upload.open()
    await new Promise((resolve) => setTimeout(resolve, 100))
    disk.open()
    await recovered
    await phase(second, id, 'delivered')
    await phase(first, id, 'delivered')
    expect(bench.service.created).toHaveLength(1)
    expect(await bench.names('game', 'assets')).toHaveLength(2)
    await Promise.all([first.dispose(), second.dispose()])
    expect(store.marked).toBe(0)
  })

  test('deliver once when one was asleep, and delivers while the other reaches for the job', async () => {
    const store = new MemoryJournal(systemClock)
    bench.service.gates.follow.close()
    const first = bench.jobs({ store })
    const id = await submit(first)
    await phase(first, id, 'generating')
    const [sign = ''] = (await store.list()).filter((name) => name.startsWith('window-'))
    await store.remove(sign)
    const reach = new Gate(false)
    const claim = async (name: string, stale?: number) => {
      if (name.startsWith('take-')) await reach.pass()
      return store.claim(name, stale)
    }
    const second = bench.jobs({ store: { ...slowly(store, () => '', new Gate()), claim } })
    const recovered = second.recover()
    await until(first, id, () => reach.arrived > 0)
    bench.service.gates.follow.open()
    await phase(first, id, 'delivered')
    reach.open()
    await recovered
    await phase(second, id, 'delivered')
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(await bench.names('game', 'assets')).toHaveLength(2)
    expect(bench.service.downloads).toEqual(['model', 'rendered_image'])
    await Promise.all([first.dispose(), second.dispose()])
  })

  test('with hundreds of jobs look at some of them at a time, and miss no end', async () => {
    bench.service.gates.follow.close()
    const first = bench.jobs()
    const things = Array.from({ length: 110 }, (_, index) => ({ ...chair, params: { prompt: `thing ${index}` } }))
    const ids = await Promise.all(things.map((thing) => submit(first, thing)))
    for (const id of ids) await phase(first, id, 'generating')
    const clock = new VirtualClock(bench.now)
    const second = bench.jobs({ clock })
    await second.recover()
    const reads = bench.store.reads
    await clock.run(clock.wait(10 * LEASE.look))
    // Ten looks, each with the sign of life of the other window.
    expect(bench.store.reads - reads).toBeLessThanOrEqual(10 * 51)
    expect(bench.store.reads - reads).toBeGreaterThan(400)
    bench.service.gates.follow.open()
    for (const id of ids) await phase(first, id, 'delivered')
    await clock.run(clock.wait(5 * LEASE.look))
    expect(new Set(ids.map((id) => second.get(id)?.phase))).toEqual(new Set(['delivered']))
    await first.dispose()
    await clock.run(second.dispose())
  })

  test('that start at the same moment do not both take a job over', async () => {
    bench.service.gates.follow.close()
    const first = bench.jobs()
    const id = await submit(first)
    await phase(first, id, 'generating')
    await first.dispose()
    const windows = [bench.jobs(), bench.jobs(), bench.jobs()]
    await Promise.all(windows.map((jobs) => jobs.recover()))
    bench.service.gates.follow.open()
    for (const jobs of windows) await phase(jobs, id, 'delivered')
    expect(bench.service.downloads).toEqual(['model', 'rendered_image'])
    expect(await bench.names('game', 'assets')).toHaveLength(2)
    await Promise.all(windows.map((jobs) => jobs.dispose()))
  })
})

describe('damage', () => {
  test('one bad record is kept aside and reported; the others live on', async () => {
    const first = bench.jobs()
    const id = await submit(first)
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
    expect(second.list().map((job) => job.id)).toEqual([id])
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

  test('fields that are not known here survive', async () => {
    bench.service.gates.follow.close()
    const first = bench.jobs()
    const id = await submit(first)
    await phase(first, id, 'generating')
    await first.dispose()
    bench.store.records.set(id, Object.assign({}, bench.store.records.get(id), { steps: ['rig'] }))
    bench.service.gates.follow.open()
    const second = bench.jobs()
    await second.recover()
    await phase(second, id, 'delivered')
    expect(bench.store.records.get(id)).toMatchObject({ steps: ['rig'] })
  })
})

test('closing while a creation is on its way takes two seconds at most, and its answer is still noted', async () => {
  bench.service.gates.create.close()
  const jobs = bench.jobs()
  const id = await submit(jobs)
  await phase(jobs, id, 'submitting')
  const start = Date.now()
  await jobs.dispose()
  expect(Date.now() - start).toBeLessThan(3000)
  bench.service.gates.create.open()
  await until(jobs, id, (job) => job.taskId === 'task-1')
  expect(bench.store.records.get(id)).toMatchObject({ state: 'following', taskId: 'task-1' })
})
