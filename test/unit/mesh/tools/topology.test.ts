// Holes, pieces, handles and sides of meshes whose topology is known by heart.
import { describe, expect, it } from 'vitest'
import { topologyOf } from '../../../../src/mesh/tools/topology.ts'
import { both, cube, glued, type Shape, surface } from './shapes.ts'

const of = (shape: Shape) => topologyOf([surface(shape)])

describe('the topology of a mesh', () => {
  it('knows a cube: closed, one piece, no handle', () => {
    expect(of(cube())).toEqual({
      points: 8,
      edges: 18,
      triangles: 12,
      degenerate: 0,
      duplicate: 0,
      holes: [],
      nonManifoldEdges: 0,
      nonManifoldPoints: 0,
      windingEdges: 0,
      isOrientable: true,
      pieces: 1,
      isWatertight: true,
      genus: 0,
      places: expect.anything(),
    })
  })

  it('finds one hole of four edges in a cube without a side', () => {
    expect(of(cube(5))).toMatchObject({ holes: [4], isWatertight: false, genus: undefined, windingEdges: 0 })
  })

  it('finds two holes of a tube', () => {
    expect(of(glued(6, 4, 'open'))).toMatchObject({ holes: [6, 6], pieces: 1, isOrientable: true })
  })

  it('knows that a torus has one handle', () => {
    expect(of(glued(8, 6, 'plain'))).toMatchObject({ isWatertight: true, genus: 1, windingEdges: 0, pieces: 1 })
  })

  it('knows that a Klein bottle is closed and has one side only', () => {
    expect(of(glued(8, 6, 'turned'))).toMatchObject({
      isWatertight: true,
      isOrientable: false,
      genus: undefined,
      nonManifoldEdges: 0,
    })
  })

  it('takes vertices in one place for one point', () => {
    const { positions, indices } = cube()
    const loose: Shape = {
      positions: new Float32Array([...indices].flatMap((i) => [...positions.subarray(i * 3, i * 3 + 3)])),
      indices: indices.map((_, i) => i),
    }
    expect(of(loose)).toMatchObject({ points: 8, isWatertight: true, genus: 0 })
  })

  it('counts handles of all pieces, and the pieces', () => {
    const far = glued(8, 6, 'plain')
    const moved = { ...far, positions: far.positions.map((value) => value + 10) }
    expect(of(both(cube(), moved))).toMatchObject({ pieces: 2, genus: 1, isWatertight: true })
  })

  it('counts faces without area, and faces that are there twice, whichever way they face', () => {
    const { positions, indices } = cube()
    const [a = 0, b = 0, c = 0] = indices
    const more = new Uint32Array([...indices, a, a, b, c, b, a])
    expect(of({ positions, indices: more })).toMatchObject({ degenerate: 1, duplicate: 1, triangles: 12, genus: 0 })
  })

  it('finds a turned triangle by its three edges', () => {
    const { positions, indices } = cube()
    const turned = indices.slice()
    turned.set([indices[1] ?? 0, indices[0] ?? 0], 0)
    expect(of({ positions, indices: turned })).toMatchObject({
      windingEdges: 3,
      isOrientable: true,
      isWatertight: true,
    })
  })

  it('finds an edge of three triangles', () => {
    const positions = new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 1])
    const indices = new Uint32Array([0, 1, 2, 1, 0, 3, 0, 1, 4])
    expect(of({ positions, indices })).toMatchObject({ nonManifoldEdges: 1, isWatertight: false })
  })

  it('finds the point at which two cubes touch', () => {
    const second = cube()
    const touching = { ...second, positions: second.positions.map((value) => value + 1) }
    expect(of(both(cube(), touching))).toMatchObject({ nonManifoldPoints: 1, nonManifoldEdges: 0, pieces: 1 })
  })

  it('has nothing to say of a mesh without triangles', () => {
    expect(topologyOf([])).toMatchObject({ triangles: 0, pieces: 0, isWatertight: false, genus: undefined })
  })
})
