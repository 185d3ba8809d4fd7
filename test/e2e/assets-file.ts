// Models as code: an assets file with models in one style is built after one yes; one prompt changes, and only that one is
// made again.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { revealInExplorer, runCommand } from '../../workbench/browser.mjs'
import { glbFaults } from '../../workbench/glb.mjs'
import { answerDialog, clearNotifications, notification } from '../../workbench/notifications.mjs'
import { actUntil } from '../../workbench/press.mjs'
import { shoot, statusItem } from './look.ts'
import { expect } from './studio.ts'

const NAMES = ['oak-barrel', 'iron-lantern', 'stone-well', 'straw-bale', 'round-table']
const PROMPTS = ['an oak barrel', 'an iron lantern', 'a stone well', 'a straw bale', 'a round table']

interface LockText {
  models: Record<string, { made?: { asked: string; tasks: { taskId: string }[] } }>
}

/** An assets file is built after one yes, and one changed prompt makes one model. */
export async function modelsAsCode(page: Page, workspace: string): Promise<void> {
  const write = (...prompts: string[]) =>
    writeFileSync(
      join(workspace, 'tripo.assets.json'),
      JSON.stringify({
        ...{ version: 1, folder: 'public/built', index: 'src/assets.ts' },
        styles: { toy: { suffix: 'toy style, bright colors' } },
        defaults: {
          style: 'toy',
          budgets: { triangles: 1_000_000 },
          steps: [{ tool: 'simplify', options: { ratio: 0.5 } }],
        },
        models: prompts.map((prompt, at) => ({ name: NAMES[at], prompt })),
      }),
    )
  const tasks = () => {
    try {
      const lock: LockText = JSON.parse(readFileSync(join(workspace, 'tripo.assets.lock.json'), 'utf8'))
      return NAMES.map((name) => lock.models[name]?.made?.tasks[0]?.taskId)
    } catch {
      return []
    }
  }
  write(...PROMPTS)
  const row = await revealInExplorer(page, ['tripo.assets.json'])
  await actUntil(
    () => row.dblclick({ timeout: 10_000 }),
    () => page.locator('.tab.active', { hasText: 'tripo.assets.json' }).isVisible(),
  )
  const lens = (text: string | RegExp) => page.locator('.codelens-decoration', { hasText: text }).first()
  await expect(lens('Build Assets · 100 credits')).toBeVisible()
  await expect(lens('oak-barrel · 20 credits · Build')).toBeVisible()
  await shoot(page, 'assets-file')

  const dialog = page.locator('.monaco-dialog-box')
  // The editor draws lenses anew when their prices come; a click that falls into that moment reaches none.
  await expect(async () => {
    if (!(await dialog.isVisible())) await lens('Build Assets · 100 credits').getByText('Build Assets').click()
    await expect(dialog).toBeVisible({ timeout: 15_000 })
  }).toPass({ timeout: 240_000 })
  await expect(dialog).toContainText('Build 5 models for 100 credits?')
  await expect(dialog).toContainText('iron-lantern: 20 credits')
  await answerDialog(page, 'Build for 100 credits')
  await expect.poll(() => tasks().filter(Boolean).length, { timeout: 240_000 }).toBe(NAMES.length)
  for (const name of NAMES) expect(await glbFaults(join(workspace, `public/built/${name}.glb`))).toEqual([])
  await expect.poll(() => readFileSync(join(workspace, 'src/assets.ts'), 'utf8')).toContain("'iron-lantern': {")
  await expect(lens('All models are up to date')).toBeVisible()
  // One piece of news for the whole build, not one a model.
  await notification(page, /5 models are built\./)
  await expect(page.locator('.notifications-toasts')).not.toContainText('glb is built')
  await shoot(page, 'assets-file-built')
  const before = tasks()

  // Building again costs nothing, and says so.
  await clearNotifications(page)
  await runCommand(page, 'Tripo: Build Assets')
  await expect(page.locator('.notifications-toasts')).toContainText(
    'All models are up to date. Nothing was sent or charged.',
  )

  write(...PROMPTS.toSpliced(1, 1, 'an iron lantern with green glass'))
  await expect(lens('iron-lantern · changed · 20 credits · Build')).toBeVisible()
  await expect(lens('oak-barrel · up to date')).toBeVisible()
  await runCommand(page, 'Tripo: Build Assets')
  await expect(dialog).toContainText('Build 1 model for 20 credits?')
  await answerDialog(page, 'Build for 20 credits')
  await expect.poll(() => tasks()[1] !== before[1], { timeout: 240_000 }).toBe(true)
  expect(tasks().toSpliced(1, 1)).toEqual(before.toSpliced(1, 1))
  await expect(lens('All models are up to date')).toBeVisible()
  await expect(statusItem(page)).toContainText(/credits/)
}
