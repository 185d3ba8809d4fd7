// What `npm run windows` looks at: the service's list of tasks, the journal, the workspace and the extension hosts, and what of them
// does not agree.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { modelsIn } from './glb.mjs'
import { WorkbenchError } from './report.mjs'
import { SIMULATOR_KEY } from './simulator.mjs'

/** Nothing has changed for so many milliseconds when a job is at rest. */
const QUIET = 3000
/** The most milliseconds that one trial may take on a busy machine. */
const LONGEST = 240_000

/**
 * @typedef {object} World
 * @property {string} workspace
 * @property {string} control where the hook is told, and tells
 * @property {string} journal
 * @property {string} v3 the service's address
 * @property {import('@playwright/test').Page} a the window that is asked for models
 * @property {(page: import('@playwright/test').Page) => Promise<void>} reload
 */

/** Every task of the account, by the service's own list. @param {string} v3 */
export async function ledger(v3) {
  /** @type {string[]} */
  const ids = []
  for (;;) {
    const answer = await fetch(`${v3}/account/usage?limit=100&offset=${ids.length}`, {
      headers: { authorization: `Bearer ${SIMULATOR_KEY}` },
    })
    /** @type {any} */
    const { data } = await answer.json()
    const rows = data.items ?? data.list ?? data
    if (rows.length === 0) return ids
    ids.push(...rows.map((/** @type {any} */ row) => row.task_id))
  }
}

/** The states of all jobs, by the newest revision of each record. @param {string} journal */
export function statesOf(journal) {
  if (!existsSync(journal)) return []
  return readdirSync(journal, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory() || entry.name.startsWith('window-')) return []
    const revisions = readdirSync(join(journal, entry.name)).flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? [])
    // A folder that was made for a record which is not there yet.
    if (revisions.length === 0) return []
    const newest = Math.max(...revisions.map(Number))
    try {
      /** @type {{ state?: string }} */
      const record = JSON.parse(readFileSync(join(journal, entry.name, `${newest}.json`), 'utf8'))
      return [record.state ?? '']
    } catch {
      // Replaced by a newer one between the two looks.
      return ['']
    }
  })
}

/** How many jobs wait for a person to say what became of their request. @param {string} journal */
export const openIn = (journal) => statesOf(journal).filter((state) => state === 'unconfirmed').length

/** Waits for something, looking often. @template T @param {() => T | undefined | false} look @param {string} what */
export async function until(look, what, longest = LONGEST) {
  for (const end = Date.now() + longest; ; ) {
    const found = look()
    if (found) return found
    if (Date.now() > end) throw new WorkbenchError(`Not seen: ${what}.`, `Waited ${longest / 1000} s.`)
    await pause(50)
  }
}

export const ENDED = ['delivered', 'unconfirmed', 'failed', 'dismissed']

/** Waits until every job has ended, and no host has changed anything for a while. @param {World} world @param {number} count jobs that there must be */
export async function atRest({ control, journal }, count) {
  const size = () =>
    readdirSync(control)
      .filter((name) => name.endsWith('.steps'))
      .map((name) => readFileSync(join(control, name)).length)
      .reduce((sum, one) => sum + one, 0)
  let [last, since] = [size(), Date.now()]
  await until(() => {
    const now = size()
    if (now !== last) [last, since] = [now, Date.now()]
    const states = statesOf(journal)
    const isOver = states.length >= count && states.every((state) => ENDED.includes(state))
    return isOver && Date.now() - since > QUIET
  }, 'an end of all jobs')
}

export const hosts = (/** @type {string} */ control) =>
  existsSync(join(control, 'hosts')) ? readFileSync(join(control, 'hosts'), 'utf8').trim().split('\n') : []

/** The tasks that the JSON files of delivered models name. @param {string} workspace */
const tasksOf = (workspace) =>
  readdirSync(workspace, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tripo.json'))
    .map((name) => String(JSON.parse(readFileSync(join(workspace, name), 'utf8')).taskId))

/** What should be one more of each, and nothing that should not be there. @param {World} world @param {{ tasks: number, models: number, open: number }} before */
export async function faults({ v3, workspace, journal }, before) {
  const tasks = (await ledger(v3)).length - before.tasks
  const models = modelsIn(workspace).length - before.models
  const open = openIn(journal) - before.open
  const all = readdirSync(workspace, { recursive: true, encoding: 'utf8' })
  const left = all.filter((name) => /(^|\/)\.tripo-/.test(name))
  const jsons = all.filter((name) => name.endsWith('.tripo.json')).length
  const models1 = modelsIn(workspace).length
  const named = tasksOf(workspace)
  return [
    ...(tasks > 1 ? [`paid ${tasks} times`] : []),
    // By their tasks, not by their number: a task that an earlier trial left open may have been found and delivered meanwhile.
    ...named.filter((id, at) => named.indexOf(id) !== at).map((id) => `${id} has two files`),
    ...(models < tasks && open === 0 ? ['lost: a task without a file'] : []),
    ...(tasks === 0 && open === 0 ? ['never sent, and nobody says so'] : []),
    ...(jsons !== models1 ? [`${models1} models and ${jsons} JSON files`] : []),
    ...left.map((name) => `left over: ${name}`),
  ]
}

export const isRunning = (/** @type {string} */ pid) =>
  existsSync(`/proc/${pid}`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
