// Opening and closing models again and again leaves nothing on the GPU, and no model in memory.
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

/** A picture of what stands there now. A slow GPU puts frames off, so draws are counted, not the browser's frames. */
const DRAWN = `async () => {
  const before = viewport.frames
  viewport.invalidate()
  while (viewport.frames === before) await new Promise((drawn) => requestAnimationFrame(drawn))
  return structuredClone({ ...viewport.stage.renderer.info.memory })
}`
/** Shows the model, takes it away again, and says what the GPU held with it and after it. */
const ROUND = `(async () => {
  const drawn = ${DRAWN}
  await viewport.load({ url: '/models/crate.glb', name: 'crate.glb' })
  const shown = await drawn()
  viewport.clear()
  return { shown, left: await drawn() }
})()`

interface Held {
  geometries: number
  textures: number
}

/** How many meshes the page holds, once what nobody refers to has been collected. */
async function meshes(): Promise<number> {
  const session = await viewport.page.context().newCDPSession(viewport.page)
  const { result: prototype } = await session.send('Runtime.evaluate', {
    expression: 'Object.getPrototypeOf(viewport.stage.scene.children.find((object) => object.isMesh))',
  })
  const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId ?? '' })
  const { result } = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: 'function () { return this.length }',
  })
  await session.detach()
  return Number(result.value)
}

it('fifty rounds leave geometries, textures and memory as they were', { timeout: 240_000 }, async () => {
  const round = () => viewport.page.evaluate<{ shown: Held; left: Held }>(ROUND)
  // The outline that fills while a model is on its way is seen only where one takes long: it is drawn here for once, so
  // that its place on the GPU is not taken in some later round.
  await viewport.page.evaluate(`(async () => {
    viewport.setLook({ expected: 0.5 })
    await (${DRAWN})()
    viewport.setLook({ expected: 0 })
  })()`)
  const { shown, left } = await round()
  expect(shown.geometries).toBeGreaterThan(left.geometries)
  expect(shown.textures).toBeGreaterThan(left.textures)
  const before = await meshes()
  for (let at = 0; at < 50; at++) expect(await round()).toEqual({ shown, left })
  // The engine may keep the last one for a while.
  expect(await meshes()).toBeLessThan(before + 10)
  expect(await viewport.page.evaluate('viewport.model')).toBeUndefined()
  expect(viewport.complaints).toEqual([])
})
