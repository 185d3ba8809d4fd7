// The commands that put models into the game: Insert Code, a model for a path in code, and Show Project.
import * as vscode from 'vscode'
import { isOnVite, reloadWords } from '../../engines/live-reload.ts'
import { estimate, PREFERRED_MODEL_VERSION, textToModel } from '../../tripo/catalogue/index.ts'
import { copyReloadPlugin, type InsertServices, insertCode, type LastEditor } from '../game/insert-code.ts'
import { placeInCode } from '../game/missing.ts'
import { projectOfRoot, rootOf } from '../game/projects.ts'
import type { Generation } from '../generate.ts'
import { COMMANDS, SETTINGS, SETTINGS_SECTION } from '../names.ts'
import { defaultModelVersion } from '../settings.ts'
import { Cancelled } from '../show-problem.ts'
import { pick, typeIn } from '../ui.ts'
import { formatCredits, said } from '../words.ts'
import { likelyRoot } from '../workspace.ts'
import { modelInFront, pickModel } from './model-editor.ts'

export interface GameServices extends InsertServices {
  generation: Pick<Generation, 'start'>
  editor: Pick<LastEditor, 'get'>
  memory: vscode.Memento
}

/** A model by what a menu, a link or nobody names. */
async function modelFor(first: unknown): Promise<vscode.Uri> {
  if (first instanceof vscode.Uri) return first
  const uri = modelInFront() ?? (await pickModel(vscode.l10n.t('Insert Code')))
  if (!uri) throw new Cancelled()
  return uri
}

/** Makes a model at the path that code names; asks for the prompt, which begins as the path's name. */
async function generateAt({ generation }: GameServices, args: readonly unknown[]): Promise<string | undefined> {
  const { l10n } = vscode
  const [uri, range] = args
  if (!(uri instanceof vscode.Uri) || !(range instanceof vscode.Range)) return undefined
  const document = await vscode.workspace.openTextDocument(uri)
  const place = await placeInCode(document, range)
  if (!place) return undefined
  const version = { model_version: defaultModelVersion(PREFERRED_MODEL_VERSION) }
  const credits = estimate(textToModel, { prompt: '', ...version }).total
  const prompt = await typeIn({
    title: l10n.t('Generate {0}', `${place.folder}/${place.name}.glb`),
    prompt: l10n.t('This costs {0}.', formatCredits(credits)),
    value: place.prompt,
    validate: (text) => (text.trim() === '' ? l10n.t('Describe the model.') : undefined),
  })
  if (prompt === undefined) throw new Cancelled()
  const { folder, name } = place
  const request = { capability: textToModel.id, params: { prompt, ...version }, name, folder }
  const [id] = await generation.start(request, uri)
  if (id !== undefined && place.address !== undefined) {
    const edit = new vscode.WorkspaceEdit()
    edit.replace(uri, range, place.address)
    await vscode.workspace.applyEdit(edit)
  }
  return id
}

/** What is known of the project, and why; a line opens the setting that decides otherwise. */
async function showProject(memory: vscode.Memento): Promise<void> {
  const { l10n } = vscode
  const front = vscode.window.activeTextEditor?.document.uri
  const root = (front && rootOf(front)) ?? likelyRoot(memory)
  if (!root) return
  const { why, problems, bundler } = await projectOfRoot(root)
  const icons = ['symbol-method', 'package', 'folder', 'folder-opened']
  const rows = why.map((words, index) => ({
    icon: icons[index] ?? 'info',
    label: said(words),
    setting: index === 0 ? SETTINGS.engine : SETTINGS.assetsFolder,
  }))
  const plugin = {
    icon: 'refresh',
    label: said(reloadWords(bundler)),
    ...(isOnVite(bundler) ? { detail: l10n.t('Choose this line to copy the plugin for the config of Vite') } : {}),
    setting: undefined,
  }
  const faults = problems.map((words) => ({ icon: 'warning', label: said(words), setting: SETTINGS.engine }))
  const picked = await pick([...rows, plugin, ...faults], {
    title: l10n.t('What Tripo Studio knows of this project'),
    placeHolder: l10n.t('Choose a line to open its setting'),
  })
  if (picked === plugin && isOnVite(bundler)) {
    await copyReloadPlugin()
  }
  if (picked?.setting !== undefined)
    await vscode.commands.executeCommand('workbench.action.openSettings', `${SETTINGS_SECTION}.${picked.setting}`)
}

/** The commands of this file by name. */
export const gameCommands = (services: GameServices) => ({
  [COMMANDS.insertCode]: async (first?: unknown) => {
    const editor = services.editor.get()
    await insertCode(await modelFor(first), editor, services)
  },
  [COMMANDS.generateAt]: (...args: unknown[]) => generateAt(services, args),
  [COMMANDS.showProject]: () => showProject(services.memory),
})
