// The commands of the assets file: build what is missing or changed after confirmation of the total, fetch what was paid before,
// add a result. Everything that spends goes through Generation, with its checks and limits.

import * as vscode from 'vscode'
import { addModel, emptyFile } from '../../assets-file/edit.ts'
import { LockError } from '../../assets-file/lock.ts'
import { isPaid, type PlanRow, totalOf } from '../../assets-file/plan.ts'
import type { ProjectPlan } from '../../assets-file/project.ts'
import { ASSETS_FILE } from '../../assets-file/schema.ts'
import type { JobsApi } from '../../jobs/index.ts'
import type { JobView } from '../../protocol/index.ts'
import { phrase } from '../../text/index.ts'
import { invalid } from '../../tripo/failures.ts'
import type { AccountService } from '../account.ts'
import type { AssetsFiles, AssetsFolder } from '../assets-file.ts'
import { costWords } from '../cost.ts'
import type { Destinations } from '../destination.ts'
import type { Generation } from '../generate.ts'
import { COMMANDS } from '../names.ts'
import { Cancelled } from '../show-problem.ts'
import { ask, notify, pick } from '../ui.ts'
import { formatCredits, said, together } from '../words.ts'
import { shownPath, type TargetFolder } from '../workspace.ts'

export interface AssetsFileCommandServices {
  account: Pick<AccountService, 'choose' | 'state'>
  generation: Pick<Generation, 'startAll'>
  jobs: Pick<JobsApi, 'resumeGroup' | 'addTask'> & { history: Pick<JobsApi['history'], 'search' | 'deliverAgain'> }
  destinations: Pick<Destinations, 'of' | 'target'>
  assetsFiles: Pick<AssetsFiles, 'at' | 'find' | 'plan' | 'settle' | 'buildLocal'>
}

/** Models that a question names; of the others only the number is told. */
const MOST_NAMED = 12

function needTrust(): void {
  if (vscode.workspace.isTrusted) return
  throw invalid(
    'assets.untrusted',
    'This workspace is not trusted: its assets file is read, but nothing is built, fetched or paid for.',
    'Trust the workspace if you know its author, then build again.',
  )
}

/** The assets file that is meant: the one given, the one in front, the only one, or one that the person picks. */
async function fileFor(services: Pick<AssetsFileCommandServices, 'assetsFiles'>, given: unknown): Promise<vscode.Uri> {
  const { l10n } = vscode
  if (given instanceof vscode.Uri) return given
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input
  const front = input instanceof vscode.TabInputText ? input.uri : undefined
  if (front?.path.endsWith(`/${ASSETS_FILE}`)) return front
  const found = await services.assetsFiles.find()
  const [only] = found
  if (only && found.length === 1) return only
  if (found.length > 1) {
    const rows = found.map((uri) => ({ icon: 'json', label: shownPath(uri), uri }))
    const picked = await pick(rows, { title: l10n.t('Which assets file?') })
    if (!picked) throw new Cancelled()
    return picked.uri
  }
  const create = l10n.t('Create It')
  const root = vscode.workspace.workspaceFolders?.[0]?.uri
  if (!root) throw invalid('assets.none', 'No folder is open.', 'Open the folder of your game first.')
  const question = l10n.t('There is no {0} in this workspace.', ASSETS_FILE)
  const detail = l10n.t('It lists the models of the game, so that they can be built again, by everybody of the team.')
  if ((await ask('info', question, detail, create)) !== create) throw new Cancelled()
  const uri = vscode.Uri.joinPath(root, ASSETS_FILE)
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(emptyFile()))
  await vscode.commands.executeCommand('vscode.open', uri)
  return uri
}

/** The plan; a lock that cannot be read stops everything, since it may say what was paid. */
async function planOf({ assetsFiles }: AssetsFileCommandServices, uri: vscode.Uri): Promise<ProjectPlan> {
  const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString())
  if (document?.isDirty) await document.save()
  try {
    return await assetsFiles.plan(uri)
  } catch (error) {
    if (!(error instanceof LockError)) throw error
    throw invalid(
      'assets.lock',
      error.kind === 'newer'
        ? 'The lock of the assets file was written by a newer Tripo Studio.'
        : 'The lock of the assets file is damaged. It says what was paid for already, so nothing is built without it.',
      'Take the last good tripo.assets.lock.json from version control. Nothing was sent or charged.',
    )
  }
}

function refuseMistakes({ findings }: ProjectPlan): void {
  const wrong = findings.filter(({ severity }) => severity === 'error')
  const [first] = wrong
  if (!first) return
  throw invalid(
    'assets.wrong',
    phrase(
      'The assets file has {0} mistakes: {1}',
      wrong.length,
      typeof first.message === 'string' ? phrase(first.message) : first.message,
    ),
    'Correct what is underlined in it, then build again. Nothing was sent or charged.',
  )
}

/** A line of the question for a model. */
function lineOf({ model: { name }, state, credits }: PlanRow): string {
  const { l10n } = vscode
  if (state === 'resume') return l10n.t('{0}: the steps that are left, {1}', name, formatCredits(credits))
  if (credits > 0) return l10n.t('{0}: {1}', name, formatCredits(credits))
  if (state === 'fetch') return l10n.t('{0}: fetched, free', name)
  return l10n.t('{0}: on this machine, free', name)
}

/**
 * Builds the models of an assets file, or one of them, after one yes to the total.
 * @returns the ids of the jobs that were started
 */
async function build(services: AssetsFileCommandServices, given: unknown, only: unknown): Promise<readonly string[]> {
  const { l10n } = vscode
  const { account, assetsFiles, generation, jobs } = services
  needTrust()
  const uri = await fileFor(services, given)
  if (!(await account.choose())) return []
  await assetsFiles.settle(uri)
  const plan = await planOf(services, uri)
  refuseMistakes(plan)
  const rows = plan.rows.filter(({ model }) => only === undefined || model.name === only)
  const folder = assetsFiles.at(uri)
  const paid = rows.filter(isPaid)
  const local = rows.filter(({ state }) => state === 'local')
  const fetched = rows.filter((row) => row.state === 'fetch' || isElsewhere(row))
  if (paid.length + local.length + fetched.length === 0) {
    await showNothingToDo(rows)
    return []
  }
  const total = totalOf(paid)
  if (paid.length > 0) {
    const { cost, left } = costWords(account.state, total)
    const lines = [...paid, ...local, ...fetched].map(lineOf)
    const more = lines.length - MOST_NAMED
    const named = more > 0 ? [...lines.slice(0, MOST_NAMED), l10n.t('{0} more', more)] : lines
    const yes = l10n.t('Build for {0}', formatCredits(total))
    const question =
      paid.length === 1
        ? l10n.t('Build 1 model for {0}?', cost)
        : l10n.t('Build {0} models for {1}?', paid.length, cost)
    if ((await ask('info', question, [...named, left].filter(Boolean).join('\n'), yes)) !== yes) throw new Cancelled()
  }
  await assetsFiles.buildLocal(folder, local)
  await fetchAll(services, folder, uri, fetched)
  for (const { job } of paid) if (job !== undefined) await jobs.resumeGroup(job)
  const requests = paid
    .filter(({ job }) => job === undefined)
    .map((row) => folder.project.requestOf(row, (path) => vscode.Uri.joinPath(folder.root, path).toString()))
  return requests.length > 0 ? generation.startAll(requests, uri) : []
}

/** Whether somebody else has had it made: all its tasks are known, and none of them is a job here. */
const isElsewhere = ({ state, known, model }: PlanRow) =>
  state === 'underway' && known !== undefined && known.tasks.length >= model.chain.length

/** Nothing is to be done: said, with what is on its way or was changed by hand. */
async function showNothingToDo(rows: readonly PlanRow[]): Promise<void> {
  const { l10n } = vscode
  const underway = rows.filter(({ state }) => state === 'underway').length
  const edited = rows.filter(({ state }) => state === 'edited').length
  const text =
    underway > 0
      ? l10n.t('{0} models are on their way already; nothing else is to be built.', underway)
      : edited > 0
        ? l10n.t('All models are built. {0} were changed since and stay as they are.', edited)
        : l10n.t('All models are up to date. Nothing was sent or charged.')
  await notify('info', text)
}

/** Fetches the result of a task of this account, whoever asked for it: once more where a job has it. */
async function fetchTask(
  { jobs, destinations }: Pick<AssetsFileCommandServices, 'jobs' | 'destinations'>,
  taskId: string,
  folder: TargetFolder,
): Promise<void> {
  const known = (await jobs.history.search()).find((job) => job.taskId === taskId && job.phase === 'delivered')
  if (known) await jobs.history.deliverAgain(known.id, await destinations.target(folder))
  else await jobs.addTask(taskId, await destinations.of(folder))
}

async function fetchAll(
  services: Pick<AssetsFileCommandServices, 'jobs' | 'destinations'>,
  folder: AssetsFolder,
  uri: vscode.Uri,
  rows: readonly PlanRow[],
): Promise<string[]> {
  const failed: string[] = []
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? folder.root
  for (const { model, known } of rows) {
    const task = known?.tasks.at(-1)
    if (!task) continue
    try {
      await fetchTask(services, task.taskId, { root, isPicked: false, folder: folder.results })
    } catch {
      failed.push(model.name)
    }
  }
  return failed
}

/** Fetches what was paid and is not here, does the free steps, and says what would have to be paid. */
async function restore(services: AssetsFileCommandServices, given: unknown): Promise<void> {
  const { l10n } = vscode
  const { account, assetsFiles } = services
  needTrust()
  const uri = await fileFor(services, given)
  if (!(await account.choose())) return
  await assetsFiles.settle(uri)
  const plan = await planOf(services, uri)
  refuseMistakes(plan)
  const folder = assetsFiles.at(uri)
  await assetsFiles.buildLocal(
    folder,
    plan.rows.filter(({ state }) => state === 'local'),
  )
  const wanted = plan.rows.filter((row) => row.state === 'fetch' || isElsewhere(row))
  const failed = await fetchAll(services, folder, uri, wanted)
  const paid = plan.rows.filter(isPaid)
  const words = [
    wanted.length > failed.length && l10n.t('{0} models are being fetched, free.', wanted.length - failed.length),
    failed.length > 0 && l10n.t('The service has no more, or not for this account: {0}.', failed.join(', ')),
    paid.length > 0 &&
      l10n.t('{0} models were never built; they would cost {1}.', paid.length, formatCredits(totalOf(paid))),
  ].filter((text) => text !== false)
  if (words.length === 0) return showNothingToDo(plan.rows)
  const buildNow = { title: l10n.t('Build Assets') }
  const answer = await notify(
    failed.length > 0 ? 'warning' : 'info',
    together(...words),
    ...(paid.length > 0 ? [buildNow] : []),
  )
  if (answer === buildNow) await build(services, uri, undefined)
}

/** Puts the request of a result into the assets file, with its steps. Nothing is built; the editor shows the file. */
export async function addToAssetsFile(
  services: Pick<AssetsFileCommandServices, 'assetsFiles'>,
  job: JobView,
  all: readonly JobView[],
): Promise<void> {
  const { group } = job
  // A step is asked for together with those before it.
  const before = all.filter((one) => one.group?.id === group?.id && (one.group?.index ?? 0) <= (group?.index ?? 0))
  const isChain = group?.kind === 'chain'
  const jobs = isChain ? before.sort((a, b) => (a.group?.index ?? 0) - (b.group?.index ?? 0)) : [job]
  const uri = await fileFor(services, undefined)
  const document = await vscode.workspace.openTextDocument(uri)
  const root = `${vscode.Uri.joinPath(uri, '..').path}/`
  const text = addModel(document.getText(), jobs, (address) => {
    const { path } = vscode.Uri.parse(address)
    return path.startsWith(root) ? path.slice(root.length) : undefined
  })
  if (!('text' in text))
    throw invalid('assets.add', said(text.problem), 'Correct the assets file, or write the model into it yourself.')
  const edit = new vscode.WorkspaceEdit()
  edit.replace(uri, new vscode.Range(0, 0, document.lineCount, 0), text.text)
  await vscode.workspace.applyEdit(edit)
  await vscode.commands.executeCommand('vscode.open', uri)
}

/** The commands of this file by name. */
export const assetsFileCommands = (services: AssetsFileCommandServices) => ({
  [COMMANDS.buildAssets]: (uri?: unknown, only?: unknown) =>
    build(services, uri, typeof only === 'string' ? only : undefined),
  [COMMANDS.restoreAssets]: (uri?: unknown) => restore(services, uri),
})
