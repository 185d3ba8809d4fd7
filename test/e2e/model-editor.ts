// Models of the workspace in the model editor of the real VS Code: opened from the explorer, walked through, read anew when
// the file changes.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Document, NodeIO } from '@gltf-transform/core'
import type { Frame, Page } from '@playwright/test'
import type { Provenance } from '../../src/assets/index.ts'
import { explorerMenu, pickFrom, reloadWindow, runCommand, webviewFrame } from '../../workbench/browser.mjs'
import { answerDialog } from '../../workbench/notifications.mjs'
import { root } from '../../workbench/paths.mjs'
import { decodeScreenshot } from '../../workbench/pictures.mjs'
import { actUntil } from '../../workbench/press.mjs'
import type { Served } from '../../workbench/serve.mjs'
import { canvasPicture, shoot } from './look.ts'
import { expect, test } from './studio.ts'

/** Each step has a folder of its own, since the editor walks through all models of one. */
const FOLDERS = { follow: 'public/follow', keys: 'public/keys', tool: 'public/tool' } as const

/** The frame of the model editor that shows a file, once it is on the stage. */
const editorOf = (page: Page, name: string): Promise<Frame> =>
  webviewFrame(page, `.model-page .tv-surface[aria-label="3D viewport: ${name}"]`)

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

/** The models of the steps. @returns the bytes of the ring */
export async function writeModels(workspace: string): Promise<Uint8Array> {
  for (const folder of Object.values(FOLDERS)) mkdirSync(join(workspace, folder), { recursive: true })
  // Each by a name of its own: the explorer's rows are found by it.
  for (const copy of [`${FOLDERS.follow}/draco.glb`, `${FOLDERS.keys}/column.glb`])
    cpSync(join(root, 'test/fixtures/models/draco.glb'), join(workspace, copy))
  writeFileSync(join(workspace, FOLDERS.follow, 'square.obj'), SQUARE)
  writeFileSync(join(workspace, FOLDERS.follow, 'red.mtl'), 'newmtl red\nKd 1 0 0\n')
  const original = await ring()
  for (const name of ['ring.glb', 'newer.glb']) writeFileSync(join(workspace, FOLDERS.tool, name), original)
  return original
}

/** The model editor follows files, is changed by keys and survives a reload, and runs a local tool. */
export async function modelEditor(page: Page, served: Served, workspace: string, original: Uint8Array): Promise<void> {
  await test.step('models of the workspace open, one after the other, and follow their file', () =>
    followsFiles(page, workspace))
  await runCommand(page, 'View: Close All Editors')
  await test.step('a GLB is changed by keys, comes back after a reload, is undone and saved by the workbench', () =>
    changedByKeys(page, served, workspace))
  await runCommand(page, 'View: Close All Editors')
  await test.step('a local tool runs with its options, is one step of the undo, and is done again to another model', () =>
    localTool(page, workspace, original))
}

/** Selects a part in the list of parts, whose rows are drawn anew after each change. */
async function choosePart(frame: Frame, name?: string): Promise<void> {
  const row = frame.getByRole('treeitem', name === undefined ? {} : { name }).first()
  await actUntil(
    () => row.click({ timeout: 5000 }),
    async () => (await row.getAttribute('aria-selected')) === 'true',
  )
}

async function followsFiles(page: Page, workspace: string): Promise<void> {
  await explorerMenu(page, [...FOLDERS.follow.split('/'), 'draco.glb'], 'Open in Model Editor')
  const first = await editorOf(page, 'draco.glb')
  await expect(first.locator('.model-place')).toHaveText('1 of 2')
  await first.locator('.tv-surface').focus()
  await page.keyboard.press(']')
  const frame = await editorOf(page, 'square.obj')
  await expect(frame.locator('.tv-statistics')).toContainText('2 tris')
  await choosePart(frame, 'Square')
  await expect(frame.locator('.properties-groups')).toContainText('1, 1, 0')
  await expect
    .poll(async () => redShare(await canvasPicture(frame)), { message: 'the square is drawn' })
    .toBeGreaterThan(0.03)
  await shoot(page, 'model-editor')
  writeFileSync(join(workspace, FOLDERS.follow, 'square.obj'), `${SQUARE}v 2 0 0\nf 2 5 3\n`)
  await expect(frame.locator('.tv-statistics')).toContainText('3 tris')
}

async function changedByKeys(page: Page, served: Served, workspace: string): Promise<void> {
  const file = join(workspace, FOLDERS.keys, 'column.glb')
  await explorerMenu(page, [...FOLDERS.keys.split('/'), 'column.glb'], 'Open in Model Editor')
  let frame = await editorOf(page, 'column.glb')
  const position = () => frame.locator('dt:text-is("Position (m)") + dd')
  /** Expects the first part to be there, whose row is pressed until it says so: each change draws the rows anew. */
  const expectAt = (x: string) =>
    actUntil(
      () => frame.getByRole('treeitem').first().click({ timeout: 5000 }),
      async () => (await position().filter({ hasText: x }).count()) > 0,
    )
  /** Runs a command, after which nothing is selected any more. */
  const runOn = async (command: string) => {
    await frame.locator('.tv-surface').focus()
    await runCommand(page, command)
  }
  const before = readFileSync(file)
  await choosePart(frame)
  await frame.locator('.tv-surface').focus()
  for (const key of ['g', 'x', '2']) await page.keyboard.press(key)
  await expect(frame.locator('.model-edit-note')).toHaveText('Move  X  2 m')
  await shoot(page, 'model-editor-move')
  await page.keyboard.press('Enter')
  const dirty = page.locator('.tab.dirty', { hasText: 'column.glb' })
  await expect(dirty).toHaveCount(1)
  for (const key of ['g', 'x', '3']) await page.keyboard.press(key)
  await expect(frame.locator('.model-edit-note')).toHaveText('Move  X  3 m')
  await page.keyboard.press('Enter')
  await expectAt('5, ')
  await runOn('Undo')
  await expectAt('2, ')
  // A second after the last change the workbench has it kept, the one of the undo in place of those before it.
  await expect.poll(() => undoneKept(served, workspace)).toBe(1)
  await reloadWindow(page)
  frame = await editorOf(page, 'column.glb')
  await expect(dirty).toHaveCount(1)
  await expectAt('2, ')
  // What was undone before the reload can be redone after it.
  await runOn('Redo')
  await expectAt('5, ')
  await runOn('Undo')
  await expectAt('2, ')
  await runOn('Undo')
  await expect(dirty).toHaveCount(0)
  await expectAt('0, ')
  await runOn('Redo')
  await expect(dirty).toHaveCount(1)
  await expectAt('2, ')
  await runCommand(page, 'File: Save')
  // Before the first saving of a packed file it is said that it grows.
  await answerDialog(page, 'Save')
  await expect(dirty).toHaveCount(0)
  const translation = () => jsonOf(readFileSync(file)).nodes[0]?.translation
  expect(translation()?.[0]).toBeCloseTo(2, 5)
  await frame.locator('.tv-surface').focus()
  await runCommand(page, 'Undo')
  await expect(dirty).toHaveCount(1)
  await runCommand(page, 'File: Save')
  await expect(dirty).toHaveCount(0)
  expect(jsonOf(readFileSync(file)).nodes[0]?.translation).toEqual(jsonOf(before).nodes[0]?.translation)
}

/** How many undone steps are kept for a window that closes without saving, as the workbench's list of what it keeps says. */
function undoneKept({ data }: Served, workspace: string): number | undefined {
  const folder = join(data, 'data/User/Backups')
  try {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!/vscode-custom-editor.[^/\\]+$/.test(name)) continue
      const noted = readFileSync(join(folder, name), 'utf8')
      const id = /"backupId":"(file:[^"]+)"/.exec(noted)?.[1]
      if (id && noted.includes(workspace)) return JSON.parse(readFileSync(fileURLToPath(id), 'utf8')).undone.length
    }
  } catch {
    // It is being written.
  }
  return undefined
}

/** A ring of 1,024 triangles. */
async function ring(): Promise<Uint8Array> {
  const [around, across] = [32, 16]
  const positions: number[] = []
  const indices: number[] = []
  for (let i = 0; i < around; i++)
    for (let j = 0; j < across; j++) {
      const [s, t] = [(i / around) * 2 * Math.PI, (j / across) * 2 * Math.PI]
      positions.push((2 + Math.cos(t)) * Math.cos(s), Math.sin(t), (2 + Math.cos(t)) * Math.sin(s))
      const at = (u: number, v: number) => (u % around) * across + (v % across)
      const [a, b, c, d] = [at(i, j), at(i + 1, j), at(i + 1, j + 1), at(i, j + 1)]
      indices.push(a, c, b, a, d, c)
    }
  const document = new Document()
  const buffer = document.createBuffer()
  const primitive = document
    .createPrimitive()
    .setAttribute(
      'POSITION',
      document.createAccessor().setType('VEC3').setArray(new Float32Array(positions)).setBuffer(buffer),
    )
    .setIndices(document.createAccessor().setArray(new Uint16Array(indices)).setBuffer(buffer))
    .setMaterial(document.createMaterial('gold').setBaseColorFactor([0.8, 0.5, 0.1, 1]))
  document
    .createScene()
    .addChild(document.createNode('Ring').setMesh(document.createMesh('Ring').addPrimitive(primitive)))
  return new NodeIO().writeBinary(document)
}

async function localTool(page: Page, workspace: string, original: Uint8Array): Promise<void> {
  const file = join(workspace, FOLDERS.tool, 'ring.glb')
  const json = join(workspace, FOLDERS.tool, 'ring.tripo.json')
  writeFileSync(json, JSON.stringify(delivered('ring.glb')))
  await explorerMenu(page, [...FOLDERS.tool.split('/'), 'ring.glb'], 'Open in Model Editor')
  const frame = await editorOf(page, 'ring.glb')
  const triangles = frame.locator('.tv-statistics')
  await expect(triangles).toContainText('1,024 tris')
  const findOperator = async () => {
    await frame.locator('.tv-surface').focus()
    await page.keyboard.press('F3')
  }
  await pickFrom(page, findOperator, /Reduce Triangles/)
  await expect(triangles).toContainText('512 tris')
  const keep = frame.locator('.operator-panel').getByLabel('Triangles to keep')
  await keep.fill('25')
  await keep.press('Enter')
  await expect(triangles).toContainText('256 tris')
  await frame.getByRole('button', { name: 'Check Model' }).click()
  // Reducing gives the ring the normals that it had not.
  await expect(frame.locator('.check-panel')).toContainText('Nothing was found.')
  await shoot(page, 'model-editor-tool')
  await frame.locator('.tv-surface').focus()
  await runCommand(page, 'Undo')
  await expect(triangles).toContainText('1,024 tris')
  await frame.locator('.tv-surface').focus()
  await runCommand(page, 'Redo')
  await expect(triangles).toContainText('256 tris')
  await runCommand(page, 'File: Save')
  const trianglesOf = (glb: Buffer) => (jsonOf(glb).accessors.find(({ type }) => type === 'SCALAR')?.count ?? 0) / 3
  await expect.poll(() => trianglesOf(readFileSync(file))).toBe(256)
  // The JSON of its delivery says so, where the changes are read again below.
  const reduced = { operator: 'reduce', values: { percent: 25 } }
  const edits = () => JSON.parse(readFileSync(json, 'utf8')).edits
  await expect.poll(edits).toMatchObject([{ kind: 'model', operations: [reduced], references: [[]] }])
  // Another program writes the file: it is taken up, since nothing of ours would be lost.
  writeFileSync(file, original)
  await expect(triangles).toContainText('1,024 tris')
  const written = page.locator('.tab.dirty', { hasText: 'ring.glb' })
  await expect(written).toHaveCount(0)
  // Undo leads back to what was saved, and is a change now.
  await frame.locator('.tv-surface').focus()
  await runCommand(page, 'Undo')
  await expect(triangles).toContainText('256 tris')
  await expect(written).toHaveCount(1)
  await runCommand(page, 'File: Revert File')
  await expect(triangles).toContainText('1,024 tris')
  await expect(written).toHaveCount(0)
  await explorerMenu(page, [...FOLDERS.tool.split('/'), 'newer.glb'], 'Open in Model Editor')
  await (await editorOf(page, 'newer.glb')).locator('.tv-surface').focus()
  await pickFrom(page, () => runCommand(page, 'Tripo: Apply Last Edits'), /ring\.glb/)
  const dirty = page.locator('.tab.dirty', { hasText: 'newer.glb' })
  await expect(dirty).toHaveCount(1)
  await expect((await editorOf(page, 'newer.glb')).locator('.tv-statistics')).toContainText('256 tris')
  await runCommand(page, 'File: Revert File')
  await expect(dirty).toHaveCount(0)
}

/** What a delivery says of a model that lies beside it. */
const delivered = (path: string): Provenance => ({
  ...{ schemaVersion: 1, generator: { name: 'Tripo Studio', version: '0' }, capability: 'text_to_model' },
  ...{ parameters: {}, seeds: {}, taskId: 'of-a-test', dialect: 'v3', region: 'global', service: 'service' },
  ...{ times: { created: '' }, sources: [], files: [{ kind: 'model', path, bytes: 0, sha256: 'a'.repeat(64) }] },
})

/** The description in a GLB. */
function jsonOf(glb: Buffer): {
  nodes: { translation?: number[] }[]
  accessors: { type: string; count: number }[]
} {
  return JSON.parse(glb.subarray(20, 20 + glb.readUInt32LE(12)).toString())
}
