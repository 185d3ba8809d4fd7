// Multipart bodies as clients write them, and the tokens that uploads get in both dialects.
import { describe, expect, it } from 'vitest'
import { readMultipart } from '../../../src/simulator/multipart.ts'
import { IMAGE_V3, png, readAnswer, startService, V2, V3 } from './support.ts'

const encode = (value: string) => new TextEncoder().encode(value)
const join = (...parts: (string | Uint8Array)[]) =>
  new Uint8Array(parts.flatMap((part) => [...(typeof part === 'string' ? encode(part) : part)]))

describe('multipart bodies', () => {
  it('reads short boundaries, any header order, bare line feeds and a preamble', () => {
    const body = join(
      ...['hello\r\n--b\r\nContent-Type: text/plain\r\ncontent-disposition: form-data; name=note\r\n\r\nhi\r\n'],
      ...['--b\nContent-Disposition: form-data; filename="a \\"b\\".png"; name="file"\n\n', png(), '\n--b--\r\n'],
    )
    const parts = readMultipart(body, 'multipart/form-data; charset=utf-8; boundary="b"')
    expect(parts?.map((part) => [part.name, part.filename])).toEqual([
      ['note', undefined],
      ['file', 'a \\"b\\".png'],
    ])
    expect(parts?.[1]?.bytes).toEqual(png())
  })

  it('does not end a file at bytes that only look like a boundary', () => {
    const bytes = join('\r\n--boundar', [13, 10].map(String).join(''), '--')
    const body = join('--boundary\r\nContent-Disposition: form-data; name="file"\r\n\r\n', bytes, '\r\n--boundary--')
    expect(readMultipart(body, 'multipart/form-data; boundary=boundary')?.[0]?.bytes).toEqual(bytes)
  })

  it('tells what is none', () => {
    expect(readMultipart(encode('--b\r\n\r\nx'), 'multipart/form-data; boundary=b')).toBeUndefined()
    expect(readMultipart(encode('--b--'), 'multipart/form-data')).toBeUndefined()
    expect(readMultipart(encode(''), 'multipart/form-data; boundary=b')).toBeUndefined()
  })
})

describe('uploading', () => {
  it('gives a bare token on v2, on both paths, and a file_ token on v3', async () => {
    const { upload } = startService()
    const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/
    expect((await upload(`${V2}/upload`, png())).body).toEqual({
      code: 0,
      data: { image_token: expect.stringMatching(uuid) },
    })
    expect((await upload(`${V2}/upload/sts`, png())).data.image_token).toMatch(uuid)
    expect((await upload(`${V3}/files`, png())).data.file_token).toMatch(/^file_[\da-f]{8}-/)
  })

  it('asks for a part named file', async () => {
    const { send } = startService()
    const form = new FormData()
    form.append('image', new Blob([png()]), 'a.png')
    expect(await readAnswer(await send(`${V2}/upload`, { method: 'POST', body: form }))).toMatchObject({ code: 1004 })
    const broken = { method: 'POST', body: 'xx', headers: { 'content-type': 'multipart/form-data; boundary=b' } }
    expect(await readAnswer(await send(`${V3}/files`, broken))).toMatchObject({ status: 400, code: 1003 })
  })

  it('keeps tokens to their account, and for a day', async () => {
    const { clock, post, upload } = startService()
    const input = (await upload(`${V3}/files`, png())).data.file_token
    const body = { model: 'v3.1-20260211', input }
    expect(await post(IMAGE_V3, body, 'tsk_other')).toMatchObject({ status: 404, code: 2019 })
    await clock.advance(23 * 3600 * 1000)
    expect((await post(IMAGE_V3, body)).code).toBe(0)
    await clock.advance(2 * 3600 * 1000)
    expect(await post(IMAGE_V3, body)).toMatchObject({ status: 404, code: 2019 })
  })
})

describe('presigned uploads', () => {
  const presign = async (bytes: Uint8Array | undefined, init: RequestInit = {}, wait = 0) => {
    const service = startService()
    const { data } = await service.post(`${V3}/files/presign`, { format: 'png' })
    await service.clock.advance(wait)
    const put = bytes && (await service.download(String(data.upload_url), { method: 'PUT', body: bytes, ...init }))
    const task = await service.post(IMAGE_V3, { model: 'v3.1-20260211', input: data.file_token })
    return { data, put, task }
  }

  it('take the bytes without the key', async () => {
    const { data, put, task } = await presign(png())
    expect(data).toMatchObject({ expires_in: 300, file_token: expect.stringMatching(/^file_/) })
    expect(put?.status).toBe(200)
    expect(task.code).toBe(0)
  })

  it('are not there until the bytes are', async () => {
    expect((await presign(undefined)).task).toMatchObject({ status: 404, code: 2019 })
  })

  it('are checked when they are used', async () => {
    expect((await presign(encode('no image, but long enough to be looked at'))).task.code).toBe(2004)
    expect((await presign(new Uint8Array())).task.code).toBe(2003)
  })

  it('refuse a key, a changed address, and one that is too old', async () => {
    expect((await presign(png(), { headers: { authorization: 'Bearer tsk_test' } })).put?.status).toBe(400)
    expect((await presign(png(), {}, 301_000)).put?.status).toBe(403)
    const { download, post } = startService()
    const { data } = await post(`${V3}/files/presign`, { format: 'png' })
    const url = String(data.upload_url).replace('/put/', '/put/x')
    expect((await download(url, { method: 'PUT', body: png() })).status).toBe(403)
    expect((await download(String(data.upload_url))).status).toBe(405)
  })
})

describe('images by address', () => {
  const ask = async (address: string, answer: () => Promise<Response>, remoteInputs = false) => {
    const asked: string[] = []
    const fetch = (url: string) => {
      asked.push(url)
      return answer()
    }
    const { post } = startService({ fetch, remoteInputs })
    return { asked, result: await post(IMAGE_V3, { model: 'v3.1-20260211', input: address }) }
  }
  const local = 'http://127.0.0.1:9/a.png'

  it('are fetched from this machine', async () => {
    const { asked, result } = await ask(local, async () => new Response(png()))
    expect(asked).toEqual([local])
    expect(result.code).toBe(0)
  })

  it('are fetched from elsewhere only when told so', async () => {
    const closed = await ask('https://pictures.example/a.png', async () => new Response(png()))
    expect(closed.asked).toEqual([])
    expect(closed.result).toMatchObject({ status: 400, code: 1004 })
    expect((await ask('https://pictures.example/a.png', async () => new Response(png()), true)).result.code).toBe(0)
  })

  it.each([
    ['a web page', async () => new Response('<!DOCTYPE html><title>Hi</title>'), 1004, /HTML/],
    [
      'a page by its header',
      async () => new Response('hi', { headers: { 'content-type': 'text/html' } }),
      1004,
      /HTML/,
    ],
    ['an error', async () => new Response('gone', { status: 410 }), 1004, /HTTP 410/],
    ['nobody', () => Promise.reject(new TypeError('fetch failed')), 1004, /cannot be reached/],
    ['nothing', async () => new Response(''), 2003, /empty/],
    ['a text', async () => new Response('this is a plain text, not a picture'), 2004, /not a PNG/],
    ['a tiny image', async () => new Response(png(10, 10)), 2022, /10×10/],
    ['too much', async () => new Response(new Uint8Array(20 * 1024 * 1024 + 1)), 2021, /bytes/],
  ])('refuse %s', async (_name, answer, code, says) => {
    const { result } = await ask(local, answer)
    expect(result).toMatchObject({ status: 400, code })
    expect(result.body.message).toMatch(says)
  })
})
