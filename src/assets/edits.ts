// The changes that the model editor has saved into a delivered file, in the JSON of its delivery: they are committed with the model,
// and can be made again on a newer result, on any machine.
import type { AssetFiles } from './files.ts'
import { type Provenance, provenanceText, type RecordedEdits } from './provenance.ts'
import { folderOf, MOST_JSON, provenanceAt, resolvePath, type SidecarReading, sidecarPaths } from './sidecar.ts'

/** A JSON with what it says, and which of its files is meant. */
export interface NamingSidecar {
  readonly path: string
  readonly provenance: Provenance
  readonly file: Provenance['files'][number]
}

/** The JSON that names a file. @param path absolute; `workspace`, too */
export async function namingSidecar(
  files: SidecarReading,
  path: string,
  workspace: string | undefined,
): Promise<NamingSidecar | undefined> {
  for (const json of sidecarPaths(files, [path], workspace)) {
    const provenance = await provenanceAt(files, json)
    const file = provenance?.files.find((one) => resolvePath(files, folderOf(files, json), one.path) === path)
    if (provenance && file) return { path: json, provenance, file }
  }
  return undefined
}

/**
 * Records what was saved into a file. What was saved before while the file was open, under the same id, is replaced.
 * @param path absolute; `workspace`, too
 * @returns whether it is recorded: a file without a JSON gets none, and a JSON that would become too large stays as it is
 * @throws the disk's error
 */
export async function recordEdits(
  files: SidecarReading & Pick<AssetFiles, 'replace'>,
  path: string,
  workspace: string | undefined,
  edits: Omit<RecordedEdits, 'kind'>,
): Promise<boolean> {
  const found = await namingSidecar(files, path, workspace)
  if (!found) return false
  const { provenance, file } = found
  const others = (provenance.edits ?? []).filter(({ id }) => id !== edits.id)
  // Everything was undone.
  const own = edits.operations.length > 0 ? [{ ...edits, kind: file.kind }] : []
  const text = provenanceText({ ...provenance, edits: [...others, ...own] })
  if (text === provenanceText(provenance)) return true
  if (new TextEncoder().encode(text).length > MOST_JSON) return false
  await files.replace(found.path, text)
  return true
}

/** What was saved into the files of a JSON. @param json its absolute path @returns each file with its absolute path, in order */
export async function recordedEdits(
  files: SidecarReading,
  json: string,
): Promise<readonly { readonly path: string; readonly edits: readonly RecordedEdits[] }[]> {
  const provenance = await provenanceAt(files, json)
  const all = provenance?.edits ?? []
  return (provenance?.files ?? []).flatMap((file) => {
    const edits = all.filter(({ kind }) => kind === file.kind)
    const path = resolvePath(files, folderOf(files, json), file.path)
    return edits.length > 0 && path !== undefined ? [{ path, edits }] : []
  })
}
