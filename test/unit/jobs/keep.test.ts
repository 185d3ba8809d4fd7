// Variations wait in the extension's storage until one is kept: then it alone is in the folder, without another download.
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Jobs } from '../../../src/jobs/jobs.ts'
import { type Bench, chair, phase, useBench } from './bench.ts'

let bench: Bench
let jobs: Jobs
useBench((opened) => {
  bench = opened
  jobs = bench.jobs()
})

const three = [0, 1, 2].map((index) => ({ ...chair, variation: { set: 's', index, of: 3 } }))
const destination = () => ({
  ...{ target: bench.target, service: 'service' as const },
  variations: { folder: join(bench.base, 'variations'), provenance: false },
})

test('one that is kept goes into the folder under its own name; the others never were there', async () => {
  const { ids } = await jobs.groups.submitMany(three, destination())
  for (const id of ids) await phase(jobs, id, 'delivered')
  expect(await bench.names('variations')).toHaveLength(3)
  expect(jobs.get(ids[1] ?? '')?.variation).toEqual({ set: 's', index: 1, of: 3 })
  const before = bench.service.downloads.length

  const finished = new Promise<string>((done) => jobs.onDidFinish(({ files }) => done(files[0]?.path ?? '')))
  await jobs.keep(ids[1] ?? '')
  expect(await finished).toContain('wooden-dining-chair.glb')
  const kept = await phase(jobs, ids[1] ?? '', 'delivered')
  expect(kept.variation).toBeUndefined()
  expect(kept.files[0]?.path).not.toContain('variations')
  expect(bench.service.downloads).toHaveLength(before)
  expect(bench.service.created).toHaveLength(3)
  // The others are in the history only.
  expect(jobs.list().map(({ id }) => id)).toEqual([ids[1]])
  expect(await jobs.history.search()).toHaveLength(3)
})

test('what is no finished variation cannot be kept', async () => {
  const id = await bench.submit(jobs)
  await phase(jobs, id, 'delivered')
  await expect(jobs.keep(id)).rejects.toThrow()
})

test('one whose file was cleared away meanwhile is fetched again, and not paid again', async () => {
  const { ids } = await jobs.groups.submitMany(three, destination())
  for (const id of ids) await phase(jobs, id, 'delivered')
  await bench.files.removeFolder(join(bench.base, 'variations'))
  await jobs.keep(ids[0] ?? '')
  const kept = await phase(jobs, ids[0] ?? '', 'delivered')
  expect(kept.files[0]?.path).toMatch(/wooden-dining-chair\.glb$/)
  expect(bench.service.created).toHaveLength(3)
})
