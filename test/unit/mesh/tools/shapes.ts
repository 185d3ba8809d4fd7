// Meshes whose topology is known by hand: grids glued at their borders, and a cube.
import { Document, type Primitive } from '@gltf-transform/core'
import type { Surface } from '../../../../src/mesh/formats/surface.ts'
import { everyThird } from '../../../../src/mesh/formats/surface.ts'

export interface Shape {
  readonly positions: Float32Array
  readonly indices: Uint32Array
}

const QUADS = [
  [0, 2, 3, 1],
  [4, 5, 7, 6],
  [0, 1, 5, 4],
  [2, 6, 7, 3],
  [0, 4, 6, 2],
  [1, 3, 7, 5],
] as const

/** A cube of 1 m around the origin, faces outward, as many of its six sides as wanted. */
export function cube(sides = 6, offset = 0): Shape {
  const corner = (i: number) => [(i & 1) - 0.5 + offset, ((i >> 1) & 1) - 0.5, ((i >> 2) & 1) - 0.5]
  const indices = QUADS.slice(0, sides).flatMap(([a, b, c, d]) => [a, b, c, a, c, d])
  return {
    positions: new Float32Array(Array.from({ length: 8 }, (_, i) => corner(i)).flat()),
    indices: new Uint32Array(indices),
  }
}

/** Two shapes in one list. */
export function both(a: Shape, b: Shape): Shape {
  const base = a.positions.length / 3
  return {
    positions: new Float32Array([...a.positions, ...b.positions]),
    indices: new Uint32Array([...a.indices, ...b.indices.map((index) => index + base)]),
  }
}

/**
 * A grid of `u` x `v` quads that closes in u, and in v as told: `plain` (torus), `turned` (Klein bottle), `open` (tube).
 * Positions lie in general place; only which points meet counts.
 */
export function glued(u: number, v: number, ends: 'plain' | 'turned' | 'open'): Shape {
  const rows = ends === 'open' ? v + 1 : v
  const positions: number[] = []
  for (let j = 0; j < rows; j++)
    for (let i = 0; i < u; i++) {
      const [s, t] = [(i / u) * 2 * Math.PI, (j / v) * (ends === 'open' ? 1 : 2) * Math.PI]
      positions.push((2 + Math.cos(s)) * Math.cos(t), Math.sin(s), (2 + Math.cos(s)) * Math.sin(t))
    }
  const point = (i: number, j: number) => {
    const wraps = j === rows
    const column = wraps && ends === 'turned' ? -i : i
    return (((column % u) + u) % u) + (wraps ? 0 : j) * u
  }
  const indices: number[] = []
  for (let j = 0; j < v; j++)
    for (let i = 0; i < u; i++) {
      const [a, b, c, d] = [point(i, j), point(i + 1, j), point(i + 1, j + 1), point(i, j + 1)]
      indices.push(a, c, b, a, d, c)
    }
  return { positions: new Float32Array(positions), indices: new Uint32Array(indices) }
}

export const surface = ({ positions, indices }: Shape): Surface => ({
  material: null,
  positions,
  corners: indices,
  starts: everyThird(indices.length),
})

/** A primitive of the shape. */
export function primitiveOf(document: Document, { positions, indices }: Shape): Primitive {
  const buffer = document.getRoot().listBuffers()[0] ?? document.createBuffer()
  const values = (array: Float32Array | Uint32Array, type: 'VEC3' | 'SCALAR') =>
    document.createAccessor().setType(type).setArray(array.slice()).setBuffer(buffer)
  return document
    .createPrimitive()
    .setAttribute('POSITION', values(positions, 'VEC3'))
    .setIndices(values(indices, 'SCALAR'))
}

/** A document that shows the shape once, as the mesh `name`. */
export function documentOf(shape: Shape, name = 'shape'): { document: Document; primitive: Primitive } {
  const document = new Document()
  const primitive = primitiveOf(document, shape)
  const node = document.createNode(name).setMesh(document.createMesh(name).addPrimitive(primitive))
  document.getRoot().setDefaultScene(document.createScene('scene').addChild(node))
  return { document, primitive }
}
