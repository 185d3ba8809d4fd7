// Color profiles (ICC.1:2022): pictures with a profile are converted to sRGB, which all other code assumes. Matrix profiles with
// curves (Display P3, Adobe RGB, ProPhoto), gray, and tables for any number of channels, in particular inks. Perceptual rendering
// if the profile has a choice.
import { MeshError } from '../errors.ts'
import { at } from '../math/numbers.ts'
import { type Curve, readCurve } from './icc-curves.ts'
import { ascii, type Profile, readProfile } from './icc-profile.ts'
import { readTable } from './icc-tables.ts'
import type { RgbaImage } from './image.ts'
import type { CmykImage } from './jpeg-cmyk.ts'

/** XYZ of the profile connection space (D50) to linear sRGB, row by row: the inverse of sRGB's own profile. */
const TO_SRGB = [3.1338561, -1.6168667, -0.4906146, -0.9787684, 1.916141, 0.033454, 0.0719453, -0.2289914, 1.4052427]
/** Steps of the table from linear light to sRGB bytes: under a fifth of a byte where the curve is steepest. */
const STEPS = 16384
/** A profile that moves no channel by more than this is sRGB under another name. */
const SAME = 1.5

/**
 * Brings an RGB or grey picture to sRGB, in place. A profile for other channels than the picture has, or none at all
 * (damaged), is passed over as every reader does.
 * @returns whether anything was changed
 * @throws MeshError image-unsupported: a profile for these channels that cannot be computed here
 */
export function applyProfile(image: RgbaImage, bytes: Uint8Array): boolean {
  const profile = readProfile(bytes)
  if (!profile || !(profile.space === 'RGB ' || profile.space === 'GRAY')) return false
  if (profile.space === 'GRAY' && !isGrey(image)) return false
  const toXyz = profile.space === 'GRAY' ? greyToXyz(profile) : rgbToXyz(profile)
  if (!toXyz) throw unreadable()
  if (isSrgb(toXyz)) return false
  recolor(image.data, toXyz)
  return true
}

const unreadable = () =>
  new MeshError('image-unsupported', 'The color profile of the picture cannot be read.', 'Save the picture in sRGB.')

/**
 * Inks by their profile; undefined when it is for something else.
 * @throws MeshError image-unsupported: a profile of inks that cannot be computed here
 */
export function applyInkProfile({ width, height, data }: CmykImage, bytes: Uint8Array): RgbaImage | undefined {
  const profile = readProfile(bytes)
  if (profile?.space !== 'CMYK') return undefined
  const table = readTable(profile, 4)
  if (!table) throw unreadable()
  const out = new Uint8Array(data.length)
  const [inks, xyz] = [new Float64Array(4), new Float64Array(3)]
  let before = -1
  for (let i = 0; i < data.length; i += 4) {
    const now = at(data, i) * 0x1000000 + at(data, i + 1) * 0x10000 + at(data, i + 2) * 0x100 + at(data, i + 3)
    if (now === before) out.copyWithin(i, i - 4, i)
    else {
      for (let k = 0; k < 4; k++) inks[k] = at(data, i + k) / 255
      table(inks, xyz)
      writeSrgb(xyz, out, i)
      out[i + 3] = 255
    }
    before = now
  }
  return { width, height, data: out }
}

/** Three channels of 0 to 1 to XYZ (D50, Y of white is 1). */
type ToXyz = (channels: Float64Array, xyz: Float64Array) => void

function rgbToXyz(profile: Profile): ToXyz | undefined {
  const table = profile.tag('A2B0') && readTable(profile, 3)
  if (table) return table
  const columns = ['rXYZ', 'gXYZ', 'bXYZ'].map((name) => readXyz(profile.tag(name)))
  const curves = ['rTRC', 'gTRC', 'bTRC'].map((name) => readCurve(profile.tag(name)))
  const [r, g, b] = columns
  const [curveR, curveG, curveB] = curves.map((curve) => curve && tabulate(curve))
  if (!(r && g && b && curveR && curveG && curveB) || profile.connection !== 'XYZ ') return undefined
  return (channels, xyz) => {
    const [x, y, z] = [look(curveR, at(channels, 0)), look(curveG, at(channels, 1)), look(curveB, at(channels, 2))]
    for (let k = 0; k < 3; k++) xyz[k] = at(r, k) * x + at(g, k) * y + at(b, k) * z
  }
}

/** D50, the white of the profile connection space. */
const WHITE = [0.9642, 1, 0.8249]

function greyToXyz(profile: Profile): ToXyz | undefined {
  const curve = readCurve(profile.tag('kTRC'))
  if (!curve) return undefined
  const table = tabulate(curve)
  return (channels, xyz) => {
    const light = look(table, at(channels, 0))
    for (let k = 0; k < 3; k++) xyz[k] = at(WHITE, k) * light
  }
}

/** Channels are bytes: a curve is 256 numbers. */
const tabulate = (curve: Curve) => Float64Array.from({ length: 256 }, (_, byte) => curve(byte / 255))
const look = (table: Float64Array, channel: number) => at(table, Math.round(channel * 255))

function readXyz(tag: Uint8Array | undefined): readonly number[] | undefined {
  if (!tag || tag.length < 20 || ascii(tag, 0) !== 'XYZ ') return undefined
  const view = new DataView(tag.buffer, tag.byteOffset, tag.byteLength)
  return [8, 12, 16].map((offset) => view.getInt32(offset) / 65536)
}

function isSrgb(toXyz: ToXyz): boolean {
  const probe = new Uint8Array(4)
  const levels = [0, 32, 64, 128, 192, 255]
  for (const r of levels)
    for (const g of levels)
      for (const b of levels) {
        probe.set([r, g, b, 255])
        recolor(probe, toXyz)
        if ([r, g, b].some((value, k) => Math.abs(at(probe, k) - value) > SAME)) return false
      }
  return true
}

function isGrey({ data }: RgbaImage): boolean {
  for (let i = 0; i < data.length; i += 4) if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) return false
  return true
}

/** Replaces colors; neighbours are often the same and are computed once. Alpha stays. */
function recolor(data: Uint8Array, toXyz: ToXyz): void {
  const [channels, xyz] = [new Float64Array(3), new Float64Array(3)]
  let before = -1
  for (let i = 0; i < data.length; i += 4) {
    const now = (at(data, i) << 16) | (at(data, i + 1) << 8) | at(data, i + 2)
    if (now === before && i > 0) {
      for (let k = 0; k < 3; k++) data[i + k] = at(data, i + k - 4)
      continue
    }
    before = now
    for (let k = 0; k < 3; k++) channels[k] = at(data, i + k) / 255
    toXyz(channels, xyz)
    writeSrgb(xyz, data, i)
  }
}

let encoded: Uint8Array | undefined

/** Colors that sRGB does not have are cut at its edge, channel by channel. */
function writeSrgb(xyz: Float64Array, out: Uint8Array, start: number): void {
  encoded ??= Uint8Array.from({ length: STEPS + 1 }, (_, i) => {
    const light = i / STEPS
    return Math.round(255 * (light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055))
  })
  for (let k = 0; k < 3; k++) {
    const light =
      at(TO_SRGB, k * 3) * at(xyz, 0) + at(TO_SRGB, k * 3 + 1) * at(xyz, 1) + at(TO_SRGB, k * 3 + 2) * at(xyz, 2)
    out[start + k] = at(encoded, Math.round(Math.min(1, Math.max(0, light)) * STEPS))
  }
}
