// The local tools that change a model itself: repair, transform, collider, levels of detail, parts. Results are saved beside
// their source, or replace it after confirmation, with the old file kept.
import * as vscode from 'vscode'
import type { ColliderOptions } from '../../mesh/tools/collider.ts'
import { LENGTHS } from '../../mesh/tools/operators.ts'
import type { RepairStep } from '../../mesh/tools/repair-steps.ts'
import type { TransformOptions } from '../../mesh/tools/transform.ts'
import type { FileRequest } from '../local-tools.ts'
import { COMMANDS } from '../names.ts'
import { Cancelled } from '../show-problem.ts'
import { pick, pickMany, typeIn } from '../ui.ts'
import { nameOf, stemOf } from '../uris.ts'
import { said } from '../words.ts'
import { COLLIDERS, REPAIRS, TRANSFORMS } from './model-edit-choices.ts'
import { allModels } from './model-editor.ts'
import { asksToReplace, type ModelToolServices, modelsFor, showResults } from './model-tool-run.ts'

/** Runs a tool on the models, and tells of it. */
async function change(
  services: ModelToolServices,
  models: readonly vscode.Uri[],
  title: string,
  request: Omit<FileRequest, 'name' | 'replaces'> & FileRequest,
  ending: string,
  { replaces = false, folder }: { replaces?: boolean; folder?: string } = {},
): Promise<void> {
  const run = await services.localTools.run(models, title, (uri) => ({
    ...request,
    ...{ name: `${stemOf(uri)}${ending}`, replaces },
    ...(folder !== undefined && { folder: `${stemOf(uri)}${folder}` }),
  }))
  await showResults(run, services)
}

async function repairModels(services: ModelToolServices, args: readonly unknown[]): Promise<void> {
  const { l10n } = vscode
  const title = l10n.t('Repair Model')
  const models = await modelsFor(services, args, title)
  const rows = REPAIRS.map(({ name, does, step, isPicked }) => ({
    ...{ label: said(name), detail: said(does), step, picked: isPicked },
  }))
  const chosen = await pickMany(rows, { title, placeHolder: l10n.t('What shall be repaired?') })
  if (!chosen || chosen.length === 0) throw new Cancelled()
  const steps: RepairStep[] = chosen.map(({ step }) => step)
  const replaces = await asksToReplace(models, title)
  await change(services, models, title, { tool: 'repair', options: { steps } }, '-repaired', { replaces })
}

/** `1.8`, `1.8 m`, `180 cm`, in metres; undefined for anything else, and for what no model can be. */
export function readMetres(text: string): number | undefined {
  const found = /^\s*(\d+(?:[.,]\d+)?)\s*(mm|cm|m)?\s*$/i.exec(text)
  const value = Number(found?.[1]?.replace(',', '.'))
  const unit = found?.[2]?.toLowerCase()
  const metres = value / (unit === 'mm' ? 1000 : unit === 'cm' ? 100 : 1)
  return metres >= LENGTHS.least && metres <= LENGTHS.most ? metres : undefined
}

async function transformModels(services: ModelToolServices, args: readonly unknown[]): Promise<void> {
  const { l10n } = vscode
  const title = l10n.t('Transform Model')
  const models = await modelsFor(services, args, title)
  const rows = TRANSFORMS.map(({ name, does, options, asks }) => ({
    ...{ label: said(name), detail: said(does), options, asks },
  }))
  const chosen = await pick(rows, { title, placeHolder: l10n.t('What shall be changed?') })
  if (!chosen) throw new Cancelled()
  const options: TransformOptions = chosen.asks ? { ...chosen.options, height: await askHeight(title) } : chosen.options
  const replaces = await asksToReplace(models, title)
  await change(services, models, title, { tool: 'transform', options }, '-transformed', { replaces })
}

async function askHeight(title: string): Promise<number> {
  const { l10n } = vscode
  const typed = await typeIn({
    title,
    prompt: l10n.t('From the lowest to the highest point, such as 1.8 m or 40 cm'),
    value: '1.8 m',
    validate: (text) =>
      readMetres(text) ? undefined : l10n.t('Type a length of 0.001 mm to 1,000 km, such as 1.8 m or 40 cm.'),
  })
  const height = typed === undefined ? undefined : readMetres(typed)
  if (height === undefined) throw new Cancelled()
  return height
}

async function makeColliders(services: ModelToolServices, args: readonly unknown[]): Promise<void> {
  const { l10n } = vscode
  const title = l10n.t('Make Collider')
  const models = await modelsFor(services, args, title)
  const rows = COLLIDERS.map(({ name, does, shape }) => ({ label: said(name), detail: said(does), shape }))
  const chosen = await pick(rows, { title, placeHolder: l10n.t('Which shape?') })
  if (!chosen) throw new Cancelled()
  const places: readonly { label: string; detail: string; as: NonNullable<ColliderOptions['as']> }[] = [
    { label: l10n.t('In the Model'), detail: l10n.t('As the node “_collider” of a new file'), as: 'node' },
    { label: l10n.t('File of Its Own'), detail: l10n.t('The collider alone, beside the model'), as: 'file' },
  ]
  const place = await pick(places, { title })
  if (!place) throw new Cancelled()
  const options = { shape: chosen.shape, as: place.as }
  await change(services, models, title, { tool: 'collider', options }, '-collider')
}

/** The selected models; of one, also those that the person picks. */
async function modelsToMerge(
  services: ModelToolServices,
  args: readonly unknown[],
  title: string,
): Promise<readonly vscode.Uri[]> {
  const models = await modelsFor(services, args, title)
  const [first] = models
  if (models.length > 1 || !first) return models
  const rows = (await allModels())
    .filter((uri) => uri.toString() !== first.toString())
    .map((uri) => ({ label: nameOf(uri), description: vscode.workspace.asRelativePath(uri), uri }))
  const chosen = await pickMany(rows, {
    title,
    placeHolder: vscode.l10n.t('Which models should be merged with {0}?', nameOf(first)),
  })
  if (!chosen || chosen.length === 0) throw new Cancelled()
  return [first, ...chosen.map(({ uri }) => uri)]
}

/** The commands of this file by name. */
export const modelEditCommands = (services: ModelToolServices) => ({
  [COMMANDS.repairModel]: (...args: unknown[]) => repairModels(services, args),
  [COMMANDS.transformModel]: (...args: unknown[]) => transformModels(services, args),
  [COMMANDS.makeCollider]: (...args: unknown[]) => makeColliders(services, args),
  [COMMANDS.makeLevels]: async (...args: unknown[]) => {
    const title = vscode.l10n.t('Make Levels of Detail')
    const models = await modelsFor(services, args, title)
    const { l10n } = vscode
    const rows = [
      { label: l10n.t('A File for Each Level'), detail: l10n.t('Loaded by the game as it needs them'), as: 'files' },
      { label: l10n.t('All in One File'), detail: l10n.t('By MSFT_lod: Babylon.js switches by itself'), as: 'inside' },
    ] as const
    const chosen = await pick(rows, { title, placeHolder: l10n.t('Where shall the result go?') })
    if (!chosen) throw new Cancelled()
    await change(
      services,
      models,
      title,
      { tool: 'lod', options: { as: chosen.as } },
      '',
      chosen.as === 'files' ? { folder: '-lod' } : {},
    )
  },
  [COMMANDS.splitModel]: async (...args: unknown[]) => {
    const { l10n } = vscode
    const title = l10n.t('Split Model')
    const models = await modelsFor(services, args, title)
    const rows = [
      { label: l10n.t('By Part'), by: 'part' },
      { label: l10n.t('By Material'), by: 'material' },
    ] as const
    const chosen = await pick(rows, { title })
    if (!chosen) throw new Cancelled()
    await change(services, models, title, { tool: 'split', options: { by: chosen.by } }, '', { folder: '-parts' })
  },
  [COMMANDS.mergeModels]: async (...args: unknown[]) => {
    const title = vscode.l10n.t('Merge Models')
    const [first, ...others] = await modelsToMerge(services, args, title)
    if (!first) throw new Cancelled()
    const merged = await Promise.all(others.map((uri) => services.localTools.model(uri)))
    const options = { name: stemOf(first), models: merged }
    await change(services, [first], title, { tool: 'merge', options }, '-merged')
  },
  [COMMANDS.undoModelChange]: () => services.localTools.undo(),
})
