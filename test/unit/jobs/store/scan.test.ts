// A window's look at the journal of all windows: what it finds there of its own.
import { expect, it } from 'vitest'
import { type Bench, Gate, phase, until, useBench } from '../bench.ts'

let bench: Bench
useBench((opened) => {
  bench = opened
})

it('leaves a job alone that this window is writing down: it is begun once, by whoever wrote it', async () => {
  const written = new Gate(false)
  const { write } = bench.store
  // As on a slow disk: the record is there, and the disk is still at work.
  bench.store.write = async (id, record, revision) => {
    const isWritten = await write(id, record, revision)
    if (id.startsWith('job-') && revision === 1) await written.pass()
    return isWritten
  }
  const jobs = bench.jobs()
  const endings: string[] = []
  jobs.onDidFinish(({ id, phase: end }) => endings.push(`${id} ${end}`))
  bench.service.gates.create.close()
  const sent = bench.submit(jobs)
  await expect.poll(() => written.arrived).toBe(1)
  const looked = jobs.recover()
  await Promise.race([looked, expect.poll(() => jobs.list()).not.toEqual([])])
  written.open()
  await looked
  const id = await sent
  await expect.poll(() => bench.service.gates.create.arrived).toBe(1)
  bench.service.gates.create.open()
  await until(jobs, id, ({ problem, phase: now }) => problem !== undefined || now === 'delivered')
  await phase(jobs, id, 'delivered')
  expect(bench.service.created).toHaveLength(1)
  expect(endings).toEqual([`${id} delivered`])
  expect(bench.store.states).not.toContain('unconfirmed')
})
