// All commands of the extension, by name.
import * as vscode from 'vscode'
import type { JobsApi } from '../../jobs/index.ts'
import type { ContinueModel } from '../continue-model.ts'
import type { JobDialogs } from '../job-dialogs.ts'
import { COMMANDS } from '../names.ts'
import { chooseRecipe, pasteRecipe } from '../recipes.ts'
import type { HistoryPanels } from '../views/history-panel.ts'
import type { TaskView } from '../views/task-view.ts'
import { chooseTargetFolder } from '../workspace.ts'
import { accountCommands } from './account.ts'
import { type AssetsFileCommandServices, assetsFileCommands } from './assets-file.ts'
import { type GameServices, gameCommands } from './game.ts'
import { type GenerateServices, generateCommands } from './generate.ts'
import { historyCommands } from './history.ts'
import { type ModelCompareCommandServices, modelCompareCommands } from './model-compare.ts'
import { type ModelEditorCommandServices, modelEditorCommands, modelInFront, pickModel } from './model-editor.ts'
import { modelEditCommands } from './model-edits.ts'
import type { ModelToolServices } from './model-tool-run.ts'
import { modelToolCommands } from './model-tools.ts'
import type { CommandBodies } from './register.ts'
import { type ActionRunner, clearFinished, taskCommands } from './tasks.ts'

export interface CommandServices
  extends GenerateServices,
    Omit<ModelToolServices, 'comparisons'>,
    ModelCompareCommandServices,
    ModelEditorCommandServices,
    Pick<GameServices, 'editor' | 'decoders'> {
  jobs: AssetsFileCommandServices['jobs'] & Pick<JobsApi, 'get' | 'list' | 'dismiss'>
  destinations: AssetsFileCommandServices['destinations']
  dialogs: Pick<JobDialogs, 'addTask'>
  runAction: ActionRunner
  history: Pick<HistoryPanels, 'show'>
  log: { show(): void }
  continueModel: Pick<ContinueModel, 'open'>
  tasks: Pick<TaskView, 'filter' | 'clearFilter' | 'showFamilies'>
  assetsFiles: AssetsFileCommandServices['assetsFiles']
}

/** With the file that was clicked, the one in front, or one that the person picks. */
async function continueWithModel(model: Pick<ContinueModel, 'open'>, given: unknown): Promise<void> {
  const title = vscode.l10n.t('Continue with Tripo')
  const uri = given instanceof vscode.Uri ? given : (modelInFront() ?? (await pickModel(title)))
  if (uri) await model.open(uri)
}

export function allCommands(services: CommandServices): CommandBodies {
  const { account, runAction, dialogs, history, jobs, log, memory, panels, tasks } = services
  const chooseFolder = () => chooseTargetFolder(memory)
  return {
    [COMMANDS.openStudio]: async () => {
      panels.show()
    },
    [COMMANDS.addTask]: async () => ((await account.choose()) ? dialogs.addTask(chooseFolder) : undefined),
    ...generateCommands(services),
    ...accountCommands(account, log),
    [COMMANDS.filterTasks]: () => tasks.filter(),
    [COMMANDS.clearTaskFilter]: () => tasks.clearFilter(),
    [COMMANDS.showFamilies]: () => tasks.showFamilies(true),
    [COMMANDS.showDays]: () => tasks.showFamilies(false),
    [COMMANDS.clearFinished]: () => clearFinished(jobs),
    ...taskCommands(runAction, jobs),
    ...historyCommands(history),
    ...modelEditorCommands(services),
    ...modelCompareCommands(services),
    ...modelToolCommands(services),
    ...assetsFileCommands(services),
    [COMMANDS.continueModel]: (uri?: unknown) => continueWithModel(services.continueModel, uri),
    ...modelEditCommands(services),
    ...gameCommands(services),
    [COMMANDS.pasteRecipe]: () => pasteRecipe((form) => panels.show().showForm(form)),
    [COMMANDS.generateWithRecipe]: () => chooseRecipe({ account, showForm: (form) => panels.show().showForm(form) }),
  }
}
