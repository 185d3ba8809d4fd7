// Every format in the model editor of the real VS Code, one after the other by the key that walks through a folder; what is seen
// of a rig; a room of one's own; the themes; and two models side by side.
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Page } from '@playwright/test'
import { build } from 'esbuild'
import { explorerMenu, runCommand, useTheme, webviewFrame } from '../../workbench/browser.mjs'
import { root } from '../../workbench/paths.mjs'
import { decodeScreenshot, pictureDifference } from '../../workbench/pictures.mjs'
import { canvasPicture, shoot } from './look.ts'
import { expect, test } from './studio.ts'

const FOLDER = 'public/formats'

interface Files {
  formatFiles(): Promise<Map<string, Uint8Array>>
  rigFile(): Promise<Uint8Array>
}

let bundled: Promise<Files> | undefined

/** test/support/format-files.ts as a module that runs here. */
const files = (): Promise<Files> => (bundled ??= bundle())

async function bundle(): Promise<Files> {
  const outfile = join(mkdtempSync(join(tmpdir(), 'tripo-formats-')), 'files.mjs')
  await build({
    ...{ absWorkingDir: root, bundle: true, platform: 'node', format: 'esm', logLevel: 'silent', outfile },
    entryPoints: ['test/support/format-files.ts'],
    loader: { '.wasm': 'binary' },
    banner: {
      js: `import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url)`,
    },
  })
  return import(pathToFileURL(outfile).href)
}

/** The frame of the model editor that shows a file, once it is on the stage. */
const editorOf = (page: Page, name: string) =>
  webviewFrame(page, `.model-page .tv-surface[aria-label="3D viewport: ${name}"]`)

/** The middle of a picture, where every model here is. */
function middle(png: Buffer): { r: number; g: number; b: number } {
  const { data, channels, width, height } = decodeScreenshot(png)
  const at = ((height >> 1) * width + (width >> 1)) * channels
  const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3)
  return { r, g, b }
}

/** What has no color in the file is grey. */
const IS_GREY = /\.(stl|ply)$/

/** Every format is opened by the key that walks through the folder, is drawn, and looks alike. */
async function everyFormat(page: Page, models: readonly string[]): Promise<void> {
  await explorerMenu(page, [...FOLDER.split('/'), models[0] ?? ''], 'Open in Model Editor')
  let reference: Buffer | undefined
  for (const [at, name] of models.entries()) {
    const frame = await editorOf(page, name)
    await expect(frame.locator('.model-place'), name).toHaveText(`${at + 1} of 10`)
    await expect(frame.locator('.tv-statistics'), name).toContainText('2 tris')
    let picture: Buffer = Buffer.of()
    const isDrawn = async () => {
      picture = await canvasPicture(frame)
      const { r, g, b } = middle(picture)
      return IS_GREY.test(name) ? r > 90 && Math.abs(r - b) < 40 : r > g + 60 && r > b + 60
    }
    await expect.poll(isDrawn, { message: `${name} is drawn` }).toBe(true)
    if (!IS_GREY.test(name)) {
      reference ??= picture
      // The same square from the same place; formats differ in how they shine.
      expect(pictureDifference(reference, picture), name).toBeLessThan(0.2)
    }
    await frame.locator('.tv-surface').focus()
    await page.keyboard.press(']')
  }
  // Round to the first.
  await editorOf(page, models[0] ?? '')
}

/** A Radiance picture of one color, four texels wide: so few are never packed. */
const hdr = (rgbe: readonly number[]): number[] => [
  ...Buffer.from('#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 2 +X 4\n'),
  ...Array.from({ length: 8 }, () => rgbe).flat(),
]

/** Drops a file on the viewport; text, as these files know nothing of the DOM. */
const drop = (name: string, bytes: readonly number[]) => `(() => {
  const transfer = new DataTransfer()
  transfer.items.add(new File([new Uint8Array(${JSON.stringify(bytes)})], ${JSON.stringify(name)}))
  const surface = document.querySelector('.tv-surface')
  for (const type of ['dragover', 'drop'])
    surface.dispatchEvent(new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }))
})()`

/** The mean of a picture's values, 0 to 255. */
function brightness(png: Buffer): number {
  const { data } = decodeScreenshot(png)
  return data.reduce((sum, value) => sum + value, 0) / data.length
}

/** Bones have names, a dropped picture lights the model, and the editor follows the theme. */
async function rigAndLight(page: Page): Promise<void> {
  await explorerMenu(page, [...FOLDER.split('/'), 'rig.glb'], 'Open in Model Editor')
  const frame = await editorOf(page, 'rig.glb')
  await frame.locator('.tv-surface').focus()
  await page.keyboard.press('k')
  await expect(frame.locator('.model-bone').first()).toBeVisible()
  expect(await frame.locator('.model-bone').allInnerTexts()).not.toContain('')
  // Each stands at its bone, and none in the corner where it was put in.
  const places = () =>
    frame.evaluate(`[...document.querySelectorAll('.model-bone')].map(({ style }) => style.translate)`)
  await expect.poll(places).not.toContain('')
  await shoot(page, 'model-editor-bones')
  await page.keyboard.press('k')
  await expect(frame.locator('.model-bone')).toHaveCount(0)
  const before = await canvasPicture(frame)
  await frame.evaluate(drop('green.hdr', hdr([0, 255, 0, 129])))
  await expect
    .poll(async () => pictureDifference(before, await canvasPicture(frame)), { message: 'the light is another' })
    .toBeGreaterThan(0.01)
  await shoot(page, 'model-editor-own-room')
  await frame.evaluate(drop('broken.hdr', [1, 2, 3]))
  await expect(frame.locator('.tv-message')).toContainText('broken.hdr')
  // Whatever the theme is at first: another test may have left its own.
  for (const theme of ['dark', 'high-contrast', 'light'] as const) {
    await useTheme(page, theme)
    // The stage, too: nothing else is to be drawn after the theme has changed.
    const isLight = expect.poll(async () => brightness(await canvasPicture(frame)))
    await (theme === 'light' ? isLight.toBeGreaterThan(150) : isLight.toBeLessThan(110))
    await shoot(page, `model-editor-${theme}`)
  }
}

/** A model is compared with its last commit, and with another that is chosen. */
async function comparisons(page: Page): Promise<void> {
  // Git says so when it knows the repository; a menu that is open by then does not hear of it.
  await expect(
    page
      .locator('.part.statusbar')
      .getByText(/^\s*(master|main)/)
      .first(),
  ).toBeVisible()
  await explorerMenu(page, [...FOLDER.split('/'), 'square.glb'], 'Compare Model with Last Commit')
  const frame = await webviewFrame(page, '.compare-table tbody tr')
  await expect(frame.locator('.compare-title')).toHaveText([/square\.glb in the last commit/, /square\.glb now/])
  await expect(frame.locator('.is-different').first()).toBeVisible()
  await shoot(page, 'model-compare-commit')
  await runCommand(page, 'View: Close All Editors')
  // Two of the explorer's selection.
  const inFolder = (name: string) => [...FOLDER.split('/'), name]
  await explorerMenu(page, inFolder('rig.stl'), 'Compare Models', inFolder('rig.glb'))
  const chosen = await webviewFrame(page, '.compare-table tbody tr')
  await expect(chosen.locator('.compare-title')).toHaveText([/rig\.glb$/, /rig\.stl$/])
  await expect(chosen.getByRole('row', { name: /Triangles 12 2$/ })).toBeVisible()
  for (const mode of ['split', 'blink', 'side']) {
    await chosen.locator(`[data-testid=compare-${mode}]`).click()
    await expect(chosen.locator('.compare-pictures')).toHaveAttribute('data-mode', mode)
  }
  await shoot(page, 'model-compare-chosen')
  await runCommand(page, 'View: Close All Editors')
}

/** A model of each format, written and committed. @returns bytes by name */
export async function commitFormats(workspace: string): Promise<Map<string, Uint8Array>> {
  const folder = join(workspace, FOLDER)
  mkdirSync(folder, { recursive: true })
  const made = await (await files()).formatFiles()
  for (const [name, bytes] of made) writeFileSync(join(folder, name), bytes)
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...words], { cwd: workspace })
  git('init', '-q')
  git('add', '-A')
  git('commit', '-qm', 'First')
  return made
}

/** Every format is drawn alike; bones, a room of one's own and themes; a model beside its last commit and another. */
export async function modelFormats(
  page: Page,
  workspace: string,
  made: ReadonlyMap<string, Uint8Array>,
): Promise<void> {
  const folder = join(workspace, FOLDER)
  const models = [...made.keys()].filter((name) => !/\.(bin|mtl)$/.test(name)).sort()
  expect(models).toHaveLength(10)
  await test.step('every format is opened and drawn, and looks alike', () => everyFormat(page, models))
  // Further models of the folder, which the walk above does not meet.
  const rig = await (await files()).rigFile()
  for (const name of ['rig.glb', 'square.glb']) writeFileSync(join(folder, name), rig)
  writeFileSync(join(folder, 'rig.stl'), made.get('square.stl') ?? new Uint8Array())
  await test.step('bones have names, a dropped picture lights the model, and the editor follows the theme', () =>
    rigAndLight(page))
  await test.step('a model is compared with its last commit, and with another that is chosen', () => comparisons(page))
}
