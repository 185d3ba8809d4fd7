// Where a project's models are or should go: a folder that contains models has priority, then the folder that the bundler serves.
import { isGltfPath } from '../protocol/file-names.ts'
import type { BundlerId, Serving } from './bundler.ts'
import { isBelow, joinPath, nameOf, type ProjectFiles } from './project-files.ts'

/** Folders without sources of a game: what tools made, and what tests need. */
const SKIPPED =
  /^(\..*|node_modules|bower_components|dist|build|out|coverage|target|vendor|tests?|__tests__|fixtures|examples?)$/i
/** Names looked at, and folders below one another. */
const MOST_NAMES = 4000
const DEEPEST = 8

/** Folders of one package that hold models, with how many. */
async function foldersWithModels(files: ProjectFiles, top: string): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  let level = [top]
  let looks = 0
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const next: string[] = []
    for (const folder of level) {
      const entries = await files.list(folder)
      // A package inside is another project.
      if (folder !== top && entries.some(({ name }) => name === 'package.json')) continue
      for (const { name, isFolder } of entries) {
        if (looks++ > MOST_NAMES) return found
        const path = joinPath(folder, name)
        if (path === undefined) continue
        if (!isFolder && isGltfPath(name)) found.set(folder, (found.get(folder) ?? 0) + 1)
        else if (isFolder && !SKIPPED.test(name)) next.push(path)
      }
    }
    level = next
  }
  return found
}

export interface ModelFolder {
  /** Below the workspace folder. */
  folder: string
  /** Models that lie there; 0: it is what is usual. */
  models: number
}

/** Bundlers that take a model among the sources. */
const takesSources = (bundler: BundlerId) => bundler !== 'none' && bundler !== 'angular'

/**
 * The folder for new models.
 * @param top the package's folder
 * @param names what lies in it
 */
export async function modelFolderOf(
  files: ProjectFiles,
  top: string,
  names: readonly string[],
  bundler: BundlerId,
  serving: Serving,
): Promise<ModelFolder> {
  const below = (...parts: string[]) => joinPath(top, ...parts) ?? top
  const served = serving.folder
  const isServed = (folder: string) => served !== undefined && isBelow(served, folder)
  const canLoad = (folder: string) =>
    folder !== top &&
    (served === undefined || isServed(folder) || (takesSources(bundler) && isBelow(below('src'), folder)))
  const found = [...(await foldersWithModels(files, top))].filter(([folder]) => canLoad(folder))
  const [best] = found.sort(
    ([a, most], [b, least]) =>
      Number(isServed(b)) - Number(isServed(a)) || least - most || a.length - b.length || a.localeCompare(b),
  )
  if (best) return { folder: best[0], models: best[1] }
  if (served !== undefined) {
    const entries = await files.list(served)
    const hasOld = entries.some(({ name, isFolder }) => isFolder && name === 'assets')
    const hasModels = entries.some(({ name, isFolder }) => isFolder && name === 'models')
    // Earlier versions put models into `public/assets` wherever there was a `public`, and projects count on it.
    const isOld = hasOld || (entries.length > 0 && nameOf(served) === 'public')
    return { folder: joinPath(served, hasModels || !isOld ? 'models' : 'assets') ?? served, models: 0 }
  }
  if (bundler === 'expo') return { folder: below('assets', 'models'), models: 0 }
  if (bundler !== 'none' && names.includes('src')) return { folder: below('src', 'models'), models: 0 }
  if (bundler !== 'none') return { folder: below('models'), models: 0 }
  return { folder: below(names.includes('models') && !names.includes('assets') ? 'models' : 'assets'), models: 0 }
}
