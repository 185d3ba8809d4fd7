// The model that tests of the model editor's page look at: small, with parts that hang on each other, a clip, and on wish a texture.
import { Document } from '@gltf-transform/core'
import { writeGlb } from '../../../../src/mesh/formats/gltf.ts'
import { encodePng } from '../../../../src/mesh/images/png.ts'

/** Red and green above, blue and white below. */
const FOUR_TEXELS = {
  width: 2,
  height: 2,
  data: new Uint8Array([220, 40, 30, 255, 40, 200, 60, 255, 40, 80, 220, 255, 240, 240, 240, 255]),
}

/** A lamp: a foot, an arm that turns in a clip, and a bulb on the arm. */
export async function lamp(more: (document: Document) => void = () => undefined): Promise<Uint8Array> {
  const document = new Document()
  const buffer = document.createBuffer()
  const box = (name: string, [x, y, z]: readonly [number, number, number]) => {
    const corners = [-1, 1].flatMap((a) => [-1, 1].flatMap((b) => [-1, 1].map((c) => [a * x, b * y, c * z])))
    const sides = [
      0, 1, 3, 0, 3, 2, 4, 6, 7, 4, 7, 5, 0, 4, 5, 0, 5, 1, 2, 3, 7, 2, 7, 6, 0, 2, 6, 0, 6, 4, 1, 5, 7, 1, 7, 3,
    ]
    const accessor = (type: 'VEC3' | 'SCALAR', array: Float32Array | Uint16Array) =>
      document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
    const material = document.createMaterial(`${name} paint`).setRoughnessFactor(0.25).setMetallicFactor(0)
    const primitive = document
      .createPrimitive()
      .setAttribute('POSITION', accessor('VEC3', new Float32Array(corners.flat())))
      .setIndices(accessor('SCALAR', new Uint16Array(sides)))
      .setMaterial(material)
    return document.createNode(name).setMesh(document.createMesh(name).addPrimitive(primitive))
  }
  const bulb = box('Bulb', [0.2, 0.2, 0.2]).setTranslation([0, 1, 0])
  const arm = box('Arm', [0.1, 1, 0.1]).setTranslation([0, 1, 0]).addChild(bulb)
  const foot = box('Foot', [0.5, 0.1, 0.5]).setExtras({ price: 12 })
  document.createScene().addChild(foot).addChild(arm)
  const times = document
    .createAccessor()
    .setType('SCALAR')
    .setArray(new Float32Array([0, 2]))
    .setBuffer(buffer)
  const turns = new Float32Array([0, 0, 0, 1, 0, 0, Math.SQRT1_2, Math.SQRT1_2])
  const values = document.createAccessor().setType('VEC4').setArray(turns).setBuffer(buffer)
  const sampler = document.createAnimationSampler().setInput(times).setOutput(values)
  const channel = document.createAnimationChannel().setSampler(sampler).setTargetNode(arm).setTargetPath('rotation')
  document.createAnimation('Nod').addSampler(sampler).addChannel(channel)
  more(document)
  return writeGlb(document)
}

/** The same with a texture on every part, and a morph target. */
export const paintedLamp = () =>
  lamp((document) => {
    const picture = document.createTexture('Paint').setMimeType('image/png').setImage(encodePng(FOUR_TEXELS))
    for (const material of document.getRoot().listMaterials()) material.setBaseColorTexture(picture)
    for (const mesh of document.getRoot().listMeshes()) {
      const [primitive] = mesh.listPrimitives()
      const places = primitive?.getAttribute('POSITION')?.getArray()
      if (!primitive || !places) continue
      const accessor = (type: 'VEC2' | 'VEC3', array: Float32Array) =>
        document.createAccessor().setType(type).setArray(array)
      const uvs = Float32Array.from({ length: 16 }, (_, at) => (((at * 7) % 5) + 0.5) / 6)
      primitive.setAttribute('TEXCOORD_0', accessor('VEC2', uvs))
      const moves = Float32Array.from([...places].map(Number), (value, at) => (at % 3 === 1 ? Math.abs(value) : 0))
      primitive.addTarget(document.createPrimitiveTarget('Tall').setAttribute('POSITION', accessor('VEC3', moves)))
      mesh.setExtras({ targetNames: ['Tall'] }).setWeights([0])
    }
    const [buffer] = document.getRoot().listBuffers()
    for (const accessor of document.getRoot().listAccessors()) accessor.setBuffer(buffer ?? null)
  })
