// Requests in a minute, uploads and sizes of bodies: refused as the service does, with a Retry-After that is true.
import { describe, expect, it } from 'vitest'
import { png, type Service, startService, V2, V3 } from './support.ts'

const balance = (service: Service, key?: string) => service.get(`${V2}/user/balance`, key)

describe('requests per minute', () => {
  it('are not limited unless asked for', async () => {
    const service = startService()
    for (let count = 0; count < 200; count += 1) expect((await balance(service)).code).toBe(0)
  })

  it('answer 429/1007 with a true Retry-After, per account, in both dialects', async () => {
    const service = startService({ rate: 3 })
    expect((await balance(service)).code).toBe(0)
    await service.clock.advance(20_000)
    expect((await service.get(`${V3}/account/balance`)).code).toBe(0)
    expect((await service.get(`${V3}/tasks/nowhere`)).code).toBe(2001)
    const refused = await balance(service)
    expect(refused).toMatchObject({ status: 429, code: 1007 })
    expect(refused.headers.get('retry-after')).toBe('40')
    expect((await service.get(`${V3}/account/balance`)).headers.get('retry-after')).toBe('40')
    expect((await balance(service, 'tsk_other')).code).toBe(0)
    await service.clock.advance(40_000)
    expect((await balance(service)).code).toBe(0)
    expect((await balance(service)).headers.get('retry-after')).toBe('20')
  })

  it('have a window that shrinks with the time scale, while Retry-After stays true', async () => {
    const service = startService({ rate: 1, timeScale: 10 })
    await balance(service)
    expect((await balance(service)).headers.get('retry-after')).toBe('6')
    await service.clock.advance(6000)
    expect((await balance(service)).code).toBe(0)
  })
})

describe('uploads', () => {
  it.each([
    ['v2', `${V2}/upload`, `${V2}/upload/sts/token`, '1', 1000],
    ['v3', `${V3}/files`, `${V3}/files/presign`, '60', 60_000],
  ])('are ten in a window on %s, where asked for', async (_dialect, url, storage, wait, window) => {
    const service = startService({ uploadRate: true })
    for (let count = 0; count < 9; count += 1) expect((await service.upload(url, png())).code).toBe(0)
    expect((await service.post(storage, { format: 'png' })).code).toBe(0)
    const refused = await service.upload(url, png())
    expect(refused).toMatchObject({ status: 429, code: 1007 })
    expect(refused.headers.get('retry-after')).toBe(wait)
    expect((await balance(service)).code).toBe(0)
    await service.clock.advance(window)
    expect((await service.upload(url, png())).code).toBe(0)
    const free = startService()
    for (let count = 0; count < 12; count += 1) expect((await free.upload(url, png())).code).toBe(0)
  })
})

describe('the size of a body', () => {
  it('is 20 MB, or what was asked for: 400/2021 above, in both dialects', async () => {
    const task = (bytes: number) => ({
      type: 'text_to_model',
      prompt: 'a chair',
      model: 'v2.5-20250123',
      x: 'x'.repeat(bytes),
    })
    const usual = startService()
    expect((await usual.post(`${V2}/task`, task(19_000_000))).code).toBe(0)
    expect(await usual.post(`${V2}/task`, task(21_000_000))).toMatchObject({ status: 400, code: 2021 })
    const small = startService({ bodyLimit: 1000 })
    for (const url of [`${V2}/task`, `${V3}/generation/text-to-model`]) {
      expect((await small.post(url, task(100))).code).toBe(0)
      expect(await small.post(url, task(1000))).toMatchObject({ status: 400, code: 2021 })
    }
    expect(await small.upload(`${V2}/upload`, new Uint8Array(70_000))).toMatchObject({ status: 400, code: 2021 })
  })
})
