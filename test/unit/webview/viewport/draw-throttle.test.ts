// One frame at a time on the GPU, and a rest after a slow one.
import { describe, expect, it } from 'vitest'
import { DrawThrottle, type Fences } from '../../../../webview/viewport/draw-throttle.ts'

function fakeGpu() {
  const gpu = { status: 0 as unknown, open: 0, flushed: 0 }
  const gl: Fences = {
    ...{ SYNC_GPU_COMMANDS_COMPLETE: 1, SYNC_STATUS: 2, UNSIGNALED: 0 },
    fenceSync: () => {
      gpu.open++
      return {}
    },
    getSyncParameter: () => gpu.status,
    deleteSync: (sync) => {
      if (sync !== null) gpu.open--
    },
    flush: () => void gpu.flushed++,
  }
  return { gpu, pace: new DrawThrottle(gl) }
}

describe('DrawThrottle', () => {
  it('is ready at first, and after a quick frame at once', () => {
    const { gpu, pace } = fakeGpu()
    expect(pace.isReady(0)).toBe(true)
    pace.drawn(0)
    expect(gpu.flushed).toBe(1)
    expect(pace.isReady(16)).toBe(false)
    gpu.status = 1
    expect(pace.isReady(33)).toBe(true)
  })

  it('does not rest before a frame that is waited for, and does before the one after it', () => {
    const { gpu, pace } = fakeGpu()
    pace.drawn(1000)
    pace.hurry()
    expect(pace.isReady(1390)).toBe(false)
    gpu.status = 1
    expect(pace.isReady(1400)).toBe(true)
    pace.drawn(1400)
    gpu.status = 0
    expect(pace.isReady(1890)).toBe(false)
    gpu.status = 1
    expect(pace.isReady(1900)).toBe(false)
  })

  it('rests after a slow frame as long as it took', () => {
    const { gpu, pace } = fakeGpu()
    pace.drawn(1000)
    expect(pace.isReady(1390)).toBe(false)
    gpu.status = 1
    expect(pace.isReady(1400)).toBe(false)
    expect(pace.isReady(1799)).toBe(false)
    expect(pace.isReady(1800)).toBe(true)
  })

  it('does not take the time in which nothing was to be drawn for a slow frame', () => {
    const { gpu, pace } = fakeGpu()
    pace.drawn(1000)
    gpu.status = 1
    // A minute later a person turns the model.
    expect(pace.isReady(61_000)).toBe(true)
    pace.drawn(61_000)
    gpu.status = 0
    expect(pace.isReady(61_016)).toBe(false)
    gpu.status = 1
    expect(pace.isReady(61_033)).toBe(true)
  })

  it('waits for nothing on a lost context, and keeps one fence at most', () => {
    const { gpu, pace } = fakeGpu()
    pace.drawn(0)
    pace.drawn(10)
    expect(gpu.open).toBe(1)
    gpu.status = null
    expect(pace.isReady(20)).toBe(true)
    expect(gpu.open).toBe(0)
  })

  it('does not take the time in which nobody saw a slow frame for a part of it', () => {
    const { gpu, pace } = fakeGpu()
    pace.drawn(1000)
    // Hidden from then on, for a minute.
    expect(pace.isReady(1200)).toBe(false)
    gpu.status = 1
    expect(pace.isReady(61_000)).toBe(false)
    expect(pace.isReady(61_300)).toBe(true)
  })
})
