// Models of the workspace in the model editor of the real VS Code: opened from the explorer, walked through, read anew when
// the file changes.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame, Page } from '@playwright/test'
import { explorerMenu, runCommand } from '../../workbench/browser.mjs'
import { root } from '../../workbench/paths.mjs'
import { decodeScreenshot } from '../../workbench/pictures.mjs'
import { canvasPicture, shoot } from './look.ts'
import { expect, test } from './studio.ts'

const FOLDER = 'public/models'

/** The frame of the model editor that shows a file, once it is on the stage. */
async function editorOf(page: Page, name: string): Promise<Frame> {
  const found: Frame[] = []
  const look = async () => {
    found.length = 0
    for (const frame of page.frames()) {
      const surface = frame.locator(`.model-page .tv-surface[aria-label="3D viewport: ${name}"]`)
      if ((await surface.count().catch(() => 0)) > 0) found.push(frame)
    }
    return found.length
  }
  await expect.poll(look, { message: `${name} is in the model editor` }).toBe(1)
  const [frame] = found
  if (!frame) throw new Error(`no frame shows ${name}`)
  return frame
}

/** The share of a picture that is clearly red. */
function redShare(png: Buffer): number {
  const { data, channels } = decodeScreenshot(png)
  const pixels = data.length / channels
  let red = 0
  for (let at = 0; at < pixels; at++) {
    const [r = 0, g = 0, b = 0] = data.subarray(at * channels, at * channels + 3)
    if (r > g + 60 && r > b + 60) red++
  }
  return red / pixels
}

/** A red square of two triangles, as OBJ, whose material lies beside it. */
const SQUARE = 'mtllib red.mtl\nusemtl red\no Square\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nf 1 2 3 4\n'

test('models of the workspace open in the model editor, one after the other, and follow their file', async ({
  page,
  open,
  workspace,
}) => {
  mkdirSync(join(workspace, FOLDER), { recursive: true })
  cpSync(join(root, 'test/fixtures/models/draco.glb'), join(workspace, FOLDER, 'draco.glb'))
  writeFileSync(join(workspace, FOLDER, 'square.obj'), SQUARE)
  writeFileSync(join(workspace, FOLDER, 'red.mtl'), 'newmtl red\nKd 1 0 0\n')
  await open()
  await explorerMenu(page, [...FOLDER.split('/'), 'draco.glb'], 'Open in Model Editor')
  const first = await editorOf(page, 'draco.glb')
  await expect(first.locator('.model-place')).toHaveText('1 of 2')
  await first.locator('.tv-surface').focus()
  await page.keyboard.press(']')
  const frame = await editorOf(page, 'square.obj')
  await expect(frame.locator('.tv-statistics')).toContainText('2 tris')
  await frame.getByRole('treeitem', { name: 'Square' }).click()
  await expect(frame.locator('.properties-groups')).toContainText('1, 1, 0')
  await expect
    .poll(async () => redShare(await canvasPicture(frame)), { message: 'the square is drawn' })
    .toBeGreaterThan(0.03)
  await shoot(page, 'model-editor')
  writeFileSync(join(workspace, FOLDER, 'square.obj'), `${SQUARE}v 2 0 0\nf 2 5 3\n`)
  await expect(frame.locator('.tv-statistics')).toContainText('3 tris')
})

test('a GLB is changed by keys, undone and saved by the workbench', async ({ page, open, workspace }) => {
  mkdirSync(join(workspace, FOLDER), { recursive: true })
  const file = join(workspace, FOLDER, 'draco.glb')
  cpSync(join(root, 'test/fixtures/models/draco.glb'), file)
  await open()
  await explorerMenu(page, [...FOLDER.split('/'), 'draco.glb'], 'Open in Model Editor')
  const frame = await editorOf(page, 'draco.glb')
  const before = readFileSync(file)
  await frame.getByRole('treeitem').first().click()
  await frame.locator('.tv-surface').focus()
  for (const key of ['g', 'x', '2']) await page.keyboard.press(key)
  await expect(frame.locator('.model-edit-note')).toHaveText('Move  X  2 m')
  await shoot(page, 'model-editor-move')
  await page.keyboard.press('Enter')
  const dirty = page.locator('.tab.dirty', { hasText: 'draco.glb' })
  await expect(dirty).toHaveCount(1)
  await runCommand(page, 'File: Save')
  await expect(dirty).toHaveCount(0)
  const translation = () => jsonOf(readFileSync(file)).nodes[0]?.translation
  expect(translation()?.[0]).toBeCloseTo(2, 5)
  await frame.locator('.tv-surface').focus()
  await runCommand(page, 'Undo')
  await expect(dirty).toHaveCount(1)
  await runCommand(page, 'File: Save')
  await expect(dirty).toHaveCount(0)
  expect(jsonOf(readFileSync(file)).nodes[0]?.translation).toEqual(jsonOf(before).nodes[0]?.translation)
})

/** The description in a GLB. */
function jsonOf(glb: Buffer): { nodes: { translation?: number[] }[] } {
  return JSON.parse(glb.subarray(20, 20 + glb.readUInt32LE(12)).toString())
}
