// Color profiles that are tables (`A2B0`): curves, a grid of colors with as many axes as there are channels, curves
// again. `mft1`, `mft2` and `mAB ` of ICC.1:2022, 10.10 to 10.12.

import { at, clamp } from '../math/numbers.ts'
import { between, type Curve, readCurveAndSize } from './icc-curves.ts'
import { ascii, type Profile } from './icc-profile.ts'

/** Channels of 0 to 1 to XYZ (D50, Y of white is 1). */
export type Table = (channels: Float64Array, xyz: Float64Array) => void

interface Grid {
  /** Points along each axis. */
  sizes: readonly number[]
  /** Three outputs of 0 to 1 a point, the last axis fastest. */
  values: Float64Array
}

interface Stages {
  before: readonly Curve[]
  grid: Grid | undefined
  /** Between grid and last curves: `mAB `'s M curves and matrix. */
  middle?: (values: Float64Array) => void
  after: readonly Curve[]
  /** How the connection space is written. */
  decode(values: Float64Array, xyz: Float64Array): void
}

/** More points than this is no profile that anybody made. */
const MAX_POINTS = 2_000_000

/** The perceptual table of a profile with `inputs` channels; undefined without one that can be read. */
export function readTable(profile: Profile, inputs: number): Table | undefined {
  const tag = profile.tag('A2B0') ?? profile.tag('A2B1')
  if (!tag || tag.length < 32 || tag[8] !== inputs || tag[9] !== 3) return undefined
  const kind = ascii(tag, 0)
  const isLab = profile.connection === 'Lab '
  const stages =
    kind === 'mft1' || kind === 'mft2'
      ? readLegacy(tag, inputs, isLab)
      : kind === 'mAB '
        ? readModern(tag, inputs, isLab)
        : undefined
  if (!stages) return undefined
  const values = new Float64Array(3)
  const places = new Float64Array(inputs)
  return (channels, xyz) => {
    for (let i = 0; i < inputs; i++) places[i] = clamp(stages.before[i]?.(at(channels, i)) ?? at(channels, i), 0, 1)
    if (stages.grid) interpolate(stages.grid, places, values)
    else for (let k = 0; k < 3; k++) values[k] = at(places, k)
    stages.middle?.(values)
    for (let k = 0; k < 3; k++) values[k] = stages.after[k]?.(at(values, k)) ?? at(values, k)
    stages.decode(values, xyz)
  }
}

/** `mft1` (bytes) and `mft2` (16 bits), whose Lab of 16 bits ends at 0xFF00 instead of 0xFFFF. */
function readLegacy(tag: Uint8Array, inputs: number, isLab: boolean): Stages | undefined {
  const view = new DataView(tag.buffer, tag.byteOffset, tag.byteLength)
  const wide = tag[3] === 0x32
  const side = tag[10] ?? 0
  const [inputEntries, outputEntries] = wide ? [view.getUint16(48), view.getUint16(50)] : [256, 256]
  const points = side ** inputs
  const start = wide ? 52 : 48
  const count = inputEntries * inputs + points * 3 + outputEntries * 3
  if (side < 2 || points > MAX_POINTS || inputEntries < 2 || outputEntries < 2) return undefined
  if (start + count * (wide ? 2 : 1) > tag.length) return undefined
  const number = (i: number) => (wide ? view.getUint16(start + i * 2) / 65535 : at(tag, start + i) / 255)
  const numbers = (from: number, length: number) => Float64Array.from({ length }, (_, i) => number(from + i))
  const curves = (from: number, entries: number, many: number) =>
    Array.from({ length: many }, (_, i): Curve => {
      const table = numbers(from + i * entries, entries)
      return (value) => between(table, value)
    })
  const gridStart = inputEntries * inputs
  return {
    before: curves(0, inputEntries, inputs),
    grid: { sizes: new Array<number>(inputs).fill(side), values: numbers(gridStart, points * 3) },
    after: curves(gridStart + points * 3, outputEntries, 3),
    decode: isLab ? labDecoder(wide ? 65535 / 65280 : 1) : decodeXyz,
  }
}

/** `mAB `: A curves, grid, M curves, matrix, B curves; all but the last may be missing. */
function readModern(tag: Uint8Array, inputs: number, isLab: boolean): Stages | undefined {
  const view = new DataView(tag.buffer, tag.byteOffset, tag.byteLength)
  const [b = 0, matrixAt = 0, m = 0, gridAt = 0, a = 0] = [12, 16, 20, 24, 28].map((offset) => view.getUint32(offset))
  const after = curvesAt(tag, b, 3)
  const mCurves = m > 0 ? curvesAt(tag, m, 3) : []
  const before = a > 0 ? curvesAt(tag, a, inputs) : []
  if (!after || !mCurves || !before || (gridAt === 0 && inputs !== 3)) return undefined
  const grid = gridAt > 0 ? readGrid(tag, gridAt, inputs) : undefined
  if (gridAt > 0 && !grid) return undefined
  if (matrixAt > 0 && matrixAt + 48 > tag.length) return undefined
  const matrix =
    matrixAt > 0 ? Array.from({ length: 12 }, (_, i) => view.getInt32(matrixAt + i * 4) / 65536) : undefined
  const middle = (values: Float64Array) => {
    for (let k = 0; k < 3; k++) values[k] = mCurves[k]?.(at(values, k)) ?? at(values, k)
    if (!matrix) return
    const [x, y, z] = values
    for (let k = 0; k < 3; k++)
      values[k] =
        at(matrix, k * 3) * (x ?? 0) +
        at(matrix, k * 3 + 1) * (y ?? 0) +
        at(matrix, k * 3 + 2) * (z ?? 0) +
        at(matrix, 9 + k)
  }
  return { before, grid, middle, after, decode: isLab ? labDecoder(1) : decodeXyz }
}

function curvesAt(tag: Uint8Array, start: number, count: number): Curve[] | undefined {
  const curves: Curve[] = []
  for (let i = 0, at = start; i < count; i++) {
    const read = readCurveAndSize(tag.subarray(at))
    if (!read) return undefined
    curves.push(read.curve)
    at += Math.ceil(read.size / 4) * 4
  }
  return curves
}

function readGrid(tag: Uint8Array, start: number, inputs: number): Grid | undefined {
  const sizes = Array.from(tag.subarray(start, start + inputs))
  const points = sizes.reduce((product, size) => product * size, 1)
  const wide = tag[start + 16] === 2
  const length = points * 3
  if (sizes.length < inputs || sizes.some((size) => size < 2) || points > MAX_POINTS) return undefined
  if (start + 20 + length * (wide ? 2 : 1) > tag.length) return undefined
  const view = new DataView(tag.buffer, tag.byteOffset, tag.byteLength)
  const number = (i: number) => (wide ? view.getUint16(start + 20 + i * 2) / 65535 : at(tag, start + 20 + i) / 255)
  return { sizes, values: Float64Array.from({ length }, (_, i) => number(i)) }
}

/** Multilinear: the corners of the cell around a place, each by its nearness. */
function interpolate({ sizes, values }: Grid, places: Float64Array, out: Float64Array): void {
  out.fill(0)
  const axes = sizes.length
  for (let corner = 0; corner < 1 << axes; corner++) {
    let weight = 1
    let index = 0
    for (let axis = 0; axis < axes; axis++) {
      const size = at(sizes, axis)
      const place = at(places, axis) * (size - 1)
      const low = Math.min(Math.floor(place), size - 2)
      const up = (corner >> axis) & 1
      weight *= up === 1 ? place - low : 1 - place + low
      index = index * size + low + up
    }
    if (weight > 0) for (let k = 0; k < 3; k++) out[k] = at(out, k) + weight * at(values, index * 3 + k)
  }
}

/** XYZ is written with 1 + 32767/32768 as the largest number. */
function decodeXyz(values: Float64Array, xyz: Float64Array): void {
  for (let k = 0; k < 3; k++) xyz[k] = at(values, k) * (1 + 32767 / 32768)
}

/** CIE Lab of the connection space to XYZ under D50. @param scale what the largest number stands for, beside 100 % */
function labDecoder(scale: number): (values: Float64Array, xyz: Float64Array) => void {
  const back = (t: number) => (t > 6 / 29 ? t ** 3 : 3 * (6 / 29) ** 2 * (t - 4 / 29))
  return (values, xyz) => {
    const fy = (at(values, 0) * scale * 100 + 16) / 116
    const a = at(values, 1) * scale * 255 - 128
    const b = at(values, 2) * scale * 255 - 128
    xyz[0] = 0.9642 * back(fy + a / 500)
    xyz[1] = back(fy)
    xyz[2] = 0.8249 * back(fy - b / 200)
  }
}
