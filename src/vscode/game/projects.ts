// The project that a file belongs to, and the models of the workspace, for the features in code. Results are cached for a moment,
// because typing requests them often.
import * as vscode from 'vscode'
import { type AssetFiles, AUTO_FOLDER, assetsFolder } from '../../assets/index.ts'
import { type Lock, RESULTS_FOLDER, readLock } from '../../assets-file/lock.ts'
import { LOCK_FILE } from '../../assets-file/schema.ts'
import { factsOf, type ModelFacts } from '../../engines/code/facts.ts'
import { type Measures, measure } from '../../engines/code/measure.ts'
import {
  describeProject,
  type EngineId,
  findProject,
  folderOf,
  type Project,
  type ProjectFiles,
} from '../../engines/index.ts'
import { readGltfHead } from '../../platform/gltf-json.ts'
import { projectFiles } from '../../platform/project-files.ts'
import { openProject } from '../../platform/project-store.ts'
import { assetsFolderSetting, engineSetting } from '../settings.ts'

/** A file with its project. */
export interface InProject {
  root: vscode.Uri
  /** Below the root, with slashes. */
  path: string
  project: Project
}

export interface FoundModel extends ModelFacts, Measures {
  bytes: number
}

/** Milliseconds that an answer is kept. */
const KEPT = 1500

const below = (root: vscode.Uri, uri: vscode.Uri) => uri.path.slice(root.path.length).replace(/^\/+/, '')

/** The workspace folder of a file of this machine's disks. */
export function rootOf(uri: vscode.Uri): vscode.Uri | undefined {
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri
  return root?.scheme === 'file' ? root : undefined
}

export const filesOfRoot = (root: vscode.Uri): ProjectFiles => projectFiles(root.fsPath)

const named = (root: vscode.Uri): { engine?: EngineId } => {
  const engine = engineSetting(root)
  return engine === 'auto' ? {} : { engine }
}

const kept = new Map<string, { at: number; answer: Promise<Project> }>()

function keptAnswer(key: string, ask: () => Promise<Project>): Promise<Project> {
  const known = kept.get(key)
  if (known && Date.now() - known.at < KEPT) return known.answer
  const answer = ask()
  if (kept.size > 50) kept.clear()
  kept.set(key, { at: Date.now(), answer })
  return answer
}

/** The project of a file that is open or on disk; undefined outside the workspace. */
export async function projectOf(uri: vscode.Uri): Promise<InProject | undefined> {
  const root = rootOf(uri)
  if (!root) return undefined
  const path = below(root, uri)
  const { engine } = named(root)
  const key = [root.path, folderOf(path), engine].join('\n')
  const project = await keptAnswer(key, () => describeProject(filesOfRoot(root), path, { engine }))
  return { root, path, project }
}

/** The project of a workspace folder: of the file in front where it lies in it, else the only one that has an engine. */
export function projectOfRoot(root: vscode.Uri): Promise<Project> {
  const front = vscode.window.activeTextEditor?.document.uri
  const isHere = front && rootOf(front)?.path === root.path
  return findProject(filesOfRoot(root), isHere ? below(root, front) : '', named(root))
}

/**
 * The folder for results as an absolute path: what `tripo.assetsFolder` says, or with `auto` where the project's models lie.
 * @throws AssetsError when it leads out of the workspace
 */
export async function folderForResults(files: AssetFiles, root: vscode.Uri): Promise<string> {
  const setting = assetsFolderSetting(root).trim()
  if (setting !== '' && setting !== AUTO_FOLDER) return assetsFolder(files, root.fsPath, setting)
  return assetsFolder(files, root.fsPath, (await projectOfRoot(root)).modelFolder)
}

/** What a model of the workspace is; undefined for what is no glTF. @param path below the root */
export async function modelAt(root: vscode.Uri, path: string): Promise<FoundModel | undefined> {
  const head = await readGltfHead(vscode.Uri.joinPath(root, path).fsPath)
  if (!head) return undefined
  const beside = await filesOfRoot(root).list(folderOf(path))
  const names = beside.map(({ name }) => name)
  return { ...factsOf(path, head.json, names), ...measure(head.json), bytes: head.bytes }
}

/** The folder, with slashes, that assets files keep delivered models in. */
const RESULTS = `/${RESULTS_FOLDER}/`

/** Locks of assets files by the folder they lie in, each read once. */
export type Locks = Map<string, Promise<Lock>>

/**
 * Of a delivered model that an assets file has finished, the finished file; of any other, itself.
 * @param locks those of earlier calls about the same moment
 */
export async function finishedOf(uri: vscode.Uri, locks: Locks = new Map()): Promise<vscode.Uri> {
  const at = uri.path.lastIndexOf(RESULTS)
  const root = rootOf(uri)
  if (at < 0 || !root || at < root.path.length) return uri
  const project = uri.with({ path: uri.path.slice(0, at), scheme: root.scheme })
  try {
    const reading = locks.get(project.path) ?? openProject(project.fsPath).readText(LOCK_FILE).then(readLock)
    locks.set(project.path, reading)
    const source = uri.path.slice(at + 1)
    const found = Object.values((await reading).models).find(({ made }) => made?.source.path === source)
    return found?.made ? vscode.Uri.joinPath(project, found.made.file.path) : uri
  } catch {
    // A damaged lock is told where the assets file is built.
    return uri
  }
}

/** The models of a workspace folder, below it. */
export async function modelsOf(root: vscode.Uri, most = 2000): Promise<string[]> {
  const pattern = new vscode.RelativePattern(root, '**/*.{glb,gltf,GLB,GLTF}')
  const found = await vscode.workspace.findFiles(pattern, '**/{node_modules,dist,build,out,.*}/**', most)
  return found.map((uri) => below(root, uri)).sort()
}
