// A red crate with a clip that carries it from side to side: small enough to be made here, plain enough to be seen in any
// engine, whose movement can be told from two pictures.
import { joinGlb } from './glb.mjs'

/** Corners of a cube of two metres, four for each side, with normals. */
function cube() {
  /** @type {number[]} */
  const positions = []
  /** @type {number[]} */
  const normals = []
  /** @type {number[]} */
  const indices = []
  for (let axis = 0; axis < 3; axis++) {
    for (const side of [-1, 1]) {
      const start = positions.length / 3
      for (const [u, v] of [
        [-1, -1],
        [1, -1],
        [1, 1],
        [-1, 1],
      ]) {
        const point = [0, 0, 0]
        point[axis] = side
        point[(axis + 1) % 3] = (u ?? 0) * side
        point[(axis + 2) % 3] = v ?? 0
        positions.push(...point)
        const normal = [0, 0, 0]
        normal[axis] = side
        normals.push(...normal)
      }
      indices.push(start, start + 1, start + 2, start, start + 2, start + 3)
    }
  }
  return { positions, normals, indices }
}

/** @returns {Buffer} a GLB with one clip, `swing` */
export function movingModel() {
  const { positions, normals, indices } = cube()
  const times = [0, 0.5, 1, 1.5, 2]
  const places = [0, 0, 0, 1.5, 0, 0, 0, 0, 0, -1.5, 0, 0, 0, 0, 0]
  const parts = [
    new Float32Array(positions),
    new Float32Array(normals),
    new Uint16Array(indices),
    new Float32Array(times),
    new Float32Array(places),
  ]
  let length = 0
  const bufferViews = parts.map((part) => {
    const view = { buffer: 0, byteOffset: length, byteLength: part.byteLength }
    length += part.byteLength
    return view
  })
  const bin = Buffer.concat(parts.map((part) => Buffer.from(part.buffer)))
  const accessor = (
    /** @type {number} */ view,
    /** @type {number} */ count,
    /** @type {string} */ type,
    more = {},
  ) => ({
    ...{ bufferView: view, componentType: view === 2 ? 5123 : 5126, count, type, ...more },
  })
  const json = {
    asset: { version: '2.0', generator: 'tripo-studio games' },
    scene: 0,
    scenes: [{ nodes: [0] }],
    nodes: [{ name: 'crate', mesh: 0 }],
    meshes: [{ primitives: [{ attributes: { POSITION: 0, NORMAL: 1 }, indices: 2, material: 0 }] }],
    materials: [
      {
        pbrMetallicRoughness: { baseColorFactor: [1, 0.02, 0.02, 1], metallicFactor: 0, roughnessFactor: 1 },
        emissiveFactor: [0.4, 0, 0],
      },
    ],
    animations: [
      {
        name: 'swing',
        channels: [{ sampler: 0, target: { node: 0, path: 'translation' } }],
        samplers: [{ input: 3, output: 4 }],
      },
    ],
    accessors: [
      accessor(0, 24, 'VEC3', { min: [-1, -1, -1], max: [1, 1, 1] }),
      accessor(1, 24, 'VEC3'),
      accessor(2, 36, 'SCALAR'),
      accessor(3, 5, 'SCALAR', { min: [0], max: [2] }),
      accessor(4, 5, 'VEC3'),
    ],
    bufferViews,
    buffers: [{ byteLength: bin.length }],
  }
  return joinGlb(json, bin)
}
