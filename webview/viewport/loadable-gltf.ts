// Checks a glTF before three's loader sees it. Of a damaged file, the intact part is loaded.
import { isGlb, joinGlb, splitGlb } from '../../src/mesh/formats/glb-container.ts'
import { checkGltf } from '../../src/mesh/formats/gltf-precheck.ts'
import { salvageGltf } from '../../src/mesh/formats/gltf-salvage.ts'
import { counted, figure, part, phrase, type Words, wordsOf } from '../../src/text/index.ts'
import { errors, type ViewportError } from './errors.ts'
import { type GltfDocument, readGltfDocument } from './gltf-document.ts'

export interface LoadableGltf {
  data: ArrayBuffer
  document: GltfDocument
  /** Which parts of the file are not shown, and why. */
  damage?: Words
}

/** @throws ViewportError where nothing of it can be drawn */
export function prepareGltf(data: ArrayBuffer, name: string): LoadableGltf {
  const { data: whole, cut } = readable(data, name)
  const document = readGltfDocument(whole, name)
  const fault = checkGltf(document, whole.byteLength)
  if (!fault && !cut) return { data: whole, document }
  const refusal = cut ?? (fault && errors.refused(name, fault))
  const left = salvaged(whole, document, name, cut && wordsOf(cut).sentence)
  if (!left) throw refusal ?? errors.notGltf(name)
  return left
}

/** The words for what is not shown. @param why the check's own, where it knows */
export function damageOf(lost: number, parts: number, why?: Words): Words {
  const of = [figure(lost), figure(parts)]
  if (!why)
    return counted(
      lost,
      ['{0} of {1} parts is not shown: its data is damaged.', '{0} of {1} parts are not shown: their data is damaged.'],
      ...of,
    )
  return lost > 0
    ? counted(lost, ['{0} of {1} parts is not shown. {2}', '{0} of {1} parts are not shown. {2}'], ...of, part(why))
    : phrase('Some of the file is not used. {0}', part(why))
}

/** Why parts have no data, where a file beside the model is missing. */
export const lackOf = (file: string | undefined): Words | undefined =>
  file === undefined ? undefined : phrase('The file “{0}”, which the model names, is missing.', file)

/** Parts of all meshes of a description. */
export const partsOf = ({ meshes = [] }: GltfDocument): number =>
  meshes.reduce((sum, { primitives }) => sum + primitives.length, 0)

/** @param cut what is said of a file whose end is missing */
function salvaged(data: ArrayBuffer, document: GltfDocument, name: string, cut?: Words): LoadableGltf | undefined {
  const bytes = new Uint8Array(data)
  const chunks = isGlb(bytes) ? splitGlb(bytes) : undefined
  const bin = chunks && 'json' in chunks ? chunks.bin : undefined
  const left = salvageGltf(document, data.byteLength, chunks ? (bin?.length ?? 0) : undefined)
  if (!left) return undefined
  const fault = checkGltf(document, data.byteLength)
  const made = chunks ? joinGlb(left.json, bin ? [bin] : []) : new TextEncoder().encode(JSON.stringify(left.json))
  const loadable = { data: made.buffer, document: readGltfDocument(made.buffer, name) }
  if (left.lost === 0 && !fault) return loadable
  return { ...loadable, damage: damageOf(left.lost, left.parts, fault?.phrase ?? fault?.message ?? cut) }
}

/** A GLB whose end is missing as one that says how long it is. */
function readable(data: ArrayBuffer, name: string): { data: ArrayBuffer; cut?: ViewportError } {
  const bytes = new Uint8Array(data)
  const view = new DataView(data)
  // A header, the head of a chunk with all of the description in it, and the head of the binary part.
  const [total, json] =
    isGlb(bytes) && data.byteLength >= 20 ? [view.getUint32(8, true), view.getUint32(12, true)] : [0, 0]
  const start = 20 + json
  if (total <= data.byteLength || start + 8 > data.byteLength) return { data }
  const whole = joinGlb(new TextDecoder().decode(bytes.subarray(20, start)), [bytes.subarray(start + 8)])
  return { data: whole.buffer, cut: errors.truncated(name, total, data.byteLength) }
}
