// The bucket with its credentials: a signer of the tests' own, after AWS's description, against the simulator's verifier.
import { createHash, createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { startServer } from '../../../src/simulator/server.ts'
import { fakeBuild, IMAGE_V3, KEY, png, readAnswer, type Service, startService, V2, V3 } from './support.ts'

const sha = (data: Uint8Array | string) => createHash('sha256').update(data).digest('hex')
const mac = (key: Buffer | string, text: string) => createHmac('sha256', key).update(text).digest()

interface Credentials {
  [name: string]: unknown
}

interface Signing {
  bytes?: Uint8Array
  region?: string
  /** Milliseconds. */
  time: number
  hash?: string
  secret?: string
  headers?: Record<string, string>
  /** Sent, but not signed. */
  loose?: Record<string, string>
  drop?: string
  key?: string
  service?: string
}

/** A signed PUT, as aws4fetch and the SDKs make it. */
function sign(credentials: Credentials, options: Signing): [string, RequestInit] {
  const { bytes = png(), region = 'us-east-1', time, service = 's3' } = options
  const host = String(credentials.s3_host)
  const origin = host.includes('://') ? host : `https://${host}`
  const path = `/${credentials.resource_bucket}/${options.key ?? credentials.resource_uri}`
  const date = new Date(time).toISOString().replace(/[-:]|\.\d+/g, '')
  const hash = options.hash ?? 'UNSIGNED-PAYLOAD'
  const headers: Record<string, string> = {
    host: new URL(origin).host,
    'x-amz-content-sha256': hash,
    'x-amz-date': date,
    'x-amz-security-token': String(credentials.session_token),
    ...options.headers,
  }
  if (options.drop !== undefined) delete headers[options.drop]
  const names = Object.keys(headers).sort()
  const canonical = [
    ...['PUT', path, '', ...names.map((name) => `${name}:${headers[name]}`), '', names.join(';'), hash],
  ].join('\n')
  const scope = `${date.slice(0, 8)}/${region}/${service}/aws4_request`
  const start = mac(`AWS4${options.secret ?? credentials.sts_sk}`, date.slice(0, 8))
  const key = [region, service, 'aws4_request'].reduce((last, step) => mac(last, step), start)
  const signature = mac(key, ['AWS4-HMAC-SHA256', date, scope, sha(canonical)].join('\n')).toString('hex')
  const authorization = `AWS4-HMAC-SHA256 Credential=${credentials.sts_ak}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`
  return [origin + path, { method: 'PUT', body: bytes, headers: { ...headers, ...options.loose, authorization } }]
}

async function begin(format = 'png') {
  const service = startService()
  const { data } = await service.post(`${V2}/upload/sts/token`, { format })
  const credentials: Credentials = { ...data }
  const put = async (options: Partial<Signing> = {}) => {
    const response = await service.download(...sign(credentials, { time: service.clock.now(), ...options }))
    return { status: response.status, text: await response.text() }
  }
  return { service, credentials, put }
}

const useObject = (service: Service, credentials: Credentials) =>
  service.post(`${V2}/task`, {
    type: 'image_to_model',
    file: { object: { bucket: credentials.resource_bucket, key: credentials.resource_uri } },
  })

describe('storage credentials', () => {
  it('have all fields on v2, on both paths, and a token on v3', async () => {
    const { post } = startService()
    for (const path of ['/upload/sts/token', '/upload/sts']) {
      const { data } = await post(`${V2}${path}`, { format: 'glb' })
      expect(data).toEqual({
        s3_host: 'simulator.test',
        resource_bucket: 'tripo-data',
        resource_uri: expect.stringMatching(/^tcli_\w+\/20261101\/[\da-f-]{36}\/file\.glb$/),
        session_token: expect.any(String),
        sts_ak: expect.stringMatching(/^ASIA[A-Z\d]{16}$/),
        sts_sk: expect.stringMatching(/^[\da-f]{64}$/),
      })
    }
    const { data } = await post(`${V3}/files/upload-credentials`, { format: 'jpeg' })
    expect(data.file_token).toMatch(/^file_/)
    expect(data.resource_uri).toContain(String(data.file_token).slice('file_'.length))
  })

  it('take the bytes of an image, which a task then names as an object', async () => {
    const { service, credentials, put } = await begin()
    expect(await useObject(service, credentials)).toMatchObject({ status: 404, code: 2019 })
    expect(await put()).toEqual({ status: 200, text: '' })
    expect((await useObject(service, credentials)).code).toBe(0)
    const elsewhere = await useObject(service, { ...credentials, resource_bucket: 'another' })
    expect(elsewhere).toMatchObject({ status: 404, code: 2019 })
    const other = await service.post(
      `${V2}/task`,
      { type: 'image_to_model', file: { object: { bucket: 'b', key: credentials.resource_uri } } },
      'tsk_other',
    )
    expect(other).toMatchObject({ status: 403, code: 1005 })
  })

  it('take a model, which v3 names by its token', async () => {
    const service = startService()
    const { data } = await service.post(`${V3}/files/upload-credentials`, { format: 'obj' })
    const bytes = new TextEncoder().encode('v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n')
    const response = await service.download(...sign({ ...data }, { bytes, time: service.clock.now() }))
    expect(response.status).toBe(200)
    for (const body of [{ file_token: data.file_token }, { file: data.file_token }, { input: data.file_token }]) {
      expect((await service.post(`${V3}/models/import`, body)).code).toBe(0)
    }
    const picture = await service.post(IMAGE_V3, { model: 'v3.1-20260211', input: data.file_token })
    expect(picture.code).toBe(2004)
  })

  it('take a model on v2, which the import names as an object', async () => {
    const { service, credentials, put } = await begin('stl')
    const stl = new Uint8Array(84 + 50)
    stl[80] = 1
    expect((await put({ bytes: stl })).status).toBe(200)
    const file = { object: { bucket: 'tripo-data', key: credentials.resource_uri } }
    expect((await service.post(`${V2}/task`, { type: 'import_model', file })).code).toBe(0)
    expect((await service.post(`${V3}/models/import`, { file })).code).toBe(1004)
    expect((await service.post(`${V2}/task`, { type: 'image_to_model', file })).code).toBe(2004)
  })

  it('lead to this very server when it listens on this machine', async () => {
    const server = await startServer({ build: fakeBuild })
    try {
      const headers = { authorization: `Bearer ${KEY}`, 'content-type': 'application/json' }
      const init = { method: 'POST', headers, body: '{"format":"png"}' }
      const { data } = await readAnswer(await fetch(`${server.v3}/files/upload-credentials`, init))
      expect(data.s3_host).toBe(server.url)
      const [url, put] = sign({ ...data }, { time: Date.now() })
      expect((await fetch(url, put)).status).toBe(200)
      const task = JSON.stringify({ model: 'v3.1-20260211', input: data.file_token })
      const made = await fetch(`${server.v3}/generation/image-to-model`, { ...init, body: task })
      expect((await readAnswer(made)).code).toBe(0)
    } finally {
      await server.close()
    }
  })

  it('take any region, a real hash, and headers in odd spacing', async () => {
    for (const more of [{ region: 'eu-north-1' }, { hash: sha(png()) }, { headers: { 'x-amz-meta-a': 'b c' } }]) {
      const { put } = await begin()
      expect((await put(more)).status).toBe(200)
    }
  })

  it.each<[string, Partial<Signing>, number, RegExp]>([
    ['another secret', { secret: 'x'.repeat(64) }, 403, /SignatureDoesNotMatch/],
    ['another payload than hashed', { hash: sha('other') }, 400, /XAmzContentSHA256Mismatch/],
    ['no session token', { drop: 'x-amz-security-token' }, 403, /InvalidAccessKeyId/],
    ['a forged token', { headers: { 'x-amz-security-token': 'bm9uZQ.00' } }, 400, /InvalidToken/],
    ['another key', { key: 'tcli_x/20261101/y/file.png' }, 403, /AccessDenied/],
    ['a header that is not signed', { loose: { 'x-amz-acl': 'public-read' } }, 403, /not signed: x-amz-acl/],
    ['another service', { service: 'ec2' }, 400, /AuthorizationHeaderMalformed/],
    ['no hash header', { drop: 'x-amz-content-sha256' }, 400, /InvalidRequest/],
    ['chunked signing', { hash: 'STREAMING-AWS4-HMAC-SHA256-PAYLOAD' }, 501, /NotImplemented/],
    ['too many bytes', { bytes: new Uint8Array(20 * 1024 * 1024 + 1) }, 400, /EntityTooLarge/],
    ['a stream without a length', { loose: { 'transfer-encoding': 'chunked' } }, 411, /MissingContentLength/],
  ])('refuse %s, in XML', async (_name, options, status, says) => {
    const { service, credentials, put } = await begin()
    const answer = await put(options)
    expect(answer.text).toMatch(says)
    expect(answer.text).toMatch(/^<\?xml/)
    expect(answer.status).toBe(status)
    expect((await useObject(service, credentials)).code).toBe(2019)
  })

  it('refuse a clock that is off, and credentials that are old', async () => {
    const { service, put } = await begin()
    const now = service.clock.now()
    expect((await put({ time: now - 16 * 60_000 })).text).toContain('RequestTimeTooSkewed')
    expect((await put({ time: now + 16 * 60_000 })).text).toContain('RequestTimeTooSkewed')
    expect((await put({ time: now - 14 * 60_000 })).status).toBe(200)
    await service.clock.advance(3601_000)
    expect(await put()).toMatchObject({ status: 400, text: expect.stringContaining('ExpiredToken') })
  })

  it('refuse the key of the service, other methods and nothing at all', async () => {
    const { service, credentials } = await begin()
    const url = `https://${credentials.s3_host}/tripo-data/${credentials.resource_uri}`
    const put = (headers: Record<string, string>) =>
      service.download(url, { method: 'PUT', body: png(), headers }).then((response) => response.text())
    expect(await put({ authorization: 'Bearer tsk_test' })).toContain('AuthorizationHeaderMalformed')
    expect(await put({})).toContain('AccessDenied')
    expect((await service.download(url)).status).toBe(405)
  })
})
