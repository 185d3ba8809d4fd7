// What the commands of local tools share: which files they apply to, and what is reported at the end.
import * as vscode from 'vscode'
import type { JobsApi } from '../../jobs/index.ts'
import { extensionOf, isModelPath, type ModelFormat, ONE_FILE_FORMATS } from '../../mesh/formats/names.ts'
import type { ToolResult } from '../../mesh/tools/job.ts'
import { unpackedPhrases } from '../../mesh/tools/packed.ts'
import type { LocalTools, ToolOutcome, ToolRun } from '../local-tools.ts'
import { Cancelled } from '../show-problem.ts'
import { ask, notify, pick } from '../ui.ts'
import { nameOf } from '../uris.ts'
import type { ModelComparisons } from '../views/model-compare.ts'
import { openInModelEditor } from '../views/model-editor.ts'
import type { ModelReports } from '../views/model-reports.ts'
import { formatNumber, said, together } from '../words.ts'
import { modelInFront, pickModel } from './model-editor.ts'
import { taskModels } from './task-arguments.ts'

export interface ModelToolServices {
  jobs: Pick<JobsApi, 'get'>
  localTools: Pick<LocalTools, 'run' | 'undo' | 'model'>
  reports: Pick<ModelReports, 'showReport' | 'showChange' | 'showFindings' | 'showText'>
  comparisons: Pick<ModelComparisons, 'show'>
}

/** The files that a command is for: those selected in the explorer or among tasks, the one in front, or one that the person picks. */
export async function modelsFor(
  { jobs }: Pick<ModelToolServices, 'jobs'>,
  args: readonly unknown[],
  title: string,
): Promise<readonly vscode.Uri[]> {
  const results = taskModels(args, jobs)
  if (results && results.length > 0) return results
  if (results) {
    // Taken away between the menu and the click.
    await notify('info', vscode.l10n.t('The file is gone.'))
    throw new Cancelled()
  }
  const [first, all] = args
  const selected = Array.isArray(all) ? all.filter((one) => one instanceof vscode.Uri) : []
  const named = selected.length > 1 ? selected : first instanceof vscode.Uri ? [first] : []
  const models = named.filter((uri) => isModelPath(uri.path))
  if (models.length > 0) return models
  const one = modelInFront() ?? (await pickModel(title))
  if (!one) throw new Cancelled()
  return [one]
}

/**
 * Whether results take their sources' places; asked once more with what that means, and not at all where no result can.
 * @param formats what the results are where they are the source's format: a file of one takes the place of one of the same
 */
export async function asksToReplace(
  models: readonly vscode.Uri[],
  title: string,
  formats: readonly ModelFormat[] = ONE_FILE_FORMATS,
): Promise<boolean> {
  const { l10n } = vscode
  const endings = formats.map(extensionOf)
  const replaced = models.filter(({ path }) => endings.some((ending) => path.toLowerCase().endsWith(ending)))
  const [first] = replaced
  if (!first) return false
  const rows = [
    { label: l10n.t('New File'), detail: l10n.t('Beside the source, under a new name'), replaces: false },
    { label: l10n.t('Replace the File'), detail: l10n.t('The old one is kept and can be put back'), replaces: true },
  ]
  const picked = await pick(rows, { title, placeHolder: l10n.t('Where shall the result go?') })
  if (!picked) throw new Cancelled()
  if (!picked.replaces) return false
  const replace = l10n.t('Replace')
  const text =
    replaced.length === 1 ? l10n.t('Replace {0}?', nameOf(first)) : l10n.t('Replace {0} models?', replaced.length)
  const answer = await ask('warning', text, l10n.t('“Undo Last Model Change” puts the old file back.'), replace)
  if (answer !== replace) throw new Cancelled()
  return true
}

/** For the start of the notification: that the person called it off, and after how many. */
export function stoppedWords({ stopped }: Pick<ToolRun, 'stopped'>): string {
  return stopped ? vscode.l10n.t('Canceled after {0} of {1} models.', stopped.after, stopped.of) : ''
}

/** Opens a single result; says how many there are, what changed, and how to have the old file back. */
export async function showResults(run: ToolRun, services: ModelToolServices): Promise<void> {
  const { results } = run
  const { localTools, reports, comparisons } = services
  const { l10n } = vscode
  const [first] = results
  if (!first) return
  const written = results.flatMap(({ target }) => target ?? [])
  const [target] = written
  const steps = results.flatMap(({ uri, result }) => stepLines(nameOf(uri), result))
  if (!target) {
    const noted = notedWords(results)
    const named = results.length === 1 && noted !== '' ? `${nameOf(first.uri)}: ${noted}` : noted
    const why = named || l10n.t('Nothing was found that needs a change.')
    const more = results.length > 1 ? changeAction(results, steps, reports) : []
    await (await notify('info', together(stoppedWords(run), why), ...more))?.run()
    return
  }
  const one = results.length === 1
  const wasReplaced = results.some((result) => result.backup !== undefined)
  if (one && !wasReplaced && !run.stopped) await openInModelEditor(target)
  const actions = [
    {
      title: l10n.t('Reveal in Explorer'),
      run: async () => vscode.commands.executeCommand('revealInExplorer', target),
    },
    ...changeAction(results, steps, reports),
    ...(one ? compareAction(first, comparisons) : []),
    ...(wasReplaced ? [{ title: l10n.t('Undo'), run: () => localTools.undo(run) }] : []),
  ]
  const answer = await notify(
    'info',
    together(stoppedWords(run), summary(results, target), notedWords(results)),
    ...actions,
  )
  await answer?.run()
}

/** What was left out or noticed, a sentence each. What a conversion leaves out has been agreed to. */
function notesOf({ losses, warnings, before, after }: ToolResult): string[] {
  const unpacked = after ? unpackedPhrases(before?.extensions ?? [], after.extensions) : []
  return [...losses.map((loss) => said(loss)), ...warnings, ...unpacked.map((one) => said(one))]
}

/** For the end of the notification: the only note, or where they are. */
function notedWords(results: readonly ToolOutcome[]): string {
  const { l10n } = vscode
  const notes = results.filter(({ result }) => result.after).flatMap(({ result }) => notesOf(result))
  const [only = ''] = notes
  if (notes.length < 2) return results.length === 1 ? only : ''
  return l10n.t('“Before and After” lists {0} notes.', notes.length)
}

/** What a tool did, for the report. */
function stepLines(name: string, result: ToolResult): string[] {
  const { steps = [], levels = [], error, collider } = result
  const { l10n } = vscode
  const metres = (value: number) => formatNumber(Number(value.toPrecision(3)))
  return [
    ...steps.map((step) => `${name}: ${said(step)}`),
    ...levels.map((level) =>
      l10n.t(
        '{0}: {1} triangles, off by {2} mm at most, from {3} m away',
        level.path,
        formatNumber(level.triangles),
        metres(level.error * 1000),
        metres(level.distance),
      ),
    ),
    ...(error !== undefined ? [l10n.t('{0}: the surface moved by {1} mm at most.', name, metres(error * 1000))] : []),
    ...(collider ? [`${name}: ${JSON.stringify(collider)}`] : []),
    ...notesOf(result).map((note) => `${name}: ${note}`),
  ]
}

/** The model as it was beside what it has become, under one camera; with how far it moved, where that is known. */
function compareAction({ uri, target, backup, result }: ToolOutcome, comparisons: ModelToolServices['comparisons']) {
  const { l10n } = vscode
  if (!target || !result.after || result.levels || result.collider) return []
  const before = backup === undefined ? uri : vscode.Uri.file(backup)
  const { error } = result
  const millimetres = error === undefined ? undefined : formatNumber(Number((error * 1000).toPrecision(3)))
  const label =
    millimetres === undefined ? nameOf(target) : l10n.t('{0}, off by {1} mm at most', nameOf(target), millimetres)
  const show = async () => comparisons.show({ uri: before, label: nameOf(uri) }, { uri: target, label })
  return [{ title: l10n.t('Compare'), run: show }]
}

function changeAction(
  results: readonly ToolOutcome[],
  steps: readonly string[],
  reports: ModelToolServices['reports'],
) {
  const { l10n } = vscode
  const changes = results.flatMap(({ uri, result }) =>
    result.before && result.after ? [{ name: nameOf(uri), before: result.before, after: result.after }] : [],
  )
  if (changes.length > 0) return [{ title: l10n.t('Before and After'), run: () => reports.showChange(changes, steps) }]
  return steps.length > 0 ? [{ title: l10n.t('Before and After'), run: () => reports.showText(steps) }] : []
}

/** How many were replaced, written beside their sources, and left as they are. */
function summaryOfSeveral(results: readonly ToolOutcome[]): string {
  const { l10n } = vscode
  const replaced = results.filter(({ backup }) => backup !== undefined)
  const beside = results.filter(({ backup, target }) => target && backup === undefined)
  const unchanged = results.length - replaced.length - beside.length
  const nameIn = ([first]: readonly ToolOutcome[]) => (first?.target ? nameOf(first.target) : '')
  return together(
    replaced.length === 1 ? l10n.t('{0} is replaced; the old file is kept.', nameIn(replaced)) : '',
    replaced.length > 1 ? l10n.t('{0} models are replaced; the old files are kept.', replaced.length) : '',
    beside.length === 1 ? l10n.t('{0} is written.', nameIn(beside)) : '',
    beside.length > 1 ? l10n.t('{0} models are written, each beside its source.', beside.length) : '',
    unchanged === 1 ? l10n.t('One model needs no change.') : '',
    unchanged > 1 ? l10n.t('{0} models need no change.', unchanged) : '',
  )
}

const kilobytes = (report: { bytes: number } | undefined): number => Math.ceil((report?.bytes ?? 0) / 1024)

function summary(results: readonly ToolOutcome[], target: vscode.Uri): string {
  const { l10n } = vscode
  if (results.length > 1) return summaryOfSeveral(results)
  const isReplaced = results[0]?.backup !== undefined
  const { before, after, files = [], collider } = results[0]?.result ?? {}
  const isOther = before?.triangles !== after?.triangles || kilobytes(before) !== kilobytes(after)
  if (isReplaced && !isOther) return l10n.t('{0} is replaced; the old file is kept.', nameOf(target))
  if (before && after && isOther && collider === undefined && before.triangles === after.triangles)
    return l10n.t(
      '{0} is written: {1} instead of {2} KB.',
      nameOf(target),
      formatNumber(kilobytes(after)),
      formatNumber(kilobytes(before)),
    )
  if (before && after && isOther && collider === undefined)
    return l10n.t(
      '{0} is written: {1} instead of {2} triangles, {3} instead of {4} KB.',
      nameOf(target),
      formatNumber(after.triangles),
      formatNumber(before.triangles),
      formatNumber(kilobytes(after)),
      formatNumber(kilobytes(before)),
    )
  const models = files.filter(({ path }) => isModelPath(path)).length
  return models > 1
    ? l10n.t('{0} files are written into {1}.', models, nameOf(vscode.Uri.joinPath(target, '..')))
    : l10n.t('{0} is written.', nameOf(target))
}
