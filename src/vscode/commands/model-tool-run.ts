// What the commands of local tools share: which files they are for, and what is told at the end.
import * as vscode from 'vscode'
import { isModelPath } from '../../mesh/formats/names.ts'
import type { ToolResult } from '../../mesh/tools/job.ts'
import type { LocalTools, ToolOutcome, ToolRun } from '../local-tools.ts'
import { Cancelled } from '../show-problem.ts'
import { notify } from '../ui.ts'
import { nameOf } from '../uris.ts'
import type { ModelComparisons } from '../views/model-compare.ts'
import { openInModelEditor } from '../views/model-editor.ts'
import type { ModelReports } from '../views/model-reports.ts'
import { formatNumber, said } from '../words.ts'
import { modelInFront, pickModel } from './model-editor.ts'

export interface ModelToolServices {
  localTools: Pick<LocalTools, 'run' | 'undo' | 'model'>
  reports: Pick<ModelReports, 'showReport' | 'showChange' | 'showFindings' | 'showText'>
  comparisons: Pick<ModelComparisons, 'show'>
}

/** The files that a command is for: those selected in the explorer, the one in front, or one that the person picks. */
export async function modelsFor(args: readonly unknown[], title: string): Promise<readonly vscode.Uri[]> {
  const [first, all] = args
  const selected = Array.isArray(all) ? all.filter((one) => one instanceof vscode.Uri) : []
  const named = selected.length > 1 ? selected : first instanceof vscode.Uri ? [first] : []
  const models = named.filter((uri) => isModelPath(uri.path))
  if (models.length > 0) return models
  const one = modelInFront() ?? (await pickModel(title))
  if (!one) throw new Cancelled()
  return [one]
}

/** Opens a single result; says how many there are, what changed, and how to have the old file back. */
export async function showResults({ results }: ToolRun, services: ModelToolServices): Promise<void> {
  const { localTools, reports, comparisons } = services
  const { l10n } = vscode
  const [first] = results
  if (!first) return
  const written = results.flatMap(({ target }) => target ?? [])
  const [target] = written
  const steps = results.flatMap(({ uri, result }) => stepLines(nameOf(uri), result))
  if (!target) {
    await notify('info', l10n.t('Nothing was found that needs a change.'))
    return
  }
  const one = results.length === 1
  const wasReplaced = results.some((result) => result.backup !== undefined)
  if (one && !wasReplaced) await openInModelEditor(target)
  const actions = [
    {
      title: l10n.t('Reveal in Explorer'),
      run: async () => vscode.commands.executeCommand('revealInExplorer', target),
    },
    ...changeAction(results, steps, reports),
    ...(one ? compareAction(first, comparisons) : []),
    ...(wasReplaced ? [{ title: l10n.t('Undo'), run: () => localTools.undo() }] : []),
  ]
  const answer = await notify('info', summary(results, target), ...actions)
  await answer?.run()
}

/** What a tool did, for the report. */
function stepLines(name: string, { steps = [], levels = [], error, collider }: ToolResult): string[] {
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

function summary(results: readonly ToolOutcome[], target: vscode.Uri): string {
  const { l10n } = vscode
  if (results.length > 1) return l10n.t('{0} models are written, each beside its source.', results.length)
  const { before, after, files = [] } = results[0]?.result ?? {}
  if (before && after && results[0]?.result.collider === undefined)
    return l10n.t(
      '{0} is written: {1} instead of {2} triangles, {3} instead of {4} KB.',
      nameOf(target),
      formatNumber(after.triangles),
      formatNumber(before.triangles),
      formatNumber(Math.ceil(after.bytes / 1024)),
      formatNumber(Math.ceil(before.bytes / 1024)),
    )
  const models = files.filter(({ path }) => isModelPath(path)).length
  return models > 1
    ? l10n.t('{0} files are written into {1}.', models, nameOf(vscode.Uri.joinPath(target, '..')))
    : l10n.t('{0} is written.', nameOf(target))
}
