// A mesh as an FBX Geometry: control points shared by position, everything else per polygon corner.
import { at } from '../math/numbers.ts'
import { pick, shareCorners } from './corners.ts'
import { properties } from './fbx-objects.ts'
import { type FbxNode, fbx, Int } from './fbx-tree.ts'
import type { Surface } from './surface.ts'

export interface FbxGeometry {
  readonly children: readonly FbxNode[]
  /** Per joint of the skin, the control points it moves and how much. */
  readonly influences: ReadonlyMap<number, { points: number[]; weights: number[] }>
}

/**
 * The surfaces (one per material, in the order of the model's materials) as one Geometry's content. Vertices that
 * glTF had to split for uvs or hard edges become one control point again, so that programs see a connected mesh.
 */
export function geometryOf(surfaces: readonly Surface[], materialIndices: readonly number[]): FbxGeometry {
  const total = surfaces.reduce((sum, surface) => sum + surface.positions.length / 3, 0)
  const skinned = surfaces.some((surface) => surface.joints && surface.weights)
  const positions = gather(surfaces, total, 3, (surface) => surface.positions)
  const joints = gather(surfaces, total, 4, (surface) => surface.joints)
  const weights = gather(surfaces, total, 4, (surface) => surface.weights)
  const keys = [{ values: positions, size: 3 }]
  if (skinned) keys.push({ values: joints, size: 4 }, { values: weights, size: 4 })
  const { indices: pointOf, first } = shareCorners(total, keys)

  const corners: number[] = []
  const polygonEnds: number[] = []
  const materials: number[] = []
  let base = 0
  for (const [s, { corners: own, starts, positions: points }] of surfaces.entries()) {
    for (let p = 0; p + 1 < starts.length; p++) {
      for (let i = at(starts, p); i < at(starts, p + 1); i++) corners.push(base + at(own, i))
      polygonEnds.push(corners.length - 1)
      materials.push(at(materialIndices, s))
    }
    base += points.length / 3
  }
  const polygons = Int32Array.from(corners, (vertex) => at(pointOf, vertex))
  // The last corner of each polygon is stored as its complement.
  for (const end of polygonEnds) polygons[end] = -1 - at(polygons, end)

  const layers: { type: string; index: number }[] = []
  const elements: FbxNode[] = []
  const layer = (type: string, index: number, mapping: string, reference: string, content: FbxNode[]) => {
    layers.push({ type, index })
    const name = type === 'LayerElementUV' ? `UVMap${index > 0 ? index + 1 : ''}` : ''
    elements.push(
      fbx(
        type,
        [new Int(index)],
        [
          fbx('Version', [new Int(type === 'LayerElementNormal' ? 102 : 101)]),
          fbx('Name', [name]),
          fbx('MappingInformationType', [mapping]),
          fbx('ReferenceInformationType', [reference]),
          ...content,
        ],
      ),
    )
  }
  if (surfaces.every((surface) => surface.normals)) {
    const normals = gather(surfaces, total, 3, (surface) => surface.normals)
    layer('LayerElementNormal', 0, 'ByPolygonVertex', 'Direct', [
      fbx('Normals', [Float64Array.from(pick(normals, 3, corners))]),
    ])
  }
  const sets = [(surface: Surface) => surface.uvs, (surface: Surface) => surface.uvs1]
  for (const [index, set] of sets.entries()) {
    if (!surfaces.some(set)) continue
    const uvs = gather(surfaces, total, 2, set)
    const shared = shareCorners(total, [{ values: uvs, size: 2 }])
    const direct = Float64Array.from(pick(uvs, 2, shared.first), (value, i) => (i % 2 === 1 ? 1 - value : value))
    const places = Int32Array.from(corners, (vertex) => at(shared.indices, vertex))
    const content = [fbx('UV', [direct]), fbx('UVIndex', [places])]
    layer('LayerElementUV', index, 'ByPolygonVertex', 'IndexToDirect', content)
  }
  if (surfaces.some((surface) => surface.colors)) {
    const colors = gather(surfaces, total, 4, (surface) => surface.colors, 1)
    const shared = shareCorners(total, [{ values: colors, size: 4 }])
    layer('LayerElementColor', 0, 'ByPolygonVertex', 'IndexToDirect', [
      fbx('Colors', [Float64Array.from(pick(colors, 4, shared.first))]),
      fbx('ColorIndex', [Int32Array.from(corners, (vertex) => at(shared.indices, vertex))]),
    ])
  }
  const single = materials.every((material) => material === materials[0])
  const materialList = single ? materials.slice(0, 1) : materials
  layer('LayerElementMaterial', 0, single ? 'AllSame' : 'ByPolygon', 'IndexToDirect', [
    fbx('Materials', [Int32Array.from(materialList)]),
  ])

  const children = [
    properties(),
    fbx('GeometryVersion', [new Int(124)]),
    fbx('Vertices', [Float64Array.from(pick(positions, 3, first))]),
    fbx('PolygonVertexIndex', [polygons]),
    ...elements,
    ...[0, 1].flatMap((number) => {
      const own = layers.filter((entry) => entry.index === number)
      return own.length > 0 ? [layerNode(number, own)] : []
    }),
  ]
  return { children, influences: skinned ? influencesOf(joints, weights, first) : new Map() }
}

function layerNode(number: number, entries: readonly { type: string; index: number }[]): FbxNode {
  const elements = entries.map(({ type, index }) =>
    fbx('LayerElement', [], [fbx('Type', [type]), fbx('TypedIndex', [new Int(index)])]),
  )
  return fbx('Layer', [new Int(number)], [fbx('Version', [new Int(100)]), ...elements])
}

/** One stream of all surfaces, one after the other; `blank` where a surface has none. */
function gather(
  surfaces: readonly Surface[],
  total: number,
  size: number,
  of: (surface: Surface) => Float32Array | undefined,
  blank = 0,
): Float32Array {
  const out = new Float32Array(total * size).fill(blank)
  let offset = 0
  for (const surface of surfaces) {
    const values = of(surface)
    if (values) out.set(values, offset)
    offset += (surface.positions.length / 3) * size
  }
  return out
}

function influencesOf(joints: Float32Array, weights: Float32Array, vertices: Uint32Array) {
  const influences = new Map<number, { points: number[]; weights: number[] }>()
  for (const [point, vertex] of vertices.entries())
    for (let k = 0; k < 4; k++) {
      const weight = at(weights, vertex * 4 + k)
      if (weight <= 0) continue
      const joint = at(joints, vertex * 4 + k)
      const list = influences.get(joint) ?? { points: [], weights: [] }
      influences.set(joint, list)
      list.points.push(point)
      list.weights.push(weight)
    }
  return influences
}
