// The tools of the model editor: what each does to a model, and that stored ones are checked before they are run.
import { Document, type Node } from '@gltf-transform/core'
import { describe, expect, it } from 'vitest'
import { readModel, writeGlb } from '../../../../src/mesh/formats/index.ts'
import { decodeImage } from '../../../../src/mesh/images/image.ts'
import { encodePng } from '../../../../src/mesh/images/png.ts'
import { editModel } from '../../../../src/mesh/tools/edit-model.ts'
import { afterLastRun, type Operation, readOperations } from '../../../../src/mesh/tools/operations.ts'
import { initialValues, OPERATORS, type OperatorValues, operatorOf } from '../../../../src/mesh/tools/operators.ts'
import { sceneTriangles } from '../../../../src/mesh/tools/scene.ts'
import { english } from '../../../../src/text/index.ts'
import { cube, primitiveOf } from './shapes.ts'

const WRONG: readonly OperatorValues[] = [{ percent: 0 }, { percent: 'all' }, { percent: Number.NaN }, { more: 1 }]
const PICTURE = 'a'.repeat(64)

/** Two cubes of one material beside each other, and a clip of two seconds that lifts the first. */
function twoCubes(): Document {
  const document = new Document()
  const buffer = document.createBuffer()
  const material = document.createMaterial('paint')
  const node = (name: string, x: number) => {
    const primitive = primitiveOf(document, cube()).setMaterial(material)
    return document
      .createNode(name)
      .setMesh(document.createMesh(name).addPrimitive(primitive))
      .setTranslation([x, 0, 0])
  }
  const [a, b] = [node('a', 0), node('b', 3)]
  const lifted = document.createNode('lifted')
  document.getRoot().setDefaultScene(document.createScene().addChild(a).addChild(b).addChild(lifted))
  const accessor = (type: 'SCALAR' | 'VEC3', array: number[]) =>
    document.createAccessor().setType(type).setArray(new Float32Array(array)).setBuffer(buffer)
  const sampler = document
    .createAnimationSampler()
    .setInput(accessor('SCALAR', [0, 2]))
    .setOutput(accessor('VEC3', [0, 0, 0, 0, 4, 0]))
  const channel = document
    .createAnimationChannel()
    .setSampler(sampler)
    .setTargetNode(lifted)
    .setTargetPath('translation')
  document.createAnimation('lift').addSampler(sampler).addChannel(channel)
  return document
}

const run = (operator: string, values: OperatorValues = {}, nodes?: number[]): Operation => ({
  ...{ kind: 'run', operator, values: { ...values } },
  ...(nodes ? { nodes } : {}),
})

const picture = encodePng({ width: 1, height: 1, data: new Uint8Array([255, 0, 0, 255]) })

/** A PNG that says to have so many pixels. */
function ofSize(width: number, height: number): Uint8Array {
  const bytes = encodePng({ width: 1, height: 1, data: new Uint8Array(4) })
  const header = new DataView(bytes.buffer, bytes.byteOffset)
  header.setUint32(16, width)
  header.setUint32(20, height)
  return bytes
}

async function edited(...operations: readonly Operation[]) {
  return editedWith(picture, ...operations)
}

async function editedWith(bytes: Uint8Array, ...operations: readonly Operation[]) {
  const { document, steps } = await editModel(twoCubes(), operations, new Map([[PICTURE, bytes]]))
  return { document: await readModel(await writeGlb(document)), said: steps.map(english) }
}

/** What nothing in the model uses. */
const unused = (document: Document): string[] => {
  const root = document.getRoot()
  return [...root.listMeshes(), ...root.listMaterials(), ...root.listTextures(), ...root.listAccessors()]
    .filter((thing) => thing.listParents().every(({ propertyType }) => propertyType === 'Root'))
    .map((thing) => thing.propertyType)
}

it.each<[string, readonly Operation[]]>([
  ['mended normals', [run('repair', { weld: true, normals: true })]],
  ['a replaced texture', [0, 1].map(() => run('texture', { material: 0, picture: PICTURE, slot: 'color' }))],
  ['a part that is deleted', [0, 1].map((node) => ({ kind: 'delete', node }))],
  ['joined parts', [run('join', {}, [0, 1])]],
  ['a deleted clip', [run('dropClip', { clip: 0 })]],
  ['fewer triangles', [run('reduce', { percent: 50 })]],
])('leaves nothing behind of what was there before: %s', async (_, operations) => {
  const { document } = await edited(...operations)
  expect(unused(document)).toEqual([])
})

const shown = (document: Document): Node[] =>
  document
    .getRoot()
    .listNodes()
    .filter((node) => node.getMesh())

describe('tools of the model editor', () => {
  it('each run with what they begin with', async () => {
    for (const operator of OPERATORS) {
      const given: OperatorValues = operator.id === 'texture' ? { picture: PICTURE } : {}
      const { document, said } = await edited(run(operator.id, { ...initialValues(operator), ...given }, [0, 1]))
      expect(sceneTriangles(document), operator.id).toBeGreaterThan(0)
      expect(said.join(' '), operator.id).not.toMatch(/\{\d\}/)
    }
  })

  it('join parts where they stand', async () => {
    const { document, said } = await edited(run('join', {}, [0, 1]))
    const [whole, ...others] = shown(document)
    expect(others).toEqual([])
    expect(whole?.getMesh()?.listPrimitives()).toHaveLength(1)
    const xs = [...(whole?.getMesh()?.listPrimitives()[0]?.getAttribute('POSITION')?.getArray() ?? [])].filter(
      (_, i) => i % 3 === 0,
    )
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([-0.5, 3.5])
    expect(said).toEqual(['2 parts are joined.'])
  })

  it('work on what was changed before, and are followed by changes of what they made', async () => {
    const { document } = await edited(
      { kind: 'transform', node: 1, translation: [8, 0, 0], rotation: [0, 0, 0, 1], scale: [1, 1, 1] },
      run('apply'),
      { kind: 'rename', node: 1, name: 'moved' },
    )
    const moved = shown(document).find((node) => node.getName() === 'moved')
    expect(moved?.getTranslation()).toEqual([0, 0, 0])
    expect(moved?.getMesh()?.listPrimitives()[0]?.getAttribute('POSITION')?.getMax([])[0]).toBe(8.5)
  })

  it('trim, loop and delete clips', async () => {
    const lengthOf = (document: Document) =>
      document.getRoot().listAnimations()[0]?.listSamplers()[0]?.getInput()?.getMax([])[0]
    expect(lengthOf((await edited(run('trimClip', { clip: 0, from: 0.5, to: 1.5 }))).document)).toBe(1)
    const looped = await edited(run('loopClip', { clip: 0 }))
    const values = looped.document.getRoot().listAnimations()[0]?.listSamplers()[0]?.getOutput()?.getArray()
    expect([...(values ?? [])].slice(-3)).toEqual([0, 0, 0])
    expect((await edited(run('dropClip', { clip: 0 }))).document.getRoot().listAnimations()).toEqual([])
    await expect(edited(run('trimClip', { clip: 0, from: 2, to: 1 }))).rejects.toThrow('end after it begins')
    await expect(edited(run('dropClip', { clip: 9 }))).rejects.toThrow('The model has no clip 9; it has')
  })

  it('rename clips, each to a name that no other has', async () => {
    const names = ({ document }: { document: Document }) =>
      document
        .getRoot()
        .listAnimations()
        .map((clip) => clip.getName())
    const [first = ''] = names(await edited())
    const renamed = await edited(run('renameClip', { clip: 0, name: ' walk ' }))
    expect(names(renamed)).toEqual(['walk'])
    expect(renamed.said).toEqual([`The clip “${first}” is called “walk” now.`])
    for (const name of ['', first]) expect((await edited(run('renameClip', { clip: 0, name }))).said).toEqual([])
    const two = twoCubes()
    const clip = two.createAnimation('run')
    const [channel] = two.getRoot().listAnimations()[0]?.listChannels() ?? []
    if (channel)
      clip.addChannel(
        two
          .createAnimationChannel()
          .setTargetPath('translation')
          .setTargetNode(channel.getTargetNode())
          .setSampler(channel.getSampler()),
      )
    expect(names(await editModel(two, [run('renameClip', { clip: 0, name: 'run' })]))).toEqual(['run.001', 'run'])
    await expect(edited(run('renameClip', { clip: 9, name: 'x' }))).rejects.toThrow('The model has no clip 9')
  })

  it('put a picture into a place of a material', async () => {
    const { document: named } = await edited(
      run('texture', { material: 0, slot: 'color', picture: PICTURE, name: 'bricks' }),
    )
    expect(
      named
        .getRoot()
        .listTextures()
        .map((one) => one.getName()),
    ).toContain('bricks')
    const { document } = await edited(run('texture', { material: 0, slot: 'emissive', picture: PICTURE }))
    const [material] = document.getRoot().listMaterials()
    expect(material?.getEmissiveTexture()?.getMimeType()).toBe('image/png')
    expect(material?.getEmissiveFactor()).toEqual([1, 1, 1])
    await expect(edited(run('texture', { material: 0, slot: 'color', picture: 'b' }))).rejects.toThrow('glTF holds')
  })

  it('put no picture into a material that no program could show', async () => {
    const put = (bytes: Uint8Array) =>
      editedWith(bytes, run('texture', { material: 0, slot: 'color', picture: PICTURE }))
    await expect(put(picture.subarray(0, -20))).rejects.toThrow(/picture|PNG/i)
    await expect(put(new TextEncoder().encode('RIFF0000WAVEfmt a sound'))).rejects.toThrow('glTF holds')
    await expect(put(ofSize(30_000, 30_000))).rejects.toThrow('30000 x 30000 pixels')
  })

  it('make colors of materials patches of one texture, with which all is one material', async () => {
    const source = twoCubes()
    const [first] = source.getRoot().listMaterials()
    const red = source.createMaterial('red').setBaseColorFactor([1, 0, 0, 1]).setRoughnessFactor(0.5)
    source.getRoot().listMeshes()[1]?.listPrimitives()[0]?.setMaterial(red)
    first?.setBaseColorFactor([0, 0, 1, 1])
    const glb = await writeGlb(source)
    const { document } = await editModel(await readModel(glb), [run('tidy', { palette: true })], new Map())
    const materials = document.getRoot().listMaterials()
    expect(materials).toHaveLength(1)
    const image = await decodeImage(materials[0]?.getBaseColorTexture()?.getImage() ?? new Uint8Array())
    const colors = document
      .getRoot()
      .listMeshes()
      .map((mesh) => {
        const [u = 0] = mesh.listPrimitives()[0]?.getAttribute('TEXCOORD_0')?.getElement(0, []) ?? []
        return [...image.data.subarray(Math.floor(u * image.width) * 4, Math.floor(u * image.width) * 4 + 4)]
      })
    expect(colors).toEqual([
      [0, 0, 255, 255],
      [255, 0, 0, 255],
    ])
    expect(materials[0]?.getMetallicRoughnessTexture()).not.toBeNull()
    expect(materials[0]?.getEmissiveTexture()).toBeNull()
  })

  it('say what tidying has changed, and nothing where it has changed nothing', async () => {
    const steps = run('tidy', { dedup: true, join: true, prune: true })
    const source = twoCubes()
    const first = await editModel(source, [steps], new Map())
    const said = first.steps.map(english)
    expect(said).toContain('Draw calls: 1 instead of 2.')
    expect(said.join()).not.toContain('Materials')
    const again = await editModel(first.document, [steps], new Map())
    expect(again.steps.map(english)).toEqual([])
  })

  it('say of themselves that they have changed nothing', async () => {
    const of = async (...operations: readonly Operation[]) => {
      const picture = encodePng({ width: 1, height: 1, data: new Uint8Array([255, 0, 0, 255]) })
      return (await editModel(twoCubes(), operations, new Map([[PICTURE, picture]]))).isUnchanged
    }
    const size = run('size', { height: 2, pivot: 'bottom' })
    const paint = run('texture', { material: 0, slot: 'color', picture: PICTURE })
    const twice = [size, run('apply'), run('loopClip', { clip: 0 }), run('collider'), run('join', {}, [0, 1]), paint]
    expect(await Promise.all(twice.map((one) => of(one)))).toEqual(twice.map(() => false))
    const [, , loop = size, , join = size] = twice
    const idle = [
      [size, size],
      [run('apply'), run('apply')],
      [loop, loop],
      [paint, paint],
      [join, run('join', {}, [0])],
      [run('reduce', { percent: 100 })],
      [run('inPlace')],
      [run('trimClip', { clip: 0, from: 0, to: 2 })],
      [run('repair'), run('repair')],
    ]
    expect(await Promise.all(idle.map((all) => of(...all)))).toEqual(idle.map(() => true))
  })

  it('make one collider, which takes the place of that before, of what is drawn', async () => {
    const shapes = ['sphere', 'pieces', 'box'].map((shape) => run('collider', { shape }))
    const { document } = await edited(...shapes)
    const names = () =>
      document
        .getRoot()
        .listNodes()
        .map((node) => node.getName())
    expect(names()).toEqual(['a', 'b', 'lifted', '_collider'])
    expect(document.getRoot().listMeshes()).toHaveLength(3)
    const measures = document.getRoot().listNodes().at(-1)?.getExtras()['collider']
    expect(measures).toEqual({ shape: 'box', center: [1.5, 0, 0], size: [4, 1, 1] })
    expect(unused(document)).toEqual([])
  })

  it('bring a model to its height, on the ground', async () => {
    const { said } = await edited(run('size', { height: 2, pivot: 'bottom' }))
    expect(said).toEqual(['8 x 2 x 2 m'])
  })

  it('are refused with options that they have not', () => {
    expect(readOperations([run('reduce', { percent: 20 })])).toHaveLength(1)
    for (const values of WRONG) expect(readOperations([run('reduce', values)]), JSON.stringify(values)).toBeUndefined()
    expect(readOperations([run('format-disk')])).toBeUndefined()
    expect(readOperations([run('collider', { shape: 'banana' })])).toBeUndefined()
    expect(readOperations([run('collider', { corners: 4.5 })])).toBeUndefined()
    expect(readOperations([run('size', { height: 99_999_999_999 })])).toBeUndefined()
    expect(readOperations([run('dropClip', { clip: -1 })])).toBeUndefined()
  })

  it('are where the changes begin that a page carries out itself', () => {
    const rename: Operation = { kind: 'rename', node: 0, name: 'x' }
    expect([[], [rename], [rename, run('apply')], [run('apply'), rename]].map(afterLastRun)).toEqual([0, 0, 2, 1])
    expect(operatorOf('apply')?.key).toBe('Ctrl+A')
  })
})
