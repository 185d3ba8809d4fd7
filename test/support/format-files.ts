// One red square in each format that the model editor opens, and a rig, for the end-to-end suite: written by src/mesh, and by hand
// where it writes none. Bundled by the test that wants it, as Playwright runs no source of ours as it is.
import { Document } from '@gltf-transform/core'
import { write3mf } from '../../src/mesh/formats/3mf.ts'
import { writeFbx } from '../../src/mesh/formats/fbx-write.ts'
import { writeGlb } from '../../src/mesh/formats/gltf.ts'
import { writePly } from '../../src/mesh/formats/ply-write.ts'
import { writeStl } from '../../src/mesh/formats/stl.ts'
import { parseUsda } from '../../src/mesh/formats/usd-parse.ts'
import { writeUsdz } from '../../src/mesh/formats/usdz.ts'
import { riggedModel } from '../unit/mesh/formats/sample.ts'
import { writeUsdc } from './usdc-write.ts'

/** Two triangles of a side of a metre, upright, red. */
function square(): Document {
  const document = new Document()
  const buffer = document.createBuffer()
  const places = new Float32Array([0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0])
  const accessor = document.createAccessor().setType('VEC3').setArray(places).setBuffer(buffer)
  const material = document
    .createMaterial('red')
    .setBaseColorFactor([1, 0, 0, 1])
    .setMetallicFactor(0)
    .setDoubleSided(true)
  const primitive = document.createPrimitive().setAttribute('POSITION', accessor).setMaterial(material)
  document
    .createScene()
    .addChild(document.createNode('Square').setMesh(document.createMesh('Square').addPrimitive(primitive)))
  return document
}

const GLTF = {
  ...{ asset: { version: '2.0' }, scene: 0, scenes: [{ nodes: [0] }], nodes: [{ mesh: 0, name: 'Square' }] },
  meshes: [{ primitives: [{ attributes: { POSITION: 0 }, material: 0 }] }],
  materials: [{ doubleSided: true, pbrMetallicRoughness: { baseColorFactor: [1, 0, 0, 1], metallicFactor: 0 } }],
  accessors: [{ bufferView: 0, componentType: 5126, count: 6, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] }],
  ...{ bufferViews: [{ buffer: 0, byteLength: 72 }], buffers: [{ uri: 'square.bin', byteLength: 72 }] },
}

const USDA = `#usda 1.0
(
    defaultPrim = "Square"
    metersPerUnit = 1
    upAxis = "Y"
)
def Mesh "Square"
{
    bool doubleSided = 1
    int[] faceVertexCounts = [4]
    int[] faceVertexIndices = [0, 1, 2, 3]
    point3f[] points = [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)]
    color3f[] primvars:displayColor = [(1, 0, 0)]
}
`

/** Bytes by name; models are called `square`, in the order in which a folder lists them. */
export async function formatFiles(): Promise<Map<string, Uint8Array>> {
  const text = (content: string) => new TextEncoder().encode(content)
  const places = new Float32Array([0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0])
  return new Map([
    ['square.3mf', write3mf(square())],
    ['square.fbx', writeFbx(square())],
    ['square.glb', await writeGlb(square())],
    ['square.gltf', text(JSON.stringify(GLTF))],
    ['square.bin', new Uint8Array(places.buffer)],
    ['square.obj', text('mtllib square.mtl\nusemtl red\no Square\nv 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nf 1 2 3 4\n')],
    ['square.mtl', text('newmtl red\nKd 1 0 0\n')],
    ['square.ply', writePly(square())],
    ['square.stl', writeStl(square())],
    ['square.usda', text(USDA)],
    ['square.usdc', writeUsdc(parseUsda(USDA))],
    ['square.usdz', writeUsdz(square())],
  ])
}

/** A GLB with a skeleton and a clip. */
export const rigFile = async (): Promise<Uint8Array> => writeGlb(riggedModel())
