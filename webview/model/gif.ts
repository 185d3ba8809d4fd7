// Animated pictures as GIF (89a), for chats and issue trackers that show no film: one palette for all frames, chosen by median
// cut, and an ordered dither so that soft shading has no bands. https://www.w3.org/Graphics/GIF/spec-gif89a.txt

/** Colors are counted in steps of 8: 32 of each channel. */
const STEPS = 32
const COLORS = 256
const LARGEST_CODE = 4095
/** Thresholds of a 4 x 4 ordered dither (Bayer), 0 to 15. */
const DITHER = [0, 8, 2, 10, 12, 4, 14, 6, 3, 11, 1, 9, 15, 7, 13, 5]

const cell = (r: number, g: number, b: number): number => ((r >> 3) * STEPS + (g >> 3)) * STEPS + (b >> 3)

/**
 * @param frames RGBA pictures of that size; alpha is not looked at
 * @param delay of each frame, hundredths of a second
 */
export function encodeGif(
  width: number,
  height: number,
  frames: readonly Uint8ClampedArray[],
  delay: number,
): Uint8Array {
  const palette = paletteOf(frames)
  const nearest = new Int16Array(STEPS ** 3).fill(-1)
  const out = new Bytes()
  out.text('GIF89a')
  out.short(width, height)
  // A table of 256 colors follows.
  out.byte(0xf7, 0, 0)
  for (let at = 0; at < COLORS; at++) out.byte(...(palette[at] ?? [0, 0, 0]))
  // Repeat for ever.
  out.byte(0x21, 0xff, 11)
  out.text('NETSCAPE2.0')
  out.byte(3, 1, 0, 0, 0)
  for (const frame of frames) {
    out.byte(0x21, 0xf9, 4, 0)
    out.short(delay)
    out.byte(0, 0, 0x2c)
    out.short(0, 0, width, height)
    out.byte(0)
    pack(indexed(frame, width, palette, nearest), out)
  }
  out.byte(0x3b)
  return out.taken()
}

type Color = readonly [number, number, number]

/** Up to 256 colors that stand for all of the frames'. */
function paletteOf(frames: readonly Uint8ClampedArray[]): Color[] {
  const counts = new Uint32Array(STEPS ** 3)
  // A few thousand pixels of each frame are enough to know its colors.
  for (const frame of frames) {
    const step = 4 * Math.max(1, Math.floor(frame.length / 4 / 8192))
    for (let at = 0; at < frame.length; at += step) {
      const index = cell(frame[at] ?? 0, frame[at + 1] ?? 0, frame[at + 2] ?? 0)
      counts[index] = (counts[index] ?? 0) + 1
    }
  }
  let boxes = [[...counts.keys()].filter((index) => (counts[index] ?? 0) > 0)]
  while (boxes.length < COLORS) {
    const widest = boxes.map((box) => ({ box, ...spreadOf(box) })).sort((a, b) => b.weight - a.weight)[0]
    if (!widest || widest.box.length < 2) break
    const sorted = [...widest.box].sort((a, b) => channelOf(a, widest.channel) - channelOf(b, widest.channel))
    const middle = sorted.length >> 1
    boxes = [...boxes.filter((box) => box !== widest.box), sorted.slice(0, middle), sorted.slice(middle)]
  }
  return boxes.map((box) => meanOf(box, counts))
}

/** One of the three numbers of a cell, 0 to 31. */
const channelOf = (index: number, channel: number): number => (index >> (10 - 5 * channel)) & (STEPS - 1)

/** Which channel of a box's colors is widest, and how much there is to win by cutting it. */
function spreadOf(box: readonly number[]): { channel: number; weight: number } {
  let [channel, widest] = [0, -1]
  for (const one of [0, 1, 2]) {
    let [low, high] = [STEPS, 0]
    for (const index of box) {
      low = Math.min(low, channelOf(index, one))
      high = Math.max(high, channelOf(index, one))
    }
    if (high - low > widest) [channel, widest] = [one, high - low]
  }
  return { channel, weight: box.length < 2 ? -1 : widest * Math.sqrt(box.length) }
}

function meanOf(box: readonly number[], counts: Uint32Array): Color {
  const mean = (channel: number): number => {
    let [sum, weight] = [0, 0]
    for (const index of box) {
      const count = counts[index] ?? 0
      sum += channelOf(index, channel) * count
      weight += count
    }
    return Math.min(255, Math.round((sum / Math.max(1, weight)) * 8 + 4))
  }
  return [mean(0), mean(1), mean(2)]
}

/** The numbers of the palette's colors for a frame's pixels. @param nearest what has been found already, -1 for nothing */
function indexed(frame: Uint8ClampedArray, width: number, palette: readonly Color[], nearest: Int16Array): Uint8Array {
  const indices = new Uint8Array(frame.length / 4)
  for (let pixel = 0; pixel < indices.length; pixel++) {
    const shift = (DITHER[((Math.floor(pixel / width) & 3) << 2) | ((pixel % width) & 3)] ?? 0) / 2 - 4
    const channel = (at: number) => Math.min(255, Math.max(0, (frame[pixel * 4 + at] ?? 0) + shift))
    const index = cell(channel(0), channel(1), channel(2))
    let found = nearest[index] ?? -1
    if (found < 0) {
      found = nearestOf(index, palette)
      nearest[index] = found
    }
    indices[pixel] = found
  }
  return indices
}

function nearestOf(index: number, palette: readonly Color[]): number {
  let [found, least] = [0, Number.POSITIVE_INFINITY]
  for (const [at, color] of palette.entries()) {
    let distance = 0
    for (const channel of [0, 1, 2] as const) distance += (color[channel] - channelOf(index, channel) * 8 - 4) ** 2
    if (distance < least) [found, least] = [at, distance]
  }
  return found
}

/** LZW with codes of nine to twelve bits, in blocks of at most 255 bytes. */
function pack(indices: Uint8Array, out: Bytes): void {
  const bits = new BitBlocks(out)
  const [clear, end] = [COLORS, COLORS + 1]
  let known = new Map<number, number>()
  let [next, size] = [end + 1, 9]
  out.byte(8)
  bits.write(clear, size)
  let current = indices[0] ?? 0
  for (let at = 1; at < indices.length; at++) {
    const one = indices[at] ?? 0
    const key = current * COLORS + one
    const code = known.get(key)
    if (code !== undefined) {
      current = code
      continue
    }
    bits.write(current, size)
    if (next > LARGEST_CODE) {
      bits.write(clear, size)
      known = new Map()
      next = end + 1
      size = 9
    } else {
      if (next === 1 << size) size++
      known.set(key, next++)
    }
    current = one
  }
  bits.write(current, size)
  bits.write(end, size)
  bits.end()
}

class Bytes {
  #bytes = new Uint8Array(65_536)
  #length = 0

  byte(...values: readonly number[]): void {
    if (this.#length + values.length > this.#bytes.length) {
      const larger = new Uint8Array(this.#bytes.length * 2)
      larger.set(this.#bytes)
      this.#bytes = larger
    }
    this.#bytes.set(values, this.#length)
    this.#length += values.length
  }

  short(...values: readonly number[]): void {
    for (const value of values) this.byte(value & 255, value >> 8)
  }

  text(value: string): void {
    this.byte(...new TextEncoder().encode(value))
  }

  taken(): Uint8Array {
    return this.#bytes.slice(0, this.#length)
  }
}

class BitBlocks {
  readonly #out: Bytes
  #block: number[] = []
  #held = 0
  #count = 0

  constructor(out: Bytes) {
    this.#out = out
  }

  write(code: number, size: number): void {
    this.#held |= code << this.#count
    this.#count += size
    while (this.#count >= 8) this.#push()
  }

  end(): void {
    if (this.#count > 0) this.#push()
    this.#flush()
    this.#out.byte(0)
  }

  #push(): void {
    this.#block.push(this.#held & 255)
    this.#held >>>= 8
    this.#count = Math.max(0, this.#count - 8)
    if (this.#block.length === 255) this.#flush()
  }

  #flush(): void {
    if (this.#block.length === 0) return
    this.#out.byte(this.#block.length, ...this.#block)
    this.#block = []
  }
}
