// The websocket of the older API: what it tells of one task or all of an account, and when it closes.
import { describe, expect, it } from 'vitest'
import { KEY, readAnswer, type Service, startService, text, V2, V3 } from './support.ts'

interface Frame {
  event: string
  data: { task_id: string; status: string; progress: number }
}

async function open(service: Service, path: string, key = KEY) {
  const frames: Frame[] = []
  const closed: number[] = []
  const request = new Request(`${V2}/task/watch/${path}`, { headers: { authorization: `Bearer ${key}` } })
  const watch = await service.simulator.watch(request, {
    send: (frame) => {
      frames.push(JSON.parse(frame))
    },
    close: (code) => {
      closed.push(code)
    },
  })
  return { frames, closed, watch }
}
const create = async (service: Service, key?: string) =>
  String((await service.post(`${V2}/task`, text(), key)).data.task_id)

// What ends has addresses, which are signed by the platform's threads: no clock of ours waits for them.
describe('watching', () => {
  it('tells one task from queued to finalized, with progress, then closes', async () => {
    const service = startService()
    const id = await create(service)
    const { frames, closed } = await open(service, id)
    await service.clock.advance(40_000)
    await expect.poll(() => closed).toEqual([1000])
    expect(frames[0]).toMatchObject({ event: 'update', data: { task_id: id, status: 'queued' } })
    expect(frames.at(-1)).toMatchObject({ event: 'finalized', data: { status: 'success', progress: 100 } })
    expect(frames.filter((frame) => frame.event === 'finalized')).toHaveLength(1)
    const progress = frames.map((frame) => frame.data.progress)
    expect(progress).toEqual([...progress].sort((a, b) => a - b))
    expect(progress.length).toBeGreaterThan(30)
    expect(closed).toEqual([1000])
  })

  it('tells what GET tells', async () => {
    const service = startService()
    const id = await create(service)
    const { frames } = await open(service, id)
    await expect.poll(() => frames.length).toBeGreaterThan(0)
    expect(frames[0]?.data).toEqual((await service.get(`${V2}/task/${id}`)).data)
  })

  it('tells the end of a task that is done already', async () => {
    const service = startService()
    const id = await create(service)
    await service.clock.advance(40_000)
    const { frames, closed } = await open(service, id)
    await expect.poll(() => closed).toEqual([1000])
    expect(frames.map((frame) => frame.event)).toEqual(['finalized'])
  })

  it('tells all tasks of the account, also later ones, and no others', async () => {
    const service = startService()
    const done = await create(service)
    await service.clock.advance(40_000)
    const first = await create(service)
    const { frames, closed, watch } = await open(service, 'all')
    const second = await create(service)
    await create(service, 'tsk_other')
    await service.clock.advance(40_000)
    await expect.poll(() => frames.filter((frame) => frame.event === 'finalized')).toHaveLength(2)
    expect(new Set(frames.map((frame) => frame.data.task_id))).toEqual(new Set([first, second]))
    expect(frames.some((frame) => frame.data.task_id === done)).toBe(false)
    expect(closed).toEqual([])
    const before = frames.length
    if (watch instanceof Response) throw new Error('refused')
    watch()
    await create(service)
    await service.clock.advance(5_000)
    expect(frames).toHaveLength(before)
  })

  it('tells finished tasks too, from a time on', async () => {
    const service = startService()
    await create(service)
    await service.clock.advance(100_000)
    const since = Math.floor(service.clock.now() / 1000)
    const id = await create(service)
    await service.clock.advance(40_000)
    for (const time of [String(since), String(since * 1000)]) {
      const { frames } = await open(service, `all/${time}`)
      await expect.poll(() => frames.map((frame) => [frame.event, frame.data.task_id])).toEqual([['finalized', id]])
    }
  })

  it.each([
    ['nowhere', KEY, 404, 2001],
    ['all', 'nokey', 401, 1002],
    ['all/soon', KEY, 400, 1004],
    ['all/1/2', KEY, 404, 9404],
    ['', KEY, 404, 9404],
  ])('refuses “%s” with key %s', async (path, key, status, code) => {
    const { watch } = await open(startService(), path, key)
    if (!(watch instanceof Response)) throw new Error('not refused')
    expect(await readAnswer(watch)).toMatchObject({ status, code })
  })

  it('is not there on v3, nor without an upgrade', async () => {
    const service = startService()
    expect((await service.get(`${V3}/task/watch/all`)).code).toBe(4001)
    expect((await service.get(`${V2}/task/watch/all`)).code).toBe(9404)
  })
})
