// The files of a model that is split: named after its parts, each once, and as every system can store them.
import { expect, it } from 'vitest'
import { writeGlb, writeGltf } from '../../../../src/mesh/formats/gltf.ts'
import { readZip } from '../../../../src/mesh/formats/zip.ts'
import { runTool } from '../../../../src/mesh/tools/run-tool.ts'
import { cube, documentOf } from './shapes.ts'

it('gives parts names that every system can store, each once', async () => {
  const { document } = documentOf(cube())
  const [node] = document.getRoot().listNodes()
  const [scene] = document.getRoot().listScenes()
  const names = ['CON', 'a/b', 'a:b', 'A_B', 'arm.', `${'long'.repeat(25)}1`, `${'long'.repeat(25)}2`]
  for (const name of names) scene?.addChild(document.createNode(name).setMesh(node?.getMesh() ?? null))
  node?.setMesh(null)
  const bytes = await writeGlb(document)
  const { files } = await runTool({ tool: 'split', options: { by: 'part' }, bytes, name: 'crate' })
  expect(files.map(({ path }) => path)).toEqual([
    ...['_CON.glb', 'a_b.glb', 'a_b-2.glb', 'A_B-3.glb', 'arm.glb'],
    ...[`${'long'.repeat(20)}.glb`, `${'long'.repeat(20)}-2.glb`],
  ])
})

it('writes pictures under such names, too, which differ in more than case', async () => {
  const { document } = documentOf(cube())
  for (const name of ['con', 'Wood', 'wood']) {
    const picture = new Uint8Array([0x89, 0x50, 0x4e, 0x47, name.length])
    const texture = document.createTexture(name).setImage(picture).setMimeType('image/png')
    document.createMaterial(name).setBaseColorTexture(texture)
  }
  const written = [...readZip(await writeGltf(document)).keys()]
  expect(written.filter((path) => path.endsWith('.png')).sort()).toEqual(['Wood.png', '_con.png', 'wood_2.png'])
})
