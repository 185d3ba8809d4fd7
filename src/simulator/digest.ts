// Digests and signatures in hex, by the platform's Web Crypto.

const hex = (buffer: ArrayBuffer) =>
  [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('')

/** SHA-256 of bytes, in hex. */
export const sha256 = async (bytes: Uint8Array): Promise<string> => hex(await crypto.subtle.digest('SHA-256', bytes))

/** Makes a function that signs texts with one secret (HMAC-SHA-256, hex). */
export function createSigner(secret: Uint8Array): (text: string) => Promise<string> {
  const key = crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  return async (text) => hex(await crypto.subtle.sign('HMAC', await key, new TextEncoder().encode(text)))
}
