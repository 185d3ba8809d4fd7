// A .gltf that is changed stays what it is: its text, its buffer and its pictures where they were.
import { Document } from '@gltf-transform/core'
import { expect, it } from 'vitest'
import { writeGltf } from '../../../../src/mesh/formats/gltf.ts'
import { readZip } from '../../../../src/mesh/formats/zip.ts'
import { encodePng } from '../../../../src/mesh/images/png.ts'
import type { Operation } from '../../../../src/mesh/tools/operations.ts'
import { runTool } from '../../../../src/mesh/tools/run-tool.ts'
import { cube, primitiveOf } from '../../mesh/tools/shapes.ts'

async function files(): Promise<Map<string, Uint8Array>> {
  const document = new Document()
  const picture = encodePng({ width: 1, height: 1, data: new Uint8Array([255, 0, 0, 255]) })
  const texture = document
    .createTexture('Wood grain')
    .setImage(picture)
    .setMimeType('image/png')
    .setURI('maps/wood.png')
  const material = document.createMaterial('m').setBaseColorTexture(texture)
  document.createBuffer().setURI('data.bin')
  const mesh = document.createMesh('m').addPrimitive(primitiveOf(document, cube()).setMaterial(material))
  document.getRoot().setDefaultScene(document.createScene().addChild(document.createNode('n').setMesh(mesh)))
  return new Map(readZip(await writeGltf(document, { name: 'crate', keepsPaths: true })))
}

it('keeps the paths of buffer and pictures, also after a tool', async () => {
  const all = await files()
  expect([...all.keys()].sort()).toEqual(['crate.gltf', 'data.bin', 'maps/wood.png'])
  const bytes = all.get('crate.gltf') ?? new Uint8Array()
  all.delete('crate.gltf')
  const operations: Operation[] = [
    { kind: 'rename', node: 0, name: 'Crate' },
    { kind: 'run', operator: 'apply', values: {} },
    { kind: 'material', material: 0, roughness: 0.25 },
  ]
  const result = await runTool({
    tool: 'edit',
    options: { operations },
    bytes,
    hint: 'gltf',
    files: all,
    name: 'crate',
  })
  expect(result.files.map(({ path }) => path).sort()).toEqual(['crate.gltf', 'data.bin', 'maps/wood.png'])
  expect(result.files[0]?.path).toBe('crate.gltf')
  const json: unknown = JSON.parse(new TextDecoder().decode(result.files[0]?.bytes))
  expect(json).toMatchObject({
    nodes: [{ name: 'Crate' }],
    materials: [{ pbrMetallicRoughness: { roughnessFactor: 0.25 } }],
    images: [{ uri: 'maps/wood.png' }],
  })
})

it('never writes outside of its folder', async () => {
  const document = new Document()
  const picture = encodePng({ width: 1, height: 1, data: new Uint8Array([255, 0, 0, 255]) })
  for (const uri of ['../wood.png', '/etc/wood.png', 'C:\\wood.png', '.hidden/wood.png'])
    document
      .createMaterial()
      .setBaseColorTexture(document.createTexture('').setImage(picture).setMimeType('image/png').setURI(uri))
  document.createScene()
  const names = [...readZip(await writeGltf(document, { name: 'm', keepsPaths: true })).keys()]
  for (const name of names) expect(name).toMatch(/^[\w-]+\.(gltf|bin|png)$/)
})
