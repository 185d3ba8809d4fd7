// Opening and closing models again and again leaves nothing on the GPU.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { writeGlb } from '../../../../../src/mesh/formats/gltf.ts'
import { staticModel } from '../../../mesh/formats/sample.ts'
import { ViewportPage } from '../../../webview/viewport/page/serve.ts'

let viewport: ViewportPage
beforeAll(async () => {
  viewport = await ViewportPage.start({ viewport: { width: 120, height: 90 } })
  viewport.put('crate.glb', await writeGlb(staticModel()))
}, 240_000)
afterAll(() => viewport?.stop())

it('fifty rounds leave geometries and textures as they were', { timeout: 240_000 }, async () => {
  const held = () =>
    viewport.page.evaluate<{ geometries: number; textures: number }>(
      'structuredClone({ ...viewport.stage.renderer.info.memory })',
    )
  const round = `(async () => {
    await viewport.load({ url: '/models/crate.glb', name: 'crate.glb' })
    viewport.clear()
    // What is drawn without a model (grid, gizmo) takes its place on the GPU with the first such picture.
    for (let at = 0; at < 3; at++) await new Promise((drawn) => requestAnimationFrame(drawn))
  })()`
  for (let at = 0; at < 3; at++) await viewport.page.evaluate(round)
  const before = await held()
  for (let at = 0; at < 50; at++) await viewport.page.evaluate(round)
  await expect.poll(held).toEqual(before)
  expect(await viewport.page.evaluate('viewport.model')).toBeUndefined()
  expect(viewport.complaints).toEqual([])
})
