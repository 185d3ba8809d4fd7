// Removes the plain background of a rendered picture: a white square looks wrong in a dark theme. Everything that is reached from
// the picture's edge without crossing an outline becomes transparent.

/** Greatest distance of a channel, 0..255, between neighbours of one ground: it may grow darker, but not at a line. */
const STEP = 8
/** Darkest channel of a ground. A dark one is no square in a dark theme, and in a light one it is what the artist wanted. */
const DARKEST = 150
/** Greatest distance between a ground's channels: white to grey, or a breath of a color. */
const MOST_COLOR = 28
/** Least share of the edge's pixels that must be ground, or the picture has none. */
const LEAST_SHARE = 0.9
/** With more of the picture gone there would be nothing to see: the thing has the ground's color. */
const MOST_CLEARED = 0.97

/**
 * Makes the light ground of a picture transparent, in place: plain, or growing darker without a line, as rendered studios do.
 * @param pixels RGBA, one byte each, rows from the top
 * @returns whether there was an opaque and light ground with something on it
 */
export function clearGround(pixels: Uint8ClampedArray | Uint8Array, width: number, height: number): boolean {
  const edge: number[] = []
  for (let x = 0; x < width; x++) edge.push(x, (height - 1) * width + x)
  for (let y = 0; y < height; y++) edge.push(y * width, y * width + width - 1)
  const channels = (pixel: number) => [0, 1, 2].map((which) => pixels[pixel * 4 + which] ?? 0)
  const isGround = (pixel: number) => {
    const values = channels(pixel)
    const darkest = Math.min(...values)
    return pixels[pixel * 4 + 3] === 255 && darkest >= DARKEST && Math.max(...values) - darkest <= MOST_COLOR
  }
  const isNear = (pixel: number, other: number) => {
    const values = channels(other)
    return channels(pixel).every((value, which) => Math.abs(value - (values[which] ?? 0)) <= STEP)
  }
  const open = edge.filter(isGround)
  if (open.length < edge.length * LEAST_SHARE) return false
  const cleared = new Set(open)
  for (let pixel = open.pop(); pixel !== undefined; pixel = open.pop()) {
    const x = pixel % width
    const around = [x > 0 ? pixel - 1 : -1, x < width - 1 ? pixel + 1 : -1, pixel - width, pixel + width]
    for (const next of around) {
      if (next < 0 || next >= width * height || cleared.has(next)) continue
      if (!isGround(next) || !isNear(next, pixel)) continue
      cleared.add(next)
      open.push(next)
    }
  }
  if (cleared.size > width * height * MOST_CLEARED) return false
  for (const pixel of cleared) pixels[pixel * 4 + 3] = 0
  return true
}
