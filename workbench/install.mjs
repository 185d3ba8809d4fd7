// Puts in place what a fresh clone lacks: node_modules, a real VS Code, a Chromium. Each `ensure` function is quick when nothing is missing.
// Node builtins only, since it runs before node_modules exists. `node workbench/install.mjs` does all three.
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { locked } from './lock.mjs'
import { CODE_SERVER_VERSION, cacheFolder, findCommand, NODE_PACKAGES, root } from './paths.mjs'
import { run } from './processes.mjs'
import { main, messageOf, note, step, WorkbenchError } from './report.mjs'

const QUIET = ['--no-audit', '--no-fund', '--loglevel=error']

/** npm as this very Node would run it. */
function npm() {
  const script = process.env.npm_execpath
  if (script && /npm-cli\.c?js$/.test(script)) return { command: process.execPath, args: [script] }
  const command = findCommand('npm')
  if (!command)
    throw new WorkbenchError('npm is not on PATH.', 'Install Node.js 20 or newer with npm: https://nodejs.org')
  return { command, args: [] }
}

/**
 * Runs npm to its end.
 * @param {string[]} args
 * @param {{ cwd: string, env?: import('./processes.mjs').Environment, timeout?: number }} options timeout in milliseconds
 */
export async function runNpm(args, options) {
  const { command, args: first } = npm()
  return run(command, [...first, ...args], options)
}

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, peer?: boolean }>} */
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {}

/**
 * Whether node_modules is what package-lock.json says: npm writes its own lockfile into node_modules as the last act of an install,
 * so that comparing the two tells a missing, an interrupted and an outdated install alike.
 * @param {string} folder the project's folder
 */
export function modulesAreCurrent(folder) {
  const installedFile = join(folder, 'node_modules/.package-lock.json')
  if (!existsSync(installedFile)) return false
  const installed = packagesOf(installedFile)
  for (const [path, wanted] of Object.entries(packagesOf(join(folder, 'package-lock.json')))) {
    if (path === '') continue
    const have = installed[path]
    if (have ? have.version !== wanted.version : !wanted.optional && !wanted.devOptional) return false
  }
  return true
}

/**
 * npm empties what a link names, which is another checkout's, and installs beside it.
 * @param {string} folder of a checkout
 */
export function refuseLink(folder) {
  const modules = join(folder, 'node_modules')
  if (lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink())
    throw new WorkbenchError(
      'node_modules is a link, and does not hold what package-lock.json asks for.',
      'Remove the link, or update the checkout that it names.',
    )
}

/** Makes node_modules match package-lock.json. */
export async function ensureModules() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    throw new WorkbenchError(
      `Node ${process.versions.node} is too old.`,
      'Install Node.js 20.19 or newer: https://nodejs.org',
    )
  }
  if (modulesAreCurrent(root)) return
  refuseLink(root)
  const clone = createHash('sha256').update(root).digest('hex').slice(0, 12)
  await locked(join(cacheFolder(), `npm-ci-${clone}.lock`), 'npm ci', async () => {
    if (modulesAreCurrent(root)) return
    await step('Install node_modules (npm ci)', () => runNpm(['ci', '--include=dev', ...QUIET], { cwd: root }))
  })
}

const isRoot = () => process.getuid?.() === 0
const canApt = () => isRoot() && existsSync('/etc/debian_version') && findCommand('apt-get') !== undefined

/** Milliseconds; a mirror that does not answer is waited for no longer. */
const APT_LIMIT = 300_000

/** @param {string[]} packages */
async function aptInstall(packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await step(`Install ${packages.join(', ')} (apt-get)`, async () => {
    await run('apt-get', ['update', '-qq'], { env, check: false, timeout: APT_LIMIT })
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env, timeout: APT_LIMIT })
  })
}

/**
 * @typedef {object} Vscode an installed VS Code server
 * @property {string} folder
 * @property {string} node the Node 24 binary that runs it
 * @property {string} server server-main.js
 */

/** @param {string} folder @returns {Vscode & { parts: string[] }} */
function layout(folder) {
  const code = join(folder, 'node_modules/code-server/lib/vscode')
  const name = NODE_PACKAGES[nodeKey()].replace(/@[^@]*$/, '')
  const node = join(folder, 'node_modules', name, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node')
  const server = join(code, 'out/server-main.js')
  const native = ['spdlog/build/Release/spdlog.node', 'native-watchdog/build/Release/watchdog.node']
  return {
    folder,
    node,
    server,
    parts: [node, server, ...native.map((file) => join(code, 'node_modules/@vscode', file))],
  }
}

/** @returns {keyof typeof NODE_PACKAGES} */
function nodeKey() {
  const here = `${process.platform}-${process.arch}`
  for (const key of /** @type {(keyof typeof NODE_PACKAGES)[]} */ (Object.keys(NODE_PACKAGES)))
    if (key === here) return key
  throw new WorkbenchError(
    `The VS Code from npm is not available for ${here}.`,
    'Use your desktop VS Code instead: `npm start -- --desktop` and `npm run test:desktop`.',
  )
}

/** Finds or installs VS Code; the cached folder appears only when it is whole. @returns {Promise<Vscode>} */
export async function ensureVscode() {
  const folder = join(cacheFolder(), `vscode-${CODE_SERVER_VERSION}`)
  const whole = () => layout(folder).parts.every((file) => existsSync(file))
  if (whole()) return layout(folder)
  await locked(`${folder}.lock`, `installing VS Code ${CODE_SERVER_VERSION}`, async () => {
    if (whole()) return
    await ensureBuildTools()
    note(`Installing VS Code (code-server ${CODE_SERVER_VERSION}) into ${folder}: 800 MB, once`)
    for (const name of readdirSync(cacheFolder())) {
      // Left over from an interrupted install; the lock says that nobody is at it now.
      if (name.startsWith(`vscode-${CODE_SERVER_VERSION}.tmp-`))
        rmSync(join(cacheFolder(), name), { recursive: true, force: true })
    }
    const temporary = `${folder}.tmp-${process.pid}`
    await installVscode(temporary)
    const missing = layout(temporary).parts.filter((file) => !existsSync(file))
    if (missing.length > 0) {
      throw new WorkbenchError(
        `The installed VS Code lacks ${missing.join(', ')}.`,
        `Remove ${temporary} and try again.`,
      )
    }
    rmSync(folder, { recursive: true, force: true })
    renameSync(temporary, folder)
  })
  return layout(folder)
}

/** @param {string} folder */
async function installVscode(folder) {
  const nodePackage = NODE_PACKAGES[nodeKey()]
  mkdirSync(folder, { recursive: true })
  const dependencies = Object.fromEntries(
    [`code-server@${CODE_SERVER_VERSION}`, nodePackage].map((spec) => [
      spec.replace(/@[^@]*$/, ''),
      spec.replace(/^.*@/, ''),
    ]),
  )
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies }))
  const code = join(folder, 'node_modules/code-server/lib/vscode')
  // Scripts off: code-server's own install script refuses Node 20, and two native modules are all that is needed.
  await step('  code-server and Node 24', () => runNpm(['install', '--ignore-scripts', ...QUIET], { cwd: folder }))
  await step('  its dependencies', () => runNpm(['install', '--omit=dev', '--ignore-scripts', ...QUIET], { cwd: code }))
  // The headers of the very Node that will load the modules, and no download of others.
  const headers = join(folder, 'node_modules', nodePackage.replace(/@[^@]*$/, ''))
  const env = existsSync(join(headers, 'include/node/node_api.h')) ? { npm_config_nodedir: headers } : {}
  await step('  its native modules', () =>
    runNpm(['rebuild', '@vscode/spdlog', '@vscode/native-watchdog', ...QUIET], { cwd: code, env }),
  )
}

/** node-gyp's needs. */
async function ensureBuildTools() {
  if (process.platform === 'win32') return
  const missing = () => ['python3', 'make', 'g++'].filter((tool) => !findCommand(tool))
  if (missing().length > 0 && canApt()) await aptInstall(missing())
  if (missing().length > 0) {
    throw new WorkbenchError(
      `${missing().join(', ')} not found; VS Code's native modules are compiled once.`,
      process.platform === 'darwin'
        ? 'Run: xcode-select --install'
        : 'On Debian and Ubuntu run: sudo apt-get install python3 make g++',
    )
  }
}

/**
 * Debian's Chromium without a window. Tests of pages take less than half of their time in it (measured: 15 s against 38 s):
 * the whole browser draws its own bars and menus, too, even where nobody sees them.
 */
const HEADLESS = 'chromium-headless-shell'
/** The program itself: Debian's script before it adds flags that have everything drawn through OpenGL, here in software. */
const DEBIAN_PROGRAM = '/usr/lib/chromium/chromium'
const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const CHROMIUM_PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
]

/** Whether it really is a browser: Ubuntu's `chromium-browser` can be a script that only asks for a snap. @param {string} file */
async function runs(file) {
  if (process.platform === 'win32') return true
  const result = await run(file, ['--version'], { check: false, timeout: 20_000 }).catch(() => undefined)
  return result?.code === 0 && /chrom/i.test(result.stdout)
}

/** Where Playwright's own Chromium is or would be. */
function playwrightChromium() {
  const file = join(root, 'node_modules/@playwright/test/package.json')
  if (!existsSync(file)) return undefined
  /** @type {{ chromium: { executablePath(): string } }} */
  const playwright = createRequire(file)('playwright-core')
  return playwright.chromium.executablePath()
}

/**
 * A Chromium that is there already: $CHROMIUM_PATH, then the quickest, PATH, the usual places, Playwright's.
 * @returns {Promise<string | undefined>} path of its executable
 */
export async function findChromium() {
  const named = process.env.CHROMIUM_PATH
  if (named) {
    if (existsSync(named)) return named
    throw new WorkbenchError(`CHROMIUM_PATH names ${named}, which does not exist.`, 'Correct or unset it.')
  }
  const commands = CHROMIUM_NAMES.map((name) => findCommand(name))
  const known = [findCommand(HEADLESS), DEBIAN_PROGRAM, ...commands, ...CHROMIUM_PLACES, playwrightChromium()]
  for (const file of known) if (file && existsSync(file) && (await runs(file))) return file
  return undefined
}

/** The quickest Chromium, where Debian has it; tried once a machine. */
async function installHeadless() {
  const tried = join(cacheFolder(), `no-${HEADLESS}`)
  if (existsSync(tried)) return undefined
  try {
    await aptInstall([HEADLESS])
    return await findChromium()
  } catch {
    writeFileSync(tried, '')
    return undefined
  }
}

/** Finds or installs a Chromium; gives the path of its executable. Needs node_modules for Playwright's download. @returns {Promise<string>} */
export async function ensureChromium() {
  const found = await findChromium()
  if (found && (process.env.CHROMIUM_PATH || found.endsWith(HEADLESS))) return found
  const best = (canApt() ? await installHeadless() : undefined) ?? found
  if (best) return best
  /** @type {string[]} */
  const tried = []
  /** @param {() => Promise<unknown>} install */
  const attempt = async (install) => {
    try {
      await install()
      return await findChromium()
    } catch (error) {
      tried.push(messageOf(error).split('\n').slice(-3).join(' '))
      return undefined
    }
  }
  const installed =
    (canApt() ? await attempt(() => aptInstall(['chromium'])) : undefined) ??
    (await attempt(() =>
      step("Download Chromium (Playwright's)", () =>
        run(process.execPath, [join(root, 'node_modules/@playwright/test/cli.js'), 'install', 'chromium'], {
          cwd: root,
        }),
      ),
    ))
  if (installed) return installed
  throw new WorkbenchError(
    `No Chromium found, and installing one failed (${tried.join('; ')}).`,
    'Install Chromium or Google Chrome (Debian: sudo apt-get install chromium), or set CHROMIUM_PATH to its executable.',
  )
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await main(async () => {
    await ensureModules()
    const vscode = await ensureVscode()
    const chromium = await ensureChromium()
    process.stdout.write(`${JSON.stringify({ vscode: vscode.folder, chromium })}\n`)
  })
}
