// Pictures drawn and changed: what the words and pictures of a request do to the result.
import { describe, expect, it } from 'vitest'
import type { RgbaImage } from '../../../../src/mesh/images/image.ts'
import { encodePng } from '../../../../src/mesh/images/png.ts'
import { resizeImage } from '../../../../src/mesh/images/resize.ts'
import { cutOut } from '../../../../src/sandbox/shapes/cutout.ts'
import { editMultiviewImage } from '../../../../src/sandbox/work/edit-multiview-image.ts'
import { generateImage } from '../../../../src/sandbox/work/generate-image.ts'
import { generateMultiviewImage } from '../../../../src/sandbox/work/generate-multiview-image.ts'
import { textToImage } from '../../../../src/sandbox/work/text-to-image.ts'
import { fileOf, fixture, pixels, tintOf } from '../../sandbox/work/support.ts'

/** A picture in full size is drawn once, which a busy machine takes its time for. */
const LIMIT = 60_000
/** Pixels along a side of all others: what they show is told as well. */
const SMALL = 256

const draw = async (prompt: string) =>
  fileOf(await textToImage({ capability: 'text_to_image', params: { prompt }, inputs: {} }), 'generated_image').bytes
const rework = async (params: Record<string, unknown>, inputs: Record<string, Uint8Array>, pictureSide = SMALL) =>
  fileOf(await generateImage({ capability: 'generate_image', params, inputs, pictureSide }), 'generated_image').bytes

/** A plain square of a color on white: quick to draw and to cut out. */
function square([r, g, b]: readonly [number, number, number], side = 96): Uint8Array {
  const data = new Uint8Array(side * side * 4).fill(255)
  for (let y = side * 0.25; y < side * 0.75; y++)
    for (let x = side * 0.2; x < side * 0.8; x++) data.set([r, g, b, 255], (y * side + Math.floor(x)) * 4)
  const image: RgbaImage = { width: side, height: side, data }
  return encodePng(image, 1)
}

/** The lines of a wide box on white paper. */
function outline(): Uint8Array {
  const side = 128
  const data = new Uint8Array(side * side * 4).fill(255)
  const dot = (x: number, y: number) => data.set([20, 20, 20], (y * side + x) * 4)
  for (let t = 0; t < 100; t++)
    for (const w of [0, 1]) {
      for (const y of [40, 90]) dot(14 + t, y + w)
      for (const x of [14, 114]) dot(x + w, 40 + Math.floor(t / 2))
    }
  return encodePng({ width: side, height: side, data })
}

/** Width and height of the thing on the calm backdrop in pixels, and how much of that rectangle it covers. */
async function shapeOf(bytes: Uint8Array): Promise<{ width: number; height: number; filled: number }> {
  const { width, data } = cutOut(resizeImage(await pixels(bytes), 256, 256))
  let [x0, x1, y0, y1, count] = [width, 0, width, 0, 0]
  for (const [i, inside] of data.entries()) {
    if (!inside) continue
    const [x, y] = [i % width, Math.floor(i / width)]
    ;[x0, x1, y0, y1, count] = [Math.min(x0, x), Math.max(x1, x), Math.min(y0, y), Math.max(y1, y), count + 1]
  }
  const [w, h] = [x1 - x0 + 1, y1 - y0 + 1]
  return { width: w, height: h, filled: count / (w * h) }
}

/** The pixel at these shares of width and height. */
async function colorAt(bytes: Uint8Array, x: number, y: number): Promise<[number, number, number]> {
  const { width, height, data } = await pixels(bytes)
  const i = (Math.floor(y * height) * width + Math.floor(x * width)) * 4
  return [data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0]
}

describe('text_to_image', { timeout: LIMIT }, () => {
  it('draws what the prompt names, in its color, 1024 pixels square', async () => {
    const red = await draw('a red apple')
    const { width, height } = await pixels(red)
    expect([width, height]).toEqual([1024, 1024])
    const [r, g, b] = await tintOf(red)
    expect(r).toBeGreaterThan(Math.max(g, b) * 1.5)
  })
})

describe('generate_image', { timeout: LIMIT }, () => {
  it('recolors the picture by words', async () => {
    const blue = await rework({ prompt: 'make it blue' }, { file: square([180, 40, 30]) })
    const [r, , b] = await tintOf(blue)
    expect(b).toBeGreaterThan(r * 1.3)
    expect(await rework({ prompt: 'make it blue' }, { file: square([180, 40, 30]) })).toEqual(blue)
  })

  it('draws the thing the words name in the colors of the picture', async () => {
    const [r, g, b] = await tintOf(
      await rework({ prompt: 'a rock like image[1]' }, { 'files.0': square([30, 60, 190]) }),
    )
    expect(b).toBeGreaterThan(Math.max(r, g))
  })

  it('sets further pictures beside it', async () => {
    const one = { 'files.0': square([30, 60, 190]) }
    const both = await rework({ prompt: 'make it blue' }, { ...one, 'files.1': square([20, 160, 40]) })
    const alone = await rework({ prompt: 'make it blue' }, one)
    const { data } = await pixels(both)
    let green = 0
    for (let i = 0; i < data.length; i += 4) if ((data[i + 1] ?? 0) > 120 && (data[i + 2] ?? 0) < 90) green++
    // As large a share as 2000 pixels are of a full picture.
    expect(green).toBeGreaterThan((2000 / 1024 ** 2) * SMALL ** 2)
    expect(both).not.toEqual(alone)
  })

  it.each([
    [{}, 0, 0.6],
    [{ t_pose: true }, 0.8, 1.1],
    [{ template: 't-pose' }, 0.8, 1.1],
  ])('draws a figure with %o as wide as its arms are', async (more, least, most) => {
    const { width, height } = await shapeOf(await rework({ prompt: 'a knight', ...more }, {}))
    expect(width / height).toBeGreaterThan(least)
    expect(width / height).toBeLessThan(most)
  })

  it("gives the figure of a picture its colors, and the words' where they name one", async () => {
    const figure = square([40, 150, 60])
    const own = await rework({ prompt: 'for rigging', t_pose: true }, { file: figure })
    const shape = await shapeOf(own)
    expect(shape.width / shape.height).toBeGreaterThan(0.8)
    const [r, g] = await colorAt(own, 0.5, 0.38)
    expect(g).toBeGreaterThan(r * 1.3)
    const [red, green] = await colorAt(
      await rework({ prompt: 'all in red', t_pose: true }, { file: figure }),
      0.5,
      0.38,
    )
    expect(red).toBeGreaterThan(green * 1.5)
  })

  it('fills a sketch with the color of what the words name, in its own shape', async () => {
    const file = outline()
    const filled = await rework({ prompt: 'a red barrel', sketch_to_render: true }, { file })
    const [r, g] = await colorAt(filled, 0.5, 0.5)
    expect(r).toBeGreaterThan(g * 1.8)
    const shape = await shapeOf(filled)
    expect(shape.width / shape.height).toBeCloseTo(2, 0)
    expect(shape.filled).toBeGreaterThan(0.6)
  })

  it('lights the thing of a picture as a solid for other templates', async () => {
    const file = square([180, 40, 30])
    expect(await rework({ prompt: 'make it red', template: '3d-enhance' }, { file })).not.toEqual(
      await rework({ prompt: 'make it red' }, { file }),
    )
  })
})

describe('views', { timeout: LIMIT }, () => {
  it('are drawn from four sides, then changed one by one', async () => {
    const file = await fixture('key.png')
    const { files } = await generateMultiviewImage({
      capability: 'generate_multiview_image',
      params: {},
      inputs: { file },
      pictureSide: SMALL,
    })
    expect(files.map((one) => one.kind)).toEqual(['front_view', 'left_view', 'back_view', 'right_view'])
    expect(new Set(files.map((one) => one.bytes.length)).size).toBe(4)
    const views = Object.fromEntries(files.map((one) => [one.kind.replace('_view', ''), one.bytes]))
    const source = {
      capability: 'generate_multiview_image',
      params: {},
      bytes: new Uint8Array(),
      extension: 'png',
      views,
    }
    const params = { prompts: [{ view: 'back', prompt: 'painted green' }] }
    const edited = await editMultiviewImage({ capability: 'edit_multiview_image', params, inputs: {}, source })
    expect(edited.files.map((one) => one.kind)).toEqual(files.map((one) => one.kind))
    for (const kind of ['front_view', 'left_view', 'right_view'] as const)
      expect(fileOf(edited, kind).bytes).toEqual(views[kind.replace('_view', '')])
    const [r, g] = await tintOf(fileOf(edited, 'back_view').bytes)
    expect(g).toBeGreaterThan(r * 1.2)
  })
})
