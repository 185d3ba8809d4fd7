// Which folder results are saved in. It must be inside the workspace, also after following links: a setting in somebody else's
// workspace must not make the extension write elsewhere on the machine.
import { hasStrangeCharacters, nameFault } from '../text/portable-name.ts'
import {
  absoluteFolder,
  type FolderSource,
  notAFolder,
  outsideWorkspace,
  strangeFolder,
  unstorableFolder,
} from './errors.ts'
import type { AssetFiles } from './files.ts'

/** The value of `tripo.assetsFolder` that lets the extension decide. */
export const AUTO_FOLDER = 'auto'

/** UTF-16 units of a whole setting; a path of the workspace has to fit before it. */
const LONGEST = 400

/** The parts of a relative path, or an error when it is absolute, climbs out, or cannot be on every system. `a/../b` is `b`. */
function partsOf(setting: string, source: FolderSource): string[] {
  const isAbsolute = /^[/\\~]|^[a-z][a-z0-9+.-]*:/i.test(setting)
  if (isAbsolute) throw absoluteFolder(setting, source)
  if (setting.length > LONGEST || hasStrangeCharacters(setting)) throw strangeFolder(setting, source)
  const parts: string[] = []
  for (const part of setting.split(/[/\\]/)) {
    if (part === '' || part === '.') continue
    if (part !== '..') {
      // The setting comes with somebody else's workspace, which is to open everywhere.
      if (nameFault(part) !== undefined) throw unstorableFolder(setting, source)
      parts.push(part)
    } else if (parts.pop() === undefined) throw outsideWorkspace(setting, source)
  }
  return parts
}

/** Whether a path is a folder or lies in it; both without symbolic links. */
export function isInside(files: Pick<AssetFiles, 'separator'>, folder: string, path: string): boolean {
  const prefix = folder.endsWith(files.separator) ? folder : folder + files.separator
  return path === folder || path.startsWith(prefix)
}

/**
 * Checks that a folder lies in the workspace after following links, also one that does not exist yet (then its nearest
 * existing parent counts). Throws an AssetsError otherwise.
 * @param parts the folder's path below the workspace
 * @param name what to call it in a message
 */
async function checkInside(
  files: AssetFiles,
  workspace: string,
  parts: readonly string[],
  name: string,
  source: FolderSource = 'setting',
) {
  const root = await files.realPath(workspace)
  for (let depth = 1; depth <= parts.length; depth++) {
    const path = files.join(workspace, ...parts.slice(0, depth))
    const real = await files.realPath(path).catch(() => undefined)
    if (real === undefined) {
      // A link that leads nowhere yet: creating the folder through it could lead out.
      if (await files.isLink(path)) throw outsideWorkspace(name, source)
      return
    }
    if (!isInside(files, root, real)) throw outsideWorkspace(name, source)
    if ((await files.kindOf(path)) === 'file') throw notAFolder(path)
  }
}

/**
 * The folder for results, as an absolute path; it is not created here.
 * @param setting `tripo.assetsFolder`: `auto` (or nothing) means `public/assets` where the workspace has a `public`
 *   folder, else `assets`; anything else is a path relative to the workspace
 * @param workspace absolute path of the workspace folder
 * @param source where the folder was named, so that an error says what to mend
 */
export async function assetsFolder(
  files: AssetFiles,
  workspace: string,
  setting: string,
  source: FolderSource = 'setting',
): Promise<string> {
  const wanted = setting.trim()
  const isAuto = wanted === '' || wanted === AUTO_FOLDER
  const hasPublic = isAuto && (await files.kindOf(files.join(workspace, 'public'))) === 'folder'
  const parts = isAuto ? (hasPublic ? ['public', 'assets'] : ['assets']) : partsOf(wanted, source)
  await checkInside(files, workspace, parts, isAuto ? parts.join('/') : wanted, source)
  return files.join(workspace, ...parts)
}

/**
 * Checks again, right before writing, that a folder chosen earlier still lies in its workspace.
 * @param folder absolute path, as `assetsFolder` gave it
 */
export async function checkFolder(files: AssetFiles, workspace: string, folder: string): Promise<void> {
  if (!isInside(files, workspace, folder)) throw outsideWorkspace(folder)
  const below = folder.slice(workspace.length).split(files.separator)
  await checkInside(
    files,
    workspace,
    below.filter((part) => part !== ''),
    folder,
  )
}
