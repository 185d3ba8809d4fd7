// Pictures made plain in a thread: what comes back is upright and still, and failures are sentences.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeImage } from '../../../src/mesh/images/image.ts'
import { createPicturePreparer, type PicturePreparer } from '../../../src/platform/pictures.ts'
import { readImageHeader } from '../../../src/tripo/catalogue/index.ts'
import { loadWasmFromPackages } from '../../support/wasm.ts'
import { type BuiltWorkers, buildWorkers } from '../../support/workers.ts'
import { exifBlock, exifSegment, jpegFile, pngChunk, pngFile } from '../mesh/picture-samples.ts'

let workers: BuiltWorkers
let pictures: PicturePreparer
beforeAll(async () => {
  loadWasmFromPackages()
  workers = await buildWorkers()
  pictures = createPicturePreparer(workers.file('picture-worker'))
})
afterAll(async () => {
  pictures.dispose()
  await workers.remove()
})

describe('preparing', () => {
  it('turns a PNG and leaves nothing to be turned again', async () => {
    const file = pngFile({ width: 2, height: 1, raw: [0, 10, 200], before: [pngChunk('eXIf', exifBlock(6))] })
    const plain = await pictures.prepare(file)
    expect(readImageHeader(plain)).toEqual({ format: 'png', width: 1, height: 2 })
    expect([...(await decodeImage(plain)).data]).toEqual([10, 10, 10, 255, 200, 200, 200, 255])
  })

  it('keeps a JPEG one', async () => {
    const components = [{ id: 1, values: [10, 200] }]
    const plain = await pictures.prepare(jpegFile({ width: 16, height: 8, components, before: [exifSegment(6)] }))
    expect(readImageHeader(plain)).toEqual({ format: 'jpeg', width: 8, height: 16 })
  })

  it('makes a small icon without the ground', async () => {
    const row = (y: number) => [
      0,
      ...Array.from({ length: 200 }, (_, x) => (y > 60 && y < 140 && x > 60 && x < 140 ? 20 : 250)),
    ]
    const raw = Array.from({ length: 200 }, (_, y) => row(y)).flat()
    const icon = await decodeImage(await pictures.icon(pngFile({ width: 200, height: 200, raw })))
    expect([icon.width, icon.height]).toEqual([64, 64])
    expect(icon.data[3]).toBe(0)
    expect([...icon.data.slice((32 * 64 + 32) * 4, (32 * 64 + 32) * 4 + 4)]).toEqual([20, 20, 20, 255])
  })

  it('fails with words', async () => {
    const cut = pngFile({ width: 200, height: 100, raw: [0, 10] })
    await expect(pictures.prepare(cut)).rejects.toThrow('The PNG file is damaged or cut off. Save or download')
  })
})
