// A model is seen before its pictures: they are held back by the server until the page has shown the shape.
import { beforeEach, expect, it } from 'vitest'
import { encodePng } from '../../../../../src/mesh/images/png.ts'
import { decodeScreenshot } from '../../../../../workbench/pictures.mjs'
import { useViewportPage } from '../../../webview/viewport/page/fixture.ts'

const TIME = 150_000
const text = (content: object) => new TextEncoder().encode(JSON.stringify(content))

const viewport = useViewportPage()
beforeEach(() => {
  viewport.complaints.length = 0
})

/** A square towards the viewer with its coordinates, as base64. */
const square = () => {
  const corners = [0, 0, 1, 0, 0, 1, 1, 1]
  const points = [0, 1, 2, 2, 1, 3].flatMap((at) => [corners[at * 2] ?? 0, corners[at * 2 + 1] ?? 0, 0])
  const places = points.filter((_, at) => at % 3 < 2)
  return Buffer.from(new Float32Array([...points, ...places]).buffer)
}

/** A .gltf of one square that glows in its picture, and wears another as its color. */
const gltf = (glow: string, paint: string) =>
  text({
    ...{ asset: { version: '2.0' }, scene: 0, scenes: [{ nodes: [0] }], nodes: [{ mesh: 0 }] },
    meshes: [{ primitives: [{ attributes: { POSITION: 0, TEXCOORD_0: 1 }, material: 0 }] }],
    materials: [
      {
        ...{ emissiveFactor: [1, 1, 1], emissiveTexture: { index: 0 }, doubleSided: true },
        pbrMetallicRoughness: { baseColorTexture: { index: 1 }, metallicFactor: 0 },
      },
    ],
    ...{ textures: [{ source: 0 }, { source: 1 }], images: [{ uri: glow }, { uri: paint }] },
    accessors: [
      { bufferView: 0, componentType: 5126, count: 6, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] },
      { bufferView: 1, componentType: 5126, count: 6, type: 'VEC2' },
    ],
    bufferViews: [
      { buffer: 0, byteLength: 72 },
      { buffer: 0, byteOffset: 72, byteLength: 48 },
    ],
    buffers: [{ uri: `data:application/octet-stream;base64,${square().toString('base64')}`, byteLength: 120 }],
  })

const plain = (r: number, g: number, b: number) =>
  encodePng({
    ...{ width: 4, height: 4 },
    data: Uint8Array.from({ length: 64 }, (_, at) => [r, g, b, 255][at % 4] ?? 0),
  })

/** The middle of the picture as a person sees it. */
async function middle(): Promise<{ r: number; g: number; b: number }> {
  const { width, height, channels, data } = decodeScreenshot(
    await viewport.page.locator('canvas.tv-canvas').screenshot(),
  )
  const at = ((height >> 1) * width + (width >> 1)) * channels
  const [r = 0, g = 0, b = 0] = data.subarray(at, at + 3)
  return { r, g, b }
}
const isRed = async () => {
  const { r, g, b } = await middle()
  return r > g + 60 && r > b + 60
}
const frames = () => viewport.page.evaluate<number>('viewport.frames')

it('shows a model without its pictures, each of them as it comes, and rests when all are there', {
  timeout: TIME,
}, async () => {
  const letGlow = viewport.hold('glow.png', plain(255, 0, 0))
  const letPaint = viewport.hold('paint.png', plain(0, 0, 0))
  viewport.put('square.gltf', gltf('glow.png', 'paint.png'))
  const opened = await viewport.open('square.gltf')
  // Both are asked for, and the server has not answered.
  expect(opened).toMatchObject({ shown: { triangles: 2, pictures: ['1x1'] } })
  await expect.poll(async () => (await middle()).g, { timeout: 60_000 }).toBeGreaterThan(120)
  expect(await isRed()).toBe(false)
  expect(await viewport.page.locator('.tv-bar').isVisible()).toBe(true)
  letGlow()
  await expect.poll(isRed, { timeout: 60_000 }).toBe(true)
  expect(await viewport.page.locator('.tv-bar').isVisible()).toBe(true)
  letPaint()
  await viewport.page.evaluate('viewport.shown.whole()')
  await expect.poll(async () => (await middle()).g, { timeout: 60_000 }).toBeLessThan(60)
  expect(await viewport.page.locator('.tv-bar').isVisible()).toBe(false)
  expect(viewport.complaints).toEqual([])
  // Nothing more to draw: what was asked for has been drawn, and two frames later nothing else was.
  await viewport.page.evaluate('new Promise((done) => setTimeout(done, 500))')
  const before = await frames()
  await viewport.page.evaluate('new Promise((done) => setTimeout(done, 500))')
  expect(await frames()).toBe(before)
})

it('takes the whole picture for a capture, though the pictures are late', { timeout: TIME }, async () => {
  const letGlow = viewport.hold('glow.png', plain(255, 0, 0))
  viewport.put('paint.png', plain(0, 0, 0))
  viewport.put('square.gltf', gltf('glow.png', 'paint.png'))
  await viewport.open('square.gltf')
  const taken = viewport.page.evaluate<number[]>(`(async () => {
    const picture = await createImageBitmap(await viewport.capture({ width: 64, height: 64 }))
    const canvas = new OffscreenCanvas(64, 64)
    const context = canvas.getContext('2d')
    context.drawImage(picture, 0, 0)
    return [...context.getImageData(32, 32, 1, 1).data]
  })()`)
  letGlow()
  const [r = 0, g = 0] = await taken
  expect(r).toBeGreaterThan(g + 60)
})

it('says which late pictures never came, and shows the model without them', { timeout: TIME }, async () => {
  const letGlow = viewport.hold('glow.png', undefined)
  viewport.put('paint.png', plain(0, 0, 0))
  viewport.put('square.gltf', gltf('glow.png', 'paint.png'))
  expect(await viewport.open('square.gltf')).toMatchObject({ shown: { triangles: 2 } })
  expect(await viewport.page.locator('.tv-message').isVisible()).toBe(false)
  letGlow()
  await viewport.page.locator('.tv-message', { hasText: 'glow.png could not be read.' }).waitFor()
  expect(await viewport.page.evaluate('viewport.model.name')).toBe('square.gltf')
})

it('lets go of pictures that arrive when their model is gone', { timeout: TIME }, async () => {
  await viewport.page.evaluate('viewport.clear()')
  const held = await viewport.page.evaluate('viewport.stage.renderer.info.memory.textures')
  const letGlow = viewport.hold('glow.png', plain(255, 0, 0))
  const letPaint = viewport.hold('paint.png', plain(0, 0, 0))
  viewport.put('square.gltf', gltf('glow.png', 'paint.png'))
  await viewport.open('square.gltf')
  await viewport.page.evaluate(`window.late = viewport.model.pictures; viewport.clear()`)
  expect(await viewport.page.evaluate('late.isWhole')).toBe(true)
  letGlow()
  letPaint()
  await viewport.page.evaluate('viewport.shown.whole()')
  expect(await viewport.page.evaluate('viewport.stage.renderer.info.memory.textures')).toBe(held)
  expect(viewport.complaints).toEqual([])
})

// The last one, as it leaves the page with a clock that is held.
it('draws pictures that come when nobody waits for them any more, and takes back that they take long', {
  timeout: TIME,
}, async () => {
  await viewport.reload()
  await viewport.page.clock.install()
  const letGlow = viewport.hold('glow.png', plain(255, 0, 0))
  viewport.put('paint.png', plain(0, 0, 0))
  viewport.put('square.gltf', gltf('glow.png', 'paint.png'))
  let isOpen = false
  void viewport.open('square.gltf').then(() => {
    isOpen = true
  })
  while (!isOpen) await viewport.page.clock.fastForward(400)
  await viewport.page.clock.fastForward(60_000)
  const late = viewport.page.locator('.tv-message', { hasText: 'The textures of square.gltf take long.' })
  await late.waitFor()
  // What waits for the whole model waits no longer.
  await viewport.page.evaluate('viewport.shown.whole()')
  expect(await viewport.page.locator('.tv-bar').isVisible()).toBe(true)
  letGlow()
  await expect
    .poll(
      async () => {
        await viewport.page.clock.fastForward(50)
        return await isRed()
      },
      { timeout: 60_000 },
    )
    .toBe(true)
  await late.waitFor({ state: 'hidden' })
  expect(await viewport.page.locator('.tv-bar').isVisible()).toBe(false)
  expect(viewport.complaints).toEqual([])
})
