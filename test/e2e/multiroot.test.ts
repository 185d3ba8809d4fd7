// A window with several workspace folders: which one models go to is asked once, before anything is sent, and remembered.
import { existsSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pickRow, reloadWindow } from '../../workbench/browser.mjs'
import { modelsIn } from '../../workbench/glb.mjs'
import { clearNotifications } from '../../workbench/notifications.mjs'
import { generateFromText, makeModelFromExplorer, modelDelivered, openStudio } from '../../workbench/steps.mjs'
import { copyGame } from '../../workbench/workspace.mjs'
import { shoot } from './look.ts'
import { expect, openAt, test } from './studio.ts'

test('several folders: asked once, remembered by the workspace, and an image’s model lands beside it', async ({
  page,
  served,
  workspace,
  watch: _,
}) => {
  const tools = copyGame(join(dirname(workspace), 'tools'))
  const file = join(dirname(workspace), 'both.code-workspace')
  writeFileSync(file, JSON.stringify({ folders: [{ path: 'game' }, { path: 'tools' }] }))
  // The served VS Code now and then opens a workspace before it can read its file, and shows no folder: reload, as a
  // person would.
  await expect(async () => {
    await openAt(page, served.url(file))
    await expect(page.locator('.explorer-folders-view')).toContainText('tools', { timeout: 45_000 })
  }).toPass({ timeout: 240_000 })
  let frame = await openStudio(page)

  await generateFromText(frame, 'a gold coin')
  await expect(page.getByPlaceholder(/Which folder do models go to\?/)).toBeVisible()
  await shoot(page, 'multi-root')
  expect(modelsIn(workspace)).toEqual([])
  await pickRow(page, /tools/)
  await modelDelivered(page, tools, [])
  await clearNotifications(page)

  // Not asked again, neither by this window nor by the next one of this workspace.
  let before = modelsIn(tools)
  await generateFromText(frame, 'a blue gem')
  await modelDelivered(page, tools, before)
  await reloadWindow(page)
  frame = await openStudio(page)
  before = modelsIn(tools)
  await generateFromText(frame, 'a small key')
  await modelDelivered(page, tools, before)
  expect(modelsIn(workspace)).toEqual([])

  await clearNotifications(page)
  await makeModelFromExplorer(page, ['game', 'props', 'lantern.png'])
  await expect.poll(() => existsSync(join(workspace, 'public/assets/lantern.glb')), { timeout: 180_000 }).toBe(true)
})
