// What a check finds beside the surface's topology: triangles through others, texture coordinates, tangents, idle bones; and
// where.
import { Document } from '@gltf-transform/core'
import { expect, it } from 'vitest'
import { dropUnusedBones } from '../../../../src/mesh/tools/bones.ts'
import { checkModel } from '../../../../src/mesh/tools/check.ts'
import { addCollider } from '../../../../src/mesh/tools/collider.ts'
import { countAlike, distinctNames, finding } from '../../../../src/mesh/tools/finding.ts'
import { english, phrase } from '../../../../src/text/index.ts'
import { both, cube, primitiveOf, type Shape } from './shapes.ts'

function modelOf(shape: Shape, change: (document: Document) => void = () => undefined): Document {
  const document = new Document()
  document.createBuffer()
  const mesh = document.createMesh('m').addPrimitive(primitiveOf(document, shape))
  const node = document.createNode('n').setMesh(mesh).setTranslation([10, 0, 0])
  document.getRoot().setDefaultScene(document.createScene().addChild(node))
  change(document)
  return document
}

const find = (document: Document, code: string) => checkModel(document, 0).find((one) => one.code === code)
const floats = (document: Document, type: 'VEC2' | 'VEC4', values: readonly number[]) =>
  document.createAccessor().setType(type).setArray(new Float32Array(values))
const primitive = (document: Document) => document.getRoot().listMeshes()[0]?.listPrimitives()[0]

it('finds triangles that pass through others, and says where in the scene', () => {
  const far = cube()
  const moved = { ...far, positions: far.positions.map((value, i) => value + ([0.3, 0.2, 0.1][i % 3] ?? 0)) }
  const found = find(modelOf(both(cube(), moved)), 'mesh.self-intersections')
  expect(found?.places?.length).toBeGreaterThan(0)
  for (const [x = 0] of found?.places ?? []) expect(x).toBeGreaterThan(9)
  expect(find(modelOf(both(cube(), cube(6, 2))), 'mesh.self-intersections')).toBeUndefined()
  expect(find(modelOf(cube()), 'mesh.self-intersections')).toBeUndefined()
})

it('finds holes where they are, with the step that fills them', () => {
  const found = find(modelOf(cube(5)), 'mesh.holes')
  expect(found?.repair).toBe('holes')
  expect(found?.places?.[0]?.[0]).toBeCloseTo(10.5, 5)
})

it('finds texture coordinates that lie over others, and such that lie outside', () => {
  const square = [0.1, 0.1, 0.9, 0.1, 0.1, 0.9, 0.9, 0.9]
  const twice = modelOf(cube(), (document) =>
    primitive(document)?.setAttribute('TEXCOORD_0', floats(document, 'VEC2', [...square, ...square])),
  )
  expect(find(twice, 'mesh.uvs-overlap')?.message.text).toContain('more than once')
  const flat = {
    positions: new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1, 0]),
    indices: new Uint32Array([0, 1, 2, 2, 1, 3]),
  }
  const once = modelOf(flat, (document) =>
    primitive(document)?.setAttribute('TEXCOORD_0', floats(document, 'VEC2', square)),
  )
  expect(find(once, 'mesh.uvs-overlap')).toBeUndefined()
  expect(find(once, 'mesh.uvs-range')).toBeUndefined()
  const outside = modelOf(flat, (document) =>
    primitive(document)?.setAttribute('TEXCOORD_0', floats(document, 'VEC2', [0, 0, 2, 0, 0, 1, 2, 1])),
  )
  expect(find(outside, 'mesh.uvs-range')?.message.values.at(-1)).toEqual({ figure: 2 })
})

it('finds tangents that are none', () => {
  const wrong = modelOf(cube(), (document) =>
    primitive(document)?.setAttribute('TANGENT', floats(document, 'VEC4', new Array(32).fill(0.5))),
  )
  expect(find(wrong, 'mesh.tangents')).toMatchObject({ severity: 'warning', repair: 'tangents' })
})

it('finds bones that move nothing, and takes them out of their skin', () => {
  const document = modelOf(cube(), (one) => {
    const [mesh] = one.getRoot().listMeshes()
    const joints = ['hip', 'tail', 'head'].map((name) => one.createNode(name))
    const skin = one.createSkin()
    for (const joint of joints) {
      one.getRoot().getDefaultScene()?.addChild(joint)
      skin.addJoint(joint)
    }
    const bones = Array.from({ length: 8 }, (_, i) => [i % 2 === 0 ? 0 : 2, 1, 0, 0]).flat()
    const weights = Array.from({ length: 8 }, () => [1, 0, 0, 0]).flat()
    primitive(one)
      ?.setAttribute('JOINTS_0', one.createAccessor().setType('VEC4').setArray(new Uint16Array(bones)))
      .setAttribute('WEIGHTS_0', floats(one, 'VEC4', weights))
    for (const node of one.getRoot().listNodes()) if (node.getMesh() === mesh) node.setSkin(skin)
  })
  expect(find(document, 'skin.unused-bones')?.message.values).toEqual([{ figure: 1 }])
  expect(dropUnusedBones(document)).toBe(1)
  const [skin] = document.getRoot().listSkins()
  expect(skin?.listJoints().map((joint) => joint.getName())).toEqual(['hip', 'head'])
  const joints = primitive(document)?.getAttribute('JOINTS_0')?.getArray()
  expect([...(joints ?? [])].filter((_, i) => i % 4 === 0)).toEqual([0, 1, 0, 1, 0, 1, 0, 1])
  expect(
    document
      .getRoot()
      .listNodes()
      .some((node) => node.getName() === 'tail'),
  ).toBe(true)
})

it('tells things of one name apart', () => {
  const two = modelOf(cube(5), (document) => {
    for (const name of ['left', '']) {
      const mesh = document.createMesh('m').addPrimitive(primitiveOf(document, cube(5)))
      document.getRoot().getDefaultScene()?.addChild(document.createNode(name).setMesh(mesh))
    }
  })
  const holes = checkModel(two, 0).filter(({ code }) => code === 'mesh.holes')
  expect(holes.map(({ message }) => english(message).split(':')[0])).toEqual(['m (n)', 'm (left)', 'm'])
  const named = (...names: string[]) => distinctNames(names.map((name) => ({ name })))
  expect(named('a', 'b', 'a')).toEqual(['a #1', 'b', 'a #2'])
})

it('counts findings of the same words, with the places of all', () => {
  const words = phrase('{0} is open.', 'm')
  const all = [
    finding('holes', 'info', words, { places: [[1]], repair: 'holes' }),
    finding('other', 'info', words),
    finding('holes', 'info', words, { places: [[2], [3]], repair: 'holes' }),
  ]
  const [first, second, ...others] = countAlike(all)
  expect(english(first?.message ?? '')).toBe('m is open. (2 times)')
  expect(first).toMatchObject({ code: 'holes', places: [[1], [2], [3]], repair: 'holes' })
  expect([second, others]).toEqual([all[1], []])
})

it('does not miss the normals of a collider', async () => {
  const model = modelOf(cube())
  expect(find(model, 'mesh.normals-missing')?.message.values[0]).toBe('m')
  await addCollider(model, { shape: 'pieces' })
  const missing = checkModel(model, 0).filter(({ code }) => code === 'mesh.normals-missing')
  expect(missing.map(({ message }) => message.values[0])).toEqual(['m'])
})
