// Uploads into storage: which way is taken, what is sent where, what is tried again, and what is refused before.
import { describe, expect, it } from 'vitest'
import type { ServiceBase } from '../../../src/tripo/bases.ts'
import { TripoClient } from '../../../src/tripo/client.ts'
import type { PutRequest } from '../../../src/tripo/resources.ts'
import { createSdk } from '../../../src/tripo/sdk.ts'
import { LARGE_FILE } from '../../../src/tripo/upload.ts'
import { type Call, FakeClock, fakeFetch, fault, glb, KEY, networkError, ok, png } from './fakes.ts'

const CREDENTIALS = {
  s3_host: 's3.us-west-2.amazonaws.com',
  resource_bucket: 'tripo-data',
  resource_uri: 'tcli_1/20261120/a b/file.glb',
  session_token: 'session-secret',
  sts_ak: 'AKIA',
  sts_sk: 'storage-secret',
}
const PLACE = 'https://s3.us-west-2.amazonaws.com/tripo-data/tcli_1/20261120/a%20b/file.glb'
const PRESIGNED = { upload_url: 'https://storage.test/put/1?sig=x', file_token: 'file_12345678', expires_in: 300 }

interface Setup {
  dialect?: 'v2' | 'v3'
  base?: ServiceBase
  reply?: (call: Call, index: number) => Response
  put?: (request: PutRequest, index: number) => { status: number; text: string } | Error
  withoutPut?: boolean
}

const usual = (call: Call) => {
  if (call.url.endsWith('/presign')) return ok(PRESIGNED)
  if (call.url.endsWith('/token')) return ok(CREDENTIALS)
  if (call.url.endsWith('/upload-credentials')) return ok({ ...CREDENTIALS, file_token: 'file_87654321' })
  if (call.url.endsWith('/files')) return ok({ file_token: 'file_multipart' })
  if (call.url.endsWith('/upload')) return ok({ image_token: 'image-multipart' })
  return ok({ task_id: 'new' })
}

function setup({ dialect = 'v3', base, reply = usual, put, withoutPut = false }: Setup = {}) {
  const clock = new FakeClock()
  const net = fakeFetch(reply)
  const puts: PutRequest[] = []
  const answer = put ?? (() => ({ status: 200, text: '' }))
  const send = async (request: PutRequest) => {
    puts.push(request)
    request.onProgress?.(request.bytes.length, request.bytes.length)
    const result = answer(request, puts.length - 1)
    if (result instanceof Error) throw result
    return result
  }
  const client = new TripoClient({
    apiKey: KEY,
    ...{ dialect, base },
    resources: { fetch: net.fetch, clock, random: () => 0, put: withoutPut ? undefined : send },
  })
  return { client, net, puts, clock, routes: () => net.calls.map(({ url }) => new URL(url).pathname) }
}

const LARGE_PNG = png(512, 512, LARGE_FILE)
const LARGE_GLB = glb(LARGE_FILE)

describe('v2', () => {
  it('models go by credentials and a signed PUT, and are imported from there', async () => {
    const { client, net, puts } = setup({ dialect: 'v2' })
    await createSdk(client).importModel({ file: { bytes: glb(100), name: 'crate.glb' } })
    expect(net.calls.map(({ url, body }) => [new URL(url).pathname, body])).toEqual([
      ['/v2/openapi/upload/sts/token', { format: 'glb' }],
      [
        '/v2/openapi/task',
        {
          type: 'import_model',
          file: { type: 'glb', object: { bucket: 'tripo-data', key: 'tcli_1/20261120/a b/file.glb' } },
        },
      ],
    ])
    const [sent] = puts
    expect(sent?.url).toBe(PLACE)
    expect(sent?.bytes).toEqual(glb(100))
    expect(Object.keys(sent?.headers ?? {}).sort()).toEqual([
      'authorization',
      'x-amz-content-sha256',
      'x-amz-date',
      'x-amz-security-token',
    ])
    expect(sent?.headers.authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=AKIA\/20261120\/us-west-2\/s3\//)
    expect(JSON.stringify(sent?.headers)).not.toContain(KEY)
  })
  it('small pictures go as multipart, large ones into storage, else as multipart', async () => {
    const small = setup({ dialect: 'v2' })
    expect(await small.client.uploadFile(png())).toBe('image-multipart')
    const large = setup({ dialect: 'v2' })
    expect(await large.client.uploadFile(LARGE_PNG)).toBe('s3://tripo-data/tcli_1/20261120/a b/file.glb')
    expect(large.puts).toHaveLength(1)
    const poor = setup({
      dialect: 'v2',
      reply: (call) => (call.url.endsWith('/token') ? fault(403, 1005) : usual(call)),
    })
    expect(await poor.client.uploadFile(LARGE_PNG)).toBe('image-multipart')
  })
  it('a model has no other way', async () => {
    const { client, routes } = setup({ dialect: 'v2', reply: () => fault(403, 1005) })
    await expect(createSdk(client).importModel({ file: glb(100) })).rejects.toMatchObject({
      code: 'service.1005',
      billed: 'no',
    })
    expect(routes()).toEqual(['/v2/openapi/upload/sts/token'])
  })
})

describe('v3', () => {
  it('small models go as multipart', async () => {
    const { client, net } = setup()
    await createSdk(client).importModel({ file: glb(100) })
    expect(net.calls.at(-1)?.body).toEqual({ input: 'file_multipart' })
  })
  it('large ones by a presigned address, without any header of ours', async () => {
    const { client, puts, net } = setup()
    const progress: number[] = []
    expect(await client.uploadFile(LARGE_GLB, { onProgress: (sent) => progress.push(sent) })).toBe('file_12345678')
    expect(puts.map(({ url, headers }) => [url, headers])).toEqual([[PRESIGNED.upload_url, {}]])
    expect(net.calls.map(({ body }) => body)).toEqual([{ format: 'glb' }])
    expect(progress.at(-1)).toBe(LARGE_GLB.length)
  })
  it('else by credentials, else as multipart', async () => {
    const reply = (call: Call) => (call.url.endsWith('/presign') ? fault(404, 4001) : usual(call))
    const second = setup({ reply })
    expect(await second.client.uploadFile(LARGE_GLB)).toBe('file_87654321')
    const third = setup({
      reply: (call) => (call.url.includes('upload-credentials') ? fault(403, 1005) : reply(call)),
    })
    expect(await third.client.uploadFile(LARGE_PNG)).toBe('file_multipart')
    expect(third.routes()).toEqual(['/v3/files/presign', '/v3/files/upload-credentials', '/v3/files'])
  })
  it('a refused key ends it at once', async () => {
    const { client, net } = setup({ reply: () => fault(401, 1002) })
    await expect(client.uploadFile(LARGE_GLB)).rejects.toMatchObject({ httpStatus: 401 })
    expect(net.calls).toHaveLength(1)
  })
})

describe('the PUT', () => {
  it('is tried again after what may pass', async () => {
    const answers = [{ status: 503, text: '' }, networkError('ECONNRESET'), { status: 200, text: '' }]
    const { client, puts, clock } = setup({ put: (_, index) => answers[index] ?? new Error('too many') })
    expect(await clock.run(client.uploadFile(LARGE_GLB))).toBe('file_12345678')
    expect(puts).toHaveLength(3)
  })
  it('an expired address is asked for anew, once', async () => {
    const { client, puts, routes } = setup({ put: (_, index) => ({ status: index === 0 ? 403 : 200, text: '' }) })
    await client.uploadFile(LARGE_GLB)
    expect(puts).toHaveLength(2)
    expect(routes()).toEqual(['/v3/files/presign', '/v3/files/presign'])
  })
  it('storage that takes nothing is said so', async () => {
    const { client, clock } = setup({ dialect: 'v2', put: () => ({ status: 400, text: '<Error/>' }) })
    await expect(clock.run(createSdk(client).importModel({ file: glb(100) }))).rejects.toMatchObject({
      code: 'upload.refused',
      httpStatus: 400,
    })
    const lost = setup({ dialect: 'v2', put: () => networkError('ENOTFOUND') })
    await expect(lost.clock.run(createSdk(lost.client).importModel({ file: glb(100) }))).rejects.toMatchObject({
      code: 'upload.interrupted',
      billed: 'no',
    })
    expect(lost.puts).toHaveLength(4)
  })
  it('an abort ends it with the signal’s reason and no other way is tried', async () => {
    const controller = new AbortController()
    const { client, net } = setup({
      put: () => {
        controller.abort(new DOMException('stop', 'AbortError'))
        return networkError('ECONNRESET')
      },
    })
    await expect(client.uploadFile(LARGE_GLB, { signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    })
    expect(net.calls).toHaveLength(1)
  })
  it('goes through fetch where nothing better is there, without the key', async () => {
    const { client, net } = setup({
      withoutPut: true,
      reply: (call) => (call.method === 'PUT' ? new Response('') : usual(call)),
    })
    await client.uploadFile(LARGE_GLB)
    const sent = net.calls.find(({ method }) => method === 'PUT')
    expect(sent?.url).toBe(PRESIGNED.upload_url)
    expect(sent?.headers.has('authorization')).toBe(false)
    const body = sent?.body
    expect(body instanceof Uint8Array && body.length).toBe(LARGE_FILE)
  })
  it.each(['http://storage.test/put', 'ftp://storage.test/put', 'https://user@storage.test/put', 'no address'])(
    'never goes to %s',
    async (upload_url) => {
      const { client, puts } = setup({
        reply: (call) => (call.url.endsWith('/presign') ? ok({ ...PRESIGNED, upload_url }) : fault(404, 4001)),
      })
      await expect(client.uploadFile(LARGE_GLB)).rejects.toMatchObject({ billed: 'no' })
      expect(puts).toEqual([])
    },
  )
  it('plain http only to the very host of a loopback base', async () => {
    const place = (s3_host: string) => (call: Call) =>
      call.url.endsWith('/token') ? ok({ ...CREDENTIALS, s3_host }) : usual(call)
    const base = { dialect: 'v2', region: 'custom', url: 'http://127.0.0.1:9000/v2/openapi' } as const
    const own = setup({ base, reply: place('http://127.0.0.1:9000') })
    await createSdk(own.client).importModel({ file: glb(100) })
    expect(own.puts[0]?.url).toMatch(/^http:\/\/127\.0\.0\.1:9000\/tripo-data\//)
    for (const [given, host] of [
      [base, 'http://127.0.0.1:9001'],
      [base, 'http://storage.test'],
      [undefined, 'http://127.0.0.1:9000'],
      [undefined, '169.254.169.254'],
    ] as const) {
      const { client, puts } = setup({ dialect: 'v2', base: given, reply: place(host) })
      await expect(createSdk(client).importModel({ file: glb(100) })).rejects.toMatchObject({
        code: 'upload.address',
        billed: 'no',
      })
      expect(puts).toEqual([])
    }
  })
  it('takes the place under either name', async () => {
    const { upload_url: presigned_url, ...rest } = PRESIGNED
    const { client, puts } = setup({
      reply: (call) => (call.url.endsWith('/presign') ? ok({ ...rest, presigned_url }) : usual(call)),
    })
    expect(await client.uploadFile(LARGE_GLB)).toBe(PRESIGNED.file_token)
    expect(puts.map(({ url }) => url)).toEqual([presigned_url])
  })
})

describe('models refused before anything is sent', () => {
  const text = (words: string) => new TextEncoder().encode(words)
  it.each([
    ['model.empty', new Uint8Array(), 'a.glb'],
    ['model.not-a-model', text('hello'), 'a.glb'],
    ['model.not-a-model', text('hello'), 'a.obj'],
    ['model.not-a-model', png(), 'a.glb'],
    ['model.not-a-model', text('{"asset":{"version":"2.0"}}'), 'a.gltf'],
    ['model.broken', glb(100).slice(0, 90), 'a.glb'],
    ['model.too-large', glb(150_000_000), 'a.glb'],
  ])('%s', async (code, bytes, name) => {
    const { client, net } = setup({ dialect: 'v2' })
    await expect(createSdk(client).importModel({ file: { bytes, name } })).rejects.toMatchObject({ code, billed: 'no' })
    expect(net.calls).toHaveLength(0)
  })
  it.each([
    ['obj', text('# made by hand\nv 0 0 0\nf 1 1 1\n'), 'a.obj'],
    ['fbx', text('Kaydara FBX Binary  \0'), 'a.bin'],
    ['fbx', text('; FBX 7.4.0 project file'), 'a.fbx'],
    ['stl', text('solid cube\nendsolid'), 'a.stl'],
    ['stl', new Uint8Array(84), 'a.stl'],
    ['glb', glb(100), 'wrong.obj'],
  ])('%s is taken, by its bytes', async (format, bytes, name) => {
    const { client, net } = setup({ dialect: 'v2' })
    await createSdk(client).importModel({ file: { bytes, name } })
    expect(net.calls[0]?.body).toEqual({ format })
  })
})
