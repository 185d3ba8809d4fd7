// Writes PLY: the whole scene as one mesh with polygons, and normals, UVs and vertex colors if present; no pictures. Meters, Y
// up, as in glTF.
import type { Document } from '@gltf-transform/core'
import { linearToSrgb } from '../math/color.ts'
import { at } from '../math/numbers.ts'
import { concatBytes } from './concat-bytes.ts'
import type { PlyEncoding } from './ply-header.ts'
import { placedMeshes, type Surface } from './surface.ts'
import { numeral, utf8 } from './text.ts'

export type { PlyEncoding } from './ply-header.ts'

/** Values of one row go in here; each knows its type. */
interface Row {
  float(value: number): void
  byte(value: number): void
  int(value: number): void
  end(): void
}

export function writePly(document: Document, options: { encoding?: PlyEncoding } = {}): Uint8Array {
  const { encoding = 'binary_little_endian' } = options
  const surfaces = placedMeshes(document).flatMap((mesh) => mesh.surfaces)
  const has = {
    // What only some parts have is left out: a vertex without it would need a value made up.
    normals: surfaces.every(({ normals }) => normals !== undefined),
    uvs: surfaces.some(({ uvs }) => uvs !== undefined),
    colors: surfaces.some(({ colors }) => colors !== undefined),
  }
  const vertices = surfaces.reduce((sum, { positions }) => sum + positions.length / 3, 0)
  const faces = surfaces.reduce((sum, { starts }) => sum + starts.length - 1, 0)
  const property = (type: string, names: string) => names.split(' ').map((name) => `property ${type} ${name}`)
  const header = [
    ...['ply', `format ${encoding} 1.0`, 'comment Tripo Studio: metres, Y up', `element vertex ${vertices}`],
    ...property('float', 'x y z'),
    ...(has.normals ? property('float', 'nx ny nz') : []),
    ...(has.uvs ? property('float', 's t') : []),
    ...(has.colors ? property('uchar', 'red green blue alpha') : []),
    ...[`element face ${faces}`, 'property list int int vertex_indices', 'end_header\n'],
  ]
  const floats = 3 + (has.normals ? 3 : 0) + (has.uvs ? 2 : 0)
  const corners = surfaces.reduce((sum, surface) => sum + surface.corners.length, 0)
  const size = vertices * (floats * 4 + (has.colors ? 4 : 0)) + (faces + corners) * 4
  const out = encoding === 'ascii' ? textRows() : binaryRows(size, encoding === 'binary_little_endian')
  for (const surface of surfaces) vertexRows(surface, has, out.row)
  let base = 0
  for (const surface of surfaces) {
    faceRows(surface, base, out.row)
    base += surface.positions.length / 3
  }
  return concatBytes([utf8(header.join('\n')), out.bytes()])
}

function vertexRows(surface: Surface, has: { normals: boolean; uvs: boolean; colors: boolean }, row: Row): void {
  const { positions, normals, uvs, colors } = surface
  for (let v = 0; v * 3 < positions.length; v++) {
    for (let k = 0; k < 3; k++) row.float(at(positions, v * 3 + k))
    if (has.normals) for (let k = 0; k < 3; k++) row.float(at(normals ?? [], v * 3 + k))
    if (has.uvs) {
      row.float(uvs ? at(uvs, v * 2) : 0)
      row.float(uvs ? 1 - at(uvs, v * 2 + 1) : 0)
    }
    if (has.colors)
      for (let k = 0; k < 4; k++) {
        const value = colors ? at(colors, v * 4 + k) : 1
        row.byte(Math.round(Math.min(1, Math.max(0, k < 3 ? linearToSrgb(value) : value)) * 255))
      }
    row.end()
  }
}

function faceRows({ corners, starts }: Surface, base: number, row: Row): void {
  for (let face = 0; face + 1 < starts.length; face++) {
    const [from, to] = [at(starts, face), at(starts, face + 1)]
    row.int(to - from)
    for (let i = from; i < to; i++) row.int(base + at(corners, i))
    row.end()
  }
}

function binaryRows(size: number, little: boolean): { row: Row; bytes(): Uint8Array } {
  const view = new DataView(new ArrayBuffer(size))
  let offset = 0
  const row: Row = {
    float: (value) => {
      view.setFloat32(offset, value, little)
      offset += 4
    },
    byte: (value) => view.setUint8(offset++, value),
    int: (value) => {
      view.setInt32(offset, value, little)
      offset += 4
    },
    end: () => undefined,
  }
  return { row, bytes: () => new Uint8Array(view.buffer) }
}

function textRows(): { row: Row; bytes(): Uint8Array } {
  const lines: string[] = []
  let words: string[] = []
  const add = (value: number) => words.push(numeral(value))
  const end = () => {
    lines.push(words.join(' '))
    words = []
  }
  return { row: { float: add, byte: add, int: add, end }, bytes: () => utf8(`${lines.join('\n')}\n`) }
}
