// Where the JSON of a delivery is: beside its model, or in `.tripo` at the workspace's root in the same folder structure, so that
// prompts do not ship with the game. It is found in both places regardless of the current setting, and moved with its model.

import { isTaken } from '../text/system-errors.ts'
import type { AssetFiles } from './files.ts'
import { isInside } from './folder.ts'
import { isServed } from './game-path.ts'
import { type Provenance, provenanceText, readProvenance } from './provenance.ts'

/** Ending of the JSON of a model. */
export const SIDECAR = 'tripo.json'
/** The folder of JSONs at the workspace's root. */
export const SIDECAR_FOLDER = '.tripo'
/** The values of `tripo.provenanceFolder`. */
export const SIDECAR_PLACES = ['auto', 'beside', '.tripo'] as const
export type SidecarPlace = (typeof SIDECAR_PLACES)[number]
/** Bytes of the largest JSON that is looked into. */
export const MOST_JSON = 1_000_000

type Paths = Pick<AssetFiles, 'separator' | 'join'>

const partsOf = (files: Paths, path: string) => path.split(files.separator).filter((part) => part !== '')
export const folderOf = (files: Paths, path: string): string =>
  path.slice(0, Math.max(0, path.lastIndexOf(files.separator)))
const nameIn = (path: string) => /[^/\\]*$/.exec(path)?.[0] ?? path

/** `chair.tripo.json` of `chair.glb`; `robot.usdz.tripo.json` of `robot.usdz`, which may stand beside a GLB of its name. */
export const sidecarName = (main: string): string => `${main.replace(/\.glb$/i, '')}.${SIDECAR}`

/** The path from a folder to a file, both absolute and in one workspace, with slashes. */
export function relativePath(files: Paths, folder: string, path: string): string {
  const from = partsOf(files, folder)
  const to = partsOf(files, path)
  let same = 0
  while (same < from.length && from[same] === to[same]) same++
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/')
}

/** The file that a JSON's path names, as an absolute path; undefined when it leads above the disk's root. */
export function resolvePath(files: Paths, folder: string, path: string): string | undefined {
  let at = folder
  for (const part of path.split(/[/\\]/)) {
    if (part === '' || part === '.') continue
    if (part === '..' && at === '') return undefined
    at = part === '..' ? folderOf(files, at) : files.join(at, part)
  }
  return at
}

/** The folder in `.tripo` for the JSONs of a folder of the workspace. Absolute paths. */
export const mirrorOf = (files: Paths, workspace: string, folder: string): string =>
  files.join(workspace, SIDECAR_FOLDER, ...partsOf(files, folder.slice(workspace.length)))

/**
 * Where the JSONs of a folder go; undefined: beside its models.
 * @param workspace absolute path; without one there is no root to keep them at
 */
export function sidecarFolder(
  files: Paths & Pick<AssetFiles, 'separator'>,
  place: SidecarPlace,
  workspace: string | undefined,
  folder: string,
): string | undefined {
  if (workspace === undefined || place === 'beside' || !isInside(files, workspace, folder)) return undefined
  const below = partsOf(files, folder.slice(workspace.length))
  return place === '.tripo' || isServed(below) ? mirrorOf(files, workspace, folder) : undefined
}

/** Whose JSON is wanted. */
export interface Delivery {
  taskId: string
  delivery?: string
}

/** Every place where the JSON of files may be. @param paths absolute, the main file's first */
export function sidecarPaths(files: Paths, paths: readonly string[], workspace: string | undefined): string[] {
  const places = paths.flatMap((path) => {
    const folder = folderOf(files, path)
    const mirror =
      workspace !== undefined && isInside(files, workspace, path) ? [mirrorOf(files, workspace, folder)] : []
    const name = nameIn(path)
    // Those of earlier versions have no ending.
    const names = [sidecarName(name), `${name.replace(/\.[^.]+$/, '')}.${SIDECAR}`]
    return [folder, ...mirror].flatMap((at) => names.map((own) => files.join(at, own)))
  })
  return [...new Set(places)]
}

/** What is needed of the disk to look at JSONs. */
export type SidecarReading = Paths & Pick<AssetFiles, 'identify' | 'readText'>

/** The JSON at a path; undefined when it is none, cannot be read, or is another task's than `taskId` where that is given. */
export async function provenanceAt(
  files: Pick<AssetFiles, 'identify' | 'readText'>,
  path: string,
  taskId?: string,
): Promise<Provenance | undefined> {
  try {
    const size = (await files.identify(path))?.bytes
    if (size === undefined || size > MOST_JSON) return undefined
    return readProvenance(await files.readText(path), taskId)
  } catch {
    // A folder, or something that this person may not read.
    return undefined
  }
}

/** The JSON of a delivery among these paths. Failures of the disk count as none. */
export async function findSidecar(
  files: Pick<AssetFiles, 'identify' | 'readText'>,
  { taskId, delivery }: Delivery,
  paths: readonly string[],
): Promise<{ path: string; provenance: Provenance } | undefined> {
  for (const path of paths) {
    const provenance = await provenanceAt(files, path, taskId)
    if (provenance && provenance.delivery === delivery) return { path, provenance }
  }
  return undefined
}

/**
 * Moves the JSON of a delivery after its files, whose paths it then names: beside them where it was beside them, below
 * `.tripo` where it was there. One that another file stands in the way of stays where it is.
 * @param moved absolute paths by the path before
 * @param paths the delivery's files as they were, the main one first
 */
export async function moveSidecar(
  files: AssetFiles,
  delivery: Delivery,
  paths: readonly string[],
  moved: ReadonlyMap<string, string>,
  workspace: string | undefined,
): Promise<void> {
  const now = paths.map((path) => moved.get(path) ?? path)
  const [main] = now
  // The editor may have moved it together with its model.
  const candidates = [...sidecarPaths(files, paths, workspace), ...sidecarPaths(files, now, workspace)]
  const found = await findSidecar(files, delivery, candidates)
  if (!found || main === undefined) return
  const folder = folderOf(files, main)
  const mirrors = workspace === undefined ? '' : files.join(workspace, SIDECAR_FOLDER)
  const isMirrored =
    workspace !== undefined && isInside(files, mirrors, found.path) && isInside(files, workspace, folder)
  const place = isMirrored ? mirrorOf(files, workspace, folder) : folder
  const wanted = files.join(place, sidecarName(nameIn(main)))
  const isFree = wanted === found.path || (await files.kindOf(wanted)) === undefined
  const path = isFree ? wanted : found.path
  const own = now.map((file) => relativePath(files, folderOf(files, path), file))
  const named = found.provenance.files.map((file, index) => ({ ...file, path: own[index] ?? file.path }))
  const text = provenanceText({ ...found.provenance, files: named })
  if (path !== found.path) {
    await files.createFolder(place)
    const isOurs = await files.create(path, text).then(
      () => true,
      (error: unknown) => {
        if (!isTaken(error)) throw error
        return false
      },
    )
    if (isOurs) await files.remove(found.path)
  } else if (text !== provenanceText(found.provenance)) await files.replace(path, text)
}

/**
 * The same for a model that no job of this machine has, such as one that a teammate made: its JSON is known by the file that
 * it names.
 * @param from absolute path before, `to` now
 * @returns whether there is such a JSON
 */
export async function moveSidecarOf(
  files: AssetFiles,
  from: string,
  to: string,
  workspace: string | undefined,
): Promise<boolean> {
  const candidates = [...sidecarPaths(files, [from], workspace), ...sidecarPaths(files, [to], workspace)]
  for (const path of candidates) {
    const provenance = await provenanceAt(files, path)
    const named = (provenance?.files ?? []).map((file) => resolvePath(files, folderOf(files, path), file.path) ?? '')
    if (!provenance || (named[0] !== from && named[0] !== to)) continue
    const { taskId, delivery } = provenance
    const told = { taskId, ...(delivery === undefined ? {} : { delivery }) }
    await moveSidecar(files, told, named, new Map([[from, to]]), workspace)
    return true
  }
  return false
}
