// A journal file that was cut off at any byte: its job is reported and kept aside, its neighbour is delivered, and the
// result of its task is had by the task's id.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startServer } from '../../../src/simulator/server.ts'
import { recordPath } from '../../support/journal.ts'
import { audit, type Findings, noFindings } from './audit.ts'
import { tinyBuilder } from './tiny.ts'
import { allEnded } from './wait.ts'
import { openWorld, prepareWorld, requestOf, type World } from './world.ts'

const LEASE = { beat: 4000, gone: 15_000, look: 1000, reconcile: [] }
const AT_ONCE = 24
/** How much faster than real the service works: slow enough that a window can close while it does. */
const SCALE = 100

/** Two jobs whose window closed while their tasks ran: the text of their records, in a world that is copied. */
async function makeJournal(world: World) {
  await prepareWorld(world)
  const { jobs, submit, close } = openWorld(world, { isPolling: true })
  const ids = [await submit(requestOf(world, 1)), await submit(requestOf(world, 2))]
  while (ids.some((id) => jobs.get(id)?.taskId === undefined)) await new Promise((resolve) => setTimeout(resolve, 5))
  const records = ids.map((id) => ({ id, taskId: jobs.get(id)?.taskId ?? '' }))
  await close()
  return Promise.all(
    records.map(async (record) => ({
      ...record,
      text: await readFile(await recordPath(join(world.folder, 'journal'), record.id), 'utf8'),
    })),
  )
}

/**
 * Cuts a record at every so many bytes.
 * @returns how many cuts were made, and what each of them lost or doubled; a cut counts as a fault
 */
export async function truncated(step: number): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'tripo-cut-'))
  const server = await startServer({ build: tinyBuilder, timeScale: SCALE, credits: 1_000_000_000 })
  const findings = noFindings()
  // Names of one length, so that a record can be moved to another world.
  const nameOf = (cut: number) => join(folder, `${cut}`.padStart(6, '0'))
  const worldOf = (cut: number): World => {
    return { folder: nameOf(cut), dialect: 'v3', url: server.v3, key: 'tsk_truncated', lease: LEASE }
  }
  try {
    const origin = worldOf(999_999)
    const [broken, sound] = await makeJournal(origin)
    if (!broken || !sound) throw new Error('There are no two records')
    const whole = Buffer.from(broken.text)
    const cutAt = async (cut: number) => {
      const world = worldOf(cut)
      const journal = join(world.folder, 'journal')
      await prepareWorld(world)
      await mkdir(journal)
      const move = (text: string) => text.replaceAll(origin.folder, world.folder)
      await writeFile(join(journal, `${broken.id}.json`), Buffer.from(move(broken.text)).subarray(0, cut))
      await writeFile(join(journal, `${sound.id}.json`), move(sound.text))
      const told: string[] = []
      const opened = openWorld(world, { isPolling: true, onTrouble: ({ code }) => told.push(code) })
      const { jobs } = opened
      await jobs.recover()
      const isKnown = jobs.get(broken.id) !== undefined
      const isMended = jobs.get(broken.id)?.problem?.code === 'jobs.damaged'
      const aside = (await readdir(journal)).filter((name) => name.includes('.damaged-'))
      if (isKnown !== isMended || aside.length !== 1 || told.join() !== 'jobs.damaged')
        findings.leftovers.push(`cut at ${cut}: ${jobs.list().length} jobs, ${aside.length} kept aside, told ${told}`)
      await allEnded(jobs)
      if (isMended) await jobs.history.deliverAgain(broken.id)
      else await opened.addTask(broken.taskId)
      await allEnded(jobs)
      await opened.close()
      await audit(world, server.v3, findings)
      findings.faults += 1
      await rm(world.folder, { recursive: true, force: true, maxRetries: 10 })
    }
    const cuts = Array.from({ length: Math.ceil(whole.length / step) }, (_, index) => index * step).values()
    const worker = async () => {
      for (const cut of cuts) await cutAt(cut)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, worker))
    return findings
  } finally {
    await server.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}
