// STL: triangles and nothing else. The format has no unit and, by the custom of printing programs, Z up: a model's
// metres are written as they are (one unit is one metre) and turned to Z up; reading turns back.
import type { Document } from '@gltf-transform/core'
import { MeshError } from '../errors.ts'
import { at } from '../numbers.ts'
import { ModelBuilder } from './build.ts'
import { transformPoints, Y_UP_TO_Z_UP, Z_UP_TO_Y_UP } from './matrix.ts'
import { placedMeshes, triangulated } from './surface.ts'
import { utf8 } from './text.ts'

const HEADER = 'Binary STL, Z up, 1 unit = 1 metre'

/** The whole scene as one binary STL file. */
export function writeStl(document: Document): Uint8Array {
  const surfaces = placedMeshes(document, Y_UP_TO_Z_UP).flatMap((mesh) => mesh.surfaces)
  const lists = surfaces.map((surface) => ({ positions: surface.positions, triangles: triangulated(surface) }))
  const count = lists.reduce((sum, { triangles }) => sum + triangles.length / 3, 0)
  const out = new Uint8Array(84 + count * 50)
  out.set(utf8(HEADER))
  const view = new DataView(out.buffer)
  view.setUint32(80, count, true)
  let offset = 84
  for (const { positions, triangles } of lists)
    for (let i = 0; i < triangles.length; i += 3) {
      const corner = (k: number, axis: number) => at(positions, at(triangles, i + k) * 3 + axis)
      const normal = [0, 1, 2].map((axis) => {
        const [j, k] = [(axis + 1) % 3, (axis + 2) % 3]
        const edge = (to: number, along: number) => corner(to, along) - corner(0, along)
        return edge(1, j) * edge(2, k) - edge(1, k) * edge(2, j)
      })
      const length = Math.hypot(...normal) || 1
      for (let axis = 0; axis < 3; axis++) view.setFloat32(offset + axis * 4, at(normal, axis) / length, true)
      for (let k = 0; k < 3; k++)
        for (let axis = 0; axis < 3; axis++) view.setFloat32(offset + 12 + k * 12 + axis * 4, corner(k, axis), true)
      offset += 50
    }
  return out
}

/** Whether the bytes have the exact length that a binary STL's own triangle count asks for. */
export function isBinaryStl(bytes: Uint8Array): boolean {
  if (bytes.length < 84) return false
  const count = new DataView(bytes.buffer, bytes.byteOffset).getUint32(80, true)
  return bytes.length === 84 + count * 50
}

/**
 * An STL file, binary or text, as a Document. Every `solid` of a text file becomes a node.
 * @throws MeshError model-broken
 */
export async function readStl(bytes: Uint8Array): Promise<Document> {
  const solids = isBinaryStl(bytes) ? [{ name: 'model', positions: binaryCorners(bytes) }] : textSolids(bytes)
  const builder = new ModelBuilder('model')
  for (const { name, positions } of solids) {
    if (positions.length === 0) continue
    const primitive = await builder.primitive({ positions: transformPoints(Z_UP_TO_Y_UP, positions) }, null)
    builder.meshNode(name, [primitive])
  }
  if (builder.scene.listChildren().length === 0)
    throw new MeshError('model-broken', 'The STL file has no triangles.', 'Export the model again and retry.')
  return builder.document
}

function binaryCorners(bytes: Uint8Array): Float32Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset)
  const count = view.getUint32(80, true)
  const out = new Float32Array(count * 9)
  for (let t = 0; t < count; t++)
    for (let k = 0; k < 9; k++) out[t * 9 + k] = view.getFloat32(84 + t * 50 + 12 + k * 4, true)
  return finite(out)
}

function textSolids(bytes: Uint8Array): { name: string; positions: Float32Array }[] {
  const solids: { name: string; values: number[] }[] = []
  for (const line of new TextDecoder().decode(bytes).split(/[\r\n]+/)) {
    const [word = '', ...rest] = line.trim().split(/\s+/)
    if (word.toLowerCase() === 'solid') solids.push({ name: rest.join(' ') || 'model', values: [] })
    else if (word.toLowerCase() === 'vertex')
      solids.at(-1)?.values.push(Number(rest[0]), Number(rest[1]), Number(rest[2]))
  }
  return solids.map(({ name, values }) => {
    const whole = values.length - (values.length % 9)
    return { name, positions: finite(new Float32Array(values.slice(0, whole))) }
  })
}

function finite(values: Float32Array): Float32Array {
  if (!values.every(Number.isFinite))
    throw new MeshError('model-broken', 'The STL file has coordinates that are no numbers.', 'Export the model again.')
  return values
}
