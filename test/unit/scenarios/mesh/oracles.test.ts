// What we say of meshes and write into FBX, looked at by programs that others wrote: manifold-3d knows whether a surface is closed,
// its handles and its volume; assimp reads the FBX files that other engines' importers read by it.
import assimp from 'assimpjs'
import type { ManifoldToplevel } from 'manifold-3d'
import manifold from 'manifold-3d'
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { beforeAll, describe, expect, it } from 'vitest'
import { type FbxPreset, readModel, writeGlb } from '../../../../src/mesh/formats/index.ts'
import { surfaceOf, triangulated } from '../../../../src/mesh/formats/surface.ts'
import { repair } from '../../../../src/mesh/tools/repair.ts'
import { runTool } from '../../../../src/mesh/tools/run-tool.ts'
import { simplifyModel } from '../../../../src/mesh/tools/simplify-model.ts'
import { topologyOf } from '../../../../src/mesh/tools/topology.ts'
import { riggedModel, staticModel } from '../../mesh/formats/sample.ts'
import { both, cube, documentOf, glued, type Shape, surface } from '../../mesh/tools/shapes.ts'

let oracle: ManifoldToplevel
beforeAll(async () => {
  oracle = await manifold()
  oracle.setup()
})

/** The other's word: handles and volume, or undefined for what is not the surface of a solid. */
function judged({ positions, indices }: Shape): { genus: number; volume: number } | undefined {
  const mesh = new oracle.Mesh({ numProp: 3, vertProperties: positions, triVerts: indices })
  mesh.merge()
  try {
    const solid = new oracle.Manifold(mesh)
    const found = solid.isEmpty() ? undefined : { genus: solid.genus(), volume: solid.volume() }
    solid.delete()
    return found
  } catch {
    return undefined
  }
}

/** The first primitive of a document as it is. */
function shapeOf({ primitive }: ReturnType<typeof documentOf>): Shape {
  const found = surfaceOf(primitive)
  return found
    ? { positions: found.positions, indices: triangulated(found) }
    : { positions: new Float32Array(), indices: new Uint32Array() }
}

const CLOSED: readonly (readonly [string, Shape])[] = [
  ['a cube', cube()],
  ['a ring', glued(12, 16, 'plain')],
  ['a fine ring', glued(40, 60, 'plain')],
  ['two cubes apart', both(cube(), cube(6, 3))],
]
const OPEN: readonly (readonly [string, Shape])[] = [
  ['a cube without a face', cube(5)],
  ['a tube', glued(12, 8, 'open')],
  ['a Klein bottle', glued(8, 8, 'turned')],
]

describe('manifold-3d', () => {
  it.each(CLOSED)('finds %s closed, with as many handles', (_, shape) => {
    const own = topologyOf([surface(shape)])
    const other = judged(shape)
    expect(own.isWatertight && own.isOrientable).toBe(true)
    // It counts the handles of all pieces as those of one: each further piece is one less.
    expect(other?.genus).toBe((own.genus ?? Number.NaN) - (own.pieces - 1))
  })

  it.each(OPEN)('finds %s to be no solid', (_, shape) => {
    const own = topologyOf([surface(shape)])
    expect(own.isWatertight && own.isOrientable).toBe(false)
    expect(judged(shape)).toBeUndefined()
  })

  it.each([
    ['a cube without a face', cube(5), 1],
    ['a tube', glued(12, 8, 'open'), undefined],
  ] as const)('finds %s to be a solid once its holes are filled', async (_, shape, volume) => {
    const made = documentOf(shape)
    await repair(made.document, { steps: ['holes', 'weld'] })
    const other = judged(shapeOf(made))
    expect(other?.genus).toBe(0)
    expect(Math.abs(other?.volume ?? 0)).toBeGreaterThan(0.5)
    if (volume !== undefined) expect(other?.volume).toBeCloseTo(volume, 5)
  })

  it('finds turned faces turned back', async () => {
    const { positions, indices } = cube()
    const turned = indices.slice()
    turned.set([indices[3] ?? 0, indices[5] ?? 0, indices[4] ?? 0], 3)
    expect(judged({ positions, indices: turned })).toBeUndefined()
    const made = documentOf({ positions, indices: turned })
    await repair(made.document, { steps: ['winding'] })
    expect(judged(shapeOf(made))?.volume).toBeCloseTo(1, 5)
  })

  it('finds a ring that was reduced closed, with its hole and nearly its volume', async () => {
    const shape = glued(60, 80, 'plain')
    const made = documentOf(shape)
    await simplifyModel(made.document, { ratio: 0.2 })
    await repair(made.document, { steps: ['weld'] })
    const [before, after] = [judged(shape), judged(shapeOf(made))]
    expect(after?.genus).toBe(1)
    expect(Math.abs((after?.volume ?? 0) / (before?.volume ?? 1) - 1)).toBeLessThan(0.02)
  })
})

const Counted = Type.Array(
  Type.Object({
    faces: Type.Array(Type.Array(Type.Number())),
    bones: Type.Optional(Type.Array(Type.Object({ name: Type.String() }))),
  }),
)
const Scene = Type.Object({
  meshes: Counted,
  materials: Type.Optional(Type.Array(Type.Unknown())),
  animations: Type.Optional(Type.Array(Type.Object({ channels: Type.Array(Type.Unknown()) }))),
})

describe('assimp', () => {
  it.each(['blender', '3dsmax', 'mixamo'] as const)('reads the FBX that is written for %s', async (fbxPreset) => {
    const { meshes } = await readByAssimp(await writeGlb(staticModel()), fbxPreset)
    const triangles = meshes.reduce((sum, { faces }) => sum + faces.reduce((all, face) => all + face.length - 2, 0), 0)
    expect(triangles).toBe(12 + 4)
  })

  it('finds the bones of a skin and the channels of its clip in it', async () => {
    const glb = await writeGlb(riggedModel())
    const root = (await readModel(glb)).getRoot()
    const { meshes, animations = [] } = await readByAssimp(glb, 'mixamo')
    const bones = new Set(meshes.flatMap((mesh) => (mesh.bones ?? []).map(({ name }) => name)))
    const names = root.listSkins().flatMap((skin) => skin.listJoints().map((joint) => joint.getName()))
    expect([...bones].sort()).toEqual([...new Set(names)].sort())
    expect(animations).toHaveLength(root.listAnimations().length)
    for (const { channels } of animations) expect(channels.length).toBeGreaterThan(0)
  })

  async function readByAssimp(glb: Uint8Array, fbxPreset: FbxPreset) {
    const options = { format: 'fbx', fbxPreset } as const
    const { files } = await runTool({ tool: 'convert', options, bytes: glb, hint: 'glb', name: 'm' })
    const library = await assimp()
    const list = new library.FileList()
    for (const { path, bytes } of files) list.AddFile(path, bytes)
    const result = library.ConvertFileList(list, 'assjson')
    expect(result.IsSuccess(), result.GetErrorCode()).toBe(true)
    const scene: unknown = JSON.parse(new TextDecoder().decode(result.GetFile(0).GetContent()))
    if (!Check(Scene, scene)) throw new Error('assimp reads no scene')
    return scene
  }
})
