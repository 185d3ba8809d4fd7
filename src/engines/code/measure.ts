// Size and triangle count of a glTF from its JSON alone, using its accessors and nodes: good enough for a tooltip.
import { type JsonObject, objectOf } from '../plain-config.ts'

export interface Measures {
  triangles: number
  /** Width, height and depth in metres, at rest; undefined where the file does not say. */
  size?: readonly [number, number, number]
  /** Primitives that are drawn. */
  drawCalls: number
  bones: number
}

type Matrix = readonly number[]
const IDENTITY: Matrix = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1]
/** Nodes that are visited: a file may name each of its nodes in many places. */
const MOST_NODES = 100_000

const objects = (value: unknown): JsonObject[] =>
  Array.isArray(value) ? value.map((item) => objectOf(item) ?? {}) : []
const numbers = (value: unknown, count: number): number[] | undefined =>
  Array.isArray(value) &&
  value.length === count &&
  value.every((one) => typeof one === 'number' && Number.isFinite(one))
    ? value
    : undefined
/** Least and greatest whole numbers that stand for -1 and 1, by component type. */
const WHOLE: Readonly<Record<string, number>> = { 5120: 127, 5121: 255, 5122: 32_767, 5123: 65_535 }
const FLOAT = 5126

/** The bounds of an accessor as its values are meant: a packed model has whole numbers for parts of 1. */
function boundsOf(accessor: JsonObject | undefined): { min: readonly number[]; max: readonly number[] } | undefined {
  const [min, max] = [numbers(accessor?.['min'], 3), numbers(accessor?.['max'], 3)]
  if (!min || !max) return undefined
  const whole = accessor?.['normalized'] === true ? (WHOLE[String(accessor['componentType'])] ?? 1) : 1
  const meant = (value: number) => (whole === 1 ? value : Math.max(-1, value / whole))
  return { min: min.map(meant), max: max.map(meant) }
}

const indexOf = (value: unknown): number => (typeof value === 'number' && Number.isInteger(value) ? value : -1)

const times = (a: Matrix, b: Matrix): Matrix =>
  Array.from({ length: 16 }, (_, index) => {
    const row = index % 4
    const column = index - row
    let sum = 0
    for (let k = 0; k < 4; k++) sum += (a[k * 4 + row] ?? 0) * (b[column + k] ?? 0)
    return sum
  })

function matrixOf(node: JsonObject): Matrix {
  const own = numbers(node['matrix'], 16)
  if (own) return own
  const [x = 0, y = 0, z = 0] = numbers(node['translation'], 3) ?? []
  const [a = 0, b = 0, c = 0, d = 1] = numbers(node['rotation'], 4) ?? []
  const [sx = 1, sy = 1, sz = 1] = numbers(node['scale'], 3) ?? []
  return [
    ...[(1 - 2 * (b * b + c * c)) * sx, 2 * (a * b + c * d) * sx, 2 * (a * c - b * d) * sx, 0],
    ...[2 * (a * b - c * d) * sy, (1 - 2 * (a * a + c * c)) * sy, 2 * (b * c + a * d) * sy, 0],
    ...[2 * (a * c + b * d) * sz, 2 * (b * c - a * d) * sz, (1 - 2 * (a * a + b * b)) * sz, 0],
    ...[x, y, z, 1],
  ]
}

/** Triangles of a primitive by what its accessors count. */
function trianglesOf(primitive: JsonObject, accessors: readonly JsonObject[]): number {
  const attributes = objectOf(primitive['attributes']) ?? {}
  const accessor = accessors[indexOf(primitive['indices'])] ?? accessors[indexOf(attributes['POSITION'])]
  const count = accessor?.['count']
  if (typeof count !== 'number') return 0
  const mode = primitive['mode'] ?? 4
  if (mode === 4) return Math.floor(count / 3)
  return mode === 5 || mode === 6 ? Math.max(0, count - 2) : 0
}

/** Measures of the default scene, or of the first. @param json what the glTF says, of any shape */
export function measure(json: unknown): Measures {
  const gltf = objectOf(json) ?? {}
  const [nodes, meshes, accessors, skins, scenes] = ['nodes', 'meshes', 'accessors', 'skins', 'scenes'].map((list) =>
    objects(gltf[list]),
  )
  const low = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  const high = low.map((one) => -one)
  let triangles = 0
  let drawCalls = 0
  const scene = scenes?.[Math.max(0, indexOf(gltf['scene']))]
  const roots = Array.isArray(scene?.['nodes']) ? scene['nodes'] : (nodes ?? []).map((_, index) => index)
  const waiting: { index: number; matrix: Matrix; depth: number }[] = roots.map((index) => ({
    ...{ index: indexOf(index), matrix: IDENTITY, depth: 0 },
  }))
  for (let looks = 0; waiting.length > 0 && looks < MOST_NODES; looks++) {
    const at = waiting.pop()
    const node = at && nodes?.[at.index]
    if (!node || at.depth > 500) continue
    const matrix = times(at.matrix, matrixOf(node))
    for (const child of Array.isArray(node['children']) ? node['children'] : [])
      waiting.push({ index: indexOf(child), matrix, depth: at.depth + 1 })
    // A skinned mesh stands where its bones are, whatever its node says.
    const place = node['skin'] === undefined ? matrix : IDENTITY
    for (const primitive of objects(meshes?.[indexOf(node['mesh'])]?.['primitives'])) {
      drawCalls++
      triangles += trianglesOf(primitive, accessors ?? [])
      const position = accessors?.[indexOf(objectOf(primitive['attributes'])?.['POSITION'])]
      const bounds = boundsOf(position)
      // What makes a packed mesh its size again is in the data of its bones.
      const isUnknown = node['skin'] !== undefined && (position?.['componentType'] ?? FLOAT) !== FLOAT
      if (!bounds || isUnknown) continue
      const { min, max } = bounds
      for (let corner = 0; corner < 8; corner++) {
        const point = [0, 1, 2].map((axis) => ((corner >> axis) & 1 ? max[axis] : min[axis]) ?? 0)
        for (let axis = 0; axis < 3; axis++) {
          let value = place[12 + axis] ?? 0
          for (let k = 0; k < 3; k++) value += (place[k * 4 + axis] ?? 0) * (point[k] ?? 0)
          low[axis] = Math.min(low[axis] ?? value, value)
          high[axis] = Math.max(high[axis] ?? value, value)
        }
      }
    }
  }
  const bones = (skins ?? []).reduce((sum, { joints }) => sum + (Array.isArray(joints) ? joints.length : 0), 0)
  const [x = -1, y = -1, z = -1] = low.map((one, axis) => (high[axis] ?? 0) - one)
  return { triangles, drawCalls, bones, ...(x >= 0 && Number.isFinite(x) ? { size: [x, y, z] } : {}) }
}
