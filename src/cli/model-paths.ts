// Which models a command line refers to: files, folders with everything below them, and globs that the shell has not expanded.
import { relative, resolve, sep } from 'node:path'
import { isModelPath, MODEL_ENDINGS } from '../mesh/formats/names.ts'
import { globPattern } from '../mesh/tools/budgets.ts'
import { filesBelow, kindAt } from '../platform/find-files.ts'
import { UsageError } from './options.ts'

const GLOB = /[*?{]/

/** A path as messages, globs of budgets and JSON have it: from the folder of the command, with `/`. */
export const shownPath = (cwd: string, path: string): string => relative(cwd, path).split(sep).join('/')

/**
 * Absolute paths of the models, each once, in the order they are named.
 * @throws UsageError for a path or glob that leads to no model
 */
export async function modelPaths(cwd: string, patterns: readonly string[]): Promise<string[]> {
  if (patterns.length === 0) throw new UsageError('usage.files', 'Name one or more model files, folders or globs.')
  const found = new Set<string>()
  for (const pattern of patterns) {
    const own = await pathsOf(cwd, pattern)
    if (own.length === 0)
      throw new UsageError(
        'usage.files',
        `No model is found for ${pattern}${await reasonOf(resolve(cwd, pattern), pattern)}.`,
      )
    for (const path of own) found.add(path)
  }
  return [...found]
}

/** Why a path or glob leads to no model. */
async function reasonOf(path: string, pattern: string): Promise<string> {
  const kind = await kindAt(path)
  if (kind === 'folder') return `: the folder holds none (${MODEL_ENDINGS.join(', ')})`
  return GLOB.test(pattern) ? '' : ': there is no such file'
}

async function pathsOf(cwd: string, pattern: string): Promise<string[]> {
  const whole = resolve(cwd, pattern)
  const kind = await kindAt(whole)
  if (kind === 'file') return [whole]
  const below = async (folder: string) => (await filesBelow(folder)).filter((path) => isModelPath(path))
  if (kind === 'folder') return (await below(whole)).map((path) => resolve(whole, path))
  if (!GLOB.test(pattern)) return []
  const parts = (sep === '\\' ? pattern.replaceAll('\\', '/') : pattern).split('/')
  const first = parts.findIndex((part) => GLOB.test(part))
  const folder = resolve(cwd, parts.slice(0, first).join('/') || (pattern.startsWith('/') ? '/' : '.'))
  // With a `/` in front a name is looked for in this folder only, as a shell does.
  const glob = globPattern(`./${parts.slice(first).join('/')}`)
  return (await below(folder)).filter((path) => glob.test(path)).map((path) => resolve(folder, path))
}

/** The folder that holds all of these files. @param paths absolute, one at least */
export function commonFolder(paths: readonly string[]): string {
  const folders = paths.map((path) => path.split(sep).slice(0, -1))
  const [first = []] = folders
  let same = 0
  while (same < first.length && folders.every((folder) => folder[same] === first[same])) same += 1
  return first.slice(0, same).join(sep) || sep
}
