// What became of every task that the service accepted: read from the service's own list and from the disk, with
// nothing of src/jobs in between.
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Jobs } from '../../../src/jobs/jobs.ts'
import { openJournal } from '../../../src/platform/journal-files.ts'
import { TripoClient } from '../../../src/tripo/client.ts'
import { isFinal } from '../../../src/tripo/task.ts'
import { numberIn, numberOf } from './tiny.ts'
import { allEnded } from './wait.ts'
import { assetsOf, openWorld, type World } from './world.ts'

export interface Findings {
  lives: number
  kills: number
  faults: number
  /** Tasks that the service accepted, and files that are delivered whole. */
  accepted: number
  delivered: number
  /** Accepted, not delivered, not even after adoption by id. */
  lost: string[]
  /** Requests with two tasks, or with two files. */
  duplicated: string[]
  /** Left unconfirmed; of these adopted by the user, and dismissed since the service has no task. */
  unconfirmed: number
  adopted: number
  dismissed: number
  /** Temporary files that are left, and anything else that should not be. */
  leftovers: string[]
  /** Seconds from the service's finish to the file in its place. */
  delays: number[]
}

export const noFindings = (): Findings => {
  const counts = { lives: 0, kills: 0, faults: 0, accepted: 0, delivered: 0, unconfirmed: 0, adopted: 0, dismissed: 0 }
  return { ...counts, lost: [], duplicated: [], leftovers: [], delays: [] }
}

/** Milliseconds after which an unfinished journal file is left over. */
const STALE = 400
/** Milliseconds that a write may take on a busy machine. */
const PATIENCE = 3000
/** Milliseconds that the writes of windows that were closed may take: an fsync waits for all others of the disk. */
const LAST_WORDS = 20_000

interface Accepted {
  taskId: string
  number: number
  finishedAt: number
}

/** Every task of the world's account, by what the service says on v3 whatever the world's dialect. */
async function ledgerOf(world: World, v3: string): Promise<Accepted[]> {
  const base = { dialect: 'v3', region: 'custom', url: v3 } as const
  const client = new TripoClient({ apiKey: world.key, base, resources: { fetch } })
  const tasks: Accepted[] = []
  for (let offset = 0; ; ) {
    const { items, total = 0 } = await client.getUsage({ limit: 200, offset })
    for (const { taskId } of items) {
      const task = await client.getTask(taskId)
      // One that ended badly has no result to lose.
      if (isFinal(task) && task.status !== 'success') continue
      const finishedAt = task.finishedAt?.getTime() ?? Number.NaN
      tasks.push({ taskId, number: numberIn(task.input) ?? -1, finishedAt })
    }
    offset += items.length
    if (offset >= total || items.length === 0) return tasks
  }
}

/** The only task of a world's account, if there is one. */
export const taskOf = async (world: World, v3: string): Promise<string | undefined> =>
  (await ledgerOf(world, v3))[0]?.taskId

/** The tasks of a world's account by the number of the request. */
export const tasksOf = async (world: World, v3: string): Promise<ReadonlyMap<number, string>> =>
  new Map((await ledgerOf(world, v3)).map(({ number, taskId }) => [number, taskId]))

/** Lives once more without trouble; then the user adopts or dismisses what is unconfirmed. */
export async function finish(world: World, v3: string, findings: Findings): Promise<void> {
  // Until the killed windows count as gone, and what they were writing as left over.
  await new Promise((resolve) => setTimeout(resolve, world.lease.gone + STALE))
  const { jobs, close } = openWorld(world, {}, STALE)
  await jobs.recover()
  await allEnded(jobs)
  // The extension looks for lost tasks by itself first.
  await new Promise((resolve) => setTimeout(resolve, 2 * world.lease.reconcile.reduce((sum, delay) => sum + delay, 0)))
  await allEnded(jobs)
  // What a killed life has sent may still be on its way to the service: a person would look later too.
  if (jobs.list().some(({ phase }) => phase === 'unconfirmed'))
    await new Promise((resolve) => setTimeout(resolve, PATIENCE))
  // It may have been found by itself meanwhile.
  await allEnded(jobs)
  const list = jobs.list()
  const known = new Set(list.map((job) => job.taskId))
  const orphans = new Map((await ledgerOf(world, v3)).map((task) => [task.number, task.taskId]))
  for (const job of list) {
    if (job.phase === 'delivered') continue
    // The rest of a chain that was cut off while it was noted, or whose first step was never created.
    if (job.problem?.code === 'jobs.chain-stopped' || (job.phase === 'waiting' && job.group)) continue
    if (job.phase !== 'unconfirmed') {
      findings.leftovers.push(`${world.key} ${job.id} is ${job.phase}: ${JSON.stringify(job.problem)}`)
      continue
    }
    findings.unconfirmed += 1
    const taskId = orphans.get(numberIn(job.params) ?? -1)
    if (taskId === undefined || known.has(taskId)) {
      await jobs.dismiss(job.id)
      findings.dismissed += 1
    } else {
      findings.adopted += (await isAdopted(jobs, job.id, taskId)) ? 1 : 0
    }
  }
  await allEnded(jobs)
  await close()
}

/** Assigns a task. @returns whether that was needed: the extension's own search may have found it just now */
async function isAdopted(jobs: Jobs, id: string, taskId: string): Promise<boolean> {
  try {
    await jobs.adopt(id, taskId)
    return true
  } catch (error) {
    await allEnded(jobs)
    if (jobs.list().some((job) => job.id === id && job.taskId === taskId && job.phase === 'delivered')) return false
    throw error
  }
}

/** Compares the service's ledger with the workspace. */
export async function audit(world: World, v3: string, findings: Findings): Promise<void> {
  const folder = assetsOf(world)
  const files = new Map<number, string[]>()
  const names = await readdir(folder).catch((): string[] => [])
  for (const name of names.filter((entry) => entry.endsWith('.glb'))) {
    const number = numberOf(await readFile(join(folder, name)))
    if (number === undefined) findings.leftovers.push(`${name} is not whole`)
    else files.set(number, [...(files.get(number) ?? []), name])
  }
  const tasks = await ledgerOf(world, v3)
  const asked = new Map<number, number>()
  for (const task of tasks) asked.set(task.number, (asked.get(task.number) ?? 0) + 1)
  for (const [number, count] of asked) {
    if (count > 1) findings.duplicated.push(`${world.key} request ${number}: ${count} tasks`)
  }
  for (const { number, taskId, finishedAt } of tasks) {
    const own = files.get(number) ?? []
    findings.accepted += 1
    if (own.length === 0) findings.lost.push(`${world.key} request ${number}, task ${taskId}`)
    else findings.delivered += 1
    if (own.length > 1) findings.duplicated.push(`${world.key} request ${number}: ${own.join(', ')}`)
    const [first] = own
    if (first === undefined) continue
    if (!names.includes(first.replace(/glb$/, 'tripo.json'))) findings.leftovers.push(`${first} has no provenance`)
    findings.delays.push(((await stat(join(folder, first))).ctimeMs - finishedAt) / 1000)
  }
  let left = await temporariesIn(world)
  // A window's last words may still be on their way to a busy disk, or were cut off, which the next start removes; what
  // is really left over stays.
  for (const end = Date.now() + LAST_WORDS; left.length > 0 && Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, STALE))
    await openJournal(join(world.folder, 'journal'), STALE).list()
    left = await temporariesIn(world)
  }
  findings.leftovers.push(...left.map((name) => `${world.key}: ${name}`))
}

async function temporariesIn({ folder }: World): Promise<string[]> {
  const all = await readdir(folder, { recursive: true, encoding: 'utf8' })
  return all.filter((name) => /(^|\/)\.|downloads\/.|\.mark$|\/(take|hold)-/.test(name))
}

const rank = (values: readonly number[], share: number) =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0

/** The last line of a run. */
export function lastLine({ kills, faults, delivered, lost, duplicated, delays }: Findings): string {
  const [median, p95] = [rank(delays, 0.5), rank(delays, 0.95)].map((value) => Math.max(0, value).toFixed(2))
  return (
    `kills ${kills}, faults ${faults}, delivered ${delivered}, lost ${lost.length}, ` +
    `duplicated ${duplicated.length}, delay median ${median} s, p95 ${p95} s`
  )
}
