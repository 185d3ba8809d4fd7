// The journal on a real disk that was cut off anywhere, and a clock that jumps: no other job suffers, nothing is sent
// twice, and what cannot be read is kept aside.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openJournal } from '../../../../src/platform/journal-files.ts'
import { lastLine } from '../../../bench/soak/audit.ts'
import { truncated } from '../../../bench/soak/truncated.ts'
import { tell } from '../../../support/figures.ts'
import { recordPath } from '../../../support/journal.ts'
import { Bench, chair, phase, useBench } from '../../jobs/bench.ts'

let bench: Bench
useBench((opened) => {
  bench = opened
})

/** Journals that are tried side by side: each waits for the disk most of the time. */
const AT_ONCE = 60

const where = () => ({ target: bench.target, service: 'service' as const })

test('a record truncated at any byte is kept aside, and its neighbour goes on', async () => {
  const folder = join(bench.base, 'journal')
  bench.service.gates.follow.close()
  const first = bench.jobs({ store: openJournal(folder) })
  const [broken, sound] = [await first.submit(chair, where()), await first.submit(chair, where())]
  for (const id of [broken, sound]) await phase(first, id, 'generating')
  await first.dispose()
  const texts = new Map<string, string>()
  for (const id of [broken, sound]) texts.set(id, await readFile(await recordPath(folder, id), 'utf8'))
  const whole = texts.get(broken) ?? ''
  expect(whole.length).toBeGreaterThan(300)
  // Two jobs are sent at the same time: which of them has the first task is chance.
  const [task] = /"task-\d+"/.exec(whole) ?? ['']
  expect(task).not.toBe('')

  const cutAt = async (length: number) => {
    const own = join(bench.base, 'cut', `${length}`)
    await mkdir(own, { recursive: true })
    await writeFile(join(own, `${broken}.json`), whole.slice(0, length))
    await writeFile(join(own, `${sound}.json`), texts.get(sound) ?? '')
    const trouble: string[] = []
    const jobs = bench.jobs({ store: openJournal(own), onTrouble: ({ code }) => trouble.push(code) })
    await jobs.recover()
    const isWhole = length === whole.length
    // What names its task stays in the list, so that its result can be had.
    const isKnown = isWhole || jobs.get(broken)?.taskId !== undefined
    expect(isKnown, `cut at ${length}`).toBe(length > whole.indexOf(task) + task.length - 1)
    const told = isWhole ? [] : ['jobs.damaged']
    expect([jobs.list().length, trouble], `cut at ${length}`).toEqual([isKnown ? 2 : 1, told])
    const aside = (await readdir(own)).filter((name) => name.includes('.damaged-'))
    expect(aside).toHaveLength(isWhole ? 0 : 1)
    await jobs.dispose()
  }
  const lengths = Array.from({ length: whole.length + 1 }, (_, length) => length)
  while (lengths.length > 0) await Promise.all(lengths.splice(0, AT_ONCE).map(cutAt))
  expect(bench.service.created).toHaveLength(2)
}, 240_000)

test('a truncated record costs nothing: its neighbour is delivered, and its own task is had by its id', async (context) => {
  const findings = await truncated(30)
  tell(context, lastLine(findings))
  expect(findings).toMatchObject({ lost: [], duplicated: [], leftovers: [] })
  expect(findings.faults).toBeGreaterThan(20)
  expect(findings.delivered).toBe(2 * findings.faults)
}, 240_000)

test('a disk that is full at a start holds nothing up for longer than it is', async () => {
  bench.service.gates.follow.close()
  const first = bench.jobs()
  const ids = [await first.submit(chair, where()), await first.submit(chair, where())]
  for (const id of ids) await phase(first, id, 'generating')
  await first.dispose()
  bench.service.gates.follow.open()
  bench.store.fail = () => Object.assign(new Error('ENOSPC: injected'), { code: 'ENOSPC' })
  const second = bench.jobs()
  await second.recover()
  expect(second.list()).toHaveLength(2)
  expect(bench.trouble).toHaveLength(2)
  bench.store.fail = undefined
  for (const id of ids) await phase(second, id, 'delivered')
  expect(bench.service.created).toHaveLength(2)
  await second.dispose()
})

test('a clock that jumps back a year, or ahead, changes nothing but the times', async () => {
  const year = 365 * 24 * 3600 * 1000
  for (const jump of [-year, year]) {
    const own = await Bench.open()
    const first = own.jobs()
    const id = await own.submitHeld(first)
    own.now += jump
    const second = own.jobs()
    // The first window is killed here: its sign of life is from another time.
    await second.recover()
    own.service.gates.follow.open()
    await phase(second, id, 'delivered')
    expect(own.service.created).toHaveLength(1)
    expect((await own.names('game', 'assets')).length).toBe(2)
    await Promise.all([first.dispose(), second.dispose()])
    await own.close()
  }
})
