// What a person does in the product, as steps that the demo and the end-to-end tests share. Everything here is a click or a key.
// This is the one place that knows the test ids of the studio panel.
import { setTimeout as sleep } from 'node:timers/promises'
import { explorerMenu, pickRow, revealInExplorer, runCommand, showExplorer, webviewFrame } from './browser.mjs'
import { modelsIn } from './glb.mjs'
import { answerDialog } from './notifications.mjs'
import { press } from './press.mjs'
import { WorkbenchError } from './report.mjs'

/** @typedef {import('@playwright/test').Page} Page */
/** @typedef {import('@playwright/test').Frame} Frame */

/** Test ids of the panel. */
export const PANEL = Object.freeze({
  account: '[data-testid=account]',
  addStep: '[data-testid=add-step]',
  generate: '[data-testid=generate]',
  /**
   * The same once it can be pressed: a click on one that is switched off, or that still waits for the host's answer to the
   * press before, goes nowhere, and nobody tells. A quick service delivers before that answer is there.
   */
  generateOn: '[data-testid=generate]:not([disabled], .is-sending)',
  imageDrop: '[data-testid=image-drop]',
  problem: '[data-testid=problem]',
  statistics: '[data-testid=statistics]',
  step: '[data-testid=step]',
  /** The fold of further steps. */
  steps: '[data-testid=steps]',
  task: '[data-testid=task]',
  viewport: '[data-testid=viewport]',
  /** In a problem: what can be done about it, such as going on with a chain. */
  nextStep: '[data-testid=way-out]',
  /** @param {string} name a parameter's name, such as `prompt` */
  field: (name) => `[data-testid=field-${name}]`,
  /** @param {string} id a capability's id, such as `text_to_model` */
  tab: (id) => `[data-testid=tab-${id}]`,
})

/** @typedef {'text_to_model' | 'image_to_model'} Tab */

/** Opens the panel through the palette, and waits until it has heard of the account and all tasks. @param {Page} page @returns {Promise<Frame>} the panel's document */
export async function openStudio(page) {
  await runCommand(page, 'Tripo: Open Studio')
  const frame = await webviewFrame(page, PANEL.viewport)
  await frame.locator(PANEL.generate).waitFor()
  await frame.locator('body:not(:has([aria-busy]))').waitFor()
  return frame
}

/** Chooses a tab, types a prompt over what is there, and presses Generate. @param {Frame} frame @param {string} prompt */
export async function generateFromText(frame, prompt) {
  await frame.locator(PANEL.tab('text_to_model')).click()
  await fillPrompt(frame, prompt)
  await frame.locator(PANEL.generateOn).click()
}

/** @param {Frame} frame @param {string} prompt */
export async function fillPrompt(frame, prompt) {
  // The field may be a custom element around the real one.
  const field = frame.locator(PANEL.field('prompt'))
  const inner = field.locator('textarea, input')
  const target = (await inner.count()) > 0 ? inner.first() : field
  await target.fill(prompt)
}

/** In the dialog that the first generation without a key shows. @param {Page} page */
export function chooseSandbox(page) {
  return answerDialog(page, 'Try the Sandbox')
}

/** Right-clicks a picture in the explorer and says yes to the cost. @param {Page} page @param {string[]} path from the workspace folder */
export async function makeModelFromExplorer(page, path) {
  await explorerMenu(page, path, 'Make 3D Model with Tripo')
  await pickRow(page, /^\s*Generate/)
}

/** Waits until the strip shows a task in one of these states. @param {Frame} frame @param {string} state @param {number} [timeout] */
export async function taskInState(frame, state, timeout = 180_000) {
  const task = frame.locator(`${PANEL.task}[data-state=${state}]`).first()
  await task.waitFor({ timeout })
  return task
}

/**
 * Waits for a new model in the workspace and gives its file; fails when an error is shown instead. (Whether that is told in
 * a notification depends: the visible studio shows it itself.)
 * @param {Page} page
 * @param {string} workspace
 * @param {string[]} before the models that were there already
 * @param {number} [timeout] milliseconds
 * @returns {Promise<string>} absolute path
 */
export async function modelDelivered(page, workspace, before, timeout = 240_000) {
  const end = Date.now() + timeout
  for (;;) {
    const fresh = modelsIn(workspace).find((file) => !before.includes(file))
    if (fresh) return fresh
    const failed = page.locator('.notification-toast').filter({ has: page.locator('.codicon-error') })
    const [message] = await failed.allInnerTexts()
    if (message) throw new WorkbenchError('The product reported a failure:', message)
    if (Date.now() > end) throw new WorkbenchError('No model arrived in the workspace.', `Waited ${timeout / 1000} s.`)
    await sleep(200)
  }
}

/** Waits until the panel's viewport shows a model: its statistics count triangles. @param {Frame} frame @param {number} [timeout] */
export async function modelShown(frame, timeout = 180_000) {
  await frame
    .locator(PANEL.viewport)
    .filter({ hasText: /[1-9][\d,.\s]*\s*tris/ })
    .waitFor({ timeout })
  // Text, since it runs in the page, whose types are not those of Node. Two frames: the one asked for has been drawn.
  const isStill = `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() =>
    done(matchMedia('(prefers-reduced-motion: reduce)').matches))))`
  // Otherwise the camera settles with a short ease.
  if (!(await frame.evaluate(isStill))) await sleep(1200)
}

/** Opens the tree of tasks in the activity bar. @param {Page} page */
export async function showTaskTree(page) {
  // A second press would close it again.
  await press(page, { in: '.part.activitybar .action-item a', says: /^Tripo/ })
  // Without tasks it shows a welcome instead of rows.
  const shown = '.part.sidebar :is(.monaco-list-row, .welcome-view-content)'
  await page.locator(shown).filter({ visible: true }).first().waitFor()
}

/** Shows the assets folder and a model in the explorer. @param {Page} page @param {string[]} path from the workspace folder */
export async function showInExplorer(page, path) {
  await showExplorer(page)
  const row = await revealInExplorer(page, path)
  await row.scrollIntoViewIfNeeded()
}
