// The models that the format tests send around: small, and with every feature the formats can hold.
import { Document } from '@gltf-transform/core'
import { encodePng } from '../../../../src/mesh/images/png.ts'

/** An 8 x 4 picture, red on the left, green on the right. */
export function picture(): Uint8Array {
  const data = new Uint8Array(8 * 4 * 4)
  for (let i = 0; i < 32; i++) data.set(i % 8 < 4 ? [255, 0, 0, 255] : [0, 255, 0, 255], i * 4)
  return encodePng({ width: 8, height: 4, data })
}

/**
 * A box of 0.2 x 1 x 0.4 m standing on the ground off the origin, 24 vertices with hard normals and uvs: four sides
 * textured, top and bottom in plain half-transparent blue; and a child tetrahedron, rotated and scaled, at its top.
 */
export function staticModel(): Document {
  const document = new Document()
  const buffer = document.createBuffer()
  const scene = document.createScene('sample')
  document.getRoot().setDefaultScene(scene)
  const texture = document.createTexture('bark').setImage(new Uint8Array(picture())).setMimeType('image/png')
  const normalMap = document.createTexture('bumps').setImage(new Uint8Array(picture())).setMimeType('image/png')
  const wood = document
    .createMaterial('old wood')
    .setBaseColorTexture(texture)
    .setNormalTexture(normalMap)
    .setRoughnessFactor(0.75)
    .setMetallicFactor(0.25)
  const glass = document
    .createMaterial('glass')
    .setBaseColorFactor([0.1, 0.2, 0.6, 0.5])
    .setAlphaMode('BLEND')
    .setRoughnessFactor(0.2)
    .setMetallicFactor(0)
    .setEmissiveFactor([0.2, 0, 0.1])
  const add = (values: Float32Array | Uint16Array, type: 'VEC2' | 'VEC3' | 'SCALAR') =>
    document.createAccessor().setType(type).setArray(values.slice()).setBuffer(buffer)
  const part = (faces: readonly number[], material: typeof wood) => {
    const { positions, normals, uvs, indices } = boxFaces(faces)
    return document
      .createPrimitive()
      .setAttribute('POSITION', add(positions, 'VEC3'))
      .setAttribute('NORMAL', add(normals, 'VEC3'))
      .setAttribute('TEXCOORD_0', add(uvs, 'VEC2'))
      .setIndices(add(indices, 'SCALAR'))
      .setMaterial(material)
  }
  const mesh = document
    .createMesh('box')
    .addPrimitive(part([0, 1, 4, 5], wood))
    .addPrimitive(part([2, 3], glass))
  const node = document.createNode('crate').setMesh(mesh).setTranslation([2, 0.5, -1]).setScale([0.2, 1, 0.4])
  const tip = document
    .createPrimitive()
    .setAttribute('POSITION', add(new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1]), 'VEC3'))
    .setIndices(add(new Uint16Array([0, 2, 1, 0, 1, 3, 0, 3, 2, 1, 2, 3]), 'SCALAR'))
    .setMaterial(glass)
  const holder = document.createNode('holder').setTranslation([2, 1, -1]).setRotation([0.5, 0.5, 0.5, 0.5])
  const tipNode = document
    .createNode('tip')
    .setMesh(document.createMesh('tip').addPrimitive(tip))
    .setScale([0.3, 0.2, 0.1])
  scene.addChild(node).addChild(holder.addChild(tipNode))
  return document
}

/** Faces 0 +x, 1 -x, 2 +y, 3 -y, 4 +z, 5 -z of the unit cube around the origin. */
export function boxFaces(faces: readonly number[]) {
  const positions: number[] = []
  const normals: number[] = []
  const uvs: number[] = []
  const indices: number[] = []
  for (const face of faces) {
    const axis = face >> 1
    const sign = face % 2 === 0 ? 0.5 : -0.5
    const base = positions.length / 3
    for (const [u, v] of [
      [-0.5, -0.5],
      [0.5, -0.5],
      [0.5, 0.5],
      [-0.5, 0.5],
    ] as const) {
      const point = [0, 0, 0]
      point[axis] = sign
      point[(axis + 1) % 3] = u * Math.sign(sign)
      point[(axis + 2) % 3] = v
      positions.push(...point)
      normals.push(...[0, 1, 2].map((k) => (k === axis ? Math.sign(sign) : 0)))
      uvs.push(u * 0.9 + 0.5, 0.5 - v * 0.8)
    }
    indices.push(base, base + 1, base + 2, base, base + 2, base + 3)
  }
  return {
    positions: new Float32Array(positions),
    normals: new Float32Array(normals),
    uvs: new Float32Array(uvs),
    indices: new Uint16Array(indices),
  }
}

/** A box of 1 m, bound to the joints `hip` and `knee` (turned 90 degrees in bind pose), with the clips `preset:walk` and `preset:idle`. */
export function riggedModel(): Document {
  const document = new Document()
  const buffer = document.createBuffer()
  const scene = document.createScene('rigged')
  document.getRoot().setDefaultScene(scene)
  const { positions, normals, uvs, indices } = boxFaces([0, 1, 2, 3, 4, 5])
  const add = (values: Float32Array | Uint16Array, type: 'VEC2' | 'VEC3' | 'VEC4' | 'SCALAR' | 'MAT4') =>
    document.createAccessor().setType(type).setArray(values.slice()).setBuffer(buffer)
  const joints = new Uint16Array((positions.length / 3) * 4)
  const weights = new Float32Array((positions.length / 3) * 4)
  for (let v = 0; v < positions.length / 3; v++) {
    const up = (positions[v * 3 + 1] ?? 0) > 0
    joints.set([0, up ? 1 : 0, 0, 0], v * 4)
    weights.set(up ? [0.25, 0.75, 0, 0] : [1, 0, 0, 0], v * 4)
  }
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', add(positions, 'VEC3'))
    .setAttribute('NORMAL', add(normals, 'VEC3'))
    .setAttribute('TEXCOORD_0', add(uvs, 'VEC2'))
    .setAttribute('JOINTS_0', add(joints, 'VEC4'))
    .setAttribute('WEIGHTS_0', add(weights, 'VEC4'))
    .setIndices(add(indices, 'SCALAR'))
    .setMaterial(document.createMaterial('skin').setBaseColorFactor([0.8, 0.4, 0.2, 1]).setMetallicFactor(0))
  const half = Math.SQRT1_2
  const knee = document.createNode('knee').setTranslation([0, 0.5, 0]).setRotation([0, 0, half, half])
  const hip = document.createNode('hip').setTranslation([0, -0.5, 0]).addChild(knee)
  // Inverse binds: hip at y -0.5; knee at the origin, turned by 90 degrees about z.
  const inverse = new Float32Array([
    1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0.5, 0, 1, 0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1,
  ])
  const skin = document.createSkin('rig').addJoint(hip).addJoint(knee).setInverseBindMatrices(add(inverse, 'MAT4'))
  const body = document.createNode('body').setMesh(document.createMesh('body').addPrimitive(primitive)).setSkin(skin)
  scene.addChild(body).addChild(document.createNode('armature').addChild(hip))
  for (const [name, turn] of [
    ['preset:walk', 0.9],
    ['preset:idle', 0.1],
  ] as const) {
    const times = add(new Float32Array([0, 0.5, 1]), 'SCALAR')
    const turned = [
      Math.sin(turn / 2) * half,
      -Math.sin(turn / 2) * half,
      Math.cos(turn / 2) * half,
      Math.cos(turn / 2) * half,
    ]
    const rotations = add(new Float32Array([0, 0, half, half, ...turned, 0, 0, half, half]), 'VEC4')
    const moves = add(new Float32Array([0, -0.5, 0, 0, -0.5, turn, 0, -0.5, 0]), 'VEC3')
    const rotate = document.createAnimationSampler().setInput(times).setOutput(rotations)
    const move = document.createAnimationSampler().setInput(times).setOutput(moves)
    document
      .createAnimation(name)
      .addSampler(rotate)
      .addSampler(move)
      .addChannel(document.createAnimationChannel().setTargetNode(knee).setTargetPath('rotation').setSampler(rotate))
      .addChannel(document.createAnimationChannel().setTargetNode(hip).setTargetPath('translation').setSampler(move))
  }
  return document
}
