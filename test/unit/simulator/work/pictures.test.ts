// Pictures drawn and changed: what the words and pictures of a request do to the result.
import { describe, expect, it } from 'vitest'
import type { RgbaImage } from '../../../../src/mesh/image.ts'
import { encodePng } from '../../../../src/mesh/png.ts'
import { editMultiviewImage } from '../../../../src/simulator/work/edit-multiview-image.ts'
import { generateImage } from '../../../../src/simulator/work/generate-image.ts'
import { generateMultiviewImage } from '../../../../src/simulator/work/generate-multiview-image.ts'
import { textToImage } from '../../../../src/simulator/work/text-to-image.ts'
import { fileOf, fixture, pixels, tintOf } from './support.ts'

const draw = async (prompt: string) =>
  fileOf(await textToImage({ capability: 'text_to_image', params: { prompt }, inputs: {} }), 'generated_image').bytes
const rework = async (params: Record<string, unknown>, inputs: Record<string, Uint8Array>) =>
  fileOf(await generateImage({ capability: 'generate_image', params, inputs }), 'generated_image').bytes

/** A plain square of a colour on white: quick to draw and to cut out. */
function square([r, g, b]: readonly [number, number, number], side = 96): Uint8Array {
  const data = new Uint8Array(side * side * 4).fill(255)
  for (let y = side * 0.25; y < side * 0.75; y++)
    for (let x = side * 0.2; x < side * 0.8; x++) data.set([r, g, b, 255], (y * side + Math.floor(x)) * 4)
  const image: RgbaImage = { width: side, height: side, data }
  return encodePng(image, 1)
}

describe('text_to_image', () => {
  it('draws what the prompt names, in its colour, 1024 pixels square', async () => {
    const red = await draw('a red apple')
    const { width, height } = await pixels(red)
    expect([width, height]).toEqual([1024, 1024])
    const [r, g, b] = await tintOf(red)
    expect(r).toBeGreaterThan(Math.max(g, b) * 1.5)
  })
})

describe('generate_image', () => {
  it('recolours the picture by words', async () => {
    const blue = await rework({ prompt: 'make it blue' }, { file: square([180, 40, 30]) })
    const [r, , b] = await tintOf(blue)
    expect(b).toBeGreaterThan(r * 1.3)
    expect(await rework({ prompt: 'make it blue' }, { file: square([180, 40, 30]) })).toEqual(blue)
  })

  it('draws the thing the words name in the colours of the picture', async () => {
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
    expect(green).toBeGreaterThan(2000)
    expect(both).not.toEqual(alone)
  })

  it.each([{ t_pose: true }, { sketch_to_render: true }, { template: '3d-enhance' }])('shows %o', async (more) => {
    const file = square([180, 40, 30])
    expect(await rework({ prompt: 'make it red', ...more }, { file })).not.toEqual(
      await rework({ prompt: 'make it red' }, { file }),
    )
  })
})

describe('views', () => {
  it('are drawn from four sides, then changed one by one', async () => {
    const file = await fixture('key.png')
    const { files } = await generateMultiviewImage({
      capability: 'generate_multiview_image',
      params: {},
      inputs: { file },
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
