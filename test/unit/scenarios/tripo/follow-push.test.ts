// Following by push on v2: one socket for all tasks, one for each, and polling when there is none.
import { describe, expect, it } from 'vitest'
import { KEY } from '../../tripo/fakes.ts'
import { outcome, type State, service, setup } from '../../tripo/follow-setup.ts'

describe('push on v2', () => {
  it('one socket with the key for all tasks; polls only rarely beside it', async () => {
    const { follower, clock, net, sockets, push } = setup('v2', service({ a: {}, b: {} }), true)
    const seen: number[] = []
    const first = outcome(follower.follow('a', { onProgress: (task) => seen.push(task.progress) }))
    outcome(follower.follow('b'))
    expect(sockets.opened.map((socket) => socket.url)).toEqual(['wss://t.test/v2/task/watch/all'])
    expect(sockets.opened[0]?.headers).toEqual({ Authorization: `Bearer ${KEY}` })
    sockets.opened[0]?.events.open()
    await clock.advance(0)
    push(0, 'a', { progress: 30 })
    push(0, 'a', { status: 'success', progress: 100, output: { model: 'https://c.test/m.glb' } }, 'finalized')
    await clock.settle()
    expect(first.value).toMatchObject({ status: 'success' })
    expect(seen).toEqual([0, 30, 100])
    await clock.advance(30_000)
    expect(net.calls.length).toBeLessThanOrEqual(5)
    follower.dispose()
    expect(sockets.opened[0]?.isClosed).toBe(true)
  })

  it('refused for all: one for each task; refused too: polling', async () => {
    const state: State = { a: {}, b: {} }
    const { follower, clock, sockets, health } = setup('v2', service(state), true)
    const box = outcome(follower.follow('a'))
    outcome(follower.follow('b'))
    sockets.opened[0]?.events.closed('403')
    await clock.advance(2000)
    sockets.opened[1]?.events.closed('403')
    expect(sockets.opened.slice(2).map((socket) => socket.url)).toEqual([
      'wss://t.test/v2/task/watch/a',
      'wss://t.test/v2/task/watch/b',
    ])
    sockets.opened[2]?.events.closed('404')
    sockets.opened[3]?.events.closed('404')
    expect(follower.health.push).toBe('none')
    state.a = { status: 'success' }
    await clock.advance(5000)
    expect(health.at(-1)?.push).toBe('none')
    expect(box.value).toMatchObject({ status: 'success' })
    expect(sockets.opened).toHaveLength(4)
    follower.dispose()
  })

  it('a socket that says nothing while the task goes on is given up', async () => {
    const state: State = { a: { progress: 1 } }
    const { follower, clock, sockets } = setup('v2', service(state), true)
    const box = outcome(follower.follow('a'))
    sockets.opened[0]?.events.open()
    await clock.advance(0)
    state.a = { progress: 50 }
    await clock.advance(11_000)
    expect(sockets.opened[0]?.isClosed).toBe(true)
    expect(sockets.opened[1]?.url).toBe('wss://t.test/v2/task/watch/a')
    state.a = { status: 'success' }
    await clock.advance(5000)
    expect(box.value).toMatchObject({ status: 'success' })
    expect(sockets.opened[1]?.isClosed).toBe(true)
  })

  it('junk on the socket is ignored, a lost one is opened again', async () => {
    const { follower, clock, sockets, push } = setup('v2', service({ a: {} }), true)
    const box = outcome(follower.follow('a'))
    const events = sockets.opened[0]?.events
    events?.open()
    for (const junk of ['', 'not json', '{}', '[]', '{"event":"update","data":{"task_id":"a"}}']) events?.message(junk)
    await clock.advance(0)
    events?.closed('1006')
    await clock.advance(2000)
    push(1, 'a', { status: 'success', output: { model: 'https://c.test/m.glb' } }, 'finalized')
    await clock.settle()
    expect(box.value).toMatchObject({ status: 'success' })
  })

  it.each(['success', 'failed', 'expired'])(
    'a pushed %s without output is read before it is believed',
    async (status) => {
      const state: State = { a: { progress: 30 } }
      const { follower, clock, net, sockets, push } = setup('v2', service(state), true)
      const box = outcome(follower.follow('a'))
      sockets.opened[0]?.events.open()
      await clock.advance(0)
      const before = net.calls.length
      push(0, 'a', { status, progress: 100 }, 'finalized')
      await clock.advance(0)
      // The task is still running: nobody was told of an end.
      expect(net.calls.length).toBe(before + 1)
      expect(box.value).toBeUndefined()
      state.a = { status: 'success', output: { model: 'https://c.test/m.glb' } }
      await clock.advance(60_000)
      expect(box.value).toMatchObject({ status: 'success', output: { model: 'https://c.test/m.glb' } })
    },
  )
  it('a pushed success with its output needs no reading', async () => {
    const { follower, clock, net, sockets, push } = setup('v2', service({ a: {} }), true)
    const box = outcome(follower.follow('a'))
    sockets.opened[0]?.events.open()
    await clock.advance(0)
    const before = net.calls.length
    push(0, 'a', { status: 'success', output: { model: 'https://c.test/m.glb' } }, 'finalized')
    await clock.settle()
    expect(box.value).toMatchObject({ status: 'success' })
    expect(net.calls.length).toBe(before)
  })

  it('v3 has no push', async () => {
    const { follower, clock, sockets } = setup('v3', service({ a: {} }), true)
    outcome(follower.follow('a'))
    await clock.advance(1000)
    expect(sockets.opened).toEqual([])
    follower.dispose()
  })
})
