// Several models in one file: each a part of its name, with its clips and materials.
import { expect, it } from 'vitest'
import { readModel, writeGlb } from '../../../../src/mesh/formats/index.ts'
import { runTool } from '../../../../src/mesh/tools/run-tool.ts'
import { sceneTriangles } from '../../../../src/mesh/tools/scene.ts'
import { cube, documentOf, glued } from './shapes.ts'

it('puts each model where it stands, as a part named after its file', async () => {
  const crate = documentOf(cube()).document
  crate.createMaterial('wood')
  const bytes = await writeGlb(crate)
  const models = [{ name: 'ring', bytes: await writeGlb(documentOf(glued(8, 6, 'plain')).document) }]
  const { files } = await runTool({ tool: 'merge', options: { name: 'crate', models }, bytes, name: 'crate-merged' })
  expect(files.map(({ path }) => path)).toEqual(['crate-merged.glb'])
  const merged = await readModel(files[0]?.bytes ?? new Uint8Array())
  expect(merged.getRoot().listScenes()).toHaveLength(1)
  const parts = merged.getRoot().getDefaultScene()?.listChildren() ?? []
  expect(parts.map((part) => part.getName())).toEqual(['crate', 'ring'])
  expect(sceneTriangles(merged)).toBe(12 + 96)
})

it('says which of them cannot be read', async () => {
  const bytes = await writeGlb(documentOf(cube()).document)
  const models = [{ name: 'ring', bytes: bytes.subarray(0, 40) }]
  const merging = runTool({ tool: 'merge', options: { name: 'crate', models }, bytes, name: 'crate-merged' })
  await expect(merging).rejects.toThrow(/^“ring” cannot be merged\. The file is cut off/)
})
