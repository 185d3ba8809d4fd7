// SHA-256 and HMAC by the platform's Web Crypto, in the forms that the client and the simulator use.

/** Lower-case hexadecimal. */
export const hex = (bytes: ArrayBuffer | Uint8Array): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

export const sha256 = async (bytes: Uint8Array): Promise<string> => hex(await crypto.subtle.digest('SHA-256', bytes))

const importKey = (secret: Uint8Array) =>
  crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])

const mac = async (key: ReturnType<typeof importKey>, text: string) =>
  new Uint8Array(await crypto.subtle.sign('HMAC', await key, new TextEncoder().encode(text)))

/** The HMAC-SHA-256 of one text. */
export const hmac = (secret: Uint8Array, text: string): Promise<Uint8Array> => mac(importKey(secret), text)

/** A function that signs texts with one secret: HMAC-SHA-256 in hex. */
export function createSigner(secret: Uint8Array): (text: string) => Promise<string> {
  const key = importKey(secret)
  return async (text) => hex(await mac(key, text))
}
