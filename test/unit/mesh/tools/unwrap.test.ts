// Texture coordinates that are made: inside of the picture, none shared, and nothing lost that vertices carry.
import { describe, expect, it, vi } from 'vitest'
import { floatsOf } from '../../../../src/mesh/formats/floats.ts'
import { surfaceOf } from '../../../../src/mesh/formats/surface.ts'
import { checkUvs } from '../../../../src/mesh/tools/check-uvs.ts'
import { repair } from '../../../../src/mesh/tools/repair.ts'
import { makeUvs } from '../../../../src/mesh/tools/unwrap.ts'
import { english } from '../../../../src/text/index.ts'
import { cube, documentOf, glued, primitiveOf } from './shapes.ts'

const surfacesOf = (...primitives: Parameters<typeof surfaceOf>[0][]) =>
  primitives.flatMap((primitive) => surfaceOf(primitive) ?? [])

describe('the repair of texture coordinates', () => {
  it('gives those a place of their own that have none, in one picture for each material', async () => {
    const { document, primitive } = documentOf(cube())
    const ring = primitiveOf(document, glued(12, 16, 'plain'))
    const clay = document.createMaterial('clay')
    const mesh = document.getRoot().listMeshes()[0]?.addPrimitive(ring.setMaterial(clay))
    primitive.setMaterial(clay)
    const other = primitiveOf(document, cube(1))
    mesh?.addPrimitive(other)
    const triangles = ring.getIndices()?.getCount()
    const done = await repair(document, { steps: ['uvs'] })
    expect(done.map((one) => english(one))).toEqual(['3 primitives without texture coordinates get some.'])
    const surfaces = surfacesOf(primitive, ring, other)
    expect(surfaces).toHaveLength(3)
    const { outside, overlap } = checkUvs(surfaces)
    expect([outside, overlap]).toEqual([0, 0])
    expect(ring.getIndices()?.getCount()).toBe(triangles)
    // The faces of a cube are pieces of their own: each has its corners.
    expect(primitive.getAttribute('POSITION')?.getCount()).toBe(24)
    // The picture is used: a third of it at least.
    const areas = surfaces.slice(0, 2).map(({ uvs = new Float32Array(), corners }) => {
      let area = 0
      for (let i = 0; i < corners.length; i += 3) {
        const [a = 0, b = 0, c = 0] = corners.subarray(i, i + 3)
        const uv = (vertex: number, k: number) => uvs[vertex * 2 + k] ?? 0
        area += Math.abs((uv(b, 0) - uv(a, 0)) * (uv(c, 1) - uv(a, 1)) - (uv(c, 0) - uv(a, 0)) * (uv(b, 1) - uv(a, 1)))
      }
      return area / 2
    })
    expect(areas.reduce((sum, area) => sum + area, 0)).toBeGreaterThan(1 / 3)
  })

  it('keeps what vertices carry, morph targets too, and leaves coordinates that are there', async () => {
    const { document, primitive } = documentOf(cube())
    const values = (scale: number) =>
      document
        .createAccessor()
        .setType('VEC3')
        .setArray(cube().positions.map((value) => value * scale))
    primitive.addTarget(document.createPrimitiveTarget('wide').setAttribute('POSITION', values(0.5)))
    primitive.setAttribute('_OWN', values(3))
    expect(await makeUvs(document)).toEqual({ made: 1, left: 0 })
    const position = primitive.getAttribute('POSITION')
    const target = primitive.listTargets()[0]?.getAttribute('POSITION')
    const own = primitive.getAttribute('_OWN')
    expect([target?.getCount(), own?.getCount()]).toEqual([24, 24])
    const places = position ? [...floatsOf(position)] : []
    expect(target ? [...floatsOf(target)] : []).toEqual(places.map((value) => value * 0.5))
    expect(own ? [...floatsOf(own)] : []).toEqual(places.map((value) => value * 3))
    const uvs = primitive.getAttribute('TEXCOORD_0')
    expect(await makeUvs(document)).toEqual({ made: 0, left: 0 })
    expect(primitive.getAttribute('TEXCOORD_0')).toBe(uvs)
  })

  it('cuts what is as large as numbers go, and has normals of any length, without a word', async () => {
    const said: unknown[] = []
    for (const way of ['log', 'error', 'warn'] as const)
      vi.spyOn(console, way).mockImplementation((...words) => void said.push(words))
    for (const length of [0, 3]) {
      const { document, primitive } = documentOf(cube())
      const { positions } = cube()
      const list = (array: Float32Array<ArrayBuffer>) => document.createAccessor().setType('VEC3').setArray(array)
      primitive
        .setAttribute('POSITION', list(positions.map((value) => value * 9e18)))
        .setAttribute('NORMAL', list(positions.map((value) => value * length)))
      expect(await makeUvs(document)).toEqual({ made: 1, left: 0 })
      const { outside, overlap } = checkUvs(surfacesOf(primitive))
      expect([outside, overlap]).toEqual([0, 0])
      expect(primitive.getAttribute('POSITION')?.getCount()).toBe(24)
    }
    expect(said).toEqual([])
  })

  it('says what has too many triangles to be cut', async () => {
    const { document } = documentOf(glued(400, 400, 'plain'))
    expect((await repair(document, { steps: ['uvs'] })).map((one) => english(one))).toEqual([
      '1 primitive gets no texture coordinates, which would take minutes: it has too many triangles.',
    ])
  })
})
