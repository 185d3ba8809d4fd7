// Records: whatever the service said, what is written can be read again and is the same then.
import { expect, test } from 'vitest'
import { Journal } from '../../../../src/jobs/store/journal.ts'
import { type JobRecord, RECORD_VERSION, readRecord } from '../../../../src/jobs/store/record.ts'
import { salvage } from '../../../../src/jobs/store/salvage.ts'
import { createRandom } from '../../../../src/simulator/random.ts'
import { systemClock } from '../../../../src/tripo/resources.ts'
import { MemoryJournal } from '../../../bench/load/disk.ts'

const record: JobRecord = {
  version: RECORD_VERSION,
  ...{ id: 'a', revision: 1, state: 'following', createdAt: 1, updatedAt: 2, taskId: 'task-1' },
  request: { capability: 'text_to_model', params: { prompt: 'a “chair” {with} braces' } },
  ...{ title: 'a “chair”', name: 'chair', estimate: 20, service: 'service', inputs: [], files: [] },
  target: { folder: '/game/assets', workspace: '/game', provenance: true },
}

/** What a service may say where a number, a text or an object belongs. */
const ODD: readonly unknown[] = [
  ...[Number.NaN, Number.POSITIVE_INFINITY, -Infinity, 1e300, 8.7e12, 1.8e15 * 1000, -1, -0, 0.1, 2 ** 63],
  ...['', '\u0000', '\ud800', '💺', 'x'.repeat(100_000), null, undefined, true, [], {}, [null], { a: Number.NaN }],
  ...[new Date(Number.NaN), { model_seed: Infinity }, { model_seed: 1 }, { riggable: 'yes' }, { code: 1 }],
]
const FIELDS = [
  ...['submittedAt', 'finishedAt', 'deliveredAt', 'credits', 'seeds', 'facts', 'problem', 'thumbnail', 'taskId'],
  ...['pastTasks', 'connection', 'sentAt', 'claimed', 'before', 'group', 'attempt', 'unknown field'],
]

test('whatever the service says, a record that was written is read as it is, and written again the same', async () => {
  const random = createRandom(20_261_128)
  const pick = <Value>(values: readonly Value[]) => values[Math.floor(random() * values.length)]
  for (let round = 0; round < 200; round++) {
    const odd = Object.fromEntries(
      Array.from({ length: 1 + Math.floor(random() * 4) }, () => [pick(FIELDS), pick(ODD)]),
    )
    const params = { prompt: pick(ODD), [`p${round}`]: pick(ODD) }
    const store = new MemoryJournal(systemClock)
    const journal = new Journal(store, systemClock, 1000)
    const made = Object.assign(structuredClone(record), odd, { request: { ...record.request, params } })
    await journal.write(made)
    const read = await journal.find('a')
    if (!read) throw new Error(`not read: ${JSON.stringify(odd)}`)
    expect(JSON.stringify(read)).toBe(JSON.stringify(await store.read('a')))
    const text = JSON.stringify({ ...read, revision: 2 })
    await journal.change(
      'a',
      (written) => written ?? record,
      () => undefined,
    )
    expect(JSON.stringify(await store.read('a'))).toBe(text)
  }
})

test('a record that an earlier version wrote with a time that is none is read without it', () => {
  const damaged = { ...record, finishedAt: null, submittedAt: 1e300, credits: 20 }
  const reading = readRecord('a', damaged)
  expect(reading).toMatchObject({ kind: 'record', record: { taskId: 'task-1', credits: 20 } })
  expect(JSON.stringify(reading)).not.toContain('finishedAt')
  expect(JSON.stringify(reading)).not.toContain('submittedAt')
})

test('what would not be read again is not written', async () => {
  const store = new MemoryJournal(systemClock)
  const journal = new Journal(store, systemClock, 1000)
  await expect(journal.write({ ...record, estimate: Number.NaN })).rejects.toThrow('read again')
  await expect(
    journal.change(
      'a',
      () => ({ ...record, createdAt: 1e300 }),
      () => undefined,
    ),
  ).rejects.toThrow()
  expect(await store.list()).toEqual([])
})

test('a damaged record keeps its task within reach', () => {
  const text = JSON.stringify(record)
  const whole = { taskId: 'task-1', state: 'delivered', name: 'chair', problem: { code: 'jobs.damaged' } }
  expect(salvage('a', `${text.slice(0, -1)},"files":`, 3)).toMatchObject(whole)
  expect(salvage('a', { ...record, state: 'flying' }, 3)).toMatchObject({ ...whole, target: record.target })
  for (const lost of [text.replace('task-1', ''), text.replace('"a"', '"b"'), '', 'null', undefined, 7, '{"id":"a"'])
    expect(salvage('a', lost, 3)).toBeUndefined()
})
