// The models of the mesh bench: bumpy spheres of so many triangles, as one mesh, as a hundred, and bent by two bones.
import { Document, type Primitive } from '@gltf-transform/core'
import { writeGlb } from '../../../src/mesh/formats/gltf.ts'

export interface MeshFile {
  readonly name: string
  readonly triangles: number
  readonly kind: Kind
  readonly bytes: Uint8Array
  /** Bytes of its numbers, unpacked. */
  readonly decoded: number
}

export type Kind = 'one' | 'hundred' | 'skinned'

/** A sphere of about so many triangles with bumps of several sizes, so that simplifying has to choose. @param phase of its bumps */
function sphere(document: Document, triangles: number, isSkinned: boolean, phase: number): Primitive {
  const buffer = document.getRoot().listBuffers()[0] ?? document.createBuffer()
  const rings = Math.max(3, Math.round(Math.sqrt(triangles / 4)))
  const columns = rings * 2
  const count = (rings + 1) * (columns + 1)
  const [places, normals, uvs] = [new Float32Array(count * 3), new Float32Array(count * 3), new Float32Array(count * 2)]
  const [joints, weights] = [new Uint8Array(count * 4), new Float32Array(count * 4)]
  for (let ring = 0, at = 0; ring <= rings; ring++)
    for (let column = 0; column <= columns; column++, at++) {
      const [down, around] = [(ring / rings) * Math.PI, (column / columns) * 2 * Math.PI]
      const normal = [Math.sin(down) * Math.cos(around), Math.cos(down), Math.sin(down) * Math.sin(around)]
      const bump =
        1 +
        0.05 * Math.sin(9 * down + phase) * Math.sin(7 * around) +
        0.01 * Math.sin(41 * down) * Math.sin(37 * around)
      normals.set(normal, at * 3)
      places.set(
        normal.map((part) => part * bump),
        at * 3,
      )
      uvs.set([column / columns, ring / rings], at * 2)
      joints.set([0, 1, 0, 0], at * 4)
      weights.set([ring / rings, 1 - ring / rings, 0, 0], at * 4)
    }
  const indices = new Uint32Array(rings * columns * 6)
  for (let ring = 0, at = 0; ring < rings; ring++)
    for (let column = 0; column < columns; column++, at += 6) {
      const a = ring * (columns + 1) + column
      const below = a + columns + 1
      indices.set([a, a + 1, below, a + 1, below + 1, below], at)
    }
  const accessor = (
    type: 'VEC2' | 'VEC3' | 'VEC4' | 'SCALAR',
    array: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>,
  ) => document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', places))
    .setAttribute('NORMAL', accessor('VEC3', normals))
    .setAttribute('TEXCOORD_0', accessor('VEC2', uvs))
    .setIndices(accessor('SCALAR', indices))
  if (isSkinned)
    primitive.setAttribute('JOINTS_0', accessor('VEC4', joints)).setAttribute('WEIGHTS_0', accessor('VEC4', weights))
  return primitive
}

function documentOf(triangles: number, kind: Kind, phase: number): Document {
  const document = new Document()
  const scene = document.createScene('scene')
  document.getRoot().setDefaultScene(scene)
  const material = document.createMaterial('clay').setRoughnessFactor(0.7)
  const parts = kind === 'hundred' ? 100 : 1
  for (let i = 0; i < parts; i++) {
    const primitive = sphere(document, triangles / parts, kind === 'skinned', phase + i / 10).setMaterial(material)
    // Meshes have no names: gltfpack would lose them, and ours would be larger for what it keeps.
    const node = document.createNode(`part ${i}`).setMesh(document.createMesh('').addPrimitive(primitive))
    scene.addChild(node.setTranslation([(i % 10) * 3, 0, Math.floor(i / 10) * 3]))
    if (kind !== 'skinned') continue
    const bones = [0, 1].map((at) => document.createNode(`bone ${at}`).setTranslation([0, at, 0]))
    const skin = document.createSkin('skin')
    for (const bone of bones) skin.addJoint(bone)
    for (const bone of bones) scene.addChild(bone)
    node.setTranslation([0, 0, 0]).setSkin(skin)
  }
  return document
}

/** @param phase of its bumps: another model of the same kind */
export async function meshFile(triangles: number, kind: Kind, phase = 0): Promise<MeshFile> {
  const document = documentOf(triangles, kind, phase)
  const decoded = document
    .getRoot()
    .listAccessors()
    .reduce((sum, accessor) => sum + (accessor.getArray()?.byteLength ?? 0), 0)
  return { name: `${triangles / 1000}k-${kind}`, triangles, kind, bytes: await writeGlb(document), decoded }
}
