// A thumbnail without the plain ground that the service renders models on: a white square is a hole in a dark theme.
// What is reached from the picture's edge without leaving the ground's colour becomes transparent.

/** Pixels along a side of the picture that is looked at: twice what a card shows. */
const SIDE = 96
/** Greatest distance of a channel, 0..255, that still is the ground. */
const TOLERANCE = 12
/** Least share of the edge's pixels that must have one colour, or the picture has no plain ground. */
const LEAST_SHARE = 0.9

/**
 * Makes the plain ground of a picture transparent, in place.
 * @param pixels RGBA, one byte each, rows from the top
 * @returns whether there was a plain, opaque and light ground
 */
export function clearGround(pixels: Uint8ClampedArray, width: number, height: number): boolean {
  const edge: number[] = []
  for (let x = 0; x < width; x++) edge.push(x, (height - 1) * width + x)
  for (let y = 0; y < height; y++) edge.push(y * width, y * width + width - 1)
  const channel = (pixel: number, which: number) => pixels[pixel * 4 + which] ?? 0
  const isLike = (pixel: number, ground: readonly number[]) =>
    [0, 1, 2].every((which) => Math.abs(channel(pixel, which) - (ground[which] ?? 0)) <= TOLERANCE) &&
    channel(pixel, 3) === 255
  const ground = [0, 1, 2].map((which) => channel(0, which))
  // A dark ground is no square in a dark theme, and in a light one it is what the artist wanted.
  if (ground.some((value) => value < 200)) return false
  if (edge.filter((pixel) => isLike(pixel, ground)).length < edge.length * LEAST_SHARE) return false
  const open = edge.filter((pixel) => isLike(pixel, ground))
  for (let pixel = open.pop(); pixel !== undefined; pixel = open.pop()) {
    if (!isLike(pixel, ground)) continue
    pixels[pixel * 4 + 3] = 0
    const x = pixel % width
    if (x > 0) open.push(pixel - 1)
    if (x < width - 1) open.push(pixel + 1)
    if (pixel >= width) open.push(pixel - width)
    if (pixel < width * (height - 1)) open.push(pixel + width)
  }
  return true
}

/** The address of the picture without its plain ground; the same address when it has none or cannot be read. */
export async function cutOut(address: string): Promise<string> {
  try {
    const picture = await createImageBitmap(await (await fetch(address)).blob())
    const scale = SIDE / Math.max(picture.width, picture.height, 1)
    const canvas = document.createElement('canvas')
    canvas.width = Math.max(1, Math.round(picture.width * scale))
    canvas.height = Math.max(1, Math.round(picture.height * scale))
    const context = canvas.getContext('2d')
    context?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    const image = context?.getImageData(0, 0, canvas.width, canvas.height)
    if (!context || !image || !clearGround(image.data, image.width, image.height)) return address
    context.putImageData(image, 0, 0)
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done))
    return blob ? URL.createObjectURL(blob) : address
  } catch {
    return address
  }
}
