// A Mesh prim as triangles per material, with all values per corner, as glTF needs them.
import { part, phrase, type Words } from '../../text/index.ts'
import type { ReaderContext } from '../budget.ts'
import { MeshError } from '../errors.ts'
import { type Matrix, transformNormals, transformPoints } from '../math/matrix.ts'
import { at, hasPoint } from '../math/numbers.ts'
import { triangulatePolygon } from '../math/polygon.ts'
import type { Corners } from './build.ts'
import type { UvTransform } from './usd-read-material.ts'
import type { StagePrim } from './usd-stage.ts'

/** Some of a mesh's faces, which share a material. */
export interface FaceSet {
  readonly faces: readonly number[]
  /** The prim that names the material: the mesh, or one of its subsets. */
  readonly bound: StagePrim
}

export interface MeshOptions {
  /** Primvars with texture coordinates 0 and 1; what is missing is filled with the mesh's own others. */
  readonly sets: readonly string[]
  readonly transform?: UvTransform
  /** Joints and weights, four per point. */
  readonly influences?: { readonly joints: Float32Array; readonly weights: Float32Array }
}

/** What all faces of a mesh share, made once. */
export interface Shape {
  readonly mesh: StagePrim
  /** Moves points and normals. */
  readonly matrix: Matrix
  /** Moved already. */
  readonly points: Float32Array
  /** Where each face begins in the list of corners, and the end. */
  readonly starts: readonly number[]
  readonly context: ReaderContext
}

/**
 * @param matrix moves the points before all else
 * @throws MeshError model-broken for numbers that are none and faces of missing corners; model-too-large
 */
export function shapeOf(mesh: StagePrim, matrix: Matrix, context: ReaderContext): Shape {
  const { budget, lose } = context
  const counts = mesh.numbers('faceVertexCounts') ?? []
  const indices = mesh.numbers('faceVertexIndices') ?? []
  const own = mesh.numbers('points') ?? []
  // References repeat what a file holds once.
  budget.spend('elements', counts.length + own.length / 3)
  const points = transformPoints(matrix, own)
  if (!points.every(Number.isFinite)) lose(broken('has coordinates that are no numbers'))
  const starts: number[] = [0]
  for (const count of counts) {
    const end = at(starts, starts.length - 1) + count
    // What a face counts must be there, before anything is made of it.
    if (!(Number.isInteger(count) && count >= 0 && end <= indices.length)) {
      lose(broken('names missing corners'))
      break
    }
    starts.push(end)
  }
  return { mesh, matrix, points, starts, context }
}

/** The mesh's faces by their materials: subsets first, then what is in none. */
export function faceSets(mesh: StagePrim): FaceSet[] {
  const count = mesh.numbers('faceVertexCounts')?.length ?? 0
  const left = new Set(Array.from({ length: count }, (_, i) => i))
  const subsets = mesh.children.filter(
    (child) => child.type === 'GeomSubset' && (child.text('familyName') ?? 'materialBind') === 'materialBind',
  )
  const found: FaceSet[] = []
  for (const subset of subsets) {
    const faces = (subset.numbers('indices') ?? []).filter((face) => left.delete(face))
    if (faces.length > 0) found.push({ faces, bound: subset })
  }
  return left.size > 0 ? [...found, { faces: [...left], bound: mesh }] : found
}

/** Whether the mesh shows a color of its own at some places only. */
export function hasPaintedColors(mesh: StagePrim): boolean {
  const colors = streamOf(mesh, 'primvars:displayColor', 3)
  return colors !== undefined && colors.interpolation !== 'constant'
}

/**
 * The corners of some faces.
 * @throws MeshError model-broken when it names missing points
 */
export function cornersOf(shape: Shape, faces: readonly number[], options: MeshOptions): Corners {
  const { mesh, points } = shape
  const sources = triangles(shape, faces)
  const perCorner = (name: string, size: number) => {
    const stream = streamOf(mesh, name, size)
    return stream && gather(sources, stream.values, stream.elementOf, size)
  }
  const perPoint = (values: ArrayLike<number>, size: number) => gather(sources, values, ({ point }) => point, size)
  const normals = perCorner('primvars:normals', 3) ?? perCorner('normals', 3)
  const names = [...new Set([...options.sets, ...uvNames(mesh)])].filter((name) => mesh.value(`primvars:${name}`))
  const [uvs, uvs1] = names.map((name) => flipped(perCorner(`primvars:${name}`, 2), options.transform))
  const painted = hasPaintedColors(mesh) ? perCorner('primvars:displayColor', 3) : undefined
  const { influences } = options
  return {
    fans: sources.fans,
    positions: perPoint(points, 3),
    ...(normals?.some((value) => value !== 0) ? { normals: transformNormals(shape.matrix, normals) } : {}),
    ...(uvs ? { uvs } : {}),
    ...(uvs1 ? { uvs1 } : {}),
    ...(painted ? { colors: opaque(painted, perCorner('primvars:displayOpacity', 1)) } : {}),
    ...(influences ? { joints: perPoint(influences.joints, 4), weights: perPoint(influences.weights, 4) } : {}),
  }
}

/** Where a corner comes from: its point, its place in the corner list, its face. */
interface Source {
  readonly point: number
  readonly corner: number
  readonly face: number
}
interface Sources {
  readonly list: Source[]
  /** Triangles per polygon. */
  readonly fans: number[]
}

function triangles({ mesh, points, starts, context }: Shape, faces: readonly number[]): Sources {
  const indices = mesh.numbers('faceVertexIndices') ?? []
  const leftHanded = mesh.text('orientation') === 'leftHanded'
  const sources: Sources = { list: [], fans: [] }
  for (const face of faces) {
    const [from, to] = [starts[face] ?? 0, starts[face + 1] ?? 0]
    context.budget.spend('elements', 1 + to - from)
    const corners = Array.from({ length: Math.max(0, to - from) }, (_, i) => (leftHanded ? to - 1 - i : from + i))
    const loop = corners.map((corner) => indices[corner] ?? -1)
    if (!loop.every((point) => hasPoint(points, point))) {
      context.lose(broken('names missing points'), 'face')
      continue
    }
    const cut = triangulatePolygon(points, loop)
    for (const fan of cut.fans) sources.fans.push(fan)
    for (const index of cut.triangles) sources.list.push({ point: at(loop, index), corner: at(corners, index), face })
  }
  return sources
}

/** An attribute's values and which of them a corner has. */
interface Stream {
  readonly values: readonly number[]
  readonly interpolation: string
  elementOf(source: Source): number
}

/** Undefined when the mesh has no such attribute. */
function streamOf(mesh: StagePrim, name: string, size: number): Stream | undefined {
  const values = mesh.numbers(name)
  if (!values || values.length < size) return undefined
  const indices = mesh.numbers(`${name}:indices`) ?? []
  const indexOf = indices.length > 0 ? (i: number) => at(indices, i) : (i: number) => i
  const count = indices.length > 0 ? indices.length : values.length / size
  const interpolation = mesh.properties.get(name)?.metadata.get('interpolation')?.texts[0] ?? guessed(mesh, count)
  switch (interpolation) {
    case 'vertex':
    case 'varying':
      return { values, interpolation, elementOf: ({ point }) => indexOf(point) }
    case 'faceVarying':
      return { values, interpolation, elementOf: ({ corner }) => indexOf(corner) }
    case 'uniform':
      return { values, interpolation, elementOf: ({ face }) => indexOf(face) }
    default:
      return { values, interpolation: 'constant', elementOf: () => indexOf(0) }
  }
}

/** The interpolation that fits so many values, where the file names none. */
function guessed(mesh: StagePrim, count: number): string {
  if (count === (mesh.numbers('points')?.length ?? 0) / 3) return 'vertex'
  return count === mesh.numbers('faceVertexIndices')?.length ? 'faceVarying' : 'constant'
}

function gather(
  { list }: Sources,
  values: ArrayLike<number>,
  elementOf: (source: Source) => number,
  size: number,
): Float32Array {
  const out = new Float32Array(list.length * size)
  let to = 0
  for (const source of list) {
    const from = elementOf(source) * size
    for (let k = 0; k < size; k++) out[to++] = values[from + k] ?? 0
  }
  return out
}

/** Primvars that hold texture coordinates, `st` first. */
function uvNames(mesh: StagePrim): string[] {
  const names = [...mesh.properties].flatMap(([name, { type }]) =>
    /^primvars:[^:]+$/.test(name) && /^(?:texCoord2|float2|double2|half2)/.test(type) ? [name.slice(9)] : [],
  )
  return names.sort((a, b) => Number(b === 'st') - Number(a === 'st'))
}

/** USD has v up, glTF down. */
function flipped(uvs: Float32Array | undefined, transform: UvTransform | undefined): Float32Array | undefined {
  if (!uvs) return undefined
  const turn = ((transform?.rotation ?? 0) * Math.PI) / 180
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
  for (let i = 0; i < uvs.length; i += 2) {
    let [u, v] = [at(uvs, i), at(uvs, i + 1)]
    if (transform) {
      const [x, y] = [u * (transform.scale[0] ?? 1), v * (transform.scale[1] ?? 1)]
      u = x * cos - y * sin + at(transform.translation, 0)
      v = x * sin + y * cos + at(transform.translation, 1)
    }
    uvs[i] = u
    uvs[i + 1] = 1 - v
  }
  return uvs
}

function opaque(rgb: Float32Array, opacity: Float32Array | undefined): Float32Array {
  const out = new Float32Array((rgb.length / 3) * 4)
  for (let i = 0; i * 3 < rgb.length; i++) {
    out.set(rgb.subarray(i * 3, i * 3 + 3), i * 4)
    out[i * 4 + 3] = opacity?.[i] ?? 1
  }
  return out
}

function broken(what: Words): MeshError {
  return new MeshError('model-broken', phrase('The USD file {0}.', part(what)), 'Export the model again and retry.')
}
