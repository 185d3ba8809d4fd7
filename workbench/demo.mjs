// `npm run demo`: the main job without a person. A real workbench with the packaged extension, a Chromium that clicks what a user clicks,
// once against the HTTP simulator with a key, once without a key in the sandbox. See --help for its options and CONTRIBUTING.md for its output.
import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import { performance } from 'node:perf_hooks'
import { glbFaults, modelsIn } from './glb.mjs'
import { ensureChromium, ensureModules, ensureVscode } from './install.mjs'
import { readOptions, UsageError } from './options.mjs'
import { makePackage } from './package.mjs'
import { root } from './paths.mjs'
import { main, messageOf, step, WorkbenchError } from './report.mjs'
import { serve } from './serve.mjs'
import { simulatorSettings, startSimulator } from './simulator.mjs'
import { gameWorkspace } from './workspace.mjs'

/** @typedef {import('@playwright/test').Page} Page */

const begin = performance.now()
const DEFAULT_PROMPT = 'a wooden dining chair with a curved back'
const SANDBOX_PROMPT = 'a small red metal barrel'
const IMAGES = ['.png', '.jpg', '.jpeg', '.webp']

/** @type {{ models: string[], screenshots: string[] }} */
const made = { models: [], screenshots: [] }

/** @template T @param {string} title @param {() => T | Promise<T>} work */
const timed = (title, work) => step(title, work, process.stdout)

function readDemoOptions() {
  const options = readOptions('npm run demo -- [options]', {
    prompt: { value: 'TEXT', help: `what to make from text ("${DEFAULT_PROMPT}")` },
    image: { value: 'FILE', help: 'the picture to make a model of (props/lantern.png of the example game)' },
    workspace: {
      value: 'DIR',
      help: 'the workspace to work in, made from the example game when missing (a temporary copy)',
    },
    out: { value: 'DIR', help: 'where the screenshots go (demo-output)' },
  })
  const prompt = options.text('prompt') ?? DEFAULT_PROMPT
  if (prompt.trim() === '') throw new UsageError('--prompt is empty.')
  const image = options.text('image')
  if (image !== undefined && !existsSync(image)) throw new UsageError(`--image names ${image}, which does not exist.`)
  if (image !== undefined && !IMAGES.includes(extname(image).toLowerCase()))
    throw new UsageError('--image takes a PNG, JPEG or WebP file.')
  return {
    prompt,
    image,
    workspace: options.text('workspace'),
    out: resolve(root, options.text('out') ?? 'demo-output'),
  }
}

/** The picture inside the workspace, as names from its folder; one from elsewhere is copied to props/ first. @param {string} workspace @param {string} [image] */
function placeImage(workspace, image) {
  if (image === undefined && existsSync(join(workspace, 'props/lantern.png'))) return ['props', 'lantern.png']
  const source = resolve(image ?? join(root, 'workbench/game/props/lantern.png'))
  const inside = relative(workspace, source)
  if (!inside.startsWith('..') && !inside.includes(':')) return inside.split(sep)
  const target = join(workspace, 'props', basename(source))
  mkdirSync(dirname(target), { recursive: true })
  if (!existsSync(target)) copyFileSync(source, target)
  return ['props', basename(source)]
}

/** Counts a delivered model when it is valid. @param {string} file */
async function checkModel(file) {
  const faults = await glbFaults(file)
  if (faults.length > 0) throw new WorkbenchError(`${file} is not valid: ${faults.join('; ')}.`, 'See the steps above.')
  made.models.push(file)
}

/**
 * One served workbench with one page, from start to end.
 * @param {import('./serve.mjs').ServeOptions} options
 * @param {string} workspace
 * @param {string} out
 * @param {(page: Page, shoot: (name: string) => Promise<void>) => Promise<void>} work
 */
async function session(options, workspace, out, work) {
  const { launchBrowser, openWorkbench, screenshot, THEMES, watchConsole } = await import('./browser.mjs')
  const served = await timed('Serve VS Code with the packaged extension', () =>
    serve({ ...options, userSettings: { 'workbench.colorTheme': THEMES.dark } }),
  )
  const browser = await launchBrowser(await ensureChromium())
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const watch = watchConsole(page)
  /** @param {string} name */
  const shoot = async (name) => {
    made.screenshots.push(await screenshot(page, join(out, `${name}.png`)))
  }
  try {
    await timed('Open the workbench', () => openWorkbench(page, served.url(workspace)))
    await work(page, shoot)
    if (watch.violations.length > 0)
      throw new WorkbenchError(`The content security policy was violated: ${watch.violations[0]}`, '')
  } catch (error) {
    await shoot('failure').catch(() => {})
    throw error
  } finally {
    await browser.close()
    await served.stop()
  }
}

async function run() {
  const { prompt, image, workspace: folder, out } = readDemoOptions()
  await ensureModules()
  const vscode = await ensureVscode()
  await ensureChromium()
  const ui = await import('./browser.mjs')
  const steps = await import('./steps.mjs')

  mkdirSync(out, { recursive: true })
  const vsix = await timed('Package the extension', makePackage)
  const workspace = gameWorkspace(folder)
  process.stdout.write(`          workspace ${workspace}\n`)
  const imagePath = placeImage(workspace, image)
  /** @param {string} file */
  const names = (file) => relative(workspace, file).split(sep)

  const simulator = await startSimulator(['--time-scale', '5'])
  try {
    await session({ vscode, vsix, ...simulatorSettings(simulator) }, workspace, out, async (page, shoot) => {
      const frame = await timed('Tripo: Open Studio', () => steps.openStudio(page))
      let before = modelsIn(workspace)
      await timed(`Type "${prompt}" and press Generate`, () => steps.generateFromText(frame, prompt))
      await shoot('progress')
      const chair = await timed('Wait for the model', () => steps.modelDelivered(page, workspace, before))
      await timed(`Check ${names(chair).join('/')}`, () => checkModel(chair))
      await timed('See it in the viewport', () => steps.modelShown(frame))
      await shoot('panel')

      before = modelsIn(workspace)
      await timed(`Right-click ${imagePath.join('/')}, Make 3D Model with Tripo`, () =>
        steps.makeModelFromExplorer(page, imagePath),
      )
      const model = await timed('Wait for the model', () => steps.modelDelivered(page, workspace, before))
      await timed(`Check ${names(model).join('/')}`, () => checkModel(model))
      await timed('Find it in the explorer', () => steps.showInExplorer(page, names(model)))
      await shoot('explorer')
      await timed('Show the task tree', () => steps.showTaskTree(page))
      await shoot('task-tree')
      await timed('Change to the light theme', () => ui.useTheme(page, 'light'))
      await shoot('panel-light')
    })
  } finally {
    await simulator.stop()
  }

  // No key and no address: the product must offer its sandbox and work in it.
  const env = { TRIPO_API_KEY: undefined }
  await session({ vscode, vsix, env }, workspace, out, async (page, shoot) => {
    const frame = await timed('Tripo: Open Studio (no key)', () => steps.openStudio(page))
    const before = modelsIn(workspace)
    await timed(`Type "${SANDBOX_PROMPT}" and press Generate`, () => steps.generateFromText(frame, SANDBOX_PROMPT))
    await timed('Choose the sandbox', () => steps.chooseSandbox(page))
    const barrel = await timed('Wait for the model', () => steps.modelDelivered(page, workspace, before))
    await timed(`Check ${names(barrel).join('/')}`, () => checkModel(barrel))
    await timed('See it in the viewport', () => steps.modelShown(frame))
    await shoot('sandbox')
  })
}

await main(async () => {
  let code = 0
  await run().catch((error) => {
    if (error instanceof UsageError) throw error
    process.stderr.write(`\n${error instanceof WorkbenchError ? messageOf(error) : (error?.stack ?? error)}\n`)
    code = 1
  })
  const seconds = Math.round((performance.now() - begin) / 100) / 10
  process.stdout.write(`${JSON.stringify({ ...made, seconds })}\n`)
  return code
})
