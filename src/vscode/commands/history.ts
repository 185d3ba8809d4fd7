// The commands on what was done: searching it, bringing a result again, and what it cost.
import * as vscode from 'vscode'
import { historyActionsFor, type JobView, jobAction } from '../../protocol/index.ts'
import { findCapability } from '../../tripo/catalogue/index.ts'
import { capabilityOfType } from '../../tripo/source-task.ts'
import type { UsageRow } from '../../tripo/task.ts'
import type { AccountService } from '../account.ts'
import type { JobHost } from '../job-host.ts'
import { COMMANDS } from '../names.ts'
import { pick, type Row, tellBriefly } from '../ui.ts'
import { phaseIcon, phaseWords } from '../views/phases.ts'
import { formatCredits, formatTasks } from '../words.ts'
import type { Actor } from './tasks.ts'

const titleOf = (id: string) => findCapability(id)?.title ?? id

/** A row of the list; VS Code filters by label, description and detail. */
function rowOf(job: JobView) {
  const { l10n } = vscode
  const when = new Date(job.startedAt).toLocaleString(vscode.env.language, { dateStyle: 'medium', timeStyle: 'short' })
  const credits = job.service === 'sandbox' ? l10n.t('sandbox') : formatCredits(job.credits ?? job.estimate)
  const files = job.files.map((file) => file.path).join(', ')
  return {
    label: job.title,
    iconPath: phaseIcon(job.phase),
    description: [titleOf(job.capability), credits, when].join(' · '),
    detail: [phaseWords(job), files, job.taskId && l10n.t('task {0}', job.taskId)].filter(Boolean).join(' · '),
    job,
  }
}

/** What the commands here work with. */
export interface HistoryServices {
  host: JobHost
  account: AccountService
  act: Actor
}

/** Everything ever done, searchable by prompt, file, capability, credits, time and id. */
async function search(services: HistoryServices): Promise<void> {
  const { l10n } = vscode
  const { host, act } = services
  const rows = host.history().then((jobs) => jobs.map(rowOf))
  const picked = await pick(rows, {
    title: l10n.t('Tripo history'),
    placeHolder: l10n.t('Search by prompt, file, capability, credits, date or task id'),
    matchOnDescription: true,
    matchOnDetail: true,
  })
  if (!picked) return
  const { job } = picked
  const offered = historyActionsFor(job, host.get(job.id))
  const { taskId } = job
  const copy = (label: string, text: string) => ({
    icon: 'copy',
    label,
    act: async () => vscode.env.clipboard.writeText(text),
  })
  const actions = [
    ...offered.map((action) => {
      const { title, tooltip, icon } = jobAction(action)
      return {
        icon,
        label: l10n.t(title),
        description: tooltip && l10n.t(tooltip),
        act: async () => {
          const words = await act(job.id, action)
          if (words) tellBriefly(words)
        },
      }
    }),
    copy(l10n.t('Copy Prompt'), job.title),
    ...(taskId ? [copy(l10n.t('Copy Task Id'), taskId)] : []),
  ]
  const chosen = await pick(actions, { title: job.title })
  await chosen?.act()
}

/** The service's rows by capability, dearest first; a type that is not known here stands for itself. */
function linesOf(rows: readonly UsageRow[]) {
  const lines = new Map<string, { capability: string; credits: number; count: number }>()
  for (const { type, credits } of rows) {
    const capability = capabilityOfType(type)?.id ?? type
    const line = lines.get(capability) ?? { capability, credits: 0, count: 0 }
    lines.set(capability, { capability, credits: line.credits + credits, count: line.count + 1 })
  }
  return [...lines.values()].sort((a, b) => b.credits - a.credits || b.count - a.count)
}

/** What was spent, by the local history and by the service's own rows where it has them. */
async function usage({ host, account }: HistoryServices): Promise<void> {
  const { l10n } = vscode
  const lines = await host.usage()
  const own = await account.serviceUsage()
  const theirs = own && linesOf(own)
  const separator = (label: string) => ({ label, kind: vscode.QuickPickItemKind.Separator })
  const rows = lines.map((line) => ({
    label: titleOf(line.capability),
    description: l10n.t(
      '{0} in {1} this month',
      formatCredits(line.creditsThisMonth),
      formatTasks(line.countThisMonth),
    ),
    detail: l10n.t('{0} in {1} in all', formatCredits(line.credits), formatTasks(line.count)),
  }))
  const total = lines.reduce((sum, line) => sum + line.creditsThisMonth, 0)
  const items: Row[] = [
    separator(l10n.t('From this machine’s history: {0} this month', formatCredits(total))),
    ...(rows.length > 0 ? rows : [{ label: l10n.t('Nothing yet') }]),
    separator(
      theirs
        ? l10n.t('From the service: {0} this month', formatCredits(theirs.reduce((sum, line) => sum + line.credits, 0)))
        : l10n.t('From the service'),
    ),
    ...(theirs ?? []).map(({ capability, credits, count }) => ({
      label: titleOf(capability),
      description: l10n.t('{0} in {1} this month', formatCredits(credits), formatTasks(count)),
    })),
  ]
  if (!theirs) items.push({ label: l10n.t('The service offers no usage list here') })
  else if (theirs.length === 0) items.push({ label: l10n.t('Nothing yet') })
  await pick(items, { title: l10n.t('Tripo usage') })
}

/** The commands of this file by name. */
export const historyCommands = (services: HistoryServices) => ({
  [COMMANDS.searchHistory]: () => search(services),
  [COMMANDS.showUsage]: () => usage(services),
})
