// Serves a real VS Code workbench on loopback: its server with settings, environment and extensions of our choice, and a clean end.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { keep, onInterrupt, run, stop } from './processes.mjs'
import { WorkbenchError } from './report.mjs'

/** Another program listens on the port that was asked for. */
export class PortTaken extends WorkbenchError {}

/** Settings for a workbench that shows nothing but the work: no welcome, no chat, no telemetry, no updates, no trust prompt. */
export const CALM_SETTINGS = Object.freeze({
  'chat.commandCenter.enabled': false,
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.autofetch': false,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.restoreWindows': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
})

/** What tests see of VS Code's own extensions: themes, languages of files that they open, pictures in a tab, commits to compare with. */
export const FEW_EXTENSIONS = Object.freeze([
  'git',
  'git-base',
  'javascript',
  'json',
  'media-preview',
  'theme-defaults',
  'theme-seti',
  'typescript-basics',
])

/** Settings for a workbench that a test looks at: what VS Code does by itself costs processor time, or comes between two clicks. */
export const TEST_SETTINGS = Object.freeze({
  // The explorer selects what is open whenever it comes to it, on a busy machine between two clicks of a test.
  'explorer.autoReveal': false,
  // Files are saved by a second's silence in a browser, on a busy machine before a test has looked at what it changed.
  'files.autoSave': 'off',
  // Looked at by one test.
  'git.enabled': false,
  // A second extension host, with nothing to run.
  'extensions.webWorker': false,
})

/**
 * What keeps the server from starting a login shell, of which it would learn a person's environment. The tests' own counts.
 * @type {import('./processes.mjs').Environment}
 */
export const NO_SHELL = Object.freeze({ VSCODE_CLI: '1' })

/**
 * @typedef {object} ServeOptions
 * @property {import('./install.mjs').Vscode} vscode
 * @property {number} [port] 0, the default, takes a free one
 * @property {string} [data] the server's data folder; a temporary one, removed at the end, unless told
 * @property {string} [vsix] a packaged extension to install first, as a user would
 * @property {string} [linked] an extension's folder to use in place, like an installed one
 * @property {string} [development] an extension's folder to use as under development (`--extensionDevelopmentPath`)
 * @property {string} [tests] a test module to run in the extension host (`--extensionTestsPath`); needs `development`
 * @property {readonly string[]} [builtin] which of the extensions that VS Code ships are there, by their folders' names; all unless told
 * @property {Record<string, unknown>} [userSettings] on top of CALM_SETTINGS
 * @property {Record<string, unknown>} [machineSettings] such as `tripo.baseUrl`, whose scope is the machine
 * @property {import('./processes.mjs').Environment} [env] changes to the environment of server and extension host
 *
 * @typedef {object} Served a running workbench
 * @property {number} port
 * @property {string} data
 * @property {(folder?: string) => string} url the page that opens this workspace folder, or `.code-workspace` file
 * @property {() => string} log what the server said
 * @property {() => Promise<void>} stop
 */

/** Writes settings.json where this build reads it. @param {string} folder @param {Record<string, unknown>} settings */
function writeSettings(folder, settings) {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'settings.json'), `${JSON.stringify(settings, undefined, 2)}\n`)
}

/** @param {string} data */
const extensionsFolder = (data) => join(data, 'extensions')

/** @param {ServeOptions} options @param {string} data */
async function placeExtensions(options, data) {
  const extensions = extensionsFolder(data)
  mkdirSync(extensions, { recursive: true })
  if (options.linked) {
    const { publisher, name, version } = JSON.parse(readFileSync(join(options.linked, 'package.json'), 'utf8'))
    const link = join(extensions, `${publisher}.${name}-${version}`)
    if (!existsSync(link)) symlinkSync(resolve(options.linked), link, 'junction')
  }
  if (options.vsix) {
    const { node, server } = options.vscode
    const folders = ['--server-data-dir', data, '--extensions-dir', extensions]
    const result = await run(node, [
      server,
      ...folders,
      '--accept-server-license-terms',
      '--install-extension',
      options.vsix,
    ])
    if (!/successfully installed/.test(result.stdout)) {
      throw new WorkbenchError(`${options.vsix} could not be installed.`, result.stdout + result.stderr)
    }
  }
}

/**
 * A folder with some of VS Code's own extensions: each that starts costs every window processor time.
 * @param {string} server server-main.js @param {readonly string[]} names @param {string} data
 */
function placeBuiltin(server, names, data) {
  const folder = join(data, 'builtin')
  mkdirSync(folder, { recursive: true })
  for (const name of names) {
    const link = join(folder, name)
    if (!existsSync(link)) symlinkSync(join(dirname(dirname(server)), 'extensions', name), link, 'junction')
  }
  return folder
}

/**
 * Starts a workbench and waits until it listens.
 * @param {ServeOptions} options
 * @returns {Promise<Served>}
 */
export async function serve(options) {
  const data = options.data ?? mkdtempSync(join(tmpdir(), 'tripo-workbench-'))
  const discard = () => {
    if (!options.data) rmSync(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
  writeSettings(join(data, 'data/User'), { ...CALM_SETTINGS, ...options.userSettings })
  writeSettings(join(data, 'data/Machine'), options.machineSettings ?? {})
  await placeExtensions(options, data)

  const { node, server } = options.vscode
  const args = [server, '--host', '127.0.0.1', '--port', String(options.port ?? 0)]
  args.push('--without-connection-token', '--accept-server-license-terms', '--telemetry-level', 'off')
  args.push('--server-data-dir', data, '--extensions-dir', extensionsFolder(data))
  if (options.builtin) args.push('--builtin-extensions-dir', placeBuiltin(server, options.builtin, data))
  if (options.development) args.push('--enable-smoke-test-driver')
  const child = keep(node, args, { env: options.env })
  let log = ''
  const port = await listening(child, (text) => {
    log += text
  }).catch(async (error) => {
    await stop(child)
    discard()
    throw error
  })
  const end = async () => {
    forget()
    await stop(child)
    discard()
  }
  const forget = onInterrupt(end)
  return { port, data, log: () => log, stop: end, url: (folder) => workbenchUrl(port, folder, options) }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {(text: string) => void} hear
 * @returns {Promise<number>} the port
 */
function listening(child, hear) {
  return new Promise((done, fail) => {
    let said = ''
    const timer = setTimeout(() => fail(new WorkbenchError('VS Code did not listen within 60 s.', said)), 60_000)
    /** @param {string} text */
    const read = (text) => {
      hear(text)
      said += text
      // It does not end when another has the port.
      if (said.includes('EADDRINUSE')) fail(new PortTaken('VS Code found its port taken.', said))
      const port = /Extension host agent listening on (\d+)/.exec(said)?.[1]
      if (port === undefined) return
      clearTimeout(timer)
      done(Number(port))
    }
    child.stdout?.setEncoding('utf8').on('data', read)
    child.stderr?.setEncoding('utf8').on('data', read)
    child.once('error', (error) => fail(new WorkbenchError(`VS Code did not start: ${error.message}.`, '')))
    child.once('exit', (code) => {
      clearTimeout(timer)
      fail(new WorkbenchError(`VS Code ended with code ${code}.`, said.trim().split('\n').slice(-10).join('\n')))
    })
  })
}

/** @param {number} port @param {string | undefined} folder @param {Pick<ServeOptions, 'development' | 'tests'>} options */
function workbenchUrl(port, folder, options) {
  const url = new URL(`http://127.0.0.1:${port}/`)
  if (folder) url.searchParams.set(folder.endsWith('.code-workspace') ? 'workspace' : 'folder', resolve(folder))
  else url.searchParams.set('ew', 'true')
  /** @param {string} path */
  const remote = (path) => `vscode-remote://127.0.0.1:${port}${resolve(path)}`
  const payload = []
  if (options.development) payload.push(['extensionDevelopmentPath', remote(options.development)])
  if (options.tests) payload.push(['extensionTestsPath', remote(options.tests)])
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload))
  // Slashes stay readable in the address that a person sees.
  return url.href.replaceAll('%2F', '/')
}
