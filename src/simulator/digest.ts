// Digests and signatures by the platform's Web Crypto.

export const hex = (bytes: ArrayBuffer | Uint8Array): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** SHA-256 of bytes, in hex. */
export const sha256 = async (bytes: Uint8Array): Promise<string> => hex(await crypto.subtle.digest('SHA-256', bytes))

const importKey = (secret: Uint8Array) =>
  crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])

/** HMAC-SHA-256 of a text. */
export const hmac = async (secret: Uint8Array, text: string): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.sign('HMAC', await importKey(secret), new TextEncoder().encode(text)))

/** Makes a function that signs texts with one secret (HMAC-SHA-256, hex). */
export function createSigner(secret: Uint8Array): (text: string) => Promise<string> {
  const key = importKey(secret)
  return async (text) => hex(await crypto.subtle.sign('HMAC', await key, new TextEncoder().encode(text)))
}
