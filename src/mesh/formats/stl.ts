// STL: triangles and nothing else. The format has no unit; by the convention of printing programs Z is up. Meters are written as
// they are (one unit is one meter), or as millimeters, which slicers take all numbers for, and rotated to Z up; reading rotates
// back, and takes numbers for meters unless the file's header says otherwise.
import type { Document } from '@gltf-transform/core'
import { phrase } from '../../text/index.ts'
import { type ReaderContext, readerContext } from '../budget.ts'
import type { Lose } from '../damage.ts'
import { MeshError } from '../errors.ts'
import { multiply, scaling, transformPoints, Y_UP_TO_Z_UP, Z_UP_TO_Y_UP } from '../math/matrix.ts'
import { ModelBuilder } from './build.ts'
import { placedMeshes, triangulated } from './surface.ts'
import { decodeText, linesOf, utf8 } from './text.ts'

/** How far a file is looked into for the words of a text STL. */
const LOOK = 4_000
/** So many triangles are looked at before a file without its end is believed. */
const TRIED = 8
const HEADERS = {
  metre: 'Binary STL, Z up, 1 unit = 1 metre',
  millimetre: 'Binary STL, Z up, 1 unit = 1 millimetre',
} as const

/** The whole scene as one binary STL file. @param unit what its numbers are */
export function writeStl(document: Document, unit: keyof typeof HEADERS = 'metre'): Uint8Array {
  const outer = unit === 'metre' ? Y_UP_TO_Z_UP : multiply(scaling(1000), Y_UP_TO_Z_UP)
  const surfaces = placedMeshes(document, outer).flatMap((mesh) => mesh.surfaces)
  const lists = surfaces.map((surface) => ({ positions: surface.positions, triangles: triangulated(surface) }))
  const count = lists.reduce((sum, { triangles }) => sum + triangles.length / 3, 0)
  const out = new Uint8Array(84 + count * 50)
  out.set(utf8(HEADERS[unit]))
  const view = new DataView(out.buffer)
  view.setUint32(80, count, true)
  const normal = new Float64Array(3)
  let offset = 84
  for (const { positions, triangles } of lists)
    for (let i = 0; i < triangles.length; i += 3) {
      const [a, b, c] = [(triangles[i] ?? 0) * 3, (triangles[i + 1] ?? 0) * 3, (triangles[i + 2] ?? 0) * 3]
      faceNormal(positions, a, b, c, normal)
      for (let axis = 0; axis < 3; axis++) {
        view.setFloat32(offset + axis * 4, normal[axis] ?? 0, true)
        view.setFloat32(offset + 12 + axis * 4, positions[a + axis] ?? 0, true)
        view.setFloat32(offset + 24 + axis * 4, positions[b + axis] ?? 0, true)
        view.setFloat32(offset + 36 + axis * 4, positions[c + axis] ?? 0, true)
      }
      offset += 50
    }
  return out
}

/** The unit normal of the triangle whose corners begin at these places; zero for a sliver. */
function faceNormal(positions: Float32Array, a: number, b: number, c: number, out: Float64Array): void {
  for (let axis = 0; axis < 3; axis++) {
    const [j, k] = [(axis + 1) % 3, (axis + 2) % 3]
    out[axis] =
      ((positions[b + j] ?? 0) - (positions[a + j] ?? 0)) * ((positions[c + k] ?? 0) - (positions[a + k] ?? 0)) -
      ((positions[b + k] ?? 0) - (positions[a + k] ?? 0)) * ((positions[c + j] ?? 0) - (positions[a + j] ?? 0))
  }
  const length = Math.hypot(out[0] ?? 0, out[1] ?? 0, out[2] ?? 0) || 1
  for (let axis = 0; axis < 3; axis++) out[axis] = (out[axis] ?? 0) / length
}

/** Bytes that a binary STL's own triangle count asks for; undefined for a file too short to have one. */
function binaryLength(bytes: Uint8Array): number | undefined {
  if (bytes.length < 84) return undefined
  return 84 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(80, true) * 50
}

/** Whether the bytes have the exact length that a binary STL's own triangle count asks for. */
export function isBinaryStl(bytes: Uint8Array): boolean {
  return binaryLength(bytes) === bytes.length
}

/** Whether the bytes may be a binary STL with something after its triangles: the count fits, and the first one is sound. */
export function isTrailedStl(bytes: Uint8Array): boolean {
  const length = binaryLength(bytes) ?? Infinity
  if (length <= 84 || length > bytes.length || isTextStl(bytes)) return false
  return (
    isTriangle(new DataView(bytes.buffer, bytes.byteOffset), 0) && bytes.length - length <= Math.max(1000, length / 10)
  )
}

/** Whether the numbers of one triangle may be meant. */
function isTriangle(view: DataView, index: number): boolean {
  const numbers = Array.from({ length: 12 }, (_, k) => view.getFloat32(84 + index * 50 + k * 4, true))
  return numbers.every((value) => Number.isFinite(value) && Math.abs(value) < 1e12)
}

/** Whether the start of an STL without its end is one: any bytes have a count, but not numbers that may be meant. */
function looksLikeTriangles(bytes: Uint8Array, view: DataView): boolean {
  const first = bytes.subarray(84, 84 + LOOK)
  const isText = first.every((byte) => byte >= 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d)
  const count = Math.min(TRIED, Math.floor((bytes.length - 84) / 50))
  return !isText && count > 0 && Array.from({ length: count }, (_, i) => i).every((i) => isTriangle(view, i))
}

/** three.js's rule: text begins with `solid` within its first five bytes; a binary header may too, but has no facets. */
function isTextStl(bytes: Uint8Array): boolean {
  const start = decodeText(bytes.subarray(0, LOOK))
  return /^\s*solid\b/i.test(start) && /\b(?:facet|endsolid)\b/i.test(start)
}

/**
 * An STL file, binary or text, as a Document. Every `solid` of a text file becomes a node; what follows the triangles of a
 * binary one is passed over.
 * @throws MeshError model-broken, model-too-large
 */
export async function readStl(
  bytes: Uint8Array,
  context: ReaderContext = readerContext(bytes.length),
): Promise<Document> {
  const isText = !isBinaryStl(bytes) && (isTextStl(bytes) || bytes.length < 84)
  const solids = isText ? textSolids(bytes, context) : [{ name: 'model', positions: binaryCorners(bytes, context) }]
  const builder = new ModelBuilder('model')
  const isOurs = decodeText(bytes.subarray(0, HEADERS.millimetre.length)) === HEADERS.millimetre
  const outer = isOurs ? multiply(Z_UP_TO_Y_UP, scaling(0.001)) : Z_UP_TO_Y_UP
  for (const { name, positions } of solids) {
    if (positions.length === 0) continue
    const primitive = await builder.primitive({ positions: transformPoints(outer, positions) }, null)
    builder.meshNode(name, [primitive])
  }
  if (builder.scene.listChildren().length === 0)
    throw new MeshError('model-broken', 'The STL file has no triangles.', AGAIN)
  return builder.document
}

function binaryCorners(bytes: Uint8Array, { budget, lose }: ReaderContext): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const said = view.getUint32(80, true)
  const count = Math.min(said, Math.floor((bytes.length - 84) / 50))
  if (count < said) {
    if (!looksLikeTriangles(bytes, view)) throw broken()
    lose(cutOff(count, said))
  }
  budget.spend('elements', count * 3)
  const out = new Float32Array(count * 9)
  for (let t = 0; t < count; t++)
    for (let k = 0; k < 9; k++) out[t * 9 + k] = view.getFloat32(84 + t * 50 + 12 + k * 4, true)
  return sound(out, lose)
}

function textSolids(bytes: Uint8Array, { budget, lose }: ReaderContext): { name: string; positions: Float32Array }[] {
  const solids: { name: string; values: number[] }[] = []
  for (const line of linesOf(decodeText(bytes))) {
    budget.spend('elements', 1)
    const [word = '', ...rest] = line.trim().split(/\s+/)
    if (word.toLowerCase() === 'solid') solids.push({ name: rest.join(' ') || 'model', values: [] })
    else if (word.toLowerCase() === 'vertex')
      solids.at(-1)?.values.push(Number(rest[0]), Number(rest[1]), Number(rest[2]))
  }
  return solids.map(({ name, values }) => {
    const whole = values.length - (values.length % 9)
    return { name, positions: sound(new Float32Array(values.slice(0, whole)), lose) }
  })
}

/** The triangles (nine numbers each) whose coordinates are numbers. */
function sound(values: Float32Array, lose: Lose): Float32Array {
  if (values.every(Number.isFinite)) return values
  const kept: number[] = []
  for (let from = 0; from < values.length; from += 9) {
    const triangle = values.subarray(from, from + 9)
    if (triangle.every(Number.isFinite)) kept.push(...triangle)
    else lose(new MeshError('model-broken', 'The STL file has coordinates that are no numbers.', AGAIN), 'face')
  }
  return new Float32Array(kept)
}

const AGAIN = 'Export the model again and retry.'
const broken = () => new MeshError('model-broken', 'The STL file is damaged or cut off.', AGAIN)
const cutOff = (count: number, said: number) =>
  new MeshError('model-broken', phrase('The STL file is cut off: it has {0} of {1} triangles.', count, said), AGAIN)
