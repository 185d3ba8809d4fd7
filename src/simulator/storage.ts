// The bucket that clients upload into with short-lived credentials: issues the credentials, and accepts `PUT /<bucket>/<key>`
// only with a valid signature, with S3's error responses. Source: docs/protocol.md#uploads; error codes and their order as in the
// S3 API reference.

import { createSigner, sha256 } from '../tripo/digest.ts'
import { readBytes } from './body.ts'
import type { Clock } from './clock.ts'
import { ServiceError } from './codes.ts'
import { storageError } from './downloads.ts'
import { canonicalRequest, readAmzDate, readAuthorization, signatureOf } from './sigv4.ts'
import { BUCKET, readObjectKey, type Uploads } from './uploads.ts'

export const BUCKET_PATH = `/${BUCKET}/`
/** How far the client's clock may be off, as at S3. */
const MOST_SKEW = 15 * 60 * 1000
/** How long credentials live, milliseconds. */
const LIFETIME = 3600 * 1000
/** The payload's hash may be left out of the signature under this name. */
const UNSIGNED = 'UNSIGNED-PAYLOAD'

/** Credentials for one upload, by the wire's names. */
export interface StorageCredentials {
  s3_host: string
  resource_bucket: string
  resource_uri: string
  session_token: string
  sts_ak: string
  sts_sk: string
}

export interface Storage {
  /** @param origin where the simulator is asked: a loopback one is told whole, any other as a bare https host */
  credentials(origin: string, key: string): Promise<StorageCredentials>
  /** Answers a request below `BUCKET_PATH`. */
  handle(request: Request): Promise<Response>
}

/** Everything that refuses a request; thrown with the XML answer. */
class StorageRefusal extends Error {
  override readonly name = 'StorageRefusal'
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message)
  }
}
const refuse = (status: number, code: string, message: string): never => {
  throw new StorageRefusal(status, code, message)
}

const encodeToken = (text: string) => btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
function decodeToken(text: string): string {
  try {
    return atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  } catch {
    return ''
  }
}

export function createStorage(secret: Uint8Array, clock: Clock, uploads: Uploads): Storage {
  const sign = createSigner(secret)
  const accessKeyOf = async (payload: string) => `ASIA${(await sign(`ak\n${payload}`)).slice(0, 16).toUpperCase()}`
  const secretKeyOf = (payload: string) => sign(`sk\n${payload}`)

  /** What a session token grants: the path of one upload, until a time. */
  async function readToken(token: string): Promise<{ payload: string; key: string; expires: number }> {
    const [payload = '', mark] = token.split('.')
    if ((await sign(`token\n${payload}`)) !== mark) refuse(400, 'InvalidToken', 'The provided token is malformed.')
    const [expires = '', key = ''] = decodeToken(payload).split('\n')
    return { payload, key, expires: Number(expires) }
  }

  async function checkSignature(request: Request): Promise<{ key: string; hash: string }> {
    const { headers } = request
    const given = headers.get('authorization')
    if (given === null) refuse(403, 'AccessDenied', 'Access Denied: sign the request (AWS4-HMAC-SHA256).')
    const authorization = readAuthorization(given)
    if (!authorization) return refuse(400, 'AuthorizationHeaderMalformed', 'The authorization header is malformed.')
    const token = headers.get('x-amz-security-token')
    if (token === null) {
      return refuse(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.')
    }
    const { payload, key, expires } = await readToken(token)
    if (clock.now() >= expires) refuse(400, 'ExpiredToken', 'The provided token has expired.')
    if (authorization.accessKey !== (await accessKeyOf(payload))) {
      refuse(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.')
    }
    if (authorization.service !== 's3') {
      refuse(400, 'AuthorizationHeaderMalformed', 'The scope names another service than s3.')
    }
    const amzDate = headers.get('x-amz-date') ?? ''
    const time = readAmzDate(amzDate)
    if (Number.isNaN(time)) refuse(403, 'AccessDenied', 'AWS authentication requires a valid x-amz-date header.')
    if (Math.abs(clock.now() - time) > MOST_SKEW) {
      refuse(403, 'RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.')
    }
    if (!amzDate.startsWith(authorization.day)) {
      refuse(400, 'AuthorizationHeaderMalformed', 'The scope names another day than x-amz-date.')
    }
    const mustSign = [...headers.keys()].filter((name) => name.startsWith('x-amz-') || name === 'content-md5')
    const unsigned = ['host', ...mustSign].find((name) => !authorization.signed.includes(name))
    if (unsigned !== undefined) {
      refuse(403, 'AccessDenied', `There were headers present in the request which were not signed: ${unsigned}.`)
    }
    const hash = headers.get('x-amz-content-sha256')
    if (hash === null) {
      return refuse(400, 'InvalidRequest', 'Missing required header for this request: x-amz-content-sha256.')
    }
    const canonical = canonicalRequest(request, authorization.signed, hash)
    const wanted = await signatureOf(await secretKeyOf(payload), authorization, amzDate, canonical)
    if (wanted !== authorization.signature) {
      refuse(
        403,
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided. Check your key and signing method.',
      )
    }
    return { key, hash }
  }

  async function put(request: Request): Promise<Response> {
    const { key, hash } = await checkSignature(request)
    const asked = decodeURIComponent(new URL(request.url).pathname.slice(BUCKET_PATH.length))
    if (asked !== key) refuse(403, 'AccessDenied', 'These credentials are for another key.')
    if (request.headers.has('transfer-encoding')) {
      refuse(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.')
    }
    if (hash !== UNSIGNED && !/^[\da-f]{64}$/.test(hash)) {
      refuse(501, 'NotImplemented', 'Send the SHA-256 of the payload in hex, or UNSIGNED-PAYLOAD.')
    }
    const { token = '' } = readObjectKey(key) ?? {}
    const bytes = await readBytes(request, await uploads.roomOf(token))
    const digest = await sha256(bytes)
    if (hash !== UNSIGNED && hash !== digest) {
      refuse(400, 'XAmzContentSHA256Mismatch', 'The provided x-amz-content-sha256 header does not match the payload.')
    }
    await uploads.fill(token, bytes)
    return new Response(null, { status: 200, headers: { ETag: `"${digest.slice(0, 32)}"` } })
  }

  return {
    async credentials(origin, key) {
      const payload = encodeToken(`${clock.now() + LIFETIME}\n${key}`)
      const url = new URL(origin)
      return {
        s3_host: url.protocol === 'http:' ? url.origin : url.host,
        resource_bucket: BUCKET,
        resource_uri: key,
        session_token: `${payload}.${await sign(`token\n${payload}`)}`,
        sts_ak: await accessKeyOf(payload),
        sts_sk: await secretKeyOf(payload),
      }
    },
    async handle(request) {
      try {
        if (request.method !== 'PUT') {
          refuse(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.')
        }
        return await put(request)
      } catch (error) {
        // what is still being sent is read, or the client would never look at the answer
        if (!request.bodyUsed) await readBytes(request, 0).catch(() => undefined)
        if (error instanceof StorageRefusal) return storageError(error.status, error.code, error.message)
        if (error instanceof ServiceError && error.code === 2021) {
          return storageError(400, 'EntityTooLarge', error.message)
        }
        throw error
      }
    },
  }
}
