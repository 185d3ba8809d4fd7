// From a prompt through several steps by clicks: what they cost, what happens when one fails, and how the rest goes on.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Frame } from '@playwright/test'
import { glbFaults, modelsIn } from '../../workbench/glb.mjs'
import { answerDialog, clearNotifications, notification } from '../../workbench/notifications.mjs'
import { fillPrompt, modelShown, PANEL, showTaskTree } from '../../workbench/steps.mjs'
import { provenanceOf, shoot, tasks, treeRows } from './look.ts'
import { addSteps, delivered, type Scene } from './stories.ts'
import { expect } from './studio.ts'

const steps = (frame: Frame) => frame.locator(PANEL.step)

/** A chain whose rig fails once, as studio.ts has the service do it. */
export async function throughSteps({ page, frame, workspace }: Scene): Promise<void> {
  const before = { tasks: await tasks(frame).count(), delivered: await delivered(frame).count() }
  await frame.locator(PANEL.tab('text_to_model')).click()
  await fillPrompt(frame, 'a friendly robot')
  await addSteps(frame, ['smart_lowpoly', 'rig_model', 'retarget_animation', 'convert_model'])
  await expect(steps(frame)).toHaveCount(4)
  await expect(frame.locator(PANEL.generate)).toContainText(`Generate · ${20 + 30 + 25 + 10 + 5} credits`)

  // A dead end is explained before anything is paid: an animation must come after its rig.
  await steps(frame).nth(2).getByTestId('step-toggle').focus()
  await page.keyboard.press('Alt+ArrowUp')
  await frame.locator(PANEL.generateOn).click()
  await expect(frame.locator('.step-finding:visible').first()).toContainText('Rig the model first')
  await expect(tasks(frame)).toHaveCount(before.tasks)
  await steps(frame).nth(1).getByTestId('step-toggle').focus()
  await page.keyboard.press('Alt+ArrowDown')
  await expect(frame.locator('.step-finding:visible')).toHaveCount(0)
  await shoot(page, 'steps-form')

  await frame.locator(PANEL.generateOn).click()
  await expect(tasks(frame)).toHaveCount(before.tasks + 5)
  await expect(frame.locator(`${PANEL.task}[data-state=failed]`).first()).toContainText('Rig model', {
    timeout: 180_000,
  })
  await expect(tasks(frame).nth(3)).toContainText('Not started')
  await expect(delivered(frame)).toHaveCount(before.delivered + 2)
  await tasks(frame).nth(2).click()
  await notification(page, /“a friendly robot” · Rig model · step 3 of 5/)
  await clearNotifications(page)
  await showTaskTree(page)
  await expect(treeRows(page).filter({ hasText: 'a friendly robot' })).toContainText('2 of 5 steps done')
  await shoot(page, 'steps-failed')

  await frame.locator(PANEL.nextStep).filter({ visible: true }).click()
  await expect(page.locator('.monaco-dialog-box')).toContainText(`Resume from “Rig model” for ${25 + 10 + 5} credits?`)
  await answerDialog(page, 'Resume')
  await expect(delivered(frame)).toHaveCount(before.delivered + 5, { timeout: 180_000 })
  await modelShown(frame)
  await shoot(page, 'steps-done')

  const names = readdirSync(join(workspace, 'public/assets')).filter(
    (name) => name.startsWith('friendly-robot') && !name.endsWith('.tripo.json'),
  )
  expect(names.sort()).toEqual([
    'friendly-robot-low-poly.glb',
    'friendly-robot-rigged.glb',
    'friendly-robot-walk.glb',
    'friendly-robot.glb',
    'friendly-robot.usdz',
  ])
  for (const model of modelsIn(workspace)) expect(await glbFaults(model), model).toEqual([])
  const walk = provenanceOf(join(workspace, 'public/assets/friendly-robot-walk.glb'))
  expect(walk).toMatchObject({ credits: 10, parameters: { animations: ['preset:biped:walk'] } })
}
