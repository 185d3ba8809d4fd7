// The JSON of a file that was made on this machine from a delivered one, such as a finished model of an assets file: whose task
// it came from, and what was done to it since.
import { namingSidecar } from './edits.ts'
import type { AssetFiles } from './files.ts'
import { type Provenance, provenanceText } from './provenance.ts'
import {
  folderOf,
  provenanceAt,
  relativePath,
  type SidecarPlace,
  type SidecarReading,
  sidecarFolder,
  sidecarName,
} from './sidecar.ts'

export interface Derived {
  /** Absolute path of the delivered file. */
  source: string
  /** Absolute path of what was made of it. */
  target: string
  /** Of the target. */
  bytes: number
  sha256: string
  /** What was done on this machine, in order. */
  localSteps: readonly NonNullable<Provenance['localSteps']>[number][]
  place: SidecarPlace
  /** Absolute path. */
  workspace: string
}

/**
 * Where it goes, which is where the JSON of a delivery would be, and its text; who calls writes it.
 * @returns its path relative to the workspace, with slashes; undefined where nothing is known of the source, or another file
 *   has that name
 */
export async function derivedSidecar(
  files: SidecarReading & Pick<AssetFiles, 'kindOf'>,
  derived: Derived,
): Promise<{ path: string; text: string } | undefined> {
  const { source, target, bytes, sha256, localSteps, place, workspace } = derived
  if (source === target) return undefined
  const known = await namingSidecar(files, source, workspace)
  if (!known) return undefined
  const name = target.slice(folderOf(files, target).length + 1)
  const folder = sidecarFolder(files, place, workspace, folderOf(files, target)) ?? folderOf(files, target)
  const json = files.join(folder, sidecarName(name))
  const exists = (await files.kindOf(json)) !== undefined && (await provenanceAt(files, json)) === undefined
  if (exists) return undefined
  // Not the delivery itself, which is looked for by its task and its number when its file is gone.
  const delivery = `finished ${name}`
  const file = { kind: known.file.kind, path: relativePath(files, folder, target), bytes, sha256 }
  const text = provenanceText({ ...known.provenance, delivery, localSteps: [...localSteps], files: [file] })
  return { path: relativePath(files, workspace, json), text }
}
