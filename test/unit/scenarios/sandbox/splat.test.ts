// image_to_splat and smart_segment: what comes out is what viewers and editors read.
import { describe, expect, it } from 'vitest'
import { readModel } from '../../../../src/mesh/formats/index.ts'
import { placedMeshes } from '../../../../src/mesh/formats/surface.ts'
import { decodeImage } from '../../../../src/mesh/images/image.ts'
import { encodePng } from '../../../../src/mesh/images/png.ts'
import { executeTask } from '../../../../src/sandbox/work/index.ts'

/** A red disc on white. */
function disc(): Uint8Array {
  const side = 96
  const data = new Uint8Array(side * side * 4).fill(255)
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) if (Math.hypot(x - 48, y - 48) < 36) data.set([200, 20, 20, 255], (y * side + x) * 4)
  return new Uint8Array(encodePng({ width: side, height: side, data }))
}

it('a splat has 32 bytes a point: a place, a size, the color of the picture, no turn', async () => {
  const [file] = (await executeTask({ capability: 'image_to_splat', params: {}, inputs: { file: disc() } })).files
  if (!file) throw new Error('no file')
  expect([file.kind, file.extension, file.bytes.length % 32]).toEqual(['splat', 'splat', 0])
  const view = new DataView(file.bytes.buffer, file.bytes.byteOffset)
  let red = 0
  for (let at = 0; at < file.bytes.length; at += 32) {
    for (const k of [0, 4, 8]) expect(Math.abs(view.getFloat32(at + k, true))).toBeLessThan(10)
    expect(view.getFloat32(at + 12, true)).toBeGreaterThan(0)
    expect([...file.bytes.subarray(at + 27, at + 32)]).toEqual([255, 255, 128, 128, 128])
    if ((file.bytes[at + 24] ?? 0) > 2 * (file.bytes[at + 25] ?? 0)) red++
  }
  expect(red).toBeGreaterThan(file.bytes.length / 32 / 2)
})

describe('smart_segment', () => {
  it('gives named parts and a mask of what it saw', async () => {
    const params = { seg_type: 'image', granularity: 'coarse' }
    const { files } = await executeTask({ capability: 'smart_segment', params, inputs: { file: disc() } })
    expect(files.map(({ kind }) => kind)).toEqual(['model', 'mask_image'])
    const [model, mask] = files
    const names = placedMeshes(await readModel(model?.bytes ?? new Uint8Array())).map(({ name }) => name)
    expect(names).toEqual(['part_0', 'part_1', 'part_2'])
    const { width, data } = await decodeImage(mask?.bytes ?? new Uint8Array())
    expect([data[(48 * width + 48) * 4], data[0]]).toEqual([255, 0])
  })
})
