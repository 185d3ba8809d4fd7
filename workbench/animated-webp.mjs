// Combines screenshots to an animated WebP: each frame contains only what has changed since the one before, so that a film of a
// window stays small. The pictures are encoded by @jsquash/webp; the container is RIFF according to the WebP specification
// (https://developers.google.com/speed/webp/docs/riff_container): VP8X, ANIM, then an ANMF for each frame.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/** @typedef {{ width: number, height: number, data: Uint8Array }} Frame RGBA, rows from the top */
/** @typedef {{ picture: Frame, milliseconds: number }} Shot how long it stands */

/** @param {string} id @param {Buffer} body */
function chunk(id, body) {
  const head = Buffer.alloc(8)
  head.write(id, 0, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}

/** @param {number} value @returns {number[]} three bytes, the low one first */
const uint24 = (value) => [value & 255, (value >> 8) & 255, (value >> 16) & 255]

/**
 * The smallest rectangle in which two pictures differ, with even left and top as the format asks; undefined when they are
 * the same.
 * @param {Frame} before @param {Frame} after @param {number} tolerance of a channel, 0..255
 */
export function changedArea(before, after, tolerance = 2) {
  const { width, height } = after
  let [left, top, right, bottom] = [width, height, -1, -1]
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4
      const differs = [0, 1, 2].some(
        (k) => Math.abs((before.data[at + k] ?? 0) - (after.data[at + k] ?? 0)) > tolerance,
      )
      if (!differs) continue
      left = Math.min(left, x)
      right = Math.max(right, x)
      top = Math.min(top, y)
      bottom = Math.max(bottom, y)
    }
  }
  if (right < 0) return undefined
  left -= left % 2
  top -= top % 2
  return { left, top, width: right - left + 1, height: bottom - top + 1 }
}

/** @param {Frame} picture @param {{ left: number, top: number, width: number, height: number }} area @returns {Frame} */
function cut({ width: stride, data }, { left, top, width, height }) {
  const part = new Uint8Array(width * height * 4)
  for (let y = 0; y < height; y++) {
    const from = ((top + y) * stride + left) * 4
    part.set(data.subarray(from, from + width * 4), y * width * 4)
  }
  return { width, height, data: part }
}

/** The chunks of a still WebP that hold its picture, without the header. @param {Buffer} file */
export function pictureChunks(file) {
  const kept = []
  for (let at = 12; at + 8 <= file.length; ) {
    const id = file.toString('latin1', at, at + 4)
    const length = file.readUInt32LE(at + 4)
    const end = at + 8 + length + (length % 2)
    if (id === 'VP8 ' || id === 'VP8L' || id === 'ALPH') kept.push(file.subarray(at, end))
    at = end
  }
  return Buffer.concat(kept)
}

/** The encoder of @jsquash/webp, with its WebAssembly read from disk. */
async function encoder() {
  const require = createRequire(import.meta.url)
  const { default: encode, init } = await import('@jsquash/webp/encode.js')
  const wasm = readFileSync(require.resolve('@jsquash/webp/codec/enc/webp_enc_simd.wasm'))
  await init({ wasmBinary: wasm })
  /** @param {Frame} picture @param {number} quality 0..100 */
  return async ({ width, height, data }, quality) => {
    const pixels = new Uint8ClampedArray(data)
    return Buffer.from(await encode({ width, height, data: pixels, colorSpace: 'srgb' }, { quality, method: 6 }))
  }
}

/**
 * An endless animated WebP.
 * @param {readonly Shot[]} shots all of one size
 * @param {number} [quality] 0..100
 * @returns {Promise<Buffer>}
 */
export async function animatedWebp(shots, quality = 70) {
  const encode = await encoder()
  const [first] = shots
  if (!first) throw new RangeError('An animation needs a frame.')
  const { width, height } = first.picture
  /** @type {{ body: Buffer, milliseconds: number, area: { left: number, top: number, width: number, height: number } }[]} */
  const frames = []
  /** @type {Frame | undefined} */
  let before
  for (const { picture, milliseconds } of shots) {
    if (picture.width !== width || picture.height !== height) throw new RangeError('All frames must be of one size.')
    const area = before ? changedArea(before, picture) : { left: 0, top: 0, width, height }
    const last = frames.at(-1)
    if (!area && last) {
      last.milliseconds += milliseconds
      continue
    }
    const shown = area ?? { left: 0, top: 0, width, height }
    frames.push({ body: pictureChunks(await encode(cut(picture, shown), quality)), milliseconds, area: shown })
    before = picture
  }
  const animated = 0x02
  const head = chunk('VP8X', Buffer.from([animated, 0, 0, 0, ...uint24(width - 1), ...uint24(height - 1)]))
  // Background: transparent; loops: for ever.
  const loop = chunk('ANIM', Buffer.alloc(6))
  const noBlend = 0x02
  const parts = frames.map(({ body, milliseconds, area }) => {
    const place = [...uint24(area.left / 2), ...uint24(area.top / 2)]
    const size = [...uint24(area.width - 1), ...uint24(area.height - 1)]
    return chunk('ANMF', Buffer.concat([Buffer.from([...place, ...size, ...uint24(milliseconds), noBlend]), body]))
  })
  return chunk('RIFF', Buffer.concat([Buffer.from('WEBP', 'latin1'), head, loop, ...parts]))
}
