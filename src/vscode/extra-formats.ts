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
import { isThere, nameOf } from './uris.ts'

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
  await runLocalSteps(uri, [...localSteps(uri), ...(readSteps(job.local ?? []) ?? [])], tools)
}

/** Takes a model through steps on this machine; what comes out lies beside it, and nothing is done where that is there. */
export async function runLocalSteps(
  uri: vscode.Uri,
  steps: readonly LocalStep[],
  tools: Pick<LocalTools, 'run'>,
): Promise<void> {
  const name = nameOf(uri).replace(/\.glb$/i, '')
  const own = `${name}-local`
  const format = formatAfter(steps, 'glb')
  if (steps.length === 0 || (await isThere(vscode.Uri.joinPath(uri, '..', `${own}.${format}`)))) return
  const title = vscode.l10n.t('Local steps on {0}', `${name}.glb`)
  await tools.run([uri], title, () => ({ tool: 'steps', options: { steps }, name: own }))
}
