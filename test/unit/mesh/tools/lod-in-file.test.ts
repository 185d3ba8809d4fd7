// Levels of detail in one file: each part names those that take its place, and a file with them is read and written again as it was.
import { expect, it } from 'vitest'
import { readModel, writeGlb } from '../../../../src/mesh/formats/index.ts'
import { LodLevels } from '../../../../src/mesh/formats/msft-lod.ts'
import { runTool } from '../../../../src/mesh/tools/run-tool.ts'
import { documentOf, glued } from './shapes.ts'

it('are named by the part, each with fewer triangles, in no scene', async () => {
  const { document } = documentOf(glued(48, 24, 'plain'), 'ring')
  const bytes = await writeGlb(document)
  const options = { ratios: [0.5, 0.25], as: 'inside' } as const
  const { files, levels } = await runTool({ tool: 'lod', options, bytes, name: 'ring' })
  expect(files.map(({ path }) => path)).toEqual(['ring-lod.glb'])
  expect(levels).toHaveLength(3)
  // Once more through our own reader and writer.
  const read = await readModel(await writeGlb(await readModel(files[0]?.bytes ?? new Uint8Array())))
  const node = read.getRoot().getDefaultScene()?.listChildren()[0]
  const chain = node?.getExtension('MSFT_lod')
  if (!(chain instanceof LodLevels)) throw new Error('levels were expected')
  const triangles = [node, ...chain.listLevels()].map(
    (one) => (one?.getMesh()?.listPrimitives()[0]?.getIndices()?.getCount() ?? 0) / 3,
  )
  expect(triangles[0]).toBe(2304)
  expect(triangles[1]).toBeLessThanOrEqual(1152)
  expect(triangles[2]).toBeLessThanOrEqual(576)
  expect(
    chain.listLevels().every((one) => one.listParents().every(({ propertyType }) => propertyType !== 'Scene')),
  ).toBe(true)
  const coverage = node?.getExtras()['MSFT_screencoverage']
  expect(Array.isArray(coverage) && coverage.length).toBe(3)
  expect(JSON.stringify(node?.getExtras())).not.toContain('tripoLod')
})
