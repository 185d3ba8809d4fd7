// ZIP archives of other programs and of people who mean harm: ZIP64, bombs, sizes that lie, names in old encodings.
import { deflateSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { ReaderBudget } from '../../../../src/mesh/budget.ts'
import { refuse } from '../../../../src/mesh/damage.ts'
import { read3mf, readModel, readZip, writeZip } from '../../../../src/mesh/formats/index.ts'
import { openZip } from '../../../../src/mesh/formats/zip-read.ts'

const text = (value: string) => new TextEncoder().encode(value)

/** A ZIP of one file whose sizes and places all stand in ZIP64 fields. */
function zip64(name: string, body: Uint8Array): Uint8Array {
  const [packed, encoded] = [deflateSync(body), text(name)]
  const out = new DataView(new ArrayBuffer(30 + 46 + 28 + 56 + 20 + 22 + encoded.length * 2 + packed.length))
  let at = 0
  const put = (...fields: readonly (readonly [2 | 4 | 8, number])[]) => {
    for (const [size, value] of fields) {
      if (size === 2) out.setUint16(at, value, true)
      else if (size === 4) out.setUint32(at, value, true)
      else out.setBigUint64(at, BigInt(value), true)
      at += size
    }
  }
  const raw = (bytes: Uint8Array) => {
    new Uint8Array(out.buffer).set(bytes, at)
    at += bytes.length
  }
  const most = 0xffffffff
  put([4, 0x04034b50], [2, 45], [2, 0x800], [2, 8], [4, 0], [4, 0], [4, most], [4, most], [2, encoded.length], [2, 0])
  raw(encoded)
  raw(packed)
  const directory = at
  put([4, 0x02014b50], [2, 45], [2, 45], [2, 0x800], [2, 8], [4, 0], [4, 0], [4, most], [4, most])
  put([2, encoded.length], [2, 28], [2, 0], [2, 0], [2, 0], [4, 0], [4, most])
  raw(encoded)
  put([2, 1], [2, 24], [8, body.length], [8, packed.length], [8, 0])
  const end = at
  put([4, 0x06064b50], [8, 44], [2, 45], [2, 45], [4, 0], [4, 0], [8, 1], [8, 1], [8, end - directory], [8, directory])
  put([4, 0x07064b50], [4, 0], [8, end], [4, 1])
  put([4, 0x06054b50], [2, 0xffff], [2, 0xffff], [2, 0xffff], [2, 0xffff], [4, most], [4, most], [2, 0])
  return new Uint8Array(out.buffer)
}

describe('a ZIP', () => {
  it('in the ZIP64 form is read', () => {
    const body = text('solid '.repeat(1000))
    expect(readZip(zip64('a/b.txt', body)).get('a/b.txt')).toEqual(body)
  })

  it('unpacks what is asked for only, within the budget', () => {
    const entries = [
      { name: 'big', bytes: new Uint8Array(5_000_000) },
      { name: 'small', bytes: text('x') },
    ]
    const limits = { bytes: 1_000_000, elements: 10, milliseconds: 1e6, depth: 9 }
    const archive = openZip(writeZip(entries), new ReaderBudget(limits))
    expect(archive.read('small')).toEqual(text('x'))
    expect(archive.read('none')).toBeUndefined()
    expect(() => archive.read('big')).toThrow(expect.objectContaining({ code: 'model-too-large' }))
  })

  it('bomb is refused with words, whatever it is called', async () => {
    const blank = new Uint8Array(2_000_000).fill(0x20)
    const limits = { bytes: 1_000_000, elements: 1000, milliseconds: 1e6, depth: 9 }
    const context = () => ({ budget: new ReaderBudget(limits), warn: () => undefined, lose: refuse })
    const obj = writeZip([
      { name: 'a.obj', bytes: text('v 0 0 0\n') },
      { name: 'a.mtl', bytes: blank },
    ])
    await expect(readModel(obj, undefined, new Map(), context())).rejects.toMatchObject({ code: 'model-too-large' })
    const model = writeZip([{ name: '3D/3dmodel.model', bytes: blank }])
    await expect(read3mf(model, context())).rejects.toMatchObject({ code: 'model-too-large' })
  })

  it('whose sizes lie is damaged, not endless', () => {
    const bytes = writeZip([{ name: 'a', bytes: new Uint8Array(10_000) }])
    const view = new DataView(bytes.buffer)
    const central = bytes.length - 22 - 47
    view.setUint32(central + 24, 2_000_000_000, true)
    expect(() => readZip(bytes)).toThrow(/damaged/)
  })

  it('has names in the encoding of where it was made', () => {
    const bytes = writeZip([{ name: 'xxxx.obj', bytes: text('v') }])
    for (let i = 0; i + 4 < bytes.length; i++)
      if (bytes[i] === 0x78 && bytes[i + 3] === 0x78) bytes.set([0xb2, 0xc4, 0xd6, 0xca], i)
    expect([...readZip(bytes).keys()]).toEqual(['材质.obj'])
  })
})
