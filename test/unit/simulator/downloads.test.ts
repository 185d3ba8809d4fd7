// Files of the simulator over HTTP: ranges, tags, signed addresses and their end.
import { beforeEach, describe, expect, it } from 'vitest'
import { readRange } from '../../../src/simulator/downloads.ts'
import { fakeBuild, type Service, startService, text, V2, V3 } from './support.ts'

async function finishedTask(service: Service): Promise<string> {
  const { data } = await service.post(`${V2}/task`, text())
  await service.clock.advance(31_000)
  return String(data.task_id)
}
const modelUrl = async (service: Service, id: string) =>
  String((await service.get(`${V3}/tasks/${id}`)).data.output?.model_url)

describe('downloads', () => {
  let service: Service
  let id: string
  let url: string
  let whole: Uint8Array
  beforeEach(async () => {
    service = startService()
    id = await finishedTask(service)
    url = await modelUrl(service, id)
    whole = new Uint8Array(await (await service.download(url)).arrayBuffer())
  })

  it('give the file with its length, type and tag', async () => {
    const response = await service.download(url)
    expect(response.status).toBe(200)
    expect(new TextDecoder().decode(whole.subarray(0, 4))).toBe('glTF')
    expect(response.headers.get('content-length')).toBe(String(whole.length))
    expect(response.headers.get('content-type')).toBe('model/gltf-binary')
    expect(response.headers.get('accept-ranges')).toBe('bytes')
    expect(response.headers.get('etag')).toMatch(/^"[\da-f]{32}"$/)
    const picture = String((await service.get(`${V2}/task/${id}`)).data.output?.rendered_image)
    expect((await service.download(picture)).headers.get('content-type')).toBe('image/png')
  })

  it('answer HEAD with the same headers and no body', async () => {
    const [get, head] = [await service.download(url), await service.download(url, { method: 'HEAD' })]
    expect(head.status).toBe(200)
    expect([...head.headers].filter(([name]) => name !== 'x-tripo-trace-id')).toEqual(
      [...get.headers].filter(([name]) => name !== 'x-tripo-trace-id'),
    )
    expect((await head.arrayBuffer()).byteLength).toBe(0)
  })

  it('give ranges', async () => {
    const size = whole.length
    for (const [range, start, end] of [
      ['bytes=0-3', 0, 4],
      ['bytes=10-', 10, size],
      ['bytes=-5', size - 5, size],
      [`bytes=4-${size + 100}`, 4, size],
    ] as const) {
      const response = await service.download(url, { headers: { range } })
      expect(response.status).toBe(206)
      expect(response.headers.get('content-range')).toBe(`bytes ${start}-${end - 1}/${size}`)
      expect(response.headers.get('content-length')).toBe(String(end - start))
      expect(new Uint8Array(await response.arrayBuffer())).toEqual(whole.slice(start, end))
    }
    const beyond = await service.download(url, { headers: { range: `bytes=${size}-` } })
    expect(beyond.status).toBe(416)
    expect(beyond.headers.get('content-range')).toBe(`bytes */${size}`)
  })

  it('resume only the same file', async () => {
    const tag = String((await service.download(url)).headers.get('etag'))
    const ask = (ifRange: string) => service.download(url, { headers: { range: 'bytes=4-', 'if-range': ifRange } })
    expect((await ask(tag)).status).toBe(206)
    expect((await ask('"other"')).status).toBe(200)
    expect((await service.download(url, { headers: { 'if-none-match': tag } })).status).toBe(304)
    expect((await service.download(url, { headers: { 'if-none-match': '"other"' } })).status).toBe(200)
  })

  it('end with their lifetime; each reading of the task signs anew', async () => {
    await service.clock.advance(299_000)
    expect((await service.download(url)).status).toBe(200)
    const fresh = await modelUrl(service, id)
    expect(fresh).not.toBe(url)
    await service.clock.advance(1_000)
    const expired = await service.download(url)
    expect(expired.status).toBe(403)
    expect(expired.headers.get('content-type')).toBe('application/xml')
    expect((await service.download(fresh)).status).toBe(200)
    expect(await modelUrl(service, id)).not.toBe(await modelUrl(service, id))
  })

  it('refuse an address that was changed', async () => {
    const later = url.replace(/Expires=(\d+)/, (_all, time) => `Expires=${Number(time) + 1}`)
    const other = url.replace('/tripo_pbr_model_', '/tripo_draft_')
    const unsigned = url.replace(/\?.*/, '')
    for (const address of [later, other, unsigned]) expect((await service.download(address)).status).toBe(403)
  })

  it('take a key that leaks to them, as from official SDKs, and tell the log without it', async () => {
    const lines: string[] = []
    const told = startService({ log: (line) => lines.push(line) })
    const { data } = await told.post(`${V3}/generation/text-to-model`, { model: 'v3.1-20260211', prompt: 'a chair' })
    await told.clock.advance(40_000)
    const made = String((await told.get(`${V3}/tasks/${data.task_id}`)).data.output?.model_url)
    expect((await told.download(made)).status).toBe(200)
    expect(lines).toEqual([])
    expect((await told.send(made)).status).toBe(200)
    expect(lines).toEqual(['A key was sent to the file host (download) and ignored.'])
    expect((await service.download(url, { method: 'POST', body: 'x' })).status).toBe(405)
  })
})

describe('files that are not kept', () => {
  it('are built again, the same', async () => {
    let builds = 0
    const service = startService({
      cacheBytes: 1,
      build: (job) => {
        builds += 1
        return fakeBuild(job)
      },
    })
    const id = await finishedTask(service)
    const load = async () => new Uint8Array(await (await service.download(await modelUrl(service, id))).arrayBuffer())
    const first = await load()
    const before = builds
    expect(await load()).toEqual(first)
    expect(builds).toBe(before + 1)
  })

  it('survive readers that take the bytes away', async () => {
    const service = startService()
    const url = await modelUrl(service, await finishedTask(service))
    const load = async () => {
      const buffer = await (await service.download(url)).arrayBuffer()
      const copy = new Uint8Array(buffer.slice(0))
      structuredClone(buffer, { transfer: [buffer] })
      return copy
    }
    expect(await load()).toEqual(await load())
  })
})

describe('ranges', () => {
  it.each([
    [null, undefined],
    ['bytes=5-2', undefined],
    ['bytes=0-1,4-5', undefined],
    ['items=0-1', undefined],
    ['bytes=-', undefined],
    ['bytes=-0', 'unsatisfiable'],
    ['bytes=10-', 'unsatisfiable'],
    ['bytes=-100', { start: 0, end: 10 }],
    ['bytes=9-9', { start: 9, end: 10 }],
  ])('%s', (header, range) => {
    expect(readRange(header, 10)).toEqual(range)
  })
})
