// Reads PLY, text and both binary forms: vertices with normals, UVs and colors, polygons and triangle strips. PLY has no unit and
// no axes; a unit is read as a meter and Y as up, as three.js does.
import type { Document, Material } from '@gltf-transform/core'
import { type ReaderContext, readerContext } from '../budget.ts'
import { MeshError } from '../errors.ts'
import { srgbToLinear } from '../math/color.ts'
import { at, hasPoint } from '../math/numbers.ts'
import { triangulatePolygon } from '../math/polygon.ts'
import { type Corners, ModelBuilder } from './build.ts'
import { type Companions, pictureOf } from './companions.ts'
import { pick } from './corners.ts'
import { brokenPly, readPlyHeader } from './ply-header.ts'
import { type PlyColumn, type PlyTable, readPlyTables } from './ply-values.ts'
import { namesIn } from './text.ts'

/**
 * A PLY file as a Document.
 * @param files the picture beside the file, where it names one
 * @throws MeshError model-broken (also for clouds of points and Gaussian splats), model-too-large
 */
export async function readPly(
  bytes: Uint8Array,
  files: Companions = new Map(),
  context: ReaderContext = readerContext(bytes.length),
): Promise<Document> {
  const header = readPlyHeader(bytes)
  const vertexProperties = header.elements.find(({ name }) => name === 'vertex')?.properties ?? []
  if (isSplat(vertexProperties.map(({ name }) => name)))
    throw new MeshError(
      'model-broken',
      'The PLY file is a Gaussian splat, not a mesh.',
      'Open it in a viewer for splats, or ask for a mesh instead.',
    )
  const tables = readPlyTables(bytes, header, context)
  const vertices = tables.get('vertex') ?? new Map<string, PlyColumn>()
  const faces = facesOf(tables, verticesIn(vertices, context), context)
  if (faces.vertices.length === 0)
    throw new MeshError('model-broken', 'The PLY file has only points, no faces.', 'Export the model with its surface.')
  const builder = new ModelBuilder('model')
  const corners = cornersOf(vertices, faces)
  const material = header.picture === undefined ? null : pictured(builder, header.picture, files, context)
  builder.meshNode('model', [await builder.primitive(corners, material)])
  return builder.document
}

/** The words of 3D Gaussian splatting's own files: colors as harmonics, a size and a rotation. */
function isSplat(names: readonly string[]): boolean {
  return ['f_dc_0', 'opacity', 'scale_0', 'rot_0'].every((name) => names.includes(name))
}

function pictured(builder: ModelBuilder, name: string, files: Companions, context: ReaderContext): Material {
  const texture = pictureOf(builder, files, namesIn(name), context)
  return builder.document.createMaterial('material').setMetallicFactor(0).setBaseColorTexture(texture)
}

interface Vertices {
  readonly positions: Float32Array
  readonly count: number
}

function verticesIn(table: PlyTable, { lose }: ReaderContext): Vertices {
  const positions = joined(table, [['x'], ['y'], ['z']])
  if (!positions) throw brokenPly('has no positions')
  if (!positions.every(Number.isFinite)) lose(brokenPly('has coordinates that are no numbers'))
  return { positions, count: positions.length / 3 }
}

/** Columns side by side, each under the first of its names that is there; undefined unless all are. */
function joined(table: PlyTable, names: readonly (readonly string[])[]): Float32Array | undefined {
  const columns = names.map((list) => list.map((name) => table.get(name)).find((column) => column && !column.starts))
  const count = columns[0]?.values.length ?? 0
  if (columns.some((column) => column === undefined)) return undefined
  const out = new Float32Array(count * columns.length)
  for (const [k, column] of columns.entries())
    for (let i = 0; i < count; i++) out[i * columns.length + k] = at(column?.values ?? [], i)
  return out
}

/** Corners of triangles: each one's vertex, its face and its place among the face's corners. */
interface Faces {
  readonly vertices: number[]
  readonly faces: number[]
  readonly corners: number[]
  readonly fans: number[]
  readonly table: PlyTable | undefined
}

function facesOf(
  tables: ReadonlyMap<string, PlyTable>,
  { positions, count }: Vertices,
  { budget, lose }: ReaderContext,
): Faces {
  const isThere = (vertex: number) => vertex < count && hasPoint(positions, vertex)
  const missing = () => lose(brokenPly('names missing points'), 'face')
  const table = tables.get('face')
  const out: Faces = { vertices: [], faces: [], corners: [], fans: [], table }
  const lists = table?.get('vertex_indices') ?? table?.get('vertex_index')
  const rows = lists?.starts ?? []
  for (let face = 0; face + 1 < rows.length; face++) {
    const loop = slice(lists, at(rows, face), at(rows, face + 1))
    if (!loop.every(isThere)) {
      missing()
      continue
    }
    const { triangles, fans } = triangulatePolygon(positions, loop)
    budget.spend('elements', triangles.length)
    for (const fan of fans) out.fans.push(fan)
    for (const corner of triangles) add(out, at(loop, corner), face, corner)
  }
  for (const strip of stripsOf(tables.get('tristrips')))
    for (const [i, vertex] of strip.entries()) {
      const [b, c] = i % 2 === 0 ? [at(strip, i + 1), at(strip, i + 2)] : [at(strip, i + 2), at(strip, i + 1)]
      if (i + 2 >= strip.length || vertex === b || b === c || c === vertex) continue
      if (![vertex, b, c].every(isThere)) {
        missing()
        continue
      }
      budget.spend('elements', 3)
      for (const corner of [vertex, b, c]) add(out, corner, -1, -1)
      out.fans.push(1)
    }
  return out
}

function add(faces: Faces, vertex: number, face: number, corner: number): void {
  faces.vertices.push(vertex)
  faces.faces.push(face)
  faces.corners.push(corner)
}

function slice(column: PlyColumn | undefined, from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => at(column?.values ?? [], from + i))
}

/** Strips are one list, cut at each -1. */
function stripsOf(table: PlyTable | undefined): number[][] {
  const strips: number[][] = [[]]
  const column = table?.get('vertex_indices') ?? table?.get('vertex_index')
  for (const vertex of Array.from(column?.values ?? []))
    if (vertex < 0) strips.push([])
    else strips.at(-1)?.push(vertex)
  return strips
}

function cornersOf(table: PlyTable, faces: Faces): Corners {
  const perVertex = (values: Float32Array | undefined, size: number) => values && pick(values, size, faces.vertices)
  const uvs = cornerUvs(faces) ?? perVertex(joined(table, UVS), 2)
  if (uvs) for (let i = 1; i < uvs.length; i += 2) uvs[i] = 1 - at(uvs, i)
  const normals = perVertex(joined(table, [['nx'], ['ny'], ['nz']]), 3)
  const ofFaces = faces.table && colorsOf(faces.table)
  const colors = perVertex(colorsOf(table), 4) ?? (ofFaces && pick(ofFaces, 4, faces.faces))
  return {
    positions: perVertex(joined(table, [['x'], ['y'], ['z']]), 3) ?? new Float32Array(),
    fans: faces.fans,
    ...(normals?.every(Number.isFinite) ? { normals } : {}),
    ...(uvs?.every(Number.isFinite) ? { uvs } : {}),
    ...(colors ? { colors } : {}),
  }
}

const UVS = [
  ['s', 'u', 'texture_u', 'texture_s'],
  ['t', 'v', 'texture_v', 'texture_t'],
]
const COLORS = [
  ['red', 'r', 'diffuse_red'],
  ['green', 'g', 'diffuse_green'],
  ['blue', 'b', 'diffuse_blue'],
]

/** Colors of vertices or faces as linear RGBA: whole numbers by the range of their type, fractions as they are. */
function colorsOf(table: PlyTable): Float32Array | undefined {
  const rgb = joined(table, COLORS)
  if (!rgb) return undefined
  const alpha = joined(table, [['alpha', 'a', 'diffuse_alpha']])
  const scale = (names: readonly string[]) => {
    const type = names.map((name) => table.get(name)).find((column) => column)?.type
    return type === 'u8' ? 255 : type === 'u16' ? 65_535 : type === 'f32' || type === 'f64' ? 1 : 255
  }
  const [most, mostAlpha] = [scale(COLORS[0] ?? []), scale(['alpha', 'a', 'diffuse_alpha'])]
  const share = (value: number) => Math.min(1, Math.max(0, value)) || 0
  const out = new Float32Array((rgb.length / 3) * 4)
  for (let i = 0; i * 3 < rgb.length; i++) {
    for (let k = 0; k < 3; k++) out[i * 4 + k] = srgbToLinear(share(at(rgb, i * 3 + k) / most))
    out[i * 4 + 3] = alpha ? share(at(alpha, i) / mostAlpha) : 1
  }
  return out
}

/** MeshLab keeps uvs per corner, in a list of each face; undefined unless every corner has one. */
function cornerUvs({ table, faces, corners }: Faces): Float32Array | undefined {
  const column = table?.get('texcoord')
  const starts = column?.starts
  if (!column || !starts) return undefined
  const out = new Float32Array(corners.length * 2)
  for (const [i, corner] of corners.entries()) {
    const face = at(faces, i)
    const from = at(starts, face) + corner * 2
    if (face < 0 || from + 1 >= at(starts, face + 1)) return undefined
    out[i * 2] = at(column.values, from)
    out[i * 2 + 1] = at(column.values, from + 1)
  }
  return out
}
