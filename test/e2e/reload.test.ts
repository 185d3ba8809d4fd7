// Tasks on their way, with a service that is held: from a prompt to the file; and what survives: closing the panel, reloading the window, and more at once than the service takes. The key comes from the environment, since the served VS Code forgets
// secrets on a reload.
import type { Frame, Page } from '@playwright/test'
import { reloadWindow, runCommand, webviewFrame } from '../../workbench/browser.mjs'
import { glbFaults, modelsIn } from '../../workbench/glb.mjs'
import {
  fillPrompt,
  generateFromText,
  modelDelivered,
  modelShown,
  openStudio,
  PANEL,
  taskInState,
} from '../../workbench/steps.mjs'
import { drawnAndValid, stopWaiting } from './drawn.ts'
import { tasks } from './look.ts'
import { expect, test } from './studio.ts'
import { thirteenAtOnce } from './waiting.ts'

const PROMPT = 'a half-timbered house with a crooked chimney'

/** Fills fields of every kind: text, list, fold. */
async function fillForm(frame: Frame): Promise<void> {
  await fillPrompt(frame, PROMPT)
  await frame.locator('[data-testid=advanced]').click()
  await frame.locator(PANEL.field('negative_prompt')).fill('broken windows')
}

async function expectForm(frame: Frame): Promise<void> {
  await expect(frame.locator(PANEL.field('prompt'))).toHaveValue(PROMPT)
  await expect(frame.locator(PANEL.field('negative_prompt'))).toHaveValue('broken windows')
}

async function reload(page: Page): Promise<Frame> {
  await reloadWindow(page)
  // The panel comes back by itself.
  const frame = await webviewFrame(page, PANEL.generate)
  await frame.locator(PANEL.generate).waitFor()
  return frame
}

test('a prompt becomes a model that is drawn and a file that is valid; Stop Waiting says the truth about credits', async ({
  page,
  openHeld,
  workspace,
}) => {
  const held = await openHeld()
  const scene = { page, frame: await openStudio(page), workspace }
  await test.step('a prompt becomes a model that is drawn and a file that is valid', () => drawnAndValid(scene, held))
  await test.step('Stop Waiting says the truth about credits, and the result can be fetched', () =>
    stopWaiting(scene, held))
})

test('closing the panel keeps the draft, a reload form, list, shown model and a task that runs; of thirteen at once three wait', async ({
  page,
  openHeld,
  workspace,
}) => {
  const { goOn } = await openHeld()
  const before = await openStudio(page)
  // Another test may have made some in this window.
  const there = modelsIn(workspace)
  const cards = await tasks(before).count()
  const frame = await test.step('the draft, the list, the shown model', async () => {
    await generateFromText(before, 'a gold coin')
    await taskInState(before, 'queued')
    goOn(60)
    await modelDelivered(page, workspace, there)
    await expect(before.locator('.details-title')).toHaveText('a gold coin')
    await modelShown(before)
    await fillForm(before)
    await runCommand(page, 'View: Close Editor')
    await expect(page.locator('.tab').filter({ hasText: 'Tripo Studio' })).toHaveCount(0)
    const opened = await openStudio(page)
    await expectForm(opened)
    await modelShown(opened)
    // As long as a person needs from the last letter to the reload: the host is told 300 ms after it.
    await page.waitForTimeout(1000)

    const reloaded = await reload(page)
    await expectForm(reloaded)
    await expect(tasks(reloaded)).toHaveCount(cards + 1)
    await expect(tasks(reloaded).first()).toContainText('a gold coin')
    await expect(tasks(reloaded).first()).toHaveAttribute('data-state', 'delivered')
    await modelShown(reloaded)
    return reloaded
  })
  const last = await test.step('a task that runs during a reload arrives afterwards, once', async () => {
    const before = modelsIn(workspace)
    await generateFromText(frame, 'a fish')
    await taskInState(frame, 'queued')
    goOn(2)
    await taskInState(frame, 'generating')
    const reloaded = await reload(page)
    await expect(tasks(reloaded)).toHaveCount(cards + 2)
    expect(modelsIn(workspace)).toEqual(before)
    goOn(40)
    await modelDelivered(page, workspace, before)
    await expect(tasks(reloaded).and(reloaded.locator('[data-state=delivered]'))).toHaveCount(cards + 2)
    await modelShown(reloaded)
    expect(modelsIn(workspace)).toHaveLength(there.length + 2)
    for (const file of modelsIn(workspace)) expect(await glbFaults(file)).toEqual([])
    return reloaded
  })
  await test.step('thirteen models at once: three wait for a place, and all arrive', () =>
    thirteenAtOnce({ page, frame: last, workspace }, goOn))
})
