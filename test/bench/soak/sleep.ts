// The sleep experiment: a window falls asleep before or after one of its changes, longer than its lease; a second window
// takes its jobs over and ends them; the first one wakes up. At whichever step: each request is paid once, each result
// is there once with its provenance, nothing else is left in the workspace, and the journal says that it is delivered.
import { audit, noFindings, tasksOf } from './audit.ts'
import { everyStep, type StepsOptions } from './every-step.ts'
import { KINDS, type Kind, type Night } from './kinds.ts'
import { Sleeper, wrapsOf } from './stepping.ts'
import { numberIn } from './tiny.ts'
import { allEnded } from './wait.ts'
import { openWorld, prepareWorld, requestOf, STEP, type World, type Wraps } from './world.ts'

const LEASE = { beat: 4000, gone: 15_000, look: 1000, reconcile: [] }
/** Milliseconds after which an unfinished file of the journal was left by a process that has ended. */
const STALE = 400
/** How long it sleeps, in milliseconds, by everybody's clock. */
const SLEEP = 60_000
const SPEED = 400
const SCALE = 3000

/** Makes a kind's requests. */
export function ask(jobs: ReturnType<typeof openWorld>, world: World, kind: Kind): Promise<unknown> {
  const { requests, steps } = KINDS[kind]
  const [first = 1] = requests
  if (requests.length > 1) return jobs.submitMany(requests.map((number) => requestOf(world, number)))
  if (!steps) return jobs.submit(requestOf(world, first))
  return jobs.submitChain(requestOf(world, first), [
    { capability: 'convert_model', params: { format: 'GLTF', face_limit: STEP + first } },
  ])
}

/** What is wrong with a world in which everything should be done by now. */
export async function auditNight(
  world: World,
  v3: string,
  kind: Kind,
  wraps: Wraps = {},
): Promise<Pick<Night, 'wrong' | 'isAsked'>> {
  const wrong: string[] = []
  // Whoever comes later finds all of it done.
  const last = openWorld(world, wraps, STALE)
  await last.jobs.recover()
  await allEnded(last.jobs)
  const open = last.jobs.list().filter(({ phase }) => phase === 'unconfirmed')
  const tasks = open.length > 0 ? await tasksOf(world, v3) : new Map<number, string>()
  for (const { id, params } of open) {
    const taskId = tasks.get(numberIn(params) ?? -1)
    await (taskId === undefined ? last.jobs.submitAgain(id) : last.jobs.adopt(id, taskId))
  }
  await allEnded(last.jobs)
  for (const { id, phase, problem } of last.jobs.list())
    if (phase !== 'delivered') wrong.push(`${id} is ${phase}: ${problem?.code}`)
  await last.close()
  const findings = noFindings()
  await audit(world, v3, findings)
  wrong.push(...findings.lost.map((text) => `lost: ${text}`), ...findings.duplicated, ...findings.leftovers)
  const { requests, steps } = KINDS[kind]
  const wanted = requests.length * (steps ? 2 : 1)
  if (findings.accepted !== wanted) wrong.push(`${findings.accepted} tasks instead of ${wanted}`)
  return { wrong, isAsked: open.length > 0 }
}

async function sleepOnce(world: World, v3: string, kind: Kind, at: number): Promise<Night> {
  await prepareWorld(world)
  let offset = 0
  const sleeper = new Sleeper(at)
  const common = { speed: SPEED, isPolling: true, clockIsOffBy: () => offset }
  const first = openWorld(world, { ...common, ...wrapsOf(sleeper), clock: sleeper.clock })
  const work = ask(first, world, kind).then(() => allEnded(first.jobs))
  const isAsleep = await Promise.race([sleeper.asleep.then(() => true), work.then(() => false)])
  if (isAsleep) {
    offset += SLEEP
    const second = openWorld(world, common)
    await second.jobs.recover()
    await allEnded(second.jobs)
    sleeper.wake()
    await work
    await allEnded(second.jobs)
    await second.close()
  }
  await first.close()
  offset += SLEEP
  const end = await auditNight(world, v3, kind, common)
  return { kind, at: isAsleep ? `${at} ${sleeper.taken[at - 1]}` : undefined, ...end }
}

/** Sleeps at every step of the kinds. Gives what happened at each, in order. */
export const sleepEverywhere = (options: Partial<StepsOptions> = {}): Promise<Night[]> =>
  everyStep({ every: 1, atOnce: 12, scale: SCALE, lease: LEASE, ...options }, async () => sleepOnce)
