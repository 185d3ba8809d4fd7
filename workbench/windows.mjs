// `npm run windows`: what a person's real VS Code does when a window falls asleep or dies at an awkward moment. One served
// workbench, windows on one workspace, the extension's own host with a hook (windows-hook.mjs) that stops or kills it at a
// step that is named, never after a time. Asleep: window A is stopped while it writes, for longer than its lease; B takes over
// and ends the job; A goes on. Killed: the host dies, and the window is loaded anew. Each time the service's own list and the
// disk are compared: one task, one file, its JSON, nothing else. The exit code is 0 only when nothing is doubled or lost.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { crc32, deflateSync } from 'node:zlib'
import { answerInput, explorerMenu, launchBrowser, openWorkbench, pickRow, runCommand } from './browser.mjs'
import { build } from './build.mjs'
import { modelsIn } from './glb.mjs'
import { ensureChromium, ensureModules, ensureVscode } from './install.mjs'
import { readOptions, UsageError } from './options.mjs'
import { manifest, root } from './paths.mjs'
import { main, WorkbenchError } from './report.mjs'
import { serve } from './serve.mjs'
import { SIMULATOR_KEY, simulatorSettings, startSimulator } from './simulator.mjs'
import { copyGame } from './workspace.mjs'

/** How long a stopped window sleeps at least, in milliseconds: its lease is 15 s. */
const SLEEP = 26_000
/** Nothing has changed for so many milliseconds when a job is at rest. */
const QUIET = 3000
/** The most milliseconds in which the editor starts an extension host anew by itself. */
const RESTART = 30_000
/** The most milliseconds that one trial may take on a busy machine. */
const LONGEST = 240_000

/** Moments in which a window falls asleep: before and after each revision of its record, and around its files. */
const SLEEPS = [
  ...[1, 2, 3, 4, 5].flatMap((nth) => [
    { what: 'text', pattern: String.raw`^before link journal/[\w-]+/\d+\.json`, nth },
    { what: 'text', pattern: String.raw`^after link journal/[\w-]+/\d+\.json`, nth },
  ]),
  { what: 'text', pattern: String.raw`^after link game/.*\.glb`, nth: 1 },
  { what: 'text', pattern: String.raw`^before link journal/[\w-]+/attempt-1\.json`, nth: 1 },
]

/** Moments in which a host dies. */
const KILLS = [
  { what: 'image', pattern: '^before (POST|PUT) .*(files|upload)', nth: 1 },
  { what: 'image', pattern: '^after (POST|PUT) .*(files|upload)', nth: 1 },
  { what: 'text', pattern: '^before POST .*/generation/', nth: 1 },
  { what: 'text', pattern: '^after POST .*/generation/', nth: 1 },
  { what: 'text', pattern: '^before GET /cdn/', nth: 1 },
  { what: 'text', pattern: '^after write (game|storage)/', nth: 1 },
  { what: 'text', pattern: String.raw`^before link game/.*\.glb`, nth: 1 },
  { what: 'text', pattern: String.raw`^after link game/.*\.glb`, nth: 1 },
  { what: 'text', pattern: String.raw`^before link game/.*\.tripo\.json`, nth: 1 },
  { what: 'text', pattern: String.raw`^after link game/.*\.tripo\.json`, nth: 1 },
  { what: 'image', pattern: String.raw`^after link journal/[\w-]+/attempt-1\.json`, nth: 1 },
]

/** @typedef {{ what: string, pattern: string, nth: number }} Moment */

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
async function ledger(v3) {
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
function statesOf(journal) {
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
const openIn = (journal) => statesOf(journal).filter((state) => state === 'unconfirmed').length

/** Waits for something, looking often. @template T @param {() => T | undefined | false} look @param {string} what */
async function until(look, what, longest = LONGEST) {
  for (const end = Date.now() + longest; ; ) {
    const found = look()
    if (found) return found
    if (Date.now() > end) throw new WorkbenchError(`Not seen: ${what}.`, `Waited ${longest / 1000} s.`)
    await pause(50)
  }
}

const ENDED = ['delivered', 'unconfirmed', 'failed', 'dismissed']

/** Waits until every job has ended, and no host has changed anything for a while. @param {World} world @param {number} count jobs that there must be */
async function atRest({ control, journal }, count) {
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

const hosts = (/** @type {string} */ control) =>
  existsSync(join(control, 'hosts')) ? readFileSync(join(control, 'hosts'), 'utf8').trim().split('\n') : []

/** The side of a picture, in pixels. */
const SIDE = 256

/** Writes a picture that no trial before has sent, since what was uploaded is not uploaded again. @param {string} file @param {number} number */
function writePicture(file, number) {
  const rows = Buffer.alloc(SIDE * (1 + 3 * SIDE))
  for (let y = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const isInside = (x - SIDE / 2) ** 2 + (y - SIDE / 2) ** 2 < (SIDE / 3) ** 2
      rows.set(
        isInside ? [200, (number * 37) % 256, (number * 101) % 256] : [240, 240, 240],
        y * (1 + 3 * SIDE) + 1 + 3 * x,
      )
    }
  const chunk = (/** @type {string} */ name, /** @type {Buffer} */ data) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
    const ends = [Buffer.alloc(4), Buffer.alloc(4)]
    ends[0]?.writeUInt32BE(data.length)
    ends[1]?.writeUInt32BE(crc32(body))
    return Buffer.concat([ends[0] ?? body, body, ends[1] ?? body])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(SIDE)
  header.writeUInt32BE(SIDE, 4)
  header.set([8, 2], 8)
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const chunks = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  writeFileSync(file, Buffer.concat([signature, ...chunks]))
}

/**
 * Asks for a model as a person does.
 * @param {World} world
 * @param {string} what
 * @param {number} number of the trial
 */
async function ask({ a: page, workspace }, what, number) {
  if (what === 'image') {
    writePicture(join(workspace, `props/trial-${number}.png`), number)
    await explorerMenu(page, ['props', `trial-${number}.png`], 'Make 3D Model with Tripo')
    await pickRow(page, /^\s*Generate/)
    return
  }
  await runCommand(page, 'Tripo: Generate Model from Text')
  await answerInput(page, `a bench number ${number}`)
}

/** The tasks that the JSON files of delivered models name. @param {string} workspace */
const tasksOf = (workspace) =>
  readdirSync(workspace, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.tripo.json'))
    .map((name) => String(JSON.parse(readFileSync(join(workspace, name), 'utf8')).taskId))

/** What should be one more of each, and nothing that should not be there. @param {World} world @param {{ tasks: number, models: number, open: number }} before */
async function faults({ v3, workspace, journal }, before) {
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

const isRunning = (/** @type {string} */ pid) =>
  existsSync(`/proc/${pid}`) && !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))

/**
 * One trial.
 * @param {World} world
 * @param {Moment} moment
 * @param {number} number
 * @param {'SIGSTOP' | 'SIGKILL'} signal
 * @param {readonly string[]} asked hosts of which the one that comes to the moment is stopped or killed
 */
async function once(world, moment, number, signal, asked) {
  const { control, journal, workspace, v3 } = world
  const before = { tasks: (await ledger(v3)).length, models: modelsIn(workspace).length, open: openIn(journal) }
  const jobs = statesOf(journal).length
  const { pattern, nth, what } = moment
  for (const pid of asked) writeFileSync(join(control, `${pid}.ask`), JSON.stringify({ pattern, nth, signal }))
  await ask(world, what, number)
  const firedOf = (/** @type {string} */ pid) => join(control, `${pid}.fired`)
  const pid = await until(() => asked.find((one) => existsSync(firedOf(one))), `a step ${pattern}`)
  const name = readFileSync(firedOf(pid), 'utf8')
  const began = Date.now()
  for (const one of asked) for (const end of ['ask', 'fired']) rmSync(join(control, `${one}.${end}`), { force: true })
  if (signal === 'SIGSTOP') {
    await until(() => /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')), 'that the system has stopped it')
    // B has all the time that it takes; where it knows of no job there is nothing to wait for but the time.
    const isOver = () => Date.now() - began > SLEEP && statesOf(journal).every((state) => ENDED.includes(state))
    await until(isOver, 'an end of what the other window does').finally(() => process.kill(Number(pid), 'SIGCONT'))
  } else {
    await until(() => !isRunning(pid), 'the end of the extension host')
    const count = hosts(control).length
    // The editor starts another one by itself, three times in five minutes; then a person loads the window anew.
    const isNew = () => hosts(control).length > count
    await until(isNew, 'another extension host', RESTART).catch(() => world.reload(world.a))
    await until(isNew, 'another extension host')
  }
  await atRest(world, jobs + 1)
  const bad = await faults(world, before)
  return { name, bad, seconds: (Date.now() - began) / 1000 }
}

const HOOK = { publisher: 'tripo-studio', name: 'windows-hook', version: '0.0.1' }

/** An extension that loads the hook. @param {string} extensions */
function placeHook(extensions) {
  const folder = join(extensions, `${HOOK.publisher}.${HOOK.name}-${HOOK.version}`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'package.json'),
    JSON.stringify({ ...HOOK, main: './main.js', engines: { vscode: '^1.100.0' }, extensionKind: ['workspace'] }),
  )
  // At its turn, not by an import, which ends some turns later.
  writeFileSync(
    join(folder, 'main.js'),
    `require(${JSON.stringify(join(root, 'workbench/windows-hook.mjs'))})\nexports.activate = () => {}\n`,
  )
}

/**
 * Our extension as it is, but that it needs the hook's: a host that the editor starts anew activates others in any order, and
 * ours keeps the functions that it finds.
 * @param {string} folder
 */
function placeExtension(folder) {
  mkdirSync(folder)
  for (const name of readdirSync(root)) if (name !== 'package.json') symlinkSync(join(root, name), join(folder, name))
  const needs = { ...manifest(), extensionDependencies: [`${HOOK.publisher}.${HOOK.name}`] }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(needs))
  return folder
}

await main(async () => {
  const options = readOptions('npm run windows -- [options]', {
    sleeps: { value: 'N', help: 'windows that fall asleep while another is open (default 12)' },
    kills: { value: 'N', help: 'extension hosts that are killed (default 44)' },
    built: { help: 'with the bundles as they are' },
  })
  const count = (/** @type {string} */ name, /** @type {number} */ usual) => {
    const number = Number(options.text(name) ?? usual)
    if (!Number.isInteger(number) || number < 0) throw new UsageError(`--${name} needs a whole number.`)
    return number
  }
  const [sleeps, kills] = [count('sleeps', 12), count('kills', 44)]
  if (process.platform !== 'linux')
    throw new WorkbenchError('Processes are stopped by Linux’s signals.', 'Run it there.')
  await ensureModules()
  if (!options.on('built')) await build()
  const vscode = await ensureVscode()
  const folder = mkdtempSync(join(tmpdir(), 'tripo-windows-'))
  const [control, workspace, data] = ['control', 'game', 'data'].map((name) => join(folder, name))
  if (!control || !workspace || !data) throw new Error('no folders')
  mkdirSync(control)
  copyGame(workspace)
  const { publisher, name } = manifest()
  const storage = join(data, 'data/User/globalStorage', `${publisher}.${name}`)
  placeHook(join(data, 'extensions'))
  const simulator = await startSimulator(['--time-scale', '20', '--credits', '1000000'])
  const settings = simulatorSettings(simulator)
  const served = await serve({
    ...{ vscode, data, linked: placeExtension(join(folder, 'extension')), machineSettings: settings.machineSettings },
    userSettings: { 'explorer.autoReveal': false },
    env: {
      ...settings.env,
      TRIPO_HOOK: control,
      TRIPO_HOOK_PLACES: [`journal=${join(storage, 'jobs')}`, `storage=${storage}`, `game=${workspace}`].join('\n'),
    },
  })
  const browser = await launchBrowser(await ensureChromium())
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 }, reducedMotion: 'reduce' })
  const open = async () => {
    const page = await context.newPage()
    const count = hosts(control).length
    await openWorkbench(page, served.url(workspace))
    return { page, host: await until(() => hosts(control)[count], 'an extension host') }
  }
  let [number, twice, doubled, wrong] = [0, 0, 0, 0]
  /**
   * @param {World} world
   * @param {readonly Moment[]} moments
   * @param {number} times
   * @param {'SIGSTOP' | 'SIGKILL'} signal
   * @param {() => readonly string[]} asked
   */
  const all = async (world, moments, times, signal, asked) => {
    for (let at = 0; at < times; at++) {
      const moment = moments[at % moments.length]
      if (!moment) continue
      const { name: where, bad, seconds } = await once(world, moment, ++number, signal, asked())
      if (bad.some((text) => text.startsWith('paid'))) twice += 1
      if (bad.some((text) => text.endsWith('two files'))) doubled += 1
      if (bad.length > 0) wrong += 1
      const how = signal === 'SIGSTOP' ? 'asleep' : 'killed'
      process.stdout.write(
        `${`${number}`.padStart(3)}  ${how} ${where}, ${seconds.toFixed(0)} s: ${bad.join('; ') || 'right'}\n`,
      )
    }
  }
  try {
    const a = await open()
    /** @type {World} */
    const world = {
      ...{ workspace, control, journal: join(storage, 'jobs'), v3: simulator.v3, a: a.page },
      reload: (page) => openWorkbench(page, served.url(workspace)),
    }
    const b = sleeps > 0 ? await open() : undefined
    await all(world, SLEEPS, sleeps, 'SIGSTOP', () => [a.host])
    await b?.page.goto('about:blank')
    await b?.page.close()
    // Of the hosts that are left, whichever comes to the moment: a killed one is also started anew by the editor itself.
    await all(world, KILLS, kills, 'SIGKILL', () => hosts(control).filter(isRunning))
    const accepted = (await ledger(simulator.v3)).length
    const asked = openIn(world.journal)
    const line = { asleep: sleeps, killed: kills, accepted, files: modelsIn(workspace).length, asked }
    process.stdout.write(`${JSON.stringify({ ...line, 'paid twice': twice, 'double file': doubled, wrong })}\n`)
  } finally {
    await browser.close()
    await served.stop()
    await simulator.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
  return wrong === 0 ? 0 : 1
})
