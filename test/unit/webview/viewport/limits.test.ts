// Waiting no longer than a limit: what is late or called off is stopped, told, and freed when it comes after all.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { timeFor, within } from '../../../../webview/viewport/limits.ts'

const limits = (signal = new AbortController().signal) => ({
  ...{ milliseconds: 1000, signal, late: () => new Error('late') },
  ...{ stop: vi.fn(), discard: vi.fn() },
})

describe('within', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('gives the result or the error of work that is in time', async () => {
    const own = limits()
    await expect(within(Promise.resolve(7), own)).resolves.toBe(7)
    await expect(within(Promise.reject(new Error('broken')), own)).rejects.toThrow('broken')
    await vi.advanceTimersByTimeAsync(5000)
    expect(own.stop).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })

  it('stops what is late, once, and frees what it brings afterwards', async () => {
    const own = limits()
    let arrive: (model: string) => void = () => undefined
    const work = new Promise<string>((resolve) => {
      arrive = resolve
    })
    const told = expect(within(work, own)).rejects.toThrow('late')
    await vi.advanceTimersByTimeAsync(1000)
    await told
    expect(own.stop).toHaveBeenCalledTimes(1)
    arrive('a model')
    await vi.advanceTimersByTimeAsync(0)
    expect(own.discard).toHaveBeenCalledWith('a model')
  })

  it('ends at once when it is called off, also before it began', async () => {
    const caller = new AbortController()
    const own = limits(caller.signal)
    const never = new Promise<string>(() => undefined)
    const told = expect(within(never, own)).rejects.toMatchObject({ name: 'AbortError' })
    caller.abort()
    await told
    expect(own.stop).toHaveBeenCalledTimes(1)
    await expect(within(never, limits(caller.signal))).rejects.toMatchObject({ name: 'AbortError' })
  })

  it('gives large files longer', () => {
    expect(timeFor(0)).toBe(30_000)
    expect(timeFor(100 * 2 ** 20)).toBe(230_000)
  })
})
