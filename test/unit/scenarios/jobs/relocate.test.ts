// A delivered file that the person has moved: noted once, for every window, and never for what is not delivered.
import { expect, test } from 'vitest'
import { type Bench, phase, useBench } from '../../jobs/bench.ts'

let bench: Bench
useBench((opened) => {
  bench = opened
})

test('where a file is now is noted, also for the next window', async () => {
  const jobs = bench.jobs()
  const id = await bench.submit(jobs)
  await phase(jobs, id, 'delivered')
  const path = jobs.record(id)?.files[0]?.path ?? ''
  await jobs.relocate(id, new Map([[path, path.replace('wooden-dining-chair', 'stool')]]))
  expect(jobs.get(id)?.files[0]?.path).toBe('assets/stool.glb')
  await jobs.relocate(id, new Map([['/elsewhere/x.glb', '/y.glb']]))
  await jobs.dispose()
  const next = bench.jobs()
  await next.recover()
  expect(next.get(id)).toMatchObject({ phase: 'delivered', files: [{ path: 'assets/stool.glb' }] })
  await next.dispose()
})

test('a job that is under way keeps its files', async () => {
  const jobs = bench.jobs()
  const id = await bench.submitHeld(jobs)
  await jobs.relocate(id, new Map([['/a', '/b']]))
  expect(jobs.get(id)?.phase).toBe('generating')
  await jobs.dispose()
})
