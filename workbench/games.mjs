// `npm run games -- [engine…]`: Insert Code put into a small real project of each engine, built by the project's own tools, and
// looked at in Chromium: the model is seen, and it moves. Dependencies are installed into the cache at the first run.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, extname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { launchBrowser } from './browser.mjs'
import { ensureChromium } from './install.mjs'
import { movingModel } from './moving-model.mjs'
import { readOptions, UsageError } from './options.mjs'
import { cacheFolder, root } from './paths.mjs'
import { decodeScreenshot } from './pictures.mjs'
import { main, note, step, WorkbenchError } from './report.mjs'

const FIXTURES = join(root, 'test/fixtures/games')
const MODEL = 'public/models/moving-crate.glb'
/** Where each project's code goes: its file, and the mark that is the cursor. */
const PLACES = ['src/main.ts', 'src/App.tsx', 'src/Scene.svelte', 'src/App.vue', 'index.html']
const MARK = /\{?\/\* INSERT \*\/\}?|<!-- INSERT -->/
/** Milliseconds in which a page in software has to draw its model, and between two looks. */
const PATIENCE = 60_000
const BETWEEN = 400

/** The product's own Insert Code. */
async function loadEngines() {
  const outfile = join(root, 'out/engines.mjs')
  const entry = `export * from './src/engines/index.ts'; export * from './src/engines/code/write-code.ts'
    export * from './src/engines/code/facts.ts'; export * from './src/platform/project-files.ts'; export * from './src/platform/gltf-json.ts'`
  await build({
    stdin: { contents: entry, resolveDir: root, loader: 'ts' },
    ...{ bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'warning' },
  })
  return import(`${pathToFileURL(outfile).href}?${Date.now()}`)
}

/** Copies a project into the cache and installs what it needs, once for each package.json. @param {string} engine */
function prepare(engine) {
  const folder = join(cacheFolder(), 'games', engine)
  mkdirSync(folder, { recursive: true })
  cpSync(join(FIXTURES, engine), folder, { recursive: true })
  mkdirSync(dirname(join(folder, MODEL)), { recursive: true })
  writeFileSync(join(folder, MODEL), movingModel())
  const wanted = createHash('sha256')
    .update(readFileSync(join(folder, 'package.json')))
    .digest('hex')
  const stamp = join(folder, '.installed')
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== wanted) {
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--no-package-lock', '--legacy-peer-deps'], {
      cwd: folder,
      stdio: 'pipe',
    })
    writeFileSync(stamp, wanted)
  }
  return folder
}

/** Puts the code in as the command does. @param {string} folder @param {Awaited<ReturnType<typeof loadEngines>>} engines */
async function insert(folder, engines) {
  const path = PLACES.find(
    (name) => existsSync(join(folder, name)) && MARK.test(readFileSync(join(folder, name), 'utf8')),
  )
  if (!path) throw new WorkbenchError(`${folder} has no mark for the code.`, 'Put /* INSERT */ into its source.')
  const source = readFileSync(join(folder, path), 'utf8')
  const offset = source.search(MARK)
  const text = source.replace(MARK, '')
  const project = await engines.describeProject(engines.projectFiles(folder), path, { text })
  const head = await engines.readGltfHead(join(folder, MODEL))
  const facts = engines.factsOf(MODEL, head?.json)
  const written = engines.writeCode(project, { path, text, offset }, facts, 'load')
  if (!written) throw new WorkbenchError(`No code for ${project.engine}.`, 'See src/engines/code.')
  writeFileSync(join(folder, path), engines.changed(text, written.changes))
  if (written.file) writeFileSync(join(folder, written.file.path), written.file.text)
}

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' }

/** Serves a folder on a free port. @param {string} folder */
async function serveFolder(folder) {
  const server = createServer((request, response) => {
    const name = decodeURIComponent(new URL(request.url ?? '/', 'http://x').pathname)
    const file = join(folder, name === '/' ? 'index.html' : name)
    if (!file.startsWith(folder) || !existsSync(file)) return void response.writeHead(404).end()
    const type = Object.entries(TYPES).find(([ending]) => ending === extname(file))?.[1] ?? 'application/octet-stream'
    response.writeHead(200, { 'content-type': type }).end(readFileSync(file))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() }
}

/** Pixels of a picture that are the model's: it is red, and nothing else is. @param {Buffer} png */
function redPixels(png) {
  const { data, channels } = decodeScreenshot(png)
  /** @type {number[]} */
  const found = []
  for (let at = 0; at < data.length; at += channels) {
    const [red, green, blue] = [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0]
    if (red > 90 && red > 2 * green && red > 2 * blue) found.push(at / channels)
  }
  return found
}

/** Looks at the built game until the model is seen and has moved. @param {string} folder @param {string} engine */
async function look(folder, engine) {
  const { url, close } = await serveFolder(join(folder, 'dist'))
  const browser = await launchBrowser(await ensureChromium())
  try {
    const page = await browser.newPage({ viewport: { width: 480, height: 320 } })
    /** @type {string[]} */
    const errors = []
    /** @type {string[]} */
    const elsewhere = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('request', (request) => {
      if (/^https?:/.test(request.url()) && !request.url().startsWith(url)) elsewhere.push(request.url())
    })
    await page.goto(url)
    const end = Date.now() + PATIENCE
    /** @type {number[] | undefined} */
    let before
    while (Date.now() < end) {
      const picture = await page.screenshot({ path: join(folder, 'seen.png') })
      const now = redPixels(picture)
      if (before && before.length > 200 && now.length > 200) {
        const same = new Set(before)
        const moved = now.filter((pixel) => !same.has(pixel)).length
        if (moved > 50) return { pixels: now.length, moved, elsewhere }
      }
      before = now
      await new Promise((resolve) => setTimeout(resolve, BETWEEN))
    }
    const seen = before && before.length > 200 ? 'is seen but does not move' : 'is not seen'
    throw new WorkbenchError(
      `The model ${seen} in the game of ${engine}. ${errors.join(' ')}`,
      `Look at ${join(folder, 'seen.png')}.`,
    )
  } finally {
    await browser.close()
    close()
  }
}

await main(async () => {
  const known = readdirSync(FIXTURES)
  const options = readOptions(
    `npm run games -- [engine…]\nEngines: ${known.join(', ')}\nOptions:`,
    {},
    { positionals: true },
  )
  const wanted = options.positionals.length > 0 ? options.positionals : known
  for (const name of wanted)
    if (!known.includes(name)) throw new UsageError(`There is no game of ${name}. There are ${known.join(', ')}.`)
  const engines = await step('Bundle Insert Code', loadEngines)
  let failed = 0
  for (const engine of wanted) {
    try {
      const folder = await step(`${engine}: install`, () => prepare(engine))
      await step(`${engine}: insert code`, () => insert(folder, engines))
      await step(`${engine}: build`, () => void execFileSync('npm', ['run', 'build'], { cwd: folder, stdio: 'pipe' }))
      const { pixels, moved, elsewhere } = await step(`${engine}: look`, () => look(folder, engine))
      note(
        `${pixels} pixels of the model, ${moved} of them moved${elsewhere.length > 0 ? `; asked elsewhere: ${[...new Set(elsewhere)].join(' ')}` : ''}`,
      )
    } catch (error) {
      failed++
      const output =
        error instanceof Error && 'stdout' in error ? `${error.stdout}${'stderr' in error ? error.stderr : ''}` : ''
      note(`${engine}: ${error instanceof Error ? error.message : String(error)}\n${output.slice(-3000)}`)
    }
  }
  note(`${wanted.length - failed} of ${wanted.length} games show the model`)
  return failed === 0 ? 0 : 1
})
