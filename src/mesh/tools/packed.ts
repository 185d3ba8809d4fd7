// What is said of a model whose geometry was packed, and is written unpacked: the file grows, which nobody expects of fewer
// triangles.
import { type Phrase, phrase } from '../../text/index.ts'

/** Geometry that is read unpacked, and written so. */
const PACKED = new Set(['KHR_draco_mesh_compression', 'EXT_meshopt_compression', 'KHR_meshopt_compression'])

/** A sentence on geometry that is written unpacked; none where nothing is. @param before extensions of the file that was read @param after of the one that is written */
export function unpackedPhrases(before: readonly string[], after: readonly string[] = []): Phrase[] {
  const packed = before.filter((one) => PACKED.has(one))
  if (packed.length === 0 || after.some((one) => PACKED.has(one))) return []
  return [phrase('Geometry is saved unpacked, so that the file grows: {0}.', packed.join(', '))]
}
