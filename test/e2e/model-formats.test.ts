// Every format in the model editor of the real VS Code, walked through by key; a thumbnail beside the file; what changed since
// the last commit, in the comparison and in git's own diff. One start for all of them.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Document } from '@gltf-transform/core'
import type { Frame, Page } from '@playwright/test'
import { write3mf } from '../../src/mesh/formats/3mf.ts'
import { writeFbx } from '../../src/mesh/formats/fbx-write.ts'
import { writeGlb } from '../../src/mesh/formats/gltf.ts'
import { writePly } from '../../src/mesh/formats/ply-write.ts'
import { writeStl } from '../../src/mesh/formats/stl.ts'
import { parseUsda } from '../../src/mesh/formats/usd-parse.ts'
import { writeUsdz } from '../../src/mesh/formats/usdz.ts'
import { readZip } from '../../src/mesh/formats/zip.ts'
import { explorerMenu, runCommand, webviewFrame } from '../../workbench/browser.mjs'
import { decodeScreenshot } from '../../workbench/pictures.mjs'
import { writeUsdc } from '../support/usdc-write.ts'
import { canvasPicture, shoot } from './look.ts'
import { expect, test } from './studio.ts'

const FOLDER = 'shapes'
const SURFACE = '.model-page .tv-surface'

/** A pyramid of six triangles in one color. */
function pyramid(color: [number, number, number, number], height = 1): Document {
  const document = new Document()
  const buffer = document.createBuffer()
  const corners = [-0.5, 0, -0.5, 0.5, 0, -0.5, 0.5, 0, 0.5, -0.5, 0, 0.5, 0, height, 0]
  const sides = [0, 4, 1, 1, 4, 2, 2, 4, 3, 3, 4, 0, 0, 1, 2, 0, 2, 3]
  const accessor = (type: 'VEC3' | 'SCALAR', array: Float32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>) =>
    document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', new Float32Array(corners)))
    .setIndices(accessor('SCALAR', new Uint16Array(sides)))
    .setMaterial(document.createMaterial('paint').setBaseColorFactor(color).setMetallicFactor(0))
  const node = document.createNode('Pyramid').setMesh(document.createMesh('Pyramid').addPrimitive(primitive))
  document.createScene('shapes').addChild(node)
  return document
}
const RED = [0.8, 0.01, 0.01, 1] as const
const BLUE = [0.01, 0.01, 0.8, 1] as const
const red = () => pyramid([...RED])

/** A .gltf and the buffer beside it. */
function split(glb: Uint8Array, buffer: string): { gltf: string; bin: Uint8Array } {
  const length = new DataView(glb.buffer, glb.byteOffset).getUint32(12, true)
  const json = JSON.parse(new TextDecoder().decode(glb.subarray(20, 20 + length)))
  json.buffers[0].uri = buffer
  return { gltf: JSON.stringify(json), bin: glb.subarray(28 + length) }
}

/** The share of a picture that is clearly red, or clearly blue. */
function share(png: Buffer, of: 'red' | 'blue'): number {
  const { data, channels } = decodeScreenshot(png)
  let found = 0
  for (let at = 0; at + 2 < data.length; at += channels) {
    const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3)
    const [strong, weak] = of === 'red' ? [r, b] : [b, r]
    if (strong > g + 50 && strong > weak + 50) found++
  }
  return found / (data.length / channels)
}

/** The frames of the model editor that show a file, once there are so many. */
async function framesOf(page: Page, name: string, count = 1): Promise<Frame[]> {
  const found: Frame[] = []
  const look = async () => {
    found.length = 0
    for (const frame of page.frames()) {
      const surface = frame.locator(`${SURFACE}[aria-label="3D viewport: ${name}"]`)
      if (await surface.isVisible().catch(() => false)) found.push(frame)
    }
    return found.length
  }
  await expect.poll(look, { message: `${name} is in the model editor`, timeout: 120_000 }).toBe(count)
  return found
}

test('every format opens by key; a model is photographed, compared with its last commit and seen in git’s diff', async ({
  page,
  open,
  workspace,
}) => {
  test.setTimeout(600_000)
  const folder = join(workspace, FOLDER)
  mkdirSync(folder, { recursive: true })
  const usdz = writeUsdz(red())
  const [usda] = [...readZip(usdz).values()]
  if (!usda) throw new Error('the USDZ holds nothing')
  const { gltf, bin } = split(new Uint8Array(await writeGlb(red())), 'b.bin')
  const obj =
    'mtllib d.mtl\no Pyramid\nusemtl paint\nv -.5 0 -.5\nv .5 0 -.5\nv .5 0 .5\nv -.5 0 .5\nv 0 1 0\nf 1 5 2\nf 2 5 3\nf 3 5 4\nf 4 5 1\nf 1 2 3 4\n'
  const files: Record<string, Uint8Array | string> = {
    'a.glb': await writeGlb(red()),
    ...{ 'b.gltf': gltf, 'b.bin': bin, 'c.fbx': writeFbx(red()) },
    ...{ 'd.obj': obj, 'd.mtl': 'newmtl paint\nKd 0.9 0.05 0.05\n' },
    ...{ 'e.stl': writeStl(red()), 'f.ply': writePly(red()), 'g.usda': usda, 'h.usdz': usdz },
    ...{ 'i.usdc': writeUsdc(parseUsda(new TextDecoder().decode(usda))), 'j.3mf': write3mf(red()) },
  }
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
  mkdirSync(join(workspace, '.vscode'), { recursive: true })
  writeFileSync(
    join(workspace, '.vscode/settings.json'),
    JSON.stringify({ 'workbench.editorAssociations': { '*.glb': 'tripo.modelEditor' } }),
  )
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...words], { cwd: workspace })
  git('init', '-q')
  git('add', '.')
  git('commit', '-q', '-m', 'Models')
  await open()
  await explorerMenu(page, [FOLDER, 'a.glb'], 'Open in Model Editor')

  const models = Object.keys(files).filter((name) => !/\.(bin|mtl)$/.test(name))
  for (const [at, name] of models.entries()) {
    const [frame] = await framesOf(page, name)
    if (!frame) throw new Error(`no frame shows ${name}`)
    await expect(frame.locator('.model-place')).toHaveText(`${at + 1} of ${models.length}`)
    await expect(frame.locator('.tv-statistics')).toContainText('6 tris')
    // STL has no colors.
    if (name !== 'e.stl')
      await expect
        .poll(async () => share(await canvasPicture(frame), 'red'), { message: `${name} is drawn in its color` })
        .toBeGreaterThan(0.02)
    await frame.locator('.tv-surface').focus()
    // From the last one it goes on to the first.
    await page.keyboard.press(']')
  }
  const [first] = await framesOf(page, 'a.glb')
  if (!first) throw new Error('no frame shows a.glb')
  await first.locator('.tv-surface').focus()
  await page.keyboard.press('p')
  await first.getByRole('button', { name: 'Thumbnail beside the File' }).click()
  await expect(first.locator('.capture-panel [role=status]', { hasText: 'Saved as' })).toBeVisible()
  expect(share(readFileSync(join(folder, 'a.png')), 'red')).toBeGreaterThan(0.02)

  // The file changes on disk: it is read anew, and git has the one before.
  writeFileSync(join(folder, 'a.glb'), await writeGlb(pyramid([...BLUE], 2)))
  await expect.poll(async () => share(await canvasPicture(first), 'blue')).toBeGreaterThan(0.02)
  await explorerMenu(page, [FOLDER, 'a.glb'], 'Compare Model with Last Commit')
  const compare = await webviewFrame(page, '.compare-table tbody tr')
  const canvases = compare.locator('canvas.tv-canvas')
  await expect(canvases).toHaveCount(2)
  await expect
    .poll(async () => {
      const both = await Promise.all([canvases.nth(0).screenshot(), canvases.nth(1).screenshot()])
      return both.map((png) => (share(png, 'red') > 0.02 ? 'red' : share(png, 'blue') > 0.02 ? 'blue' : 'nothing'))
    })
    .toEqual(['red', 'blue'])
  await shoot(page, 'model-compare-commit')

  await runCommand(page, 'View: Close All Editors')
  await runCommand(page, 'View: Show Source Control')
  await page.locator('.scm-view .monaco-list-row', { hasText: 'a.glb' }).first().click()
  const sides = await framesOf(page, 'a.glb', 2)
  await expect
    .poll(async () => {
      const seen = await Promise.all(sides.map(async (frame) => share(await canvasPicture(frame), 'red') > 0.02))
      return seen.filter(Boolean).length
    })
    .toBe(1)
  await shoot(page, 'model-git-diff')
})
