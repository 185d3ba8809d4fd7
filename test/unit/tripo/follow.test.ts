// Following many tasks: requests shared, trouble that does not end it, statuses unheard of.
import { describe, expect, it } from 'vitest'
import { fault, networkError } from './fakes.ts'

import { outcome, type State, service, setup } from './follow-setup.ts'

describe('polling', () => {
  it.each(['map', 'list'] as const)('v3: one request for all tasks (%s)', async (shape) => {
    const state: State = { a: {}, b: {}, c: {} }
    const { follower, clock, net } = setup('v3', service(state, shape))
    const boxes = ['a', 'b', 'c'].map((id) => outcome(follower.follow(id)))
    await clock.advance(0)
    expect(net.calls).toHaveLength(1)
    expect(net.calls[0]).toMatchObject({ method: 'POST', url: 'https://t.test/v3/tasks/list' })
    expect(net.calls[0]?.body).toEqual({ task_ids: ['a', 'b', 'c'] })
    state.b = { status: 'success' }
    await clock.advance(1000)
    expect(boxes.map((box) => box.value !== undefined)).toEqual([false, true, false])
    expect(net.calls).toHaveLength(2)
    await clock.advance(1000)
    expect(net.calls[2]?.body).toEqual({ task_ids: ['a', 'c'] })
    follower.dispose()
  })

  it('more than 100 tasks go in several requests', async () => {
    const ids = Array.from({ length: 130 }, (_, index) => `t${index}`)
    const state = Object.fromEntries(ids.map((id) => [id, {}]))
    const { follower, clock, net } = setup('v3', service(state))
    for (const id of ids) outcome(follower.follow(id))
    await clock.advance(0)
    expect(net.calls.map((call) => call.text?.split(',').length)).toEqual([100, 30])
    follower.dispose()
  })

  it.each([-1, 1])('a clock that jumps (%s year) does not stop it', async (years) => {
    const state: State = { a: { status: 'running', progress: 10 } }
    let offset = 0
    const answer = service(state)
    // In the midst of a request: between its sending and its answer.
    const { follower, clock, net } = setup('v3', (call) => {
      clock.offset = offset
      return answer(call)
    })
    const box = outcome(follower.follow('a'))
    await clock.advance(5000)
    const before = net.calls.length
    offset = years * 365 * 24 * 3_600_000
    await clock.advance(30_000)
    expect(net.calls.length - before).toBeGreaterThan(4)
    expect(net.calls.length - before).toBeLessThan(40)
    state.a = { status: 'success' }
    await clock.advance(10_000)
    expect(box.value).toMatchObject({ status: 'success' })
  })

  it('two followers of one task share it', async () => {
    const state: State = { a: {} }
    const { follower, clock, net } = setup('v3', service(state))
    const controller = new AbortController()
    const first = outcome(follower.follow('a', { signal: controller.signal }))
    const second = outcome(follower.follow('a'))
    await clock.advance(0)
    controller.abort()
    await clock.settle()
    expect(first.error).toMatchObject({ name: 'AbortError' })
    state.a = { status: 'failed', error_code: 1001 }
    await clock.advance(1000)
    expect(second.value).toMatchObject({ status: 'failed', errorCode: 1001 })
    expect(net.calls).toHaveLength(2)
    expect(clock.pending).toBe(0)
  })

  it('what the list misses is read singly; unknown to the service is said after three times', async () => {
    const { follower, clock, net } = setup('v3', service({}))
    const box = outcome(follower.follow('lost'))
    await clock.advance(0)
    expect(net.calls.map((call) => call.method)).toEqual(['POST', 'GET'])
    expect(box.error).toBeUndefined()
    await clock.advance(2000)
    expect(box.error).toMatchObject({ code: 'service.2001' })
  })

  it('a deployment without the list is asked task by task', async () => {
    const state: State = { a: {}, b: {} }
    const single = service(state)
    const { follower, clock, net } = setup('v3', (call) => (call.method === 'POST' ? fault(404, 4001) : single(call)))
    outcome(follower.follow('a'))
    const box = outcome(follower.follow('b'))
    await clock.advance(0)
    state.b = { status: 'success' }
    await clock.advance(1000)
    expect(box.value).toMatchObject({ taskId: 'b' })
    expect(net.calls.map((call) => call.method)).toEqual(['POST', 'GET', 'GET', 'GET', 'GET'])
    follower.dispose()
  })

  it('v2: a lone task by GET, several by the batch route', async () => {
    const { follower, clock, net } = setup('v2', service({ a: {}, b: {} }))
    outcome(follower.follow('a'))
    await clock.advance(0)
    outcome(follower.follow('b'))
    await clock.advance(1000)
    expect(net.calls.map((call) => `${call.method} ${call.url}`)).toEqual([
      'GET https://t.test/v2/task/a',
      'POST https://t.test/v2/task/batch',
    ])
    follower.dispose()
  })

  it('asks rarely while nothing can be ready, about once a second near the expected end', async () => {
    const state: State = { a: { type: 'text_to_model', progress: 0 } }
    const { follower, clock, net } = setup('v3', service(state))
    outcome(follower.follow('a'))
    const during = async (seconds: number, progress: (second: number) => number) => {
      const before = net.calls.length
      for (let second = 0; second < seconds; second++) {
        state.a = { type: 'text_to_model', progress: progress(second) }
        await clock.advance(1000)
      }
      return net.calls.length - before
    }
    // a percent a second: the end is expected after 100 s
    await during(20, (second) => second)
    expect(await during(40, (second) => 20 + second)).toBeLessThanOrEqual(9)
    await during(36, (second) => 60 + second)
    expect(await during(5, (second) => 96 + Math.min(3, second))).toBeGreaterThanOrEqual(3)
    // it hangs just before its end: still asked about, and with patience
    expect(await during(60, () => 99)).toBeGreaterThanOrEqual(12)
    follower.dispose()
  })

  it('news never turn back', async () => {
    const state: State = { a: { progress: 50 } }
    const { follower, clock } = setup('v3', service(state))
    const seen: string[] = []
    outcome(follower.follow('a', { onProgress: (task) => seen.push(`${task.status} ${task.progress}`) }))
    await clock.advance(0)
    state.a = { progress: 40 }
    await clock.advance(1000)
    state.a = { status: 'queued', progress: 0 }
    await clock.advance(1000)
    state.a = { progress: 60 }
    await clock.advance(1000)
    expect(seen).toEqual(['running 50', 'running 60'])
    follower.dispose()
  })

  it('pauses, resumes, and checks at once when told', async () => {
    const { follower, clock, net } = setup('v3', service({ a: {} }))
    outcome(follower.follow('a'))
    await clock.advance(0)
    follower.pause()
    await clock.advance(60_000)
    expect(net.calls).toHaveLength(1)
    follower.resume()
    await clock.advance(0)
    expect(net.calls).toHaveLength(2)
    follower.checkNow()
    await clock.advance(0)
    expect(net.calls).toHaveLength(3)
    expect(follower.health.lastChecked).toBe(clock.now())
    follower.dispose()
    expect(clock.pending).toBe(0)
  })
})

describe('trouble', () => {
  it('with the network is reported, slows down, and ends when the network is back', async () => {
    const state: State = { a: {} }
    let isAway = true
    const { follower, clock, net, health } = setup('v3', (call) =>
      isAway ? networkError('ENOTFOUND') : service(state)(call),
    )
    const box = outcome(follower.follow('a'))
    await clock.advance(10 * 60_000)
    expect(box).toEqual({})
    expect(net.calls.length).toBeLessThan(30)
    expect(health.at(-1)?.trouble).toMatchObject({ code: 'network.offline' })
    isAway = false
    state.a = { status: 'success' }
    await clock.advance(30_000)
    expect(box.value).toMatchObject({ status: 'success' })
    expect(health.at(-1)?.trouble).toBeUndefined()
  })
  it('a busy service is no end either', async () => {
    const { follower, clock } = setup('v3', () => fault(429, 1007))
    const box = outcome(follower.follow('a'))
    await clock.advance(60_000)
    expect(box).toEqual({})
    follower.dispose()
  })
  it('an id that is none is refused without a request', async () => {
    const { follower, net } = setup('v3', service({}))
    await expect(follower.follow('../balance')).rejects.toMatchObject({ code: 'check.task-id' })
    expect(net.calls).toHaveLength(0)
  })
  it('a refused key ends all', async () => {
    const { follower, clock } = setup('v3', () => fault(401, 1002))
    const boxes = ['a', 'b'].map((id) => outcome(follower.follow(id)))
    await clock.advance(0)
    for (const box of boxes) expect(box.error).toMatchObject({ code: 'service.1002' })
    expect(clock.pending).toBe(0)
  })
  it('a listener that throws spoils only its own task', async () => {
    const state: State = { a: {}, b: {} }
    const { follower, clock } = setup('v3', service(state))
    const mistake = new Error('listener')
    const first = outcome(
      follower.follow('a', {
        onProgress: () => {
          throw mistake
        },
      }),
    )
    const second = outcome(follower.follow('b'))
    await clock.advance(0)
    state.b = { status: 'success' }
    await clock.advance(1000)
    expect(first.error).toBe(mistake)
    expect(second.value).toMatchObject({ taskId: 'b' })
  })
  it('closing the client stops everything', async () => {
    const { follower, clock } = setup('v3', service({ a: {} }))
    const box = outcome(follower.follow('a'))
    await clock.advance(0)
    follower.dispose()
    await clock.settle()
    expect(box.error).toMatchObject({ name: 'AbortError' })
    await expect(follower.follow('b')).rejects.toMatchObject({ name: 'AbortError' })
  })
})

describe('a status that is not known', () => {
  it.each(['unknown', 'reticulating'])('%s is waited for, and can still turn out well', async (status) => {
    const state: State = { a: { status } }
    const { follower, clock } = setup('v3', service(state))
    const box = outcome(follower.follow('a'))
    await clock.advance(9 * 60_000)
    expect(box).toEqual({})
    state.a = { status: 'success' }
    await clock.advance(5000)
    expect(box.value).toMatchObject({ status: 'success' })
  })
  it('is given up after ten minutes, with a way to go on', async () => {
    const { follower, clock } = setup('v3', service({ a: { status: 'unknown' } }))
    const box = outcome(follower.follow('a'))
    await clock.advance(10 * 60_000 + 5000)
    expect(box.error).toMatchObject({ code: 'wait.unknown-status', billed: 'unknown', taskId: 'a' })
  })
})
