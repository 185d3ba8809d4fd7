// Compressed models in the real webview of the real VS Code: its policy, its way to files, its workers. One square in each
// compression (workbench/art/codecs.mjs), red on the left and blue on the right, is looked for in the picture itself.
import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame } from '@playwright/test'
import { root } from '../../workbench/paths.mjs'
import { decodeScreenshot } from '../../workbench/pictures.mjs'
import { PANEL } from '../../workbench/steps.mjs'
import { canvasPicture, shoot, tasks } from './look.ts'
import type { Scene } from './stories.ts'
import { expect } from './studio.ts'

const FIXTURES = join(root, 'test/fixtures/models')
const NAMES = readdirSync(FIXTURES).map((name) => name.replace(/\.glb$/, ''))
const FOLDER = 'public/codecs'

/**
 * Tells the page of delivered jobs whose files these are, as the host would. Text, as these files know nothing of the DOM;
 * the address of the workspace's files is made of the one at which the webview has the extension's.
 */
const tellJobs = (workspace: string) => `(() => {
  const own = new URL(document.getElementById('app').dataset.decoders)
  const jobs = ${JSON.stringify(NAMES)}.map((name, at) => {
    const path = ${JSON.stringify(`${workspace}/${FOLDER}`)} + '/' + name + '.glb'
    const file = { kind: 'model', path, uri: 'file://' + path, webUri: own.origin + path, bytes: 4000 }
    return {
      id: name, capability: 'text_to_model', title: name, phase: 'delivered', startedAt: at, service: 'sandbox',
      estimate: 0, params: {}, files: [file],
    }
  })
  window.dispatchEvent(new MessageEvent('message', { data: { kind: 'event', name: 'jobs', body: { jobs, removed: [] } } }))
})()`

/** Shares of the picture's left and right half that are clearly red and clearly blue. */
async function paint(frame: Frame): Promise<{ red: number; blue: number }> {
  const { data, channels, width } = decodeScreenshot(await canvasPicture(frame))
  const share = { red: 0, blue: 0 }
  const pixels = data.length / channels
  for (let at = 0; at < pixels; at++) {
    const [r = 0, , b = 0] = data.subarray(at * channels, at * channels + 3)
    const isLeft = at % width < width / 2
    if (isLeft && r > b + 60) share.red += 2 / pixels
    if (!isLeft && b > r + 60) share.blue += 2 / pixels
  }
  return share
}

/** Shows one model in each compression in the studio that is open, and expects it to be drawn. */
export async function drawCompressed({ page, frame, workspace }: Scene): Promise<void> {
  mkdirSync(join(workspace, FOLDER), { recursive: true })
  cpSync(FIXTURES, join(workspace, FOLDER), { recursive: true })
  await frame.evaluate(tellJobs(workspace))
  for (const name of NAMES) {
    await tasks(frame).filter({ hasText: name }).click()
    await expect(frame.locator('.tv-surface'), name).toHaveAttribute('aria-label', `3D viewport: ${name}.glb`)
    await expect(frame.locator(PANEL.viewport), name).toContainText('128 tris')
    await expect
      .poll(async () => Object.values(await paint(frame)).every((part) => part > 0.1), { message: `${name} is drawn` })
      .toBe(true)
  }
  await shoot(page, 'codecs')
  // New models would go to where most of them lie.
  rmSync(join(workspace, FOLDER), { recursive: true })
}
