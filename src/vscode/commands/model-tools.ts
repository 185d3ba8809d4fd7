// The local tools on model files: convert, inspect, check, reduce, optimize. Free and offline, for any model of the workspace,
// several at once; each runs in a thread, can be cancelled, and never overwrites a file.
import * as vscode from 'vscode'
import type { FbxPreset } from '../../mesh/formats/index.ts'
import { formatFacts, formatOfPath, MODEL_FORMAT_IDS, type ModelFormat } from '../../mesh/formats/names.ts'
import { LENGTHS, TRIANGLES } from '../../mesh/tools/operators.ts'
import { OPTIMISE_PRESETS } from '../../mesh/tools/optimise-presets.ts'
import type { SimplifyOptions } from '../../mesh/tools/simplify-model.ts'
import type { LocalTools } from '../local-tools.ts'
import { checkRequest } from '../model-validation.ts'
import { COMMANDS } from '../names.ts'
import { validateSetting } from '../settings.ts'
import { Cancelled } from '../show-problem.ts'
import { ask, notify, pick, typeIn } from '../ui.ts'
import { nameOf, stemOf } from '../uris.ts'
import { said, together } from '../words.ts'
import { allModels } from './model-editor.ts'
import { FBX_TARGETS, STL_TARGETS } from './model-tool-choices.ts'
import { asksToReplace, type ModelToolServices, modelsFor, showResults, stoppedWords } from './model-tool-run.ts'

/** Asks once for all files whether what the format cannot hold may be left out; nothing to ask where all is kept. */
async function agreeToLosses(tools: Pick<LocalTools, 'run'>, models: readonly vscode.Uri[], format: ModelFormat) {
  const { l10n } = vscode
  const { isWhole, title: label } = formatFacts(format)
  if (isWhole) return
  const title = l10n.t('Looking at what {0} can hold', label)
  const { results } = await tools.run(models, title, () => ({ tool: 'losses', options: { format } }), { quiet: true })
  const lost = [...new Set(results.flatMap(({ result }) => result.losses.map((loss) => said(loss))))]
  if (lost.length === 0) return
  const convert = l10n.t('Convert')
  const answer = await ask('warning', l10n.t('Convert to {0}?', label), lost.join('\n'), convert)
  if (answer !== convert) throw new Cancelled()
}

async function pickPreset(title: string): Promise<FbxPreset> {
  const rows = FBX_TARGETS.map((row) => ({ ...row, detail: said(row.space) }))
  const picked = await pick(rows, { title, placeHolder: vscode.l10n.t('For which program?') })
  if (!picked) throw new Cancelled()
  return picked.preset
}

async function pickUnit(title: string): Promise<boolean> {
  const rows = STL_TARGETS.map(({ name, does, inMillimetres }) => ({
    ...{ label: said(name), detail: said(does), inMillimetres },
  }))
  const picked = await pick(rows, { title, placeHolder: vscode.l10n.t('STL has no unit. What is it for?') })
  if (!picked) throw new Cancelled()
  return picked.inMillimetres
}

/** @param args the files, as explorer menus give them; after them the format, where it is known */
async function convertModels(services: ModelToolServices, args: readonly unknown[]): Promise<void> {
  const { localTools } = services
  const { l10n } = vscode
  const title = l10n.t('Convert Model')
  const models = await modelsFor(services, args, title)
  const [only, ...others] = models
  const own = only && others.length === 0 ? formatOfPath(only.path) : undefined
  const rows = MODEL_FORMAT_IDS.filter((format) => format !== own).map((format) => {
    const facts = formatFacts(format)
    return { format, label: facts.title, detail: said(facts.holds) }
  })
  const [, , wanted] = args
  const target =
    rows.find(({ format }) => format === wanted) ??
    (await pick(rows, { title, placeHolder: l10n.t('Free, on this machine. Which format?') }))
  if (!target) throw new Cancelled()
  const fbxPreset = target.format === 'fbx' ? await pickPreset(title) : undefined
  const inMillimetres = target.format === 'stl' && (await pickUnit(title))
  await agreeToLosses(localTools, models, target.format)
  const run = await localTools.run(models, l10n.t('Converting to {0}', target.label), (uri) => ({
    ...{ tool: 'convert', options: { format: target.format, ...(fbxPreset && { fbxPreset }), inMillimetres } },
    name: stemOf(uri),
  }))
  await showResults(run, services)
}

/** Of the model's triangles: less than of one percent's hundredth nothing would be left. */
const LEAST_SHARE = 0.0001

/** `5000`, `5,000`, `50%` or `2 mm`; undefined for anything else. */
export function readTarget(text: string): SimplifyOptions | undefined {
  const share = /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(text)?.[1]
  if (share !== undefined) {
    const ratio = Number(share) / 100
    return ratio >= LEAST_SHARE && ratio <= 1 ? { ratio } : undefined
  }
  const error = /^\s*(\d+(?:\.\d+)?)\s*mm\s*$/i.exec(text)?.[1]
  if (error !== undefined) {
    const millimetres = Number(error)
    return millimetres >= LENGTHS.least && millimetres <= LENGTHS.most ? { millimetres } : undefined
  }
  // A comma elsewhere than before thousands is a decimal one: half a triangle is none.
  const count = /^\s*(\d+|\d{1,3}([,' ]\d{3})+)\s*$/.exec(text)?.[1]?.replace(/\D/g, '')
  const triangles = Number(count ?? 0)
  return triangles >= TRIANGLES.least && triangles <= TRIANGLES.most ? { triangles } : undefined
}

async function reduceModels(services: ModelToolServices, args: readonly unknown[]): Promise<void> {
  const { localTools } = services
  const { l10n } = vscode
  const title = l10n.t('Reduce Triangles')
  const models = await modelsFor(services, args, title)
  const typed = await typeIn({
    title,
    prompt: l10n.t(
      'The most triangles, such as 5000; a share to keep, such as 50%; or the largest error, such as 2 mm',
    ),
    value: '50%',
    validate: (text) =>
      readTarget(text) ? undefined : l10n.t('Type a number of triangles, a share up to 100%, or an error in mm.'),
  })
  const options = typed === undefined ? undefined : readTarget(typed)
  if (!options) throw new Cancelled()
  const replaces = await asksToReplace(models, title)
  const name = (uri: vscode.Uri) => `${stemOf(uri)}-reduced`
  const run = await localTools.run(models, title, (uri) => ({ tool: 'simplify', options, name: name(uri), replaces }))
  await showResults(run, services)
}

async function optimiseModels(services: ModelToolServices, args: readonly unknown[]): Promise<void> {
  const { localTools } = services
  const { l10n } = vscode
  const title = l10n.t('Optimize for Web')
  const models = await modelsFor(services, args, title)
  const rows = OPTIMISE_PRESETS.map(({ name, does, options }) => ({ label: said(name), detail: said(does), options }))
  const choice = await pick(rows, { title, placeHolder: l10n.t('What is the GLB for?') })
  if (!choice) throw new Cancelled()
  const { options } = choice
  const replaces = await asksToReplace(models, title, ['glb'])
  const name = (uri: vscode.Uri) => `${stemOf(uri)}-optimised`
  const run = await localTools.run(models, title, (uri) => ({ tool: 'optimise', options, name: name(uri), replaces }))
  await showResults(run, services)
}

async function inspectModels(services: ModelToolServices, args: readonly unknown[]): Promise<void> {
  const { localTools, reports } = services
  const { l10n } = vscode
  const title = l10n.t('Inspect Model')
  const models = await modelsFor(services, args, title)
  const run = await localTools.run(models, title, () => ({ tool: 'inspect', options: {} }))
  for (const { uri, result } of run.results) if (result.before) await reports.showReport(uri, result.before)
  if (run.stopped) await notify('info', stoppedWords(run))
}

async function checkModels(
  { localTools, reports }: ModelToolServices,
  models: readonly vscode.Uri[],
  title: string,
): Promise<void> {
  const { l10n } = vscode
  const run = await localTools.run(models, title, checkRequest)
  const { results } = run
  let count = 0
  const lines: string[] = []
  for (const { uri, result } of results) {
    const { findings = [], warnings } = result
    count += findings.length + warnings.length
    if (validateSetting(uri) !== 'off') reports.showFindings(uri, findings, warnings)
    else
      lines.push(
        ...[...findings.map(({ message }) => said(message)), ...warnings].map((one) => `${nameOf(uri)}: ${one}`),
      )
  }
  if (lines.length > 0) await reports.showText(lines)
  if (results.length === 0) return
  const show = {
    title: l10n.t('Show Problems'),
    run: async () => vscode.commands.executeCommand('workbench.actions.view.problems'),
  }
  const [only] = results.length === 1 ? results : []
  const text = foundWords(count, only && nameOf(only.uri), results.length)
  const answer = await notify('info', together(stoppedWords(run), text), ...(count === 0 ? [] : [show]))
  await answer?.run()
}

/** @param only the model's name where it is one */
function foundWords(count: number, only: string | undefined, models: number): string {
  const { l10n } = vscode
  if (count === 0)
    return only === undefined
      ? l10n.t('Nothing was found in {0} models.', models)
      : l10n.t('Nothing was found in {0}.', only)
  if (only === undefined) return l10n.t('{0} findings in {1} models; Problems lists them.', count, models)
  return count === 1
    ? l10n.t('1 finding in {0}; Problems lists it.', only)
    : l10n.t('{0} findings in {1}; Problems lists them.', count, only)
}

/** The commands of this file by name. */
export const modelToolCommands = (services: ModelToolServices) => ({
  [COMMANDS.convertModel]: (...args: unknown[]) => convertModels(services, args),
  [COMMANDS.inspectModel]: (...args: unknown[]) => inspectModels(services, args),
  [COMMANDS.checkModel]: async (...args: unknown[]) => {
    const title = vscode.l10n.t('Check Model')
    await checkModels(services, await modelsFor(services, args, title), title)
  },
  [COMMANDS.checkAllModels]: async () => {
    const models = await allModels()
    if (models.length > 0) await checkModels(services, models, vscode.l10n.t('Check All Models'))
    else await notify('info', vscode.l10n.t('There is no model in this workspace.'))
  },
  [COMMANDS.reduceTriangles]: (...args: unknown[]) => reduceModels(services, args),
  [COMMANDS.optimiseModel]: (...args: unknown[]) => optimiseModels(services, args),
})
