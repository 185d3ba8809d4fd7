// Writing NBT, Minecraft's binary tree of named values (big endian), as far as schematics need it.
// https://minecraft.wiki/w/NBT_format

/** A value with its type; JavaScript numbers alone would not tell a short from an int. */
export type Nbt =
  | { readonly type: 'short' | 'int'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'bytes'; readonly value: Uint8Array }
  | { readonly type: 'ints'; readonly value: readonly number[] }
  | { readonly type: 'compound'; readonly value: Readonly<Record<string, Nbt>> }
  /** An empty list is all that is needed. */
  | { readonly type: 'list' }

const TAGS = { short: 2, int: 3, bytes: 7, string: 8, list: 9, compound: 10, ints: 11 } as const

export const short = (value: number): Nbt => ({ type: 'short', value })
export const int = (value: number): Nbt => ({ type: 'int', value })
export const compound = (value: Readonly<Record<string, Nbt>>): Nbt => ({ type: 'compound', value })

/** A named value as a file, not compressed. */
export function writeNbt(name: string, value: Nbt): Uint8Array {
  const out: number[] = []
  named(out, name, value)
  return new Uint8Array(out)
}

function named(out: number[], name: string, value: Nbt): void {
  out.push(TAGS[value.type])
  text(out, name)
  payload(out, value)
}

function payload(out: number[], nbt: Nbt): void {
  switch (nbt.type) {
    case 'short':
      number(out, nbt.value, 2)
      return
    case 'int':
      number(out, nbt.value, 4)
      return
    case 'string':
      text(out, nbt.value)
      return
    case 'bytes':
      number(out, nbt.value.length, 4)
      for (const byte of nbt.value) out.push(byte)
      return
    case 'ints':
      number(out, nbt.value.length, 4)
      for (const value of nbt.value) number(out, value, 4)
      return
    case 'list':
      out.push(0)
      number(out, 0, 4)
      return
    case 'compound':
      for (const [name, value] of Object.entries(nbt.value)) named(out, name, value)
      out.push(0)
  }
}

function number(out: number[], value: number, bytes: 2 | 4): void {
  for (let shift = (bytes - 1) * 8; shift >= 0; shift -= 8) out.push((value >> shift) & 255)
}

function text(out: number[], value: string): void {
  const bytes = new TextEncoder().encode(value)
  number(out, bytes.length, 2)
  for (const byte of bytes) out.push(byte)
}
