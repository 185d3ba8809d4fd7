// Two windows on one journal: a job runs in one of them, once, and goes over when that one is gone or asleep.
import { describe, expect, test } from 'vitest'
import type { RecordStore } from '../../../../src/jobs/index.ts'
import { LEASE, Windows } from '../../../../src/jobs/store/windows.ts'
import { systemClock } from '../../../../src/tripo/resources.ts'
import { MemoryJournal } from '../../../bench/load/disk.ts'
import { VirtualClock } from '../../../bench/virtual-clock.ts'
import { type Bench, chair, Gate, lantern, phase, until, useBench } from '../bench.ts'

let bench: Bench
useBench((opened) => {
  bench = opened
})

describe('two windows on one journal', () => {
  test('run a job once, and both show its end', async () => {
    const first = bench.jobs()
    const id = await bench.submitHeld(first)
    const second = bench.jobs()
    const ended: string[] = []
    second.onDidFinish((job) => ended.push(job.phase))
    await second.recover()
    expect(second.get(id)?.phase).toBe('generating')
    await expect(second.fetch(id)).rejects.toMatchObject({ code: 'jobs.elsewhere' })
    await expect(second.cancel(id)).rejects.toMatchObject({ code: 'jobs.elsewhere' })
    bench.service.gates.follow.open()
    await phase(first, id, 'delivered')
    await phase(second, id, 'delivered')
    await until(second, id, () => ended.length > 0)
    expect(ended).toEqual(['delivered'])
    expect(bench.service.downloads).toEqual(['model', 'rendered_image'])
    expect(await bench.names('game', 'assets')).toHaveLength(2)
    await Promise.all([first.dispose(), second.dispose()])
  })

  test('see what the other begins while it runs there, and leave it to that one', async () => {
    bench.service.gates.follow.close()
    const [first, second] = [bench.jobs(), bench.jobs()]
    await second.recover()
    const id = await bench.submit(first)
    const phases: (boolean | undefined)[] = []
    second.onDidChange(() => phases.push(second.get(id)?.isElsewhere))
    await phase(first, id, 'generating')
    // Long before the window that runs it could be taken for gone.
    await phase(second, id, 'generating')
    expect(second.get(id)?.isElsewhere).toBe(true)
    expect(first.get(id)?.isElsewhere).toBeUndefined()
    bench.service.gates.follow.open()
    await phase(second, id, 'delivered')
    expect(second.get(id)?.isElsewhere).toBeUndefined()
    await Promise.all([first.dispose(), second.dispose()])
  })

  test('take over when one is closed, also while its request is on its way', async () => {
    bench.service.gates.create.close()
    const first = bench.jobs()
    const id = await bench.submit(first)
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
    write: async (name, record, revision) => {
      if (name === id()) await disk.pass()
      return store.write(name, record, revision)
    },
    createNote: (...note) => store.createNote(...note),
    readNote: (...note) => store.readNote(...note),
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
    const id = await bench.submit(first, lantern)
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
    const first = bench.jobs({ store })
    const id = await bench.submitHeld(first)
    const [sign = ''] = (await store.list()).filter((name) => name.startsWith('window-'))
    await store.remove(sign)
    const reach = new Gate(false)
    const second = bench.jobs({ store: slowly(store, () => id, reach) })
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
    const ids = await Promise.all(things.map((thing) => bench.submit(first, thing)))
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
  }, 600_000)

  test('that start at the same moment do not both take a job over', async () => {
    const id = await bench.leftRunning()
    const windows = [bench.jobs(), bench.jobs(), bench.jobs()]
    await Promise.all(windows.map((jobs) => jobs.recover()))
    bench.service.gates.follow.open()
    for (const jobs of windows) await phase(jobs, id, 'delivered')
    expect(bench.service.downloads).toEqual(['model', 'rendered_image'])
    expect(await bench.names('game', 'assets')).toHaveLength(2)
    await Promise.all(windows.map((jobs) => jobs.dispose()))
  })
})

test('signs of life do not pile up behind a disk that is slow: the last one counts, and closing waits for one', async () => {
  const clock = new VirtualClock()
  const journal = new MemoryJournal(clock)
  const gate = new Gate()
  let written = 0
  const write: RecordStore['write'] = async (...sign) => {
    await gate.pass()
    written += 1
    return journal.write(...sign)
  }
  const slow = new Proxy(journal, {
    get: (target, name) => {
      const value: unknown = name === 'write' ? write : Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  const windows = new Windows(slow, clock)
  await windows.begin()
  expect(written).toBe(1)
  gate.close()
  await clock.run(clock.wait(10.5 * LEASE.beat))
  gate.open()
  await clock.run(clock.wait(LEASE.beat / 4))
  expect(written).toBe(3)
  expect(await journal.read(windows.own)).toEqual({ until: expect.any(Number) })
  expect(await new Windows(journal, clock).isAlive(windows.own)).toBe(true)
  gate.close()
  await clock.run(clock.wait(10.5 * LEASE.beat))
  const ended = windows.end()
  gate.open()
  await clock.run(ended)
  expect(written).toBe(4)
  expect(await journal.list()).toEqual([])
})
