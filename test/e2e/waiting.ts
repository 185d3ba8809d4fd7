// More than the service takes at a time: what does not fit waits, says for what, and is no error; what runs says when it
// was last checked.
import { pickRow } from '../../workbench/browser.mjs'
import { modelsIn } from '../../workbench/glb.mjs'
import { fillPrompt, PANEL, showTaskTree } from '../../workbench/steps.mjs'
import { errorToasts, shoot, tasks, treeRows } from './look.ts'
import type { Scene } from './stories.ts'
import { expect } from './studio.ts'

/** The service takes ten models at a time. Source: docs/protocol.md#limits-and-pools. */
const PLACES = 10

/** Thirteen models at once: three wait for a place, and all arrive. @param goOn lets seconds pass at the service */
export async function thirteenAtOnce(
  { page, frame, workspace }: Scene,
  goOn: (seconds: number) => void,
): Promise<void> {
  const done = frame.locator(`${PANEL.task}[data-state=delivered]`)
  const before = {
    tasks: await tasks(frame).count(),
    delivered: await done.count(),
    models: modelsIn(workspace).length,
  }
  const things = Array.from({ length: PLACES + 3 }, (_, index) => `a wooden barrel number ${index + 1}`)
  await fillPrompt(frame, things.join('\n'))
  await frame.locator('[data-testid=per-line]').click()
  await frame.locator(PANEL.generateOn).click()
  await pickRow(page, /^\s*Generate/)
  await expect(tasks(frame)).toHaveCount(before.tasks + things.length)

  const waiting = frame.locator(`${PANEL.task}[data-state=waiting]`)
  await expect(waiting.filter({ hasText: 'Waiting for a free place' }).first()).toBeVisible()
  await expect(waiting.filter({ hasText: 'Waiting for its turn' })).toHaveCount(0)
  await expect(waiting.locator('.task-phase').first()).toHaveAttribute('title', /./)
  await showTaskTree(page)
  await expect(treeRows(page).filter({ hasText: 'Waiting for a free place' }).first()).toBeVisible()
  await shoot(page, 'waiting')

  goOn(2)
  const running = frame.locator(`${PANEL.task}[data-state=generating]`).first()
  await running.click()
  await expect(frame.locator('.details-facts')).toContainText(/last checked \d/)
  await expect(frame.locator('[data-testid=action-checkNow]')).toBeVisible()
  // By the keyboard: notifications of models that are ready lie over it.
  await frame.locator('[data-testid=action-checkNow]').press('Enter')

  // Five run at a time, and three are created only now: time goes on until all are there.
  const delivered = async () => {
    goOn(10)
    return done.count()
  }
  await expect.poll(delivered, { timeout: 180_000 }).toBe(before.delivered + things.length)
  expect(modelsIn(workspace)).toHaveLength(before.models + things.length)
  await expect(errorToasts(page)).toHaveCount(0)
}
