// What lies in a workspace, in one window: code that names models, an assets file, and models in the model editor.
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Simulator, simulatorSettings } from '../../workbench/simulator.mjs'
import { modelsAsCode } from './assets-file.ts'
import { intoTheGame, writeGame } from './game.ts'
import { modelEditor, writeModels } from './model-editor.ts'
import { commitFormats, modelFormats } from './model-formats.ts'
import { type Surroundings, test } from './studio.ts'

/** Those of all others, and commits to compare with: in a repository from the first, which Git takes up when the window opens. */
function surroundings(simulator: Simulator, workspace: string): Surroundings {
  if (!existsSync(join(workspace, '.git'))) execFileSync('git', ['init', '-q'], { cwd: workspace })
  return { ...simulatorSettings(simulator), userSettings: { 'git.enabled': true } }
}

test('a path that code names is made by a quick fix and seen in the game, and code of the model is inserted', async ({
  page,
  openIn,
  simulator,
  workspace,
}) => {
  writeGame(workspace)
  await openIn(surroundings(simulator, workspace))
  await intoTheGame(page, workspace)
})

test('an assets file is built after one yes, and one changed prompt makes one model', async ({
  page,
  openIn,
  simulator,
  workspace,
}) => {
  await openIn(surroundings(simulator, workspace))
  await modelsAsCode(page, workspace)
})

test('the model editor follows files, is changed by keys and survives a reload, and runs a local tool', async ({
  page,
  openIn,
  simulator,
  workspace,
}) => {
  const original = await writeModels(workspace)
  const served = await openIn(surroundings(simulator, workspace))
  await modelEditor(page, served, workspace, original)
})

test('every format is drawn alike; bones, a room of one’s own and themes; a model beside its last commit and another', async ({
  page,
  openIn,
  simulator,
  workspace,
}) => {
  const made = await commitFormats(workspace)
  await openIn(surroundings(simulator, workspace))
  await modelFormats(page, workspace, made)
})
