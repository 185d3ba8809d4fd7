// The files of the viewport's bench: spheres of so many triangles, with a picture of noise that brings them to their size, and
// the compressed ones of the fixtures.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Document } from '@gltf-transform/core'
import { writeGlb } from '../../../src/mesh/formats/gltf.ts'
import { encodePng } from '../../../src/mesh/images/png.ts'
import { optimise } from '../../../src/mesh/tools/optimise.ts'
import { root } from '../../../workbench/paths.mjs'

export interface BenchFile {
  name: string
  bytes: Uint8Array
}

const FIXTURES = ['draco', 'meshopt', 'ktx2-etc1s'] as const
const MEBIBYTE = 2 ** 20

/** Noise of about so many bytes, which no compression makes smaller. */
function noise(bytes: number): Uint8Array {
  const side = Math.max(4, Math.round(Math.sqrt(bytes / 3)))
  const data = new Uint8Array(side * side * 4)
  let state = 12345
  for (let at = 0; at < data.length; at++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    data[at] = at % 4 === 3 ? 255 : state >>> 24
  }
  return encodePng({ width: side, height: side, data }, 0)
}

/** A sphere of about so many triangles, with a texture of so many bytes. */
function sphere(triangles: number, textureBytes: number): Document {
  const document = new Document()
  const buffer = document.createBuffer()
  const rings = Math.max(3, Math.round(Math.sqrt(triangles / 4)))
  const columns = rings * 2
  const count = (rings + 1) * (columns + 1)
  const [places, normals, uvs] = [new Float32Array(count * 3), new Float32Array(count * 3), new Float32Array(count * 2)]
  for (let ring = 0, at = 0; ring <= rings; ring++)
    for (let column = 0; column <= columns; column++, at++) {
      const [down, around] = [(ring / rings) * Math.PI, (column / columns) * 2 * Math.PI]
      const normal = [Math.sin(down) * Math.cos(around), Math.cos(down), Math.sin(down) * Math.sin(around)]
      normals.set(normal, at * 3)
      places.set(
        normal.map((part) => part * (1 + 0.02 * Math.sin(9 * down) * Math.sin(7 * around))),
        at * 3,
      )
      uvs.set([column / columns, ring / rings], at * 2)
    }
  const indices = new Uint32Array(rings * columns * 6)
  for (let ring = 0, at = 0; ring < rings; ring++)
    for (let column = 0; column < columns; column++, at += 6) {
      const a = ring * (columns + 1) + column
      const below = a + columns + 1
      indices.set([a, a + 1, below, a + 1, below + 1, below], at)
    }
  const accessor = (type: 'VEC2' | 'VEC3' | 'SCALAR', array: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>) =>
    document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
  const material = document.createMaterial('Noise').setRoughnessFactor(0.6).setMetallicFactor(0)
  if (textureBytes > 0)
    material.setBaseColorTexture(document.createTexture('Noise').setMimeType('image/png').setImage(noise(textureBytes)))
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', places))
    .setAttribute('NORMAL', accessor('VEC3', normals))
    .setAttribute('TEXCOORD_0', accessor('VEC2', uvs))
    .setIndices(accessor('SCALAR', indices))
    .setMaterial(material)
  document.createScene().addChild(document.createNode('Sphere').setMesh(document.createMesh().addPrimitive(primitive)))
  return document
}

/** So many nodes, each with a mesh of its own. */
async function nodes(count: number): Promise<Uint8Array> {
  const document = sphere(64, 0)
  const [scene] = document.getRoot().listScenes()
  const [first] = document.getRoot().listNodes()
  const [primitive] = first?.getMesh()?.listPrimitives() ?? []
  if (!scene || !first || !primitive) throw new Error('no sphere')
  const side = Math.ceil(Math.sqrt(count))
  for (let at = 1; at < count; at++) {
    const mesh = document.createMesh(`Sphere ${at}`).addPrimitive(primitive.clone())
    scene.addChild(
      document
        .createNode(`Sphere ${at}`)
        .setMesh(mesh)
        .setTranslation([(at % side) * 3, 0, Math.floor(at / side) * 3]),
    )
  }
  return writeGlb(document)
}

/** @param isAll with the large ones, which take minutes in software drawing */
export async function benchFiles(isAll: boolean): Promise<readonly BenchFile[]> {
  const made = async (name: string, triangles: number, megabytes = 0): Promise<BenchFile> => {
    const bare = (await writeGlb(sphere(triangles, 0))).byteLength
    const rest = megabytes * MEBIBYTE - bare
    return { name: `${name}.glb`, bytes: await writeGlb(sphere(triangles, Math.max(0, rest))) }
  }
  const files = [await made('10k', 10_000), await made('1MB', 10_000, 1), await made('100k', 100_000)]
  files.push({ name: '100k-meshopt.glb', bytes: await optimise(sphere(100_000, 0), { compression: 'meshopt' }) })
  for (const name of FIXTURES)
    files.push({
      name: `${name}.glb`,
      bytes: new Uint8Array(readFileSync(join(root, `test/fixtures/models/${name}.glb`))),
    })
  files.push({ name: '2000-nodes.glb', bytes: await nodes(2000) })
  if (isAll) {
    files.push(await made('1M', 1_000_000), await made('3M', 3_000_000))
    for (const megabytes of [10, 50, 100]) files.push(await made(`${megabytes}MB`, 100_000, megabytes))
  }
  return files
}
