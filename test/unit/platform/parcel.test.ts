// What a thread is sent and sends back: which buffers are handed over, and what their sender keeps.
import { describe, expect, it } from 'vitest'
import { buffersOf, parcelOf } from '../../../src/platform/parcel.ts'

const bytesOf = (...values: number[]) => new Uint8Array(values)

describe('files on their way to a thread', () => {
  it('are copies that are handed over, so that the sender keeps its own', () => {
    const bytes = bytesOf(1, 2, 3)
    const beside = bytesOf(4)
    const { job, transfer } = parcelOf({ bytes, files: new Map([['a.bin', beside]]), name: 'model' })
    const there = structuredClone(job, { transfer })
    expect(there).toEqual({ bytes: bytesOf(1, 2, 3), files: new Map([['a.bin', bytesOf(4)]]), name: 'model' })
    expect(job.bytes.length).toBe(0)
    expect([bytes.length, beside.length]).toEqual([3, 1])
  })

  it('are the very same where nobody else needs them', () => {
    const bytes = bytesOf(1, 2, 3)
    const { job, transfer } = parcelOf({ bytes }, true)
    expect(job.bytes).toBe(bytes)
    expect(structuredClone(job, { transfer }).bytes).toEqual(bytesOf(1, 2, 3))
    expect(bytes.length).toBe(0)
  })

  it('leave a buffer alone that holds more than them, and one that is there twice', () => {
    const pool = bytesOf(0, 1, 2, 3)
    const twice = bytesOf(7)
    const files = new Map([
      ['a', twice],
      ['b', twice],
    ])
    const { job, transfer } = parcelOf({ bytes: pool.subarray(1, 3), files }, true)
    expect(structuredClone(job, { transfer })).toEqual({
      bytes: bytesOf(1, 2),
      files: new Map([
        ['a', bytesOf(7)],
        ['b', bytesOf(7)],
      ]),
    })
    expect(pool.length).toBe(4)
  })

  it('come back in the buffers that hold nothing else, each named once', () => {
    const whole = bytesOf(1)
    const part = bytesOf(1, 2).subarray(1)
    expect(buffersOf([{ bytes: whole }, { bytes: whole }, { bytes: part }, { bytes: bytesOf() }])).toEqual([
      whole.buffer,
    ])
  })
})
