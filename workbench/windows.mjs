// `npm run windows`: what a person's real VS Code does when a window falls asleep or dies at an awkward moment. One served
// workbench, windows on one workspace, the extension's own host with a hook (windows-hook.mjs) that stops or kills it at a
// step that is named, never after a time. Asleep: window A is stopped while it writes, for longer than its lease; B takes over
// and ends the job; A goes on. Killed: the host dies, and the window is loaded anew. Each time the service's own list and the
// disk are compared: one task, one file, its JSON, nothing else. The exit code is 0 only when nothing is doubled or lost.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answerInput, explorerMenu, launchBrowser, openWorkbench, pickRow, runCommand } from './browser.mjs'
import { build } from './build.mjs'
import { modelsIn } from './glb.mjs'
import { ensureChromium, ensureModules, ensureVscode } from './install.mjs'
import { readOptions, UsageError } from './options.mjs'
import { manifest } from './paths.mjs'
import { main, WorkbenchError } from './report.mjs'
import { serve } from './serve.mjs'
import { simulatorSettings, startSimulator } from './simulator.mjs'
import { placeExtension, placeHook, writePicture } from './windows-setup.mjs'
import { atRest, ENDED, faults, hosts, isRunning, ledger, openIn, statesOf, until } from './windows-state.mjs'
import { copyGame } from './workspace.mjs'

/** How long a stopped window sleeps at least, in milliseconds: its lease is 15 s. */
const SLEEP = 26_000
/** The most milliseconds in which the editor starts an extension host anew by itself. */
const RESTART = 30_000
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
/** @typedef {import('./windows-state.mjs').World} World */

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
