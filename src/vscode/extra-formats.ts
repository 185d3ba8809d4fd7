// What the local tools create from each delivered GLB, free: other formats (`tripo.formats`), and the result of the project's
// local steps (`tripo.localSteps`) and of those in the request.

import * as vscode from 'vscode'
import type { JobsApi } from '../jobs/index.ts'
import { extensionOf } from '../mesh/formats/names.ts'
import type { LocalStep } from '../mesh/tools/local-step.ts'
import { formatAfter, readSteps } from '../mesh/tools/local-tools.ts'
import { isGone, type JobView, mainFile } from '../protocol/index.ts'
import { isInWorkspace } from './file-access.ts'
import type { LocalTools } from './local-tools.ts'
import { extraFormats, localSteps } from './settings.ts'
import { Cancelled } from './show-problem.ts'
import { notify } from './ui.ts'
import { isThere, nameOf } from './uris.ts'
import { openInModelEditor } from './views/model-editor.ts'
import { together } from './words.ts'

export interface ExtraFormatServices {
  jobs: Pick<JobsApi, 'onDidFinish'>
  tools: Pick<LocalTools, 'run'>
  log: { error(message: string): void }
}

/** Makes the other formats of a result whenever one was delivered in this window. */
export function keepFormats({ jobs, tools, log }: ExtraFormatServices): vscode.Disposable {
  return jobs.onDidFinish((job) => {
    makeFormats(job, tools).catch((error: unknown) => {
      if (!(error instanceof Cancelled)) log.error(`formats of ${job.title}: ${String(error)}`)
    })
  })
}

async function makeFormats(job: JobView, tools: Pick<LocalTools, 'run'>): Promise<void> {
  const { phase, group } = job
  const file = mainFile(job)
  if (phase !== 'delivered' || isGone(job) || !file?.path.toLowerCase().endsWith('.glb')) return
  // Nobody knows yet whether it is kept.
  if (job.variation) return
  // What is only on the way to something is not what the person asked for.
  if (group?.kind === 'chain' && group.index < group.of - 1) return
  const uri = vscode.Uri.parse(file.uri)
  if (!isInWorkspace(uri)) return
  const name = nameOf(uri).replace(/\.glb$/i, '')
  for (const format of extraFormats(uri)) {
    // One that is there is of an earlier delivery, or somebody's own.
    if (await isThere(vscode.Uri.joinPath(uri, '..', `${name}${extensionOf(format)}`))) continue
    const title = vscode.l10n.t('Making {0} of {1}', format.toUpperCase(), `${name}.glb`)
    await tools.run([uri], title, () => ({ tool: 'convert', options: { format }, name }))
  }
  const asked = readSteps(job.local ?? []) ?? []
  const steps = [...localSteps(uri), ...asked]
  // One that is there is of an earlier delivery.
  if (await isThere(vscode.Uri.joinPath(uri, '..', `${name}-local.${formatAfter(steps, 'glb')}`))) return
  await runLocalSteps(uri, steps, tools, asked.length > 0)
}

/**
 * Takes a model through steps on this machine; what comes out lies beside it, under a free name.
 * @param isTold a person has asked for these very steps, and is told what came of them
 */
export async function runLocalSteps(
  uri: vscode.Uri,
  steps: readonly LocalStep[],
  tools: Pick<LocalTools, 'run'>,
  isTold = true,
): Promise<void> {
  if (steps.length === 0) return
  const { l10n } = vscode
  const own = nameOf(uri)
  const name = own.replace(/\.glb$/i, '-local')
  const title = l10n.t('Local steps on {0}', own)
  const { results } = await tools.run([uri], title, () => ({ tool: 'steps', options: { steps }, name }))
  const [outcome] = results
  if (!isTold || !outcome) return
  const { target, result } = outcome
  if (!target) return void notify('info', `${own}: ${l10n.t('Nothing was found that needs a change.')}`)
  const open = { title: l10n.t('Open'), run: () => openInModelEditor(target) }
  const words = together(l10n.t('{0} is written.', nameOf(target)), ...result.warnings)
  void notify('info', words, open).then((answer) => answer?.run())
}
