// AWS Signature Version 4 as a verifier reads it: the Authorization header, the canonical request, the signature.
// Source: AWS General Reference, "Authenticating Requests (AWS Signature Version 4)"; for S3 the path is encoded once.
import { hex, hmac, sha256 } from '../tripo/digest.ts'

/** What the Authorization header says. */
export interface Authorization {
  accessKey: string
  /** `yyyymmdd` of the scope. */
  day: string
  region: string
  service: string
  /** Names of the signed headers, lower case, in the order given. */
  signed: readonly string[]
  signature: string
}

/** @returns undefined when the header is none of this scheme */
export function readAuthorization(header: string | null): Authorization | undefined {
  const rest = /^AWS4-HMAC-SHA256\s+(.*)$/s.exec(header?.trim() ?? '')?.[1]
  if (rest === undefined) return undefined
  const parts = new Map(
    rest.split(',').map((part): [string, string] => {
      const at = part.indexOf('=')
      return [part.slice(0, at).trim(), part.slice(at + 1).trim()]
    }),
  )
  const [accessKey, day, region, service, end, ...more] = (parts.get('Credential') ?? '').split('/')
  const signed = parts.get('SignedHeaders')
  const signature = parts.get('Signature')
  if (!accessKey || !day || !region || !service || end !== 'aws4_request' || more.length > 0) return undefined
  if (!signed || !signature) return undefined
  return { accessKey, day, region, service, signed: signed.split(';'), signature }
}

/** The time of an `x-amz-date` (ISO 8601 basic format), in milliseconds; NaN when it is none. */
export function readAmzDate(text: string): number {
  const [, year, month, day, hour, minute, second] = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text) ?? []
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
}

/** Percent-encodes all but the unreserved characters of RFC 3986. */
const encode = (text: string) =>
  encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The request in its canonical form, before hashing. */
export function canonicalRequest(request: Request, signed: readonly string[], payload: string): string {
  const url = new URL(request.url)
  const path = url.pathname
    .split('/')
    .map((segment) => encode(decode(segment)))
    .join('/')
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&')
  // a handler that is called as a function is told no host beside the address
  const header = (name: string) => request.headers.get(name) ?? (name === 'host' ? url.host : '')
  const headers = signed.map((name) => `${name}:${header(name).trim().replace(/\s+/g, ' ')}\n`)
  return [request.method, path, query, headers.join(''), signed.join(';'), payload].join('\n')
}

/** The signature of a canonical request with a secret key, in hex. */
export async function signatureOf(
  secretKey: string,
  { day, region, service }: Authorization,
  amzDate: string,
  canonical: string,
): Promise<string> {
  const scope = `${day}/${region}/${service}/aws4_request`
  const text = ['AWS4-HMAC-SHA256', amzDate, scope, await sha256(new TextEncoder().encode(canonical))].join('\n')
  let key: Uint8Array = new TextEncoder().encode(`AWS4${secretKey}`)
  for (const step of [day, region, service, 'aws4_request']) key = await hmac(key, step)
  return hex(await hmac(key, text))
}
