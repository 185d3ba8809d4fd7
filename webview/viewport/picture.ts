// A picture of the stage at any size, with or without ground and background. Transparency is computed by drawing twice, on black
// and on white: the canvas itself has no alpha, which would make every other draw slower.
import type { Camera } from 'three'
import { errors } from './errors.ts'
import type { Direction } from './orbit.ts'
import type { Stage } from './stage.ts'

export interface PictureOptions {
  /** Pixels; as on the screen where left out. */
  width?: number
  height?: number
  /** Grid and shadow. */
  ground?: boolean
  /** Without anything behind the model. */
  alpha?: boolean
}

/** Most pixels of a side: what WebGL 2 on every machine can draw. */
export const MOST_SIDE = 4096

/**
 * Draws a picture. The stage has its size afterwards.
 * @param frame gives the camera for a picture of this size
 * @throws ViewportError when the canvas gives nothing
 */
export function takePicture(
  stage: Stage,
  { width, height, ground = true, alpha = false }: PictureOptions,
  frame: (width: number, height: number) => { camera: Camera; direction: Direction },
): OffscreenCanvas {
  const { canvas } = stage
  const size = { width: Math.round(width ?? canvas.width), height: Math.round(height ?? canvas.height) }
  const { camera, direction } = frame(size.width, size.height)
  const draw = (behind: 'backdrop' | number) => {
    stage.drawPicture(camera, direction, { ...size, ground, behind })
    return canvas
  }
  if (!alpha) return copyOf(draw('backdrop'))
  const black = pixelsOf(draw(0x000000))
  const white = pixelsOf(draw(0xffffff))
  const picture = new ImageData(size.width, size.height)
  for (let at = 0; at < black.length; at += 4) {
    const [r = 0, g = 0, b = 0] = [black[at], black[at + 1], black[at + 2]]
    // The most that white shines through in one channel: what is left is the model's.
    const through = Math.max((white[at] ?? 0) - r, (white[at + 1] ?? 0) - g, (white[at + 2] ?? 0) - b, 0)
    const opacity = 255 - through
    const scale = opacity > 0 ? 255 / opacity : 0
    picture.data.set([r * scale, g * scale, b * scale, opacity], at)
  }
  const made = new OffscreenCanvas(size.width, size.height)
  made.getContext('2d')?.putImageData(picture, 0, 0)
  return made
}

/** The canvas as it is now: it is drawn over as soon as this task ends. */
function copyOf(canvas: HTMLCanvasElement): OffscreenCanvas {
  const copy = new OffscreenCanvas(canvas.width, canvas.height)
  const context = copy.getContext('2d')
  if (!context) throw errors.nothingDrawn()
  context.drawImage(canvas, 0, 0)
  return copy
}

function pixelsOf(canvas: HTMLCanvasElement): Uint8ClampedArray {
  const context = copyOf(canvas).getContext('2d')
  if (!context) throw errors.nothingDrawn()
  return context.getImageData(0, 0, canvas.width, canvas.height).data
}
