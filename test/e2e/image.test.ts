// Every way to make a model of a picture, from the explorer and in the Image tab, and every picture that cannot be used; and, in the
// same window, a model that goes through several steps.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import type { Frame, Page } from '@playwright/test'
import { pickFrom, runCommand, webviewFrame } from '../../workbench/browser.mjs'
import { glbFaults, modelsIn } from '../../workbench/glb.mjs'
import { clearNotifications } from '../../workbench/notifications.mjs'
import { modelDelivered, openStudio, PANEL, taskInState } from '../../workbench/steps.mjs'
import { throughSteps } from './chain.ts'
import { fromExplorer } from './explorer.ts'
import { errorToasts, finding, IMAGE_PRICE, tasks } from './look.ts'
import { expect, test } from './studio.ts'

const thumb = (frame: Frame) => frame.locator('[data-testid=image-thumb]')

/** A PNG's first bytes with any size in pixels: enough for whoever looks before sending. */
function pngHeader(width: number, height: number, bytes: number): Buffer {
  const png = Buffer.alloc(bytes)
  png.write('\x89PNG\r\n\x1a\n', 0, 'latin1')
  png.writeUInt32BE(13, 8)
  png.write('IHDR', 12, 'latin1')
  png.writeUInt32BE(width, 16)
  png.writeUInt32BE(height, 20)
  return png
}

/** Puts a picture on the system's clipboard, as a screenshot tool would. */
async function copyPicture(page: Page, file: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const base64 = readFileSync(file).toString('base64')
  await page.evaluate(`(async () => {
    const bytes = Uint8Array.from(atob('${base64}'), (letter) => letter.charCodeAt(0))
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) })])
  })()`)
}

test('every way to bring a picture: right-clicked, pasted, unusable ones that are explained, and one of the workspace', async ({
  page,
  open,
  workspace,
}) => {
  const props = join(workspace, 'props')
  mkdirSync(props, { recursive: true })
  writeFileSync(join(props, 'notes.png'), 'These are notes, not a picture.')
  writeFileSync(join(props, 'tiny.png'), pngHeader(10, 10, 200))
  writeFileSync(join(props, 'huge.png'), pngHeader(4000, 4000, 30 * 1024 * 1024))
  await open()
  await test.step('a right click on a picture makes a model, which the tree and the notification lead to; two selected make two', () =>
    fromExplorer(page, workspace))
  const frame = await test.step('a pasted picture becomes a model', () => pastedPicture(page, workspace))
  await thumb(frame).getByRole('button', { name: 'Remove Image' }).click()
  await test.step('pictures that cannot be used are explained, and nothing is made', () =>
    unusablePictures(frame, workspace))
  await test.step('an address of a web page is explained, and nothing is made', () => webPage(page, frame, workspace))
  await frame.locator('[data-testid=image-url]').fill('')
  await clearNotifications(page)
  await test.step('a picture of the workspace becomes a model', () => workspacePicture(page, frame, workspace))
})

test('a model goes through its steps; one that fails is resumed for what is left', async ({
  page,
  open,
  workspace,
}) => {
  await open()
  await throughSteps({ page, frame: await openStudio(page), workspace })
})

async function pastedPicture(page: Page, workspace: string): Promise<Frame> {
  const before = modelsIn(workspace)
  await copyPicture(page, join(workspace, 'props/lantern.png'))
  // The command leads to the tab, ready for the paste.
  await runCommand(page, 'Tripo: Generate Model from Clipboard Image')
  const frame = await webviewFrame(page, PANEL.imageDrop)
  await expect(frame.locator('.image-status')).toContainText('Press Ctrl+V')
  await expect(frame.locator(PANEL.imageDrop)).toBeFocused()
  await page.keyboard.press('Control+V')
  await expect(thumb(frame)).toContainText(/\d+ × \d+ px/)
  await frame.locator(PANEL.generateOn).click()
  const file = await modelDelivered(page, workspace, before)
  // Not under the hash that its bytes are kept by, and told from other pasted ones by its time.
  expect(file).toMatch(/assets\/picture-\d{8}-\d{6}\.glb$/)
  await expect(tasks(frame).first().locator('.task-title')).toHaveText(/picture/i)
  return frame
}

const pickPicture = (frame: Frame, name: RegExp): Promise<void> =>
  pickFrom(frame.page(), () => frame.getByText('From Workspace…').click({ timeout: 5000 }), name)

async function unusablePictures(frame: Frame, workspace: string): Promise<void> {
  const [sent, made] = [await tasks(frame).count(), modelsIn(workspace)]
  for (const [name, words] of [
    ['notes.png', /not a PNG, JPEG or WebP image.*Choose another/],
    ['tiny.png', /10×10 pixels; each side needs at least 20.*Choose a larger/],
    ['huge.png', /30 MB; the service takes at most 20 MB\. Save it smaller/],
  ] as const) {
    await pickPicture(frame, new RegExp(name.replace('.', '\\.')))
    await expect(finding(frame)).toHaveText(words)
    await frame.locator(PANEL.generateOn).click()
    await expect(finding(frame)).toHaveText(words)
    await thumb(frame).getByRole('button', { name: 'Remove Image' }).click()
    await expect(thumb(frame)).toBeHidden()
  }
  await expect(tasks(frame)).toHaveCount(sent)
  expect(modelsIn(workspace)).toEqual(made)
}

async function webPage(page: Page, frame: Frame, workspace: string): Promise<void> {
  const made = modelsIn(workspace)
  const site = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end('<!doctype html><title>Not a picture</title>')
  })
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve))
  const address = site.address()
  const port = typeof address === 'object' && address ? address.port : 0
  try {
    const box = frame.locator('[data-testid=image-url]')
    await box.fill('picture')
    await frame.locator(PANEL.generateOn).click()
    await expect(finding(frame)).toHaveText(/must start with https:\/\//)
    await box.fill(`http://127.0.0.1:${port}/picture`)
    await expect(finding(frame)).toHaveCount(0)
    await frame.locator(PANEL.generateOn).click()
    await taskInState(frame, 'failed')
    await expect(errorToasts(page).first()).toContainText(/web page \(HTML\), not an image.*change that parameter/s)
    await expect(frame.locator(PANEL.problem).filter({ visible: true })).toContainText('No credits were spent')
    // The form is as it was.
    await expect(box).toHaveValue(`http://127.0.0.1:${port}/picture`)
    expect(modelsIn(workspace)).toEqual(made)
  } finally {
    site.close()
  }
}

async function workspacePicture(page: Page, frame: Frame, workspace: string): Promise<void> {
  const before = modelsIn(workspace)
  await expect(frame.locator(PANEL.imageDrop)).toContainText('Hold Shift while dropping')
  await frame.locator(PANEL.generateOn).click()
  await expect(finding(frame)).toHaveText(/Choose an image first/)

  await pickPicture(frame, /mushroom\.png/)
  await expect(thumb(frame)).toContainText('mushroom.png')
  await expect(thumb(frame)).toContainText(/\d+ × \d+ px · [\d.]+ KB/)
  // The thumbnail is really loaded through the policy.
  await expect
    .poll(() =>
      thumb(frame)
        .locator('img')
        .evaluate((image) => Reflect.get(image, 'naturalWidth')),
    )
    .toBeGreaterThan(100)
  await expect(frame.locator(PANEL.generate)).toContainText(`Generate · ${IMAGE_PRICE} credits`)
  await frame.locator(PANEL.generateOn).click()
  const file = await modelDelivered(page, workspace, before)
  expect(file).toMatch(/public\/assets\/mushroom-2\.glb$/)
  expect(await glbFaults(file)).toEqual([])
}
