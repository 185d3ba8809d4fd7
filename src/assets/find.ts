// Finds a delivered file after it was renamed or moved: by its bytes, or, if it was edited, by the JSON beside it.
import { codeOf } from '../text/problem-codes.ts'
import type { AssetFiles } from './files.ts'
import { isInside } from './folder.ts'
import { readProvenance } from './provenance.ts'
import { folderOf, MOST_JSON, resolvePath, SIDECAR } from './sidecar.ts'

/** A file that was put somewhere, as its job knows it. */
export interface Wanted {
  /** Absolute path at which it was last. */
  path: string
  bytes: number
  /** Lower-case hex. */
  sha256: string
}

export interface Search {
  wanted: Wanted
  /** The task that made it, and which delivery of its result: a JSON that names both names its files. */
  origin?: { taskId: string; delivery?: string; kind: string }
  /** Folders that are looked through with all below them. */
  folders: readonly string[]
  /** Absolute path of the workspace: a JSON may name files elsewhere in it, and nowhere else. */
  root?: string
  /** Further files that may be it, by absolute path. */
  others?: readonly string[]
  /** Files that are known to be something else's. */
  taken?: ReadonlySet<string>
}

/** Folders and files that one search looks at, so that a disk that is looked through by mistake costs little. */
const MOST_LOOKS = 5000
const DEEPEST = 12
const SKIPPED = /^(\.|node_modules$)/

const endingOf = (path: string) => /\.[^./\\]+$/.exec(path)?.[0].toLowerCase() ?? ''
const nothingThere = (error: unknown) => {
  const code = codeOf(error)
  if (code === undefined) throw error
  return undefined
}

/** Whether a file is at a path; one that cannot be looked at is taken to be there. */
export async function isThere(files: Pick<AssetFiles, 'kindOf'>, path: string): Promise<boolean> {
  return files.kindOf(path).then(
    (kind) => kind === 'file',
    () => true,
  )
}

/** All files below the folders, nearest first, each once. */
async function filesBelow(files: AssetFiles, folders: readonly string[]): Promise<string[]> {
  const found: string[] = []
  const seen = new Set<string>()
  let level = [...new Set(folders)]
  let looks = 0
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const next: string[] = []
    for (const folder of level) {
      if (seen.has(folder)) continue
      seen.add(folder)
      for (const name of (await files.names(folder).catch(nothingThere)) ?? []) {
        if (SKIPPED.test(name)) continue
        if (looks++ >= MOST_LOOKS) return found
        const path = files.join(folder, name)
        const kind = await files.kindOf(path).catch(nothingThere)
        if (kind === 'file') found.push(path)
        // A link may lead anywhere, round in circles too.
        else if (kind === 'folder' && !(await files.isLink(path).catch(() => true))) next.push(path)
      }
    }
    level = next
  }
  return found
}

/**
 * Finds a file that is not where it was: one with the same bytes, or the one that the JSON of its delivery names.
 * Looks only; @returns its absolute path, undefined when it is gone
 */
export async function findFile(files: AssetFiles, search: Search): Promise<string | undefined> {
  const { wanted, origin, root, others = [], taken = new Set() } = search
  const ending = endingOf(wanted.path)
  const paths = [...new Set([...(await filesBelow(files, search.folders)), ...others])]
  for (const path of paths) {
    if (path === wanted.path || taken.has(path) || endingOf(path) !== ending) continue
    const size = (await files.identify(path).catch(nothingThere))?.bytes
    if (size !== wanted.bytes) continue
    if ((await files.hash(path).catch(nothingThere))?.sha256 === wanted.sha256) return path
  }
  if (!origin) return undefined
  for (const json of paths.filter((path) => path.toLowerCase().endsWith(`.${SIDECAR}`))) {
    const size = (await files.identify(json).catch(nothingThere))?.bytes
    if (size === undefined || size > MOST_JSON) continue
    const found = readProvenance((await files.readText(json).catch(nothingThere)) ?? '')
    if (found?.taskId !== origin.taskId || found.delivery !== origin.delivery) continue
    const named = found.files.find(({ kind }) => kind === origin.kind)
    if (!named) continue
    const folder = folderOf(files, json)
    const path = resolvePath(files, folder, named.path)
    if (path === undefined || endingOf(path) !== ending) continue
    if (/[/\\]/.test(named.path) && (root === undefined || !isInside(files, root, path))) continue
    if (path !== wanted.path && !taken.has(path) && (await isThere(files, path))) return path
  }
  return undefined
}
