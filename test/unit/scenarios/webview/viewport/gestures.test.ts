// Fingers on a screen and on Safari's touchpad, in a real Chromium: what lies between them stays there while they part.
import { Document } from '@gltf-transform/core'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { writeGlb } from '../../../../../src/mesh/formats/gltf.ts'
import { useViewportPage } from '../../../webview/viewport/page/fixture.ts'

const TIME = 150_000

/** A square of a metre towards the viewer. */
async function square(): Promise<Uint8Array> {
  const document = new Document()
  const buffer = document.createBuffer()
  const places = new Float32Array([0, 0, 0, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 0])
  const accessor = document.createAccessor().setType('VEC3').setArray(places).setBuffer(buffer)
  const primitive = document.createPrimitive().setAttribute('POSITION', accessor)
  primitive.setMaterial(document.createMaterial('Paint').setDoubleSided(true))
  document.createScene().addChild(document.createNode('Square').setMesh(document.createMesh().addPrimitive(primitive)))
  return writeGlb(document)
}

const viewport = useViewportPage()
beforeAll(async () => {
  viewport.put('square.glb', await square())
}, 240_000)
beforeEach(async () => {
  await viewport.open('square.glb')
  await viewport.page.evaluate(`viewport.setView('front')`)
})

interface Seen {
  /** In metres, on the square. */
  x: number
  y: number
  /** Metres to what the camera turns about. */
  distance: number
}

/** What lies at a place of the page. */
const seenAt = (x: number, y: number): Promise<Seen> =>
  viewport.page.evaluate(
    ([left, top]) => {
      const { point } = window.viewport.picks.hit(left, top) ?? {}
      if (!point) throw new Error('nothing is there')
      return { x: point.x, y: point.y, distance: window.viewport.place.distance }
    },
    [x, y] as const,
  )

const middle = async () => {
  const box = await viewport.page.locator('.tv-surface').boundingBox()
  if (!box) throw new Error('no picture')
  return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) }
}

it('parts and moves two fingers, and what was between them stays there', { timeout: TIME }, async () => {
  const { x, y } = await middle()
  const session = await viewport.page.context().newCDPSession(viewport.page)
  type Finger = readonly [x: number, y: number]
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', fingers: readonly Finger[]) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: fingers.map(([x, y], id) => ({ x, y, id })) })
  const before = await seenAt(x, y)
  await touch('touchStart', [[x - 40, y]])
  await touch('touchStart', [
    [x - 40, y],
    [x + 40, y],
  ])
  for (let step = 1; step <= 10; step++)
    await touch('touchMove', [
      [x - 40 - step * 4, y + step],
      [x + 40 + step * 4, y + step],
    ])
  await touch('touchEnd', [])
  const after = await seenAt(x, y + 10)
  expect(after.distance / before.distance).toBeCloseTo(0.5, 2)
  expect(after.x).toBeCloseTo(before.x, 2)
  expect(after.y).toBeCloseTo(before.y, 2)
})

it('takes a pinch on Safari’s touchpad, which sends no wheel, and keeps it from the page', {
  timeout: TIME,
}, async () => {
  const { x, y } = await middle()
  const before = await seenAt(x + 30, y - 20)
  const kept = await viewport.page.evaluate(
    ([clientX, clientY]) =>
      [1, 1.2, 1.5, 2].map((scale, at) => {
        const type = at === 0 ? 'gesturestart' : 'gesturechange'
        const event = Object.assign(new Event(type, { bubbles: true, cancelable: true }), { scale, clientX, clientY })
        return !document.querySelector('.tv-surface')?.dispatchEvent(event)
      }),
    [x + 30, y - 20] as const,
  )
  expect(kept).toEqual([true, true, true, true])
  const after = await seenAt(x + 30, y - 20)
  expect(after.distance / before.distance).toBeCloseTo(0.5)
  expect(after.x).toBeCloseTo(before.x, 3)
  expect(after.y).toBeCloseTo(before.y, 3)
})
