// What windows leave to one another: jobs that another window took up and died with, records that could not be read just
// when it mattered, and unfinished files of jobs that are delivered.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { RecordStore } from '../../../../src/jobs/index.ts'
import { LEASE } from '../../../../src/jobs/store/windows.ts'
import { refused } from '../../../../src/tripo/failures.ts'
import { VirtualClock } from '../../../bench/virtual-clock.ts'
import { type Bench, phase, until, useBench } from '../../jobs/bench.ts'

let bench: Bench
useBench((opened) => {
  bench = opened
})

const QUICK = { ...LEASE, beat: 50, gone: 300_000, look: 10 }

/** The sign of life of the only window that has one. */
const signs = () => [...bench.store.records.keys()].filter((id) => id.startsWith('window-'))

test('a job that failed here, and was sent again by a window that died then, is gone on with here', async () => {
  const clock = new VirtualClock(bench.now)
  bench.service.errors.create = [refused({ status: 400, code: 2006, billed: 'no' })]
  const first = bench.jobs({ clock })
  await first.recover()
  const id = await bench.submit(first)
  await phase(first, id, 'failed')
  const other = bench.jobs()
  await other.recover()
  bench.service.gates.follow.close()
  await other.submitAgain(id)
  await phase(other, id, 'generating')
  expect(first.get(id)?.phase).toBe('failed')
  await other.dispose()
  bench.service.gates.follow.open()
  await clock.run(clock.wait(LEASE.gone))
  await phase(first, id, 'delivered')
  expect(bench.service.created).toHaveLength(1)
  await first.dispose()
})

test('a woken window whose disk does not say what happened meanwhile finds out later', async () => {
  let isBroken = false
  const { store } = bench
  const broken: RecordStore = new Proxy(store, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name)
      if (typeof value !== 'function') return value
      return async (...args: unknown[]) => {
        // Of the first two readings one is the write's, which it needs to see that it comes too late.
        if (name === 'read' && isBroken && ++readings === 2) throw Object.assign(new Error('EIO'), { code: 'EIO' })
        return Reflect.apply(value, target, args)
      }
    },
  })
  let readings = 0
  const first = bench.jobs({ store: broken, lease: QUICK })
  const id = await bench.submitHeld(first)
  for (const sign of signs()) store.records.delete(sign)
  const second = bench.jobs({ lease: LEASE })
  await second.recover()
  await until(second, id, ({ isElsewhere, phase: now }) => now === 'generating' && !isElsewhere)
  isBroken = true
  bench.service.gates.follow.open()
  await phase(second, id, 'delivered')
  await phase(first, id, 'delivered')
  expect(bench.service.created).toHaveLength(1)
  expect((await bench.names('game', 'assets')).filter((name) => name.endsWith('.glb'))).toHaveLength(1)
  await Promise.all([first.dispose(), second.dispose()])
})

test('unfinished files of a delivered job go at the next start, and those of other jobs stay', async () => {
  const first = bench.jobs()
  const id = await bench.submit(first)
  await phase(first, id, 'delivered')
  await first.dispose()
  const delivered = await bench.names('game', 'assets')
  // A window that was asleep has begun a download, and died.
  await mkdir(join(bench.folder, `.tripo-${id}.asleep`))
  await writeFile(join(bench.folder, `.tripo-${id}.asleep`, '.model.part'), 'half')
  await writeFile(join(bench.folder, `.tripo-${id}.asleep.model.part`), 'half')
  await mkdir(join(bench.base, 'storage', 'downloads', id, 'asleep'), { recursive: true })
  await writeFile(join(bench.folder, '.tripo-other.asleep.model.part'), 'half')
  const second = bench.jobs()
  await second.recover()
  await second.dispose()
  expect(await bench.names('game', 'assets')).toEqual(['.tripo-other.asleep.model.part', ...delivered])
  expect(await bench.names('storage', 'downloads')).toEqual([])
})
