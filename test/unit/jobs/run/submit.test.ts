// What is sent when: a window that slept while its request was forgotten sends nothing.
import { expect, test } from 'vitest'
import { FORGOTTEN_AFTER } from '../../../../src/jobs/index.ts'
import { type Bench, phase, until, useBench } from '../bench.ts'

let bench: Bench
useBench((opened) => {
  bench = opened
})

/** The window sleeps so long, in milliseconds, right before it claims its first attempt. */
function sleepBeforeClaim(time: number) {
  const createNote = bench.store.createNote
  bench.store.createNote = async (...note) => {
    bench.now += time
    bench.store.createNote = createNote
    return createNote(...note)
  }
}

test('a night later the request is sent', async () => {
  sleepBeforeClaim(12 * 3_600_000)
  const jobs = bench.jobs()
  const id = await bench.submit(jobs)
  await phase(jobs, id, 'delivered')
  expect(bench.service.created).toHaveLength(1)
})

test('when its record may have been forgotten, with who has claimed it, nothing is sent', async () => {
  sleepBeforeClaim(FORGOTTEN_AFTER)
  const jobs = bench.jobs()
  const id = await bench.submit(jobs)
  await until(jobs, id, ({ phase }) => phase === 'failed' || phase === 'unconfirmed')
  expect(bench.service.created).toEqual([])
})
