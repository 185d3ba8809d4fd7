// One draw for any number of changes, none without one.
import { afterEach, describe, expect, it, vi } from 'vitest'
import { FrameLoop } from '../../../../webview/viewport/loop.ts'

afterEach(() => {
  vi.useRealTimers()
})

function manualScheduler() {
  const waiting = new Map<number, (time: number) => void>()
  let handle = 0
  return {
    waiting,
    request: (callback: (time: number) => void) => {
      waiting.set(++handle, callback)
      return handle
    },
    cancel: (which: number) => void waiting.delete(which),
    run(time: number) {
      const callbacks = [...waiting.values()]
      waiting.clear()
      for (const callback of callbacks) callback(time)
    },
  }
}

describe('FrameLoop', () => {
  it('draws once however often it is asked, and then rests', () => {
    const scheduler = manualScheduler()
    const loop = new FrameLoop(() => false, scheduler)
    loop.invalidate()
    loop.invalidate()
    scheduler.run(0)
    scheduler.run(16)
    expect(loop.frames).toBe(1)
    expect(scheduler.waiting.size).toBe(0)
  })

  it('goes on while the draw wants another frame', () => {
    const scheduler = manualScheduler()
    let left = 3
    const loop = new FrameLoop(() => --left > 0, scheduler)
    loop.invalidate()
    for (let time = 0; time < 160; time += 16) scheduler.run(time)
    expect(loop.frames).toBe(3)
  })

  it('draws what is waited for with the next task, once, and not while the frame before is under way or nobody sees it', () => {
    vi.useFakeTimers()
    const scheduler = manualScheduler()
    let isReady = true
    const loop = new FrameLoop(
      () => false,
      scheduler,
      () => isReady,
    )
    loop.invalidate()
    loop.drawSoon()
    expect(loop.frames).toBe(0)
    vi.runAllTimers()
    expect(loop.frames).toBe(1)
    expect(scheduler.waiting.size).toBe(0)
    // Nothing was asked for.
    loop.drawSoon()
    vi.runAllTimers()
    expect(loop.frames).toBe(1)
    isReady = false
    loop.invalidate()
    loop.drawSoon()
    vi.runAllTimers()
    expect(loop.frames).toBe(1)
    isReady = true
    loop.hidden = true
    loop.drawSoon()
    vi.runAllTimers()
    expect(loop.frames).toBe(1)
  })

  it('draws nothing while it is hidden, and what was asked for meanwhile once afterwards', () => {
    const scheduler = manualScheduler()
    const loop = new FrameLoop(() => false, scheduler)
    loop.invalidate()
    loop.hidden = true
    loop.invalidate()
    scheduler.run(0)
    expect(loop.frames).toBe(0)
    loop.hidden = false
    scheduler.run(16)
    scheduler.run(32)
    expect(loop.frames).toBe(1)
    loop.hidden = true
    loop.hidden = false
    expect(scheduler.waiting.size).toBe(0)
  })

  it('puts frames off until there may be one, and loses no time of what plays', () => {
    const scheduler = manualScheduler()
    const steps: number[] = []
    let isReady = true
    const loop = new FrameLoop(
      (_, step) => {
        steps.push(step)
        return true
      },
      scheduler,
      () => isReady,
    )
    loop.invalidate()
    scheduler.run(1000)
    isReady = false
    for (let time = 1050; time <= 1250; time += 50) scheduler.run(time)
    expect(loop.frames).toBe(1)
    isReady = true
    scheduler.run(1300)
    expect(loop.frames).toBe(2)
    expect(steps.map((step) => Number(step.toFixed(3)))).toEqual([0, 0.3])
  })

  it('measures steps in seconds, none after a rest, and no leap after a pause', () => {
    const scheduler = manualScheduler()
    const steps: number[] = []
    let again = true
    const loop = new FrameLoop((_, step) => {
      steps.push(step)
      return again
    }, scheduler)
    loop.invalidate()
    scheduler.run(1000)
    scheduler.run(1016)
    again = false
    scheduler.run(9000)
    loop.invalidate()
    scheduler.run(20_000)
    expect(steps.map((step) => Number(step.toFixed(3)))).toEqual([0, 0.016, 0.1, 0])
  })

  it('draws a change that is made while drawing with the next frame', () => {
    const scheduler = manualScheduler()
    let first = true
    const loop: FrameLoop = new FrameLoop(() => {
      if (first) loop.invalidate()
      first = false
      return false
    }, scheduler)
    loop.invalidate()
    scheduler.run(0)
    scheduler.run(16)
    scheduler.run(32)
    expect(loop.frames).toBe(2)
  })

  it('draws at once when told to, in place of the frame that was waiting', () => {
    const scheduler = manualScheduler()
    const loop = new FrameLoop(() => false, scheduler)
    loop.invalidate()
    loop.drawNow()
    expect(loop.frames).toBe(1)
    expect(scheduler.waiting.size).toBe(0)
  })

  it('never draws again once stopped', () => {
    const scheduler = manualScheduler()
    const loop = new FrameLoop(() => true, scheduler)
    loop.invalidate()
    loop.stop()
    loop.invalidate()
    loop.drawNow()
    scheduler.run(0)
    expect(loop.frames).toBe(0)
  })
})
