// The container of a color profile (ICC.1:2022, 7): its header, and its parts by their tags.

/** The parts of a profile, by the four letters of their tags. */
export interface Profile {
  space: string
  /** XYZ or Lab. */
  connection: string
  tag(name: string): Uint8Array | undefined
}

/** Splits a profile; undefined when it is none. */
export function readProfile(bytes: Uint8Array): Profile | undefined {
  if (bytes.length < 132 || ascii(bytes, 36) !== 'acsp') return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tags = new Map<string, Uint8Array>()
  const count = Math.min(view.getUint32(128), 200)
  for (let i = 0; i < count; i++) {
    const entry = 132 + i * 12
    if (entry + 12 > bytes.length) break
    const start = view.getUint32(entry + 4)
    tags.set(ascii(bytes, entry), bytes.subarray(start, start + view.getUint32(entry + 8)))
  }
  return { space: ascii(bytes, 16), connection: ascii(bytes, 20), tag: (name) => tags.get(name) }
}

/** Four letters. */
export const ascii = (bytes: Uint8Array, start: number): string =>
  String.fromCharCode(...bytes.subarray(start, start + 4))
