// An FBX Geometry as triangles per material, with all values per corner, as glTF needs them.
import { part, phrase, type Words } from '../../text/index.ts'
import type { ReaderContext } from '../budget.ts'
import { MeshError } from '../errors.ts'
import { type Matrix, transformNormals, transformPoints } from '../math/matrix.ts'
import { at, hasPoint } from '../math/numbers.ts'
import { triangulatePolygon } from '../math/polygon.ts'
import type { Corners } from './build.ts'
import { childOf, childrenOf, type FbxNode, numbersOf, stringOf } from './fbx-tree.ts'

/** Four joints and weights per control point. */
export interface Influences {
  readonly joints: Float32Array
  readonly weights: Float32Array
}

export interface FbxPart {
  /** Which of the model's materials. */
  readonly material: number
  readonly corners: Corners
}

/** Where a triangle's corner comes from: the control point, its place in the corner list, its polygon. */
interface Sources {
  readonly points: number[]
  readonly corners: number[]
  readonly polygons: number[]
  /** Triangles per polygon. */
  readonly fans: number[]
}

/**
 * The geometry's parts, points moved by `matrix`.
 * @throws MeshError model-broken when it names missing points
 */
export function partsOf(
  geometry: FbxNode,
  matrix: Matrix,
  { budget, lose }: ReaderContext,
  influences?: Influences,
): FbxPart[] {
  const vertices = transformPoints(matrix, numbersOf(childOf(geometry, 'Vertices')))
  if (!vertices.every(Number.isFinite)) lose(broken('has coordinates that are no numbers'))
  const materialOf = layerLookup(childOf(geometry, 'LayerElementMaterial'), 'Materials', '', 1)
  const byMaterial = new Map<number, Sources>()
  const polygon: { point: number; corner: number }[] = []
  let polygons = 0
  for (const [corner, stored] of numbersOf(childOf(geometry, 'PolygonVertexIndex')).entries()) {
    const point = stored < 0 ? -1 - stored : stored
    polygon.push({ point, corner })
    if (stored >= 0) continue
    if (!polygon.every(({ point }) => hasPoint(vertices, point))) {
      lose(broken('names missing points'), 'face')
      polygon.length = 0
      polygons++
      continue
    }
    const material = Math.max(0, materialOf?.(point, corner, polygons)[0] ?? 0)
    const sources = byMaterial.get(material) ?? { points: [], corners: [], polygons: [], fans: [] }
    byMaterial.set(material, sources)
    const own = polygon.map((entry) => entry.point)
    const { triangles, fans } = triangulatePolygon(vertices, own)
    budget.spend('elements', own.length + triangles.length)
    for (const fan of fans) sources.fans.push(fan)
    for (const corner of triangles) {
      const entry = polygon[corner]
      sources.points.push(entry?.point ?? 0)
      sources.corners.push(entry?.corner ?? 0)
      sources.polygons.push(polygons)
    }
    polygon.length = 0
    polygons++
  }

  const [uv, uv1] = childrenOf(geometry, 'LayerElementUV').map((layer) => layerLookup(layer, 'UV', 'UVIndex', 2))
  const normalOf = layerLookup(childOf(geometry, 'LayerElementNormal'), 'Normals', 'NormalsIndex', 3)
  const colorOf = layerLookup(childOf(geometry, 'LayerElementColor'), 'Colors', 'ColorIndex', 4)
  return [...byMaterial].map(([material, sources]) => {
    const perCorner = (lookup: Lookup | undefined, size: number) => lookup && gather(sources, lookup, size)
    const normals = perCorner(normalOf, 3)
    const corners: Corners = {
      fans: sources.fans,
      positions: gather(sources, (point) => vertices.subarray(point * 3, point * 3 + 3), 3),
      normals: normals?.some((value) => value !== 0) ? transformNormals(matrix, normals) : undefined,
      uvs: flipped(perCorner(uv, 2)),
      uvs1: flipped(perCorner(uv1, 2)),
      colors: perCorner(colorOf, 4),
      ...(influences
        ? {
            joints: gather(sources, (point) => influences.joints.subarray(point * 4, point * 4 + 4), 4),
            weights: gather(sources, (point) => influences.weights.subarray(point * 4, point * 4 + 4), 4),
          }
        : {}),
    }
    return { material, corners }
  })
}

type Lookup = (point: number, corner: number, polygon: number) => ArrayLike<number>

/** How a layer's values are found; undefined without a layer or with a mapping that is not known. */
function layerLookup(layer: FbxNode | undefined, name: string, indexName: string, size: number): Lookup | undefined {
  const values = numbersOf(childOf(layer, name))
  if (!layer || values.length === 0) return undefined
  const word = (child: string) => stringOf(childOf(layer, child)?.values[0])
  const indexed = indexName !== '' && word('ReferenceInformationType') !== 'Direct'
  const indices = indexed ? numbersOf(childOf(layer, indexName)) : undefined
  const value = (index: number) => {
    const start = (indices && indices.length > 0 ? at(indices, index) : index) * size
    return values.subarray(start, start + size)
  }
  switch (word('MappingInformationType')) {
    case 'ByPolygonVertex':
      return (_point, corner) => value(corner)
    case 'ByVertice':
    case 'ByVertex':
      return (point) => value(point)
    case 'ByPolygon':
      return (_point, _corner, polygon) => value(polygon)
    case 'AllSame':
      return () => value(0)
    default:
      return undefined
  }
}

function gather(sources: Sources, lookup: Lookup, size: number): Float32Array {
  const out = new Float32Array(sources.points.length * size)
  for (let i = 0; i < sources.points.length; i++) {
    const value = lookup(at(sources.points, i), at(sources.corners, i), at(sources.polygons, i))
    for (let k = 0; k < size; k++) out[i * size + k] = at(value, k)
  }
  return out
}

/** FBX has v up, glTF down. */
function flipped(uvs: Float32Array | undefined): Float32Array | undefined {
  if (uvs) for (let i = 1; i < uvs.length; i += 2) uvs[i] = 1 - at(uvs, i)
  return uvs
}

function broken(what: Words): MeshError {
  return new MeshError('model-broken', phrase('The FBX file {0}.', part(what)), 'Export the model again and retry.')
}
