// Opening and closing models again and again leaves nothing on the GPU, and no model in memory.
import { beforeAll, expect, it } from 'vitest'
import { writeGlb } from '../../../../../src/mesh/formats/gltf.ts'
import { staticModel } from '../../../mesh/formats/sample.ts'
import { useViewportPage } from '../../../webview/viewport/page/fixture.ts'

const viewport = useViewportPage({ viewport: { width: 120, height: 90 } })
beforeAll(async () => {
  viewport.put('crate.glb', await writeGlb(staticModel()))
}, 240_000)

/** A picture of what stands there now, at once: the loop would let a slow GPU rest between them. */
const DRAWN = `(() => {
  const { stage, camera } = viewport
  stage.draw(camera, { azimuth: 0.6, elevation: 0.4 })
  const { memory, programs } = stage.renderer.info
  return { ...memory, programs: programs.length }
})`
/** Shows the model and takes it away again without a picture, as when one is quicker than the GPU. */
const passing = () =>
  viewport.page.evaluate(`viewport.load({ url: '/models/crate.glb', name: 'crate.glb' }).then(() => viewport.clear())`)
/** Shows the model, takes it away again, and says what the GPU held with it and after it. */
const round = (shading: 'rendered' | 'baseColor') =>
  viewport.page.evaluate<{ shown: Held; left: Held }>(`(async () => {
    viewport.shading = '${shading}'
    await viewport.load({ url: '/models/crate.glb', name: 'crate.glb' })
    await viewport.shown.whole()
    const shown = ${DRAWN}()
    viewport.clear()
    return { shown, left: ${DRAWN}() }
  })()`)

interface Held {
  geometries: number
  textures: number
  programs: number
}

/** How many objects of a kind the page holds, once what nobody refers to has been collected. @param one an expression for one */
async function alive(one: string): Promise<number> {
  const session = await viewport.page.context().newCDPSession(viewport.page)
  const { result: prototype } = await session.send('Runtime.evaluate', { expression: `Object.getPrototypeOf(${one})` })
  const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: prototype.objectId ?? '' })
  const { result } = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId ?? '',
    functionDeclaration: 'function () { return this.length }',
  })
  await session.detach()
  return Number(result.value)
}

const meshes = () => alive('viewport.stage.scene.children.find((object) => object.isMesh)')

it('fifty rounds leave geometries, textures, programs and memory as they were', { timeout: 600_000 }, async () => {
  // The outline that fills while a model is on its way is seen only where one takes long: it is drawn here for once, so
  // that its place on the GPU is not taken in some later round.
  await viewport.page.evaluate(`(() => {
    viewport.setLook({ expected: 0.5 })
    viewport.stage.advance(Infinity);
    ${DRAWN}();
    viewport.setLook({ expected: 0 })
  })()`)
  // What each way of drawing needs beside the model is made in its first round.
  await round('rendered')
  const expected = { baseColor: await round('baseColor'), rendered: await round('rendered') }
  for (const { shown, left } of Object.values(expected)) {
    expect(shown.geometries).toBeGreaterThan(left.geometries)
    expect(shown.textures).toBeGreaterThan(left.textures)
    expect(shown.programs).toBeGreaterThan(left.programs)
  }
  const before = await meshes()
  for (let at = 0; at < 50; at++) {
    // A GPU in software takes long to draw, and to compile a lit material.
    if (at % 5 > 0) {
      await passing()
      continue
    }
    const shading = at % 25 === 20 ? 'rendered' : 'baseColor'
    expect(await round(shading), `round ${at}`).toEqual(expected[shading])
  }
  // The engine may keep the last one for a while.
  expect(await meshes()).toBeLessThan(before + 10)
  expect(await viewport.page.evaluate('viewport.model')).toBeUndefined()
  expect(viewport.complaints).toEqual([])
})

/** Opens a viewport with the model in it and closes it. @returns what the GPU held while it was open, and once it was closed */
const life = () =>
  viewport.page.evaluate<{ open: Held; closed: Held }>(`(async () => {
    window.viewport = new viewport.constructor(document.getElementById('app'), { decoderBase: '/decoders/', reducedMotion: true })
    viewport.shading = 'baseColor'
    await viewport.load({ url: '/models/crate.glb', name: 'crate.glb' })
    await viewport.shown.whole()
    const { info } = viewport.stage.renderer
    const held = () => ({ ...info.memory, programs: info.programs.length });
    ${DRAWN}()
    const open = held()
    viewport.dispose()
    return { open, closed: held() }
  })()`)

/** Bytes of the page's objects, once what nobody refers to has been collected. */
async function heap(): Promise<number> {
  const session = await viewport.page.context().newCDPSession(viewport.page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize
}

/** Viewports: more than browsers allow contexts of WebGL at once. */
const LIVES = 18
/** Bytes by which the page may grow meanwhile; what is compiled better the more it runs takes one million at first. */
const SPARE = 2e6

it('viewports that are opened and closed leave nothing on the GPU and in memory', { timeout: 600_000 }, async () => {
  await viewport.page.evaluate('viewport.dispose()')
  // What is made once for all of them is made by the first.
  for (let at = 0; at < 3; at++) await life()
  const before = await heap()
  for (let at = 0; at < LIVES; at++) {
    const { open, closed } = await life()
    expect(open.geometries, `viewport ${at}`).toBeGreaterThan(0)
    expect(closed, `viewport ${at}`).toEqual({ geometries: 0, textures: 0, programs: 0 })
  }
  // The page itself still knows the last one; clocks that run know those before it for some hundred milliseconds.
  await expect.poll(() => alive('viewport')).toBe(1)
  expect((await heap()) - before).toBeLessThan(SPARE)
  expect(await viewport.page.evaluate('document.getElementById("app").childElementCount')).toBe(0)
  expect(viewport.complaints).toEqual([])
})
