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

async function ofSize(triangles: number, megabytes: number): Promise<Uint8Array> {
  const bare = (await writeGlb(sphere(triangles, 0))).byteLength
  return writeGlb(sphere(triangles, Math.max(0, megabytes * MEBIBYTE - bare)))
}

/** Files by name, and how each is made, which takes minutes for all of them. */
const SMALL: Readonly<Record<string, () => Promise<Uint8Array>>> = {
  '10k.glb': () => ofSize(10_000, 0),
  '1MB.glb': () => ofSize(10_000, 1),
  '100k.glb': () => ofSize(100_000, 0),
  '100k-meshopt.glb': () => optimise(sphere(100_000, 0), { compression: 'meshopt' }),
  ...Object.fromEntries(FIXTURES.map((name) => [`${name}.glb`, async () => fixture(name)])),
  '2000-nodes.glb': () => nodes(2000),
}
/** Those that take minutes to be drawn in software. */
const LARGE: typeof SMALL = {
  '1M.glb': () => ofSize(1_000_000, 0),
  '3M.glb': () => ofSize(3_000_000, 0),
  '10MB.glb': () => ofSize(100_000, 10),
  '50MB.glb': () => ofSize(100_000, 50),
  '100MB.glb': () => ofSize(100_000, 100),
}

const fixture = (name: string) => new Uint8Array(readFileSync(join(root, `test/fixtures/models/${name}.glb`)))

/** Makes them one after the other. @param isAll with the large ones @param start of the names of those that are wanted */
export async function* benchFiles(isAll: boolean, start: string): AsyncGenerator<BenchFile> {
  for (const [name, make] of Object.entries({ ...SMALL, ...(isAll && LARGE) }))
    if (name.startsWith(start)) yield { name, bytes: await make() }
}
