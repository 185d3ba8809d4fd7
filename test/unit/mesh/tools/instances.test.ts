// A mesh that one node draws many times: counted, measured and reduced as it is drawn.
import { EXTMeshGPUInstancing } from '@gltf-transform/extensions'
import { expect, it } from 'vitest'
import { readModel, writeGlb } from '../../../../src/mesh/formats/index.ts'
import { addCollider } from '../../../../src/mesh/tools/collider.ts'
import { inspectModel } from '../../../../src/mesh/tools/inspect-model.ts'
import { joinParts } from '../../../../src/mesh/tools/join.ts'
import { reportText } from '../../../../src/mesh/tools/report-text.ts'
import { runTool } from '../../../../src/mesh/tools/run-tool.ts'
import { sceneBounds } from '../../../../src/mesh/tools/scene.ts'
import { simplifyModel } from '../../../../src/mesh/tools/simplify-model.ts'
import { transformModel } from '../../../../src/mesh/tools/transform.ts'
import { english, englishFigure } from '../../../../src/text/index.ts'
import { cube, documentOf, glued } from './shapes.ts'

/** A shape that stands twice, the second ten metres up and twice as large. */
function twice(shape: Parameters<typeof documentOf>[0]) {
  const { document } = documentOf(shape)
  const accessor = (type: 'VEC3', values: number[]) =>
    document
      .createAccessor()
      .setType(type)
      .setArray(new Float32Array(values))
      .setBuffer(document.getRoot().listBuffers()[0] ?? null)
  const instances = document
    .createExtension(EXTMeshGPUInstancing)
    .createInstancedMesh()
    .setAttribute('TRANSLATION', accessor('VEC3', [0, 0, 0, 0, 10, 0]))
    .setAttribute('SCALE', accessor('VEC3', [1, 1, 1, 2, 2, 2]))
  document.getRoot().listNodes()[0]?.setExtension('EXT_mesh_gpu_instancing', instances)
  return document
}

it('counts and measures what is drawn, and tells what is stored', () => {
  const once = inspectModel(documentOf(cube()).document, 0)
  const report = inspectModel(twice(cube()), 0)
  expect(report).toMatchObject({ triangles: 24, storedTriangles: 12, drawCalls: 1 })
  const [side] = once.size
  expect(report.size[0]).toBeCloseTo(2 * side)
  expect(report.size[1]).toBeGreaterThan(10)
  const text = reportText('crate.glb', report, { say: english, number: englishFigure })
  expect(text).toMatch(/Triangles +24\n +Triangles stored +12\n/)
  expect(reportText('crate.glb', once, { say: english, number: englishFigure })).not.toContain('stored')
})

it('is given the height that all instances have together', () => {
  const document = twice(cube())
  transformModel(document, { height: 3 })
  expect(inspectModel(document, 0).size[1]).toBeCloseTo(3)
})

it('keeps to a limit of what is drawn', async () => {
  const document = twice(glued(16, 12, 'plain'))
  const { triangles } = inspectModel(document, 0)
  await simplifyModel(document, { triangles: triangles / 2 })
  expect(inspectModel(document, 0).triangles).toBeLessThanOrEqual(triangles / 2)
})

it.each(['stl', 'obj', 'fbx', 'usdz', '3mf', 'ply'] as const)(
  'is written to %s as often as it is drawn',
  async (format) => {
    const bytes = await writeGlb(twice(cube()))
    const { files, losses } = await runTool({ tool: 'convert', options: { format }, bytes, name: 'crate' })
    expect(losses.map(english).join()).not.toContain('instances')
    const [main, ...others] = files
    const back = await readModel(
      main?.bytes ?? new Uint8Array(),
      format,
      new Map(others.map((one) => [one.path, one.bytes])),
    )
    const [written, drawn] = [sceneBounds(back), sceneBounds(twice(cube()))]
    for (const side of ['min', 'max'] as const)
      for (const k of [0, 1, 2]) expect(written[side][k]).toBeCloseTo(drawn[side][k] ?? NaN, 4)
  },
)

it('is inside its collider with all instances, and stays as it is', async () => {
  const document = twice(cube())
  const drawn = sceneBounds(document)
  await addCollider(document, { shape: 'box' })
  const collider = document
    .getRoot()
    .listNodes()
    .find((node) => node.getName() === '_collider')
  expect(collider?.getExtras()).toMatchObject({
    collider: { size: [0, 1, 2].map((k) => (drawn.max[k] ?? 0) - (drawn.min[k] ?? 0)) },
  })
  expect(inspectModel(document, 0).drawCalls).toBe(2)
})

it.each([0, 1])('is joined with all its instances, selected as number %i', (place) => {
  const document = twice(cube())
  const [crate] = document.getRoot().listNodes()
  if (!crate) throw new Error('a part')
  const other = document.createNode('other').setMesh(crate.getMesh()).setTranslation([5, 0, 0])
  document.getRoot().listScenes()[0]?.addChild(other)
  const drawn = sceneBounds(document)
  joinParts(document, place === 0 ? [crate, other] : [other, crate])
  expect(inspectModel(document, 0)).toMatchObject({ triangles: 36, storedTriangles: 36, drawCalls: 1 })
  for (const side of ['min', 'max'] as const)
    for (const k of [0, 1, 2]) expect(sceneBounds(document)[side][k]).toBeCloseTo(drawn[side][k] ?? NaN)
})
