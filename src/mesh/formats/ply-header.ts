// The header of a PLY file: its elements and how their values are stored. After Greg Turk's description of 1994.
import { part, phrase, type Words } from '../../text/index.ts'
import { MeshError } from '../errors.ts'

export type PlyType = 'i8' | 'u8' | 'i16' | 'u16' | 'i32' | 'u32' | 'f32' | 'f64'

export const PLY_BYTES: Readonly<Record<PlyType, number>> = {
  ...{ i8: 1, u8: 1, i16: 2, u16: 2, i32: 4, u32: 4, f32: 4, f64: 8 },
}

/** Each type under both names that are in use. */
const TYPES = new Map<string, PlyType>([
  ['char', 'i8'],
  ['uchar', 'u8'],
  ['short', 'i16'],
  ['ushort', 'u16'],
  ['int', 'i32'],
  ['uint', 'u32'],
  ['float', 'f32'],
  ['double', 'f64'],
  ['int8', 'i8'],
  ['uint8', 'u8'],
  ['int16', 'i16'],
  ['uint16', 'u16'],
  ['int32', 'i32'],
  ['uint32', 'u32'],
  ['float32', 'f32'],
  ['float64', 'f64'],
])

export interface PlyProperty {
  readonly name: string
  readonly type: PlyType
  /** The type of a list's length; absent for one value. */
  readonly length?: PlyType
}

export interface PlyElement {
  readonly name: string
  readonly count: number
  readonly properties: readonly PlyProperty[]
}

export const PLY_ENCODINGS = ['ascii', 'binary_little_endian', 'binary_big_endian'] as const
export type PlyEncoding = (typeof PLY_ENCODINGS)[number]

export interface PlyHeader {
  readonly encoding: PlyEncoding
  readonly elements: readonly PlyElement[]
  /** The picture that `comment TextureFile` names, as MeshLab writes it. */
  readonly picture?: string
  /** Where the values begin. */
  readonly end: number
}

/** A head is never longer, however many properties a splat has. */
const LONGEST = 100_000

export function isPly(bytes: Uint8Array): boolean {
  return /^ply\s*[\r\n]/.test(latin(bytes.subarray(0, 20)))
}

/** @throws MeshError model-broken */
export function readPlyHeader(bytes: Uint8Array): PlyHeader {
  const text = latin(bytes.subarray(0, LONGEST))
  const last = /^end_header[^\S\r\n]*(\r\n|\r|\n)/m.exec(text)
  if (!last) throw brokenPly('has no end of its header')
  const newline = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n'
  // The values may begin with a byte that looks like the second half of a line's end.
  const extra = last[1] === '\r\n' && newline === '\r' ? 1 : 0
  const elements: { name: string; count: number; properties: PlyProperty[] }[] = []
  let encoding: PlyEncoding | undefined
  let picture: string | undefined
  for (const line of text.slice(0, last.index).split(/[\r\n]+/)) {
    const words = line.trim().split(/\s+/)
    const [word, a = '', b = ''] = words
    if (word === 'format') encoding = PLY_ENCODINGS.find((known) => known === a)
    else if (word === 'comment' && a === 'TextureFile') picture = line.trim().replace(/^comment\s+TextureFile\s+/, '')
    else if (word === 'element') elements.push({ name: a, count: countOf(b), properties: [] })
    else if (word === 'property') elements.at(-1)?.properties.push(propertyOf(words.slice(1)))
  }
  if (!encoding) throw brokenPly('does not say how its values are stored')
  return { encoding, elements, ...(picture ? { picture } : {}), end: last.index + last[0].length - extra }
}

function countOf(text: string): number {
  const count = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(count)) throw brokenPly('has an element without a count')
  return count
}

function propertyOf(words: readonly string[]): PlyProperty {
  const isList = words[0] === 'list'
  const [length, type, name = ''] = isList ? words.slice(1) : [undefined, ...words]
  if (!isList) return { name, type: typeNamed(type) }
  return { name, type: typeNamed(type), length: typeNamed(length) }
}

function typeNamed(word = ''): PlyType {
  const type = TYPES.get(word)
  if (!type) throw brokenPly('has values of a type that is not known')
  return type
}

const latin = (bytes: Uint8Array) => new TextDecoder('latin1').decode(bytes)

export function brokenPly(what: Words): MeshError {
  return new MeshError('model-broken', phrase('The PLY file {0}.', part(what)), 'Export the model again and retry.')
}
