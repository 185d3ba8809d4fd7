// Small picture files made byte by byte, to reach what our own writers never write.
import { zlibSync } from 'fflate'
import { crc32 } from '../../../src/mesh/images/png.ts'

const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0))
const u16 = (value: number) => [(value >> 8) & 255, value & 255]
const u32 = (value: number) => [...u16(value >>> 16), ...u16(value & 0xffff)]
const le32 = (value: number) => u32(value).reverse()
const le24 = (value: number) => le32(value).slice(0, 3)
const bytesOf = (parts: readonly (readonly number[] | Uint8Array)[]) =>
  new Uint8Array(Buffer.concat(parts.map((part) => (part instanceof Uint8Array ? part : Uint8Array.from(part)))))

export function pngChunk(name: string, body: Uint8Array | readonly number[]): Uint8Array {
  const named = bytesOf([ascii(name), body])
  return bytesOf([u32(named.length - 4), named, u32(crc32(named))])
}

export interface PngSample {
  width: number
  height: number
  depth?: number
  type?: number
  interlace?: number
  /** Scanlines with their filter bytes. */
  raw: Uint8Array | readonly number[]
  before?: readonly Uint8Array[]
  after?: readonly Uint8Array[]
}

export function pngFile({
  width,
  height,
  depth = 8,
  type = 0,
  interlace = 0,
  raw,
  before = [],
  after = [],
}: PngSample): Uint8Array {
  return bytesOf([
    [0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10],
    pngChunk('IHDR', [...u32(width), ...u32(height), depth, type, 0, 0, interlace]),
    ...before,
    pngChunk('IDAT', zlibSync(raw instanceof Uint8Array ? raw : Uint8Array.from(raw))),
    ...after,
    pngChunk('IEND', []),
  ])
}

/** A TIFF structure with nothing but an orientation. */
export const exifBlock = (orientation: number, isLittle = false): number[] =>
  isLittle
    ? [...ascii('II'), 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0]
    : [...ascii('MM'), 0, 42, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]

export interface JpegSample {
  width: number
  height: number
  /** Of each component: its id and the value (0 to 255) of its blocks of 8x8, row by row. */
  components: readonly { id: number; values: readonly number[] }[]
  /** Start of frame: 0xC0 baseline, 0xC2 progressive ... */
  marker?: number
  precision?: number
  /** Segments before the frame, as they are. */
  before?: readonly (readonly number[])[]
  /** Entropy-coded bytes taken away at the end. */
  cut?: number
}

export const segment = (marker: number, body: readonly number[]): number[] => [
  0xff,
  marker,
  ...u16(body.length + 2),
  ...body,
]
export const adobe = (transform: number): number[] => segment(0xee, [...ascii('Adobe'), 0, 100, 0, 0, 0, 0, transform])
export const exifSegment = (orientation: number): number[] =>
  segment(0xe1, [...ascii('Exif'), 0, 0, ...exifBlock(orientation)])

/** A JPEG of flat blocks: each has its mean and nothing else. */
export function jpegFile({
  width,
  height,
  components,
  marker = 0xc0,
  precision = 8,
  before = [],
  cut = 0,
}: JpegSample): Uint8Array {
  const bits: number[] = []
  const put = (value: number, length: number) => {
    for (let i = length - 1; i >= 0; i--) bits.push((value >> i) & 1)
  }
  const last = components.map(() => 0)
  const blocks = components[0]?.values.length ?? 0
  for (let block = 0; block < blocks; block++)
    for (const [c, { values }] of components.entries()) {
      const level = ((values[block] ?? 0) - 128) * 8
      const difference = level - (last[c] ?? 0)
      last[c] = level
      const size = difference === 0 ? 0 : 32 - Math.clz32(Math.abs(difference))
      put(size, 5)
      put(difference < 0 ? difference + (1 << size) - 1 : difference, size)
      // End of block; a progressive file has its DC coefficients in a scan of their own.
      if (marker !== 0xc2) put(0, 1)
    }
  while (bits.length % 8 !== 0) bits.push(1)
  const coded: number[] = []
  for (let i = 0; i < bits.length; i += 8) {
    const byte = Number.parseInt(bits.slice(i, i + 8).join(''), 2)
    coded.push(byte, ...(byte === 255 ? [0] : []))
  }
  const frame = components.flatMap(({ id }) => [id, 0x11, 0])
  const scan = components.flatMap(({ id }) => [id, 0])
  // DC: the sizes 0 to 12 by codes of five bits; AC: the end of a block by one bit.
  return bytesOf([
    [0xff, 0xd8],
    ...before,
    segment(0xdb, [0, ...new Array<number>(64).fill(1)]),
    segment(marker, [precision, ...u16(height), ...u16(width), components.length, ...frame]),
    segment(0xc4, [0, 0, 0, 0, 0, 13, ...new Array<number>(11).fill(0), 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
    segment(0xc4, [0x10, 1, ...new Array<number>(15).fill(0), 0]),
    segment(0xda, [components.length, ...scan, 0, marker === 0xc2 ? 0 : 63, 0]),
    coded.slice(0, coded.length - cut),
    [0xff, 0xd9],
  ])
}

export function webpChunk(name: string, body: Uint8Array | readonly number[]): Uint8Array {
  return bytesOf([ascii(name), le32(body.length), body, body.length % 2 === 1 ? [0] : []])
}

/** A WebP in its extended form around the chunks. @param flags 0x02 animation, 0x08 EXIF, 0x10 alpha, 0x20 profile */
export function webpFile(width: number, height: number, flags: number, chunks: readonly Uint8Array[]): Uint8Array {
  const head = webpChunk('VP8X', [flags, 0, 0, 0, ...le24(width - 1), ...le24(height - 1)])
  const body = bytesOf([ascii('WEBP'), head, ...chunks])
  return bytesOf([ascii('RIFF'), le32(body.length), body])
}

/** A frame of an animation from a still WebP in its simple form. */
export function webpFrame(still: Uint8Array, x: number, y: number, width: number, height: number): Uint8Array {
  return webpChunk(
    'ANMF',
    bytesOf([le24(x / 2), le24(y / 2), le24(width - 1), le24(height - 1), le24(100), [0], still.subarray(12)]),
  )
}

/** s15Fixed16. */
const fixed = (value: number) => u32(Math.round(value * 65536) >>> 0)
const tagged = (name: string, body: readonly number[]) => [...ascii(name), 0, 0, 0, 0, ...body]
export const xyzTag = (values: readonly number[]) => tagged('XYZ ', values.flatMap(fixed))
export const gammaTag = (gamma: number) => tagged('curv', [...u32(1), ...u16(Math.round(gamma * 256))])
/** sRGB's own curve as formula 3. */
export const srgbCurveTag = () =>
  tagged('para', [...u16(3), 0, 0, ...[2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045].flatMap(fixed)])

/** `mft1` of two points along each axis. @param points bytes of the connection space, three a point, the last axis fastest */
export function gridTag(inputs: number, points: readonly number[]): number[] {
  const straight = Array.from({ length: 256 }, (_, i) => i)
  const matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1].flatMap(fixed)
  const curves = (count: number) => new Array<number[]>(count).fill(straight).flat()
  return tagged('mft1', [inputs, 3, 2, 0, ...matrix, ...curves(inputs), ...points, ...curves(3)])
}

export function profile(
  space: string,
  connection: string,
  tags: Readonly<Record<string, readonly number[]>>,
): Uint8Array {
  const names = Object.keys(tags)
  let offset = 132 + names.length * 12
  const table: number[] = []
  const bodies: number[] = []
  for (const name of names) {
    const body = [...(tags[name] ?? [])]
    while (body.length % 4 !== 0) body.push(0)
    table.push(...ascii(name), ...u32(offset), ...u32(body.length))
    bodies.push(...body)
    offset += body.length
  }
  const head = [...u32(offset), 0, 0, 0, 0, 4, 0, 0, 0, ...ascii('mntr'), ...ascii(space), ...ascii(connection)]
  const padded = [
    ...head,
    ...new Array<number>(36 - head.length).fill(0),
    ...ascii('acsp'),
    ...new Array<number>(88).fill(0),
  ]
  return Uint8Array.from([...padded, ...u32(names.length), ...table, ...bodies])
}

/** The columns of sRGB's matrix (D50). */
export const SRGB_COLUMNS = {
  r: [0.4360747, 0.2225045, 0.0139322],
  g: [0.3850649, 0.7168786, 0.0971045],
  b: [0.1430804, 0.0606169, 0.7141733],
} as const

/** A profile of three columns and one curve. */
export const matrixProfile = (columns: readonly (readonly number[])[], curve: readonly number[]): Uint8Array =>
  profile('RGB ', 'XYZ ', {
    rXYZ: xyzTag(columns[0] ?? []),
    gXYZ: xyzTag(columns[1] ?? []),
    bXYZ: xyzTag(columns[2] ?? []),
    rTRC: curve,
    gTRC: curve,
    bTRC: curve,
  })

export const iccChunk = (bytes: Uint8Array) =>
  pngChunk('iCCP', bytesOf([ascii('x'), [0, 0], zlibSync(bytes, { level: 9 })]))
export const iccSegment = (bytes: Uint8Array) => segment(0xe2, [...ascii('ICC_PROFILE'), 0, 1, 1, ...bytes])
