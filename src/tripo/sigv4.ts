// AWS Signature Version 4 for one request to S3-like storage, with crypto.subtle only: all that an upload with temporary
// credentials needs. Source: AWS, "Signature Calculations for the Authorization Header" (S3 API reference).

import { hex, hmac, sha256 } from './digest.ts'

export interface StorageCredentials {
  accessKey: string
  secretKey: string
  sessionToken?: string
}

export interface SignRequest {
  method: string
  /** Path and query already encoded as `encodePath` does. */
  url: URL
  region: string
  credentials: StorageCredentials
  /** Milliseconds since the epoch; storage refuses a clock that is more than 15 minutes off. */
  now: number
  /** More headers to sign, by lower-case name. */
  headers?: Readonly<Record<string, string>>
  /** SHA-256 of the body in hex; without it the body is not part of the signature. */
  payload?: string
}

const encoder = new TextEncoder()

/** Encodes everything but the unreserved characters of RFC 3986, as the signature demands. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

/** A storage key as a URL path; slashes stay. */
export const encodePath = (key: string): string => key.split('/').map(encode).join('/')

/** The region that a storage host names, else the one Tripo's bucket lies in (docs/protocol.md#uploads). */
export const regionOf = (host: string): string =>
  /(?:^|[.-])s3[.-]([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(host)?.[1] ?? 'us-west-2'

/** The headers that make a request valid: the given ones, `x-amz-*` and `authorization`; `host` is left to the sender. */
export async function sign(request: SignRequest): Promise<Record<string, string>> {
  const { method, url, region, credentials, now, payload = 'UNSIGNED-PAYLOAD' } = request
  const time = new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '')
  const day = time.slice(0, 8)
  const sent: Record<string, string> = { ...request.headers, 'x-amz-content-sha256': payload, 'x-amz-date': time }
  if (credentials.sessionToken !== undefined) sent['x-amz-security-token'] = credentials.sessionToken

  const signed = Object.entries({ ...sent, host: url.host }).sort(([a], [b]) => (a < b ? -1 : 1))
  const names = signed.map(([name]) => name).join(';')
  const query = [...url.searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`).sort()
  const canonical = [
    method,
    url.pathname,
    query.join('&'),
    ...signed.map(([name, value]) => `${name}:${value.trim()}`),
    '',
    names,
    payload,
  ].join('\n')
  const scope = `${day}/${region}/s3/aws4_request`
  const toSign = ['AWS4-HMAC-SHA256', time, scope, await sha256(encoder.encode(canonical))].join('\n')

  let key: Uint8Array = encoder.encode(`AWS4${credentials.secretKey}`)
  for (const part of [day, region, 's3', 'aws4_request']) key = await hmac(key, part)
  const signature = hex(await hmac(key, toSign))
  const credential = `${credentials.accessKey}/${scope}`
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`,
  }
}
