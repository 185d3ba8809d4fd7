// Looks at what was really drawn: the pixels of screenshots, WebGL included, for tests that ask whether something is in the picture.
import { inflateSync } from 'node:zlib'
import { WorkbenchError } from './report.mjs'

/** @typedef {{ width: number, height: number, channels: number, data: Uint8Array }} Picture rows from the top, `channels` bytes a pixel */

/**
 * Decodes a PNG as Chromium writes its screenshots: 8 bits a channel, RGB or RGBA, not interlaced (PNG specification, sections 9 and 11).
 * @param {Buffer} png
 * @returns {Picture}
 */
export function decodeScreenshot(png) {
  const [width, height] = [png.readUInt32BE(16), png.readUInt32BE(20)]
  const channels = { 2: 3, 6: 4 }[png[25] ?? 0]
  if (png.toString('latin1', 1, 4) !== 'PNG' || png[24] !== 8 || !channels || png[28] !== 0) {
    throw new WorkbenchError('This is not a PNG that Chromium wrote.', 'Give it the result of screenshot().')
  }
  const parts = []
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)))
  }
  const raw = inflateSync(Buffer.concat(parts))
  const stride = width * channels
  const data = new Uint8Array(stride * height)
  for (let y = 0; y < height; y += 1) {
    const filter = raw[y * (stride + 1)]
    for (let x = 0; x < stride; x += 1) {
      const left = x < channels ? 0 : (data[y * stride + x - channels] ?? 0)
      const up = y === 0 ? 0 : (data[(y - 1) * stride + x] ?? 0)
      const corner = x < channels || y === 0 ? 0 : (data[(y - 1) * stride + x - channels] ?? 0)
      const predicted = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0
      data[y * stride + x] = (raw[y * (stride + 1) + 1 + x] ?? 0) + predicted
    }
  }
  return { width, height, channels, data }
}

/** @param {number} left @param {number} up @param {number} corner */
function paeth(left, up, corner) {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (a <= b && a <= c) return left
  return b <= c ? up : corner
}

/**
 * How much two pictures of the same place differ: the share of pixels in which a channel differs by more than `tolerance`, 0..1.
 * Pictures of different sizes differ wholly.
 * @param {Buffer} before a PNG, from `locator.screenshot()`
 * @param {Buffer} after
 * @param {number} [tolerance] 0..255
 */
export function pictureDifference(before, after, tolerance = 16) {
  const [a, b] = [decodeScreenshot(before), decodeScreenshot(after)]
  if (a.width !== b.width || a.height !== b.height) return 1
  const pixels = a.width * a.height
  let changed = 0
  for (let i = 0; i < pixels; i += 1) {
    const differs = [0, 1, 2].some(
      (k) => Math.abs((a.data[i * a.channels + k] ?? 0) - (b.data[i * b.channels + k] ?? 0)) > tolerance,
    )
    if (differs) changed += 1
  }
  return changed / pixels
}
