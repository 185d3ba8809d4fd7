// A game of test/fixtures/games in the cache: its files and its model fresh, its packages installed once, and the product's
// Insert Code carried out in it as the command does.
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runNpm } from '../install.mjs'
import { locked } from '../lock.mjs'
import { movingModel } from '../moving-model.mjs'
import { cacheFolder, root } from '../paths.mjs'
import { WorkbenchError } from '../report.mjs'

export const FIXTURES = join(root, 'test/fixtures/games')
/** What a copy keeps from run to run: what was installed. */
const KEPT = new Set(['node_modules', '.installed'])
/** The cursor, as a comment of each language. */
const MARK = /\{?\/\* INSERT \*\/\}?|<!-- INSERT -->/
/** Milliseconds for an install and for a build: both are short, on a machine that does nothing else. */
const INSTALL = 15 * 60_000
const BUILD = 15 * 60_000
/** What keeps the projects' tools from asking questions and telling their makers. */
const QUIET = {
  CI: '1',
  ...{ NEXT_TELEMETRY_DISABLED: '1', ASTRO_TELEMETRY_DISABLED: '1', NUXT_TELEMETRY_DISABLED: '1' },
  ...{ NG_CLI_ANALYTICS: 'false', EXPO_NO_TELEMETRY: '1' },
}

/**
 * @typedef {object} Game
 * @property {string} name the fixture's folder
 * @property {string} folder its copy in the cache
 * @property {string} code the file that shows the model
 * @property {string} model where the model lies
 * @property {string} output what is served once it is built
 * @property {boolean} hasBuild
 */

/** The product's own Insert Code, and its tools for colliders and levels of detail. */
export async function loadProduct() {
  const { build } = await import('esbuild')
  const outfile = join(root, 'out/games-product.mjs')
  const modules = [
    ...[
      'engines/index',
      'engines/code/write-code',
      'engines/code/facts',
      'platform/project-files',
      'platform/gltf-json',
    ],
    ...['mesh/tools/run-tool', 'engines/live-reload'],
  ]
  const contents = modules.map((name) => `export * from './src/${name}.ts'`).join('\n')
  const banner = {
    js: "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url)",
  }
  await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    ...{ bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'warning', banner },
  })
  return import(`${pathToFileURL(outfile).href}?${Date.now()}`)
}

/** @typedef {Awaited<ReturnType<typeof loadProduct>>} Product */

/** The version that this repository has of a package; undefined for programs, which are found by npm's own links only. */
function linkable(/** @type {string} */ name) {
  const file = join(root, 'node_modules', name, 'package.json')
  const { version, bin } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  return bin === undefined ? version : undefined
}

/**
 * Installs what a package.json names. Where it says `game.links` (Vite follows links out of a project, others do not),
 * packages that this repository has in the very version are linked, not fetched again.
 * @param {string} folder
 */
async function install(folder) {
  const file = join(folder, 'package.json')
  const text = readFileSync(file, 'utf8')
  const stamp = join(folder, '.installed')
  const json = JSON.parse(text)
  /** @type {string[]} */
  const links = []
  for (const list of ['dependencies', 'devDependencies']) {
    for (const [name, version] of Object.entries(json[list] ?? {})) {
      if (!json.game?.links || linkable(name) !== version) continue
      delete json[list][name]
      links.push(name)
    }
  }
  const wanted = createHash('sha256')
    .update(text)
    .update(process.version)
    .update('2')
    .update(links.join())
    .digest('hex')
  const linkAll = () => {
    for (const name of links) {
      const link = join(folder, 'node_modules', name)
      mkdirSync(dirname(link), { recursive: true })
      rmSync(link, { recursive: true, force: true })
      symlinkSync(join(root, 'node_modules', name), link, 'junction')
    }
  }
  // The cache outlives a clone of this repository: links lead to the one at hand.
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return linkAll()
  rmSync(join(folder, 'node_modules'), { recursive: true, force: true, maxRetries: 5 })
  const whole = `${file}.whole`
  renameSync(file, whole)
  try {
    writeFileSync(file, JSON.stringify(json))
    const args = ['install', '--no-audit', '--no-fund', '--no-package-lock', '--legacy-peer-deps', '--loglevel=error']
    await runNpm(args, { cwd: folder, timeout: INSTALL }).catch((error) => {
      throw new WorkbenchError(
        `The packages of the game ${json.name} could not be installed. ${error instanceof Error ? error.message : error}`,
        'They come from the npm registry: check that this machine reaches it (npm ping), and try again.',
      )
    })
  } finally {
    renameSync(whole, file)
  }
  linkAll()
  writeFileSync(stamp, wanted)
}

/**
 * A game in the cache, as its fixture is, with the model and what it needs.
 * @param {string} name
 * @param {{ product?: Product, variant?: string }} [options] a variant of the code: files of `variants/NAME` lie over the
 *   project's own, and `product` makes the files that it is about
 * @returns {Promise<Game>}
 */
export async function prepareGame(name, { product, variant = 'load' } = {}) {
  const folder = join(cacheFolder(), 'games', name)
  mkdirSync(folder, { recursive: true })
  const own = join(FIXTURES, name)
  return locked(`${folder}.lock`, `the game ${name}`, async () => {
    for (const old of readdirSync(folder)) {
      if (!KEPT.has(old)) rmSync(join(folder, old), { recursive: true, force: true, maxRetries: 5 })
    }
    cpSync(own, folder, { recursive: true, filter: (path) => path !== join(own, 'variants') })
    const more = join(own, 'variants', variant)
    if (existsSync(more)) cpSync(more, folder, { recursive: true })
    await install(folder)
    const { game = {}, scripts = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    const { code, model = 'public/models/moving-crate.glb', output = 'dist' } = game
    mkdirSync(join(folder, dirname(model)), { recursive: true })
    const bytes = new Uint8Array(movingModel())
    writeFileSync(join(folder, model), bytes)
    if (product && (variant === 'collider' || variant === 'levels')) {
      const job =
        variant === 'collider' ? { tool: 'collider', options: { shape: 'hull' } } : { tool: 'lod', options: {} }
      const { files } = await product.runTool({ ...job, bytes, name: 'moving-crate' })
      for (const file of files) writeFileSync(join(folder, dirname(model), file.path), file.bytes)
    }
    return { name, folder, code, model, output, hasBuild: scripts.build !== undefined }
  })
}

/**
 * Does some work with the copies of a game while no other process has it: two that test on one machine would build, clear and
 * look at the same folder.
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export const alone = (name, work) =>
  locked(join(cacheFolder(), 'games', `${name}.use.lock`), `the game ${name}, which is being tested`, work)

/**
 * Puts the code in as the command does.
 * @param {Game} game
 * @param {Product} product
 * @param {string} variant
 * @param {string} [file] instead of the game's model
 */
export async function insertCode(game, product, variant = 'load', file = game.model) {
  const { name, folder, code } = game
  const source = readFileSync(join(folder, code), 'utf8')
  const offset = source.search(MARK)
  if (offset < 0) throw new WorkbenchError(`${name}/${code} has no mark for the code.`, 'Put /* INSERT */ into it.')
  const text = source.replace(MARK, '')
  const project = await product.describeProject(product.projectFiles(folder), code, { text })
  const head = await product.readGltfHead(join(folder, file))
  const facts = product.factsOf(file, head?.json, readdirSync(join(folder, dirname(file))))
  const written = product.writeCode(project, { path: code, text, offset }, facts, variant)
  if (!written) throw new WorkbenchError(`No code for ${project.engine}.`, 'See src/engines/code.')
  let result = product.changed(text, written.changes)
  // What the hint says: where the component's file is made, its tag is written by the person.
  if (variant === 'component' && written.file) {
    const made = /([^/]+)\.[jt]sx$/.exec(written.file.path)?.[1]
    result = `import { ${made} } from './${made}'\n${source.replace(MARK, `<${made} />`)}`
  }
  writeFileSync(join(folder, code), result)
  if (written.file) writeFileSync(join(folder, written.file.path), written.file.text)
  return { project, facts, written }
}

/** The project's own build. @param {Game} game */
export async function buildGame({ folder, hasBuild }) {
  if (!hasBuild) return
  const env = { ...QUIET, NODE_ENV: undefined, NODE_OPTIONS: undefined, TRIPO_API_KEY: undefined }
  await runNpm(['run', 'build'], { cwd: folder, env, timeout: BUILD })
}

/** Variants that the product offers for the game's model. @param {Game} game @param {Product} product */
export async function variantsOfGame({ folder, code, model }, product) {
  const project = await product.describeProject(product.projectFiles(folder), code)
  const facts = { clips: ['swing'], needs: [], levels: ['x_LOD1.glb'], collider: '_collider', file: model }
  return product.variantsOf(project, facts)
}
