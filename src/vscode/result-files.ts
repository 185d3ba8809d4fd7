// Actions on a result's files outside the studio: show them, copy their paths, move them to the trash.
import * as vscode from 'vscode'
import { gamePath, readProvenance, sidecarPaths } from '../assets/index.ts'
import { type JobView, mainFile } from '../protocol/index.ts'
import { ask } from './ui.ts'
import { isThere, nameOf } from './uris.ts'

/** Paths of addresses. */
const SLASHES = { separator: '/', join: (...parts: string[]) => parts.join('/') }

/** The explorer shows workspace files; anything else is shown by the system. */
const revealCommand = (uri: vscode.Uri) =>
  vscode.workspace.getWorkspaceFolder(uri) ? 'revealInExplorer' : 'revealFileInOS'

/** Shows the main files of jobs in their folders. */
export async function reveal(jobs: readonly JobView[]): Promise<void> {
  for (const job of jobs) {
    const file = mainFile(job)
    if (!file) continue
    const uri = vscode.Uri.parse(file.uri)
    await vscode.commands.executeCommand(revealCommand(uri), uri)
  }
}

/** Whether a file is of a project of Angular: its own file stands in a folder above, within the workspace folder. */
async function isAngular(address: string): Promise<boolean> {
  const uri = vscode.Uri.parse(address)
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri
  const at = uri.path.lastIndexOf('/src/assets/')
  if (!root || at < root.path.length) return false
  return vscode.workspace.fs.stat(uri.with({ path: `${uri.path.slice(0, at)}/angular.json` })).then(
    () => true,
    () => false,
  )
}

/**
 * Copies paths, a line for each job.
 * @param kind `game`: the path by which a game loads the file; `disk`: the whole path on this machine
 * @returns what to say about it
 */
export async function copyPaths(jobs: readonly JobView[], kind: 'game' | 'disk'): Promise<string> {
  const files = jobs.flatMap((job) => mainFile(job) ?? [])
  const pathOf = async ({ path, uri }: (typeof files)[number]) =>
    kind === 'game' ? gamePath(path, await isAngular(uri)) : vscode.Uri.parse(uri).fsPath
  const paths = await Promise.all(files.map(pathOf))
  await vscode.env.clipboard.writeText(paths.join('\n'))
  const [only = ''] = paths
  return paths.length === 1 ? vscode.l10n.t('Copied {0}', only) : vscode.l10n.t('Copied {0} paths', paths.length)
}

/** The provenance file of a job's files: beside them or in `.tripo`, under the name of one, naming the job's task. */
async function provenanceOf({ files, taskId }: JobView): Promise<vscode.Uri | undefined> {
  if (taskId === undefined) return undefined
  for (const { uri: address } of files) {
    const uri = vscode.Uri.parse(address)
    const root = vscode.workspace.getWorkspaceFolder(uri)?.uri
    for (const path of sidecarPaths(SLASHES, [uri.path], root?.path)) {
      const candidate = uri.with({ path })
      const text = await vscode.workspace.fs.readFile(candidate).then(
        (bytes) => new TextDecoder().decode(bytes),
        () => '',
      )
      if (readProvenance(text)?.taskId === taskId) return candidate
    }
  }
  return undefined
}

/** Not every file system has a trash; without one a person is asked once more. Answers whether the file is gone. */
async function trash(uri: vscode.Uri): Promise<boolean> {
  const { fs } = vscode.workspace
  try {
    await fs.delete(uri, { useTrash: true })
    return true
  } catch {
    if (!(await isThere(uri))) return true
  }
  const { l10n } = vscode
  const forever = l10n.t('Delete Permanently')
  const question = l10n.t('“{0}” cannot be moved to the trash. Delete it permanently?', nameOf(uri))
  const detail = l10n.t('This cannot be undone. The service may still have the result for a while.')
  if ((await ask('warning', question, detail, forever)) !== forever) return false
  await fs.delete(uri)
  return true
}

/** Moves the files of jobs to the trash, after asking once. @returns the jobs whose files are all gone */
export async function deleteFiles(jobs: readonly JobView[]): Promise<readonly JobView[]> {
  const { l10n } = vscode
  const each = await Promise.all(
    jobs.map(async (job) => {
      const provenance = await provenanceOf(job)
      return { job, uris: [...job.files.map(({ uri }) => vscode.Uri.parse(uri)), ...(provenance ? [provenance] : [])] }
    }),
  )
  const names = each.flatMap(({ uris }) => uris.map(nameOf))
  const [first = ''] = names
  const question =
    jobs.length === 1 ? l10n.t('Delete “{0}”?', first) : l10n.t('Delete the files of {0} tasks?', jobs.length)
  const detail = l10n.t('Moved to the trash: {0}. The credits stay spent.', names.join(', '))
  const go = l10n.t('Move to Trash')
  if ((await ask('warning', question, detail, go)) !== go) return []
  const gone: JobView[] = []
  for (const { job, uris } of each) {
    const done: boolean[] = []
    for (const uri of uris) done.push(await trash(uri))
    if (done.every(Boolean)) gone.push(job)
  }
  return gone
}
