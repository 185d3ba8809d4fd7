// What tests read off the screen, in a person's words.
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame, Locator, Page } from '@playwright/test'
import { screenshot } from '../../workbench/browser.mjs'
import { root } from '../../workbench/paths.mjs'
import { decodeScreenshot } from '../../workbench/pictures.mjs'
import type { Served } from '../../workbench/serve.mjs'
import { PANEL } from '../../workbench/steps.mjs'

/** Credits for a model with a standard texture, as the form opens (docs/protocol.md#prices): what a person is told, so written out. */
export const TEXT_PRICE = 20
export const IMAGE_PRICE = 30

/** The picture that WebGL drew, without what lies over it. */
export const canvasPicture = (frame: Frame): Promise<Buffer> => frame.locator('canvas.tv-canvas').screenshot()

/** How many clearly different colors a picture has, counted in steps of 16 a channel. */
export function colorsIn(png: Buffer): number {
  const { data, channels } = decodeScreenshot(png)
  const colors = new Set<number>()
  for (let at = 0; at + 2 < data.length; at += channels) {
    colors.add(((data[at] ?? 0) >> 4) * 256 + ((data[at + 1] ?? 0) >> 4) * 16 + ((data[at + 2] ?? 0) >> 4))
  }
  return colors.size
}

/** The finding under a field of the form. */
export const finding = (frame: Frame): Locator => frame.locator('.field-finding:visible')

/** Cards of the strip. */
export const tasks = (frame: Frame): Locator => frame.locator(PANEL.task)

/** The extension's item in the status bar. */
export const statusItem = (page: Page): Locator => page.locator('.statusbar-item[id*="tripo.account"]')

/** Rows of the task tree. */
export const treeRows = (page: Page): Locator => page.locator('.part.sidebar .monaco-list-row')

/** Error notifications on the screen. */
export const errorToasts = (page: Page): Locator =>
  page.locator('.notification-toast').filter({ has: page.locator('.codicon-error') })

/** The extension's global storage in a served VS Code. */
export function storageOf({ data }: Served): string {
  const { name, publisher } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return join(data, 'data/User/globalStorage', `${publisher}.${name}`)
}

/** What these tests look at in the JSON beside a model; the host suite checks all of it. */
export interface Provenance {
  service: string
  credits: number
  parameters: Record<string, unknown>
}

/** The JSON of a model in `public/assets`, which is not served with it. */
export function provenanceOf(model: string): Provenance {
  const file = model.replace(/public(?=[\\/]assets)/, join('.tripo', 'public')).replace(/\.glb$/, '.tripo.json')
  return JSON.parse(readFileSync(file, 'utf8'))
}

/**
 * Takes a picture of the window for people to look at: test-results/screenshots. Only where they are asked for
 * (`PICTURES=1`): a settled picture costs a second.
 */
export async function shoot(page: Page, name: string): Promise<void> {
  if (!process.env.PICTURES) return
  const folder = join(root, 'test-results', 'screenshots')
  mkdirSync(folder, { recursive: true })
  await screenshot(page, join(folder, `${name}.png`))
}
