// Uploads: the multipart body of both dialects, the local checks before it, and tokens used again.
import { describe, expect, it, vi } from 'vitest'
import { DIALECTS } from '../../../src/tripo/dialects/index.ts'
import { Transport } from '../../../src/tripo/transport.ts'
import { Uploader } from '../../../src/tripo/upload.ts'
import { exifBlock, pngChunk, pngFile } from '../mesh/picture-samples.ts'
import { type Call, FakeClock, fakeFetch, fault, hang, KEY, ok, png, script } from './fakes.ts'

function setup(dialect: 'v2' | 'v3', reply: (call: Call, index: number) => Response) {
  const clock = new FakeClock()
  const net = fakeFetch(reply)
  const base = { dialect, region: 'custom', url: `https://t.test/${dialect}` } as const
  const transport = new Transport({ apiKey: KEY, base, resources: { fetch: net.fetch, clock, random: () => 0 } })
  const uploader = new Uploader(transport, DIALECTS[dialect])
  return { clock, net, upload: (bytes: Uint8Array, name: string) => clock.run(uploader.uploadImage(bytes, name)) }
}

async function part(call: Call | undefined): Promise<File> {
  const text = new Request('https://x.test', {
    method: 'POST',
    body: call?.body instanceof FormData ? call.body : null,
  })
  const form = await text.formData()
  expect([...form.keys()]).toEqual(['file'])
  const file = form.get('file')
  if (!(file instanceof File)) throw new Error('no file part')
  return file
}

describe.each([
  ['v2', '/upload', 'image_token', '12345678-aaaa'],
  ['v3', '/files', 'file_token', 'file_12345678-aaaa'],
] as const)('%s', (dialect, path, field, token) => {
  it('sends one part named file, with name, type and the very bytes', async () => {
    const { upload, net } = setup(dialect, () => ok({ [field]: token }))
    expect(await upload(png(100, 50), 'props/lantern.png')).toEqual({ type: 'png', file_token: token })
    const [call] = net.calls
    expect([call?.method, call?.url]).toEqual(['POST', `https://t.test/${dialect}${path}`])
    expect(call?.headers.has('content-type')).toBe(false)
    const file = await part(call)
    expect([file.name, file.type]).toEqual(['lantern.png', 'image/png'])
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(png(100, 50))
  })
  it('an answer without a token is said so', async () => {
    const { upload } = setup(dialect, () => ok({ token: 1 }))
    await expect(upload(png(), 'a.png')).rejects.toMatchObject({ code: 'answer.malformed' })
  })
})

it('a large file on a slow line gets more time until the headers', async () => {
  const size = 16 * 1024 * 1024
  const clock = new FakeClock()
  const net = script(hang)
  const base = { dialect: 'v3', region: 'custom', url: 'https://t.test/v3' } as const
  const transport = new Transport({ apiKey: KEY, base, resources: { fetch: net.fetch, clock, random: () => 0 } })
  const form = new FormData()
  form.append('file', new Blob([new Uint8Array(size)]), 'a.png')
  const start = clock.now()
  await expect(clock.run(transport.post('/files', form, { attempts: 1 }))).rejects.toMatchObject({ retryable: true })
  expect((clock.now() - start) / 1000).toBeCloseTo(60 + size / 32_768)
})

describe('names', () => {
  it.each([
    ['photo.txt', 'photo.png'],
    ['C:\\Users\\me\\a "b"\r\n.png', 'a _b___.png'],
    ['木椅.PNG', '木椅.PNG'],
    ['', 'image.png'],
    ['.png', 'image.png'],
    ['noending', 'noending.png'],
  ])('%j becomes %j', async (name, expected) => {
    const { upload, net } = setup('v3', () => ok({ file_token: 'file_1' }))
    await upload(png(), name)
    expect((await part(net.calls[0])).name.toLowerCase()).toBe(expected.toLowerCase())
  })
})

describe('refused before anything is sent', () => {
  it.each([
    ['image.empty', new Uint8Array()],
    ['image.not-an-image', new TextEncoder().encode('hello, I am a .png')],
    ['image.too-small', png(10, 10)],
    ['image.too-wide', png(6001, 100)],
    ['image.too-large', png(512, 512, 30 * 1024 * 1024)],
  ])('%s', async (code, bytes) => {
    const { upload, net } = setup('v2', () => ok({ image_token: 'x' }))
    await expect(upload(bytes, 'a.png')).rejects.toMatchObject({ code, billed: 'no' })
    expect(net.calls).toHaveLength(0)
  })
})

describe('tokens', () => {
  it('the same bytes are sent once in 12 hours', async () => {
    const { upload, net, clock } = setup('v3', (_, index) => ok({ file_token: `file_${index}` }))
    expect((await upload(png(), 'a.png')).file_token).toBe('file_0')
    expect((await upload(png(), 'other name.png')).file_token).toBe('file_0')
    expect((await upload(png(600), 'a.png')).file_token).toBe('file_1')
    await clock.advance(12 * 3600 * 1000 + 1)
    expect((await upload(png(), 'a.png')).file_token).toBe('file_2')
    expect(net.calls).toHaveLength(3)
  })
  it('bytes whose hash the caller knows are not hashed, prepared and sent again', async () => {
    const clock = new FakeClock()
    const net = fakeFetch((_, index) => ok({ file_token: `file_${index}` }))
    const base = { dialect: 'v3', region: 'custom', url: 'https://t.test/v3' } as const
    const transport = new Transport({ apiKey: KEY, base, resources: { fetch: net.fetch, clock, random: () => 0 } })
    const uploader = new Uploader(transport, DIALECTS.v3)
    const digest = vi.spyOn(crypto.subtle, 'digest')
    const send = (sha256: string) => clock.run(uploader.upload(png(), 'a.png', { sha256 }))
    expect((await send('aa')).file_token).toBe('file_0')
    expect((await send('aa')).file_token).toBe('file_0')
    expect((await send('bb')).file_token).toBe('file_1')
    expect(digest).not.toHaveBeenCalled()
  })
  it('a failed upload is not remembered', async () => {
    const { upload } = setup('v3', (_, index) => (index === 0 ? fault(400, 2004) : ok({ file_token: 'file_1' })))
    await expect(upload(png(), 'a.png')).rejects.toMatchObject({ code: 'service.2004' })
    expect((await upload(png(), 'a.png')).file_token).toBe('file_1')
  })
})

describe('an image that a person sees otherwise than its pixels stand', () => {
  const turned = pngFile({ width: 40, height: 30, raw: [0], before: [pngChunk('eXIf', exifBlock(6))] })
  function uploader(prepareImage: (bytes: Uint8Array) => Promise<Uint8Array>) {
    const net = fakeFetch(() => ok({ file_token: 'file_1' }))
    const clock = new FakeClock()
    const base = { dialect: 'v3', region: 'custom', url: 'https://t.test/v3' } as const
    const resources = { fetch: net.fetch, clock, random: () => 0, prepareImage }
    const upload = new Uploader(new Transport({ apiKey: KEY, base, resources }), DIALECTS.v3)
    return { net, send: (bytes: Uint8Array) => clock.run(upload.uploadImage(bytes, 'cat.png')) }
  }

  it('is made plain before it is sent; others go as they are', async () => {
    const plain = png(30, 40)
    const { net, send } = uploader(async (bytes) =>
      bytes === turned ? plain : Promise.reject(new Error('not asked for')),
    )
    await send(turned)
    expect(new Uint8Array(await (await part(net.calls[0])).arrayBuffer())).toEqual(plain)
    await send(png(64, 64))
    expect(net.calls.length).toBe(2)
  })

  it('is not sent when it cannot be read, and says so', async () => {
    const { net, send } = uploader(() => Promise.reject(new Error('The PNG file is damaged.')))
    await expect(send(turned)).rejects.toMatchObject({
      code: 'image.unsupported',
      message: expect.stringContaining('damaged'),
    })
    expect(net.calls.length).toBe(0)
  })
})
