// One turn around the model as a film, as a GIF or as pictures, each drawn at the size that was chosen and nothing else meanwhile.
import { element } from '../controls/dom.ts'
import type { PictureOptions } from '../viewport/picture.ts'
import type { Viewport } from '../viewport/viewport.ts'

/** Frames of one turn, and seconds that the film shows it. */
const FRAMES = 72
const SECONDS = 4
/** A GIF has half of them, and at most so many pixels a side, to stay small enough to be sent. */
const GIF_FRAMES = FRAMES / 2
const GIF_SIDE = 480

const nextFrame = () => new Promise<void>((done) => requestAnimationFrame(() => done()))
const wait = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds))

/** Turns the camera once around, calling `each` at every step; leaves it where it was, and what was framed, framed. */
export function turn(
  viewport: Pick<Viewport, 'place' | 'isWhole' | 'frame'> & { pictures: Pick<Viewport['pictures'], 'series'> },
  each: (step: number) => Promise<void>,
  signal: AbortSignal,
  frames = FRAMES,
): Promise<void> {
  const { place } = viewport
  const isWhole = viewport.isWhole()
  return viewport.pictures.series(async () => {
    try {
      for (let step = 0; step < frames && !signal.aborted; step++) {
        viewport.place = { ...place, azimuth: place.azimuth + (step / frames) * 2 * Math.PI }
        await each(step)
        // Progress is seen, and Escape heard.
        await nextFrame()
      }
    } finally {
      viewport.place = place
      // A place that is set is a hand's: the panel that closes after it would leave the model as small as beside it.
      if (isWhole) viewport.frame()
    }
  })
}

/** A film as WebM; undefined where the browser cannot record one, or it was called off. */
export async function filmOf(
  viewport: Viewport,
  options: PictureOptions,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Blob | undefined> {
  const type = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm'].find((one) =>
    MediaRecorder.isTypeSupported(one),
  )
  const { width, height } = sizeOf(viewport, options)
  const canvas = element('canvas', '', { width, height })
  const context = canvas.getContext('2d')
  if (!context || type === undefined) return undefined
  const stream = canvas.captureStream(0)
  const [track] = stream.getVideoTracks()
  const recorder = new MediaRecorder(stream, { mimeType: type, videoBitsPerSecond: 12_000_000 })
  const parts: Blob[] = []
  recorder.addEventListener('dataavailable', ({ data }) => void parts.push(data))
  const ended = new Promise<void>((done) => recorder.addEventListener('stop', () => done()))
  recorder.start()
  await turn(
    viewport,
    async (step) => {
      const picture = await viewport.pictures.take({ ...options, width, height, alpha: false })
      // What is drawn next is recorded.
      if (track instanceof CanvasCaptureMediaStreamTrack) track.requestFrame()
      context.drawImage(picture, 0, 0)
      onProgress((step + 1) / FRAMES)
      // A recorder leaves out frames that come too soon.
      await wait((SECONDS * 1000) / FRAMES)
    },
    signal,
  )
  recorder.stop()
  await ended
  for (const one of stream.getTracks()) one.stop()
  if (signal.aborted) return undefined
  const film = new Uint8Array(await new Blob(parts).arrayBuffer())
  const { spreadFrames } = await import('./webm-times.ts')
  // Each frame lies where it was drawn, which takes a slow machine many times as long.
  spreadFrames(film, SECONDS * 1000)
  return new Blob([film], { type: 'video/webm' })
}

/** Pictures of one turn, in a ZIP; undefined when it was called off. */
export async function framesOf(
  viewport: Viewport,
  options: PictureOptions,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Blob | undefined> {
  const files: Record<string, Uint8Array> = {}
  await turn(
    viewport,
    async (step) => {
      const picture = await viewport.pictures.png(options)
      files[`turn-${String(step + 1).padStart(3, '0')}.png`] = new Uint8Array(await picture.arrayBuffer())
      onProgress((step + 1) / FRAMES)
    },
    signal,
  )
  if (signal.aborted) return undefined
  const { zipSync } = await import('fflate')
  // PNG is packed already.
  return new Blob([new Uint8Array(zipSync(files, { level: 0 }))], { type: 'application/zip' })
}

/** The turn as a GIF; undefined when it was called off. */
export async function gifOf(
  viewport: Viewport,
  options: PictureOptions,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Blob | undefined> {
  const { width, height } = sizeOf(viewport, options)
  const scale = Math.min(1, GIF_SIDE / Math.max(width, height))
  const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) }
  const canvas = new OffscreenCanvas(size.width, size.height)
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (!context) return undefined
  const frames: Uint8ClampedArray[] = []
  await turn(
    viewport,
    async (step) => {
      // GIF knows no half transparent pixels: it always has a ground to stand on.
      context.drawImage(await viewport.pictures.take({ ...options, ...size, alpha: false }), 0, 0)
      frames.push(context.getImageData(0, 0, size.width, size.height).data)
      onProgress((step + 1) / GIF_FRAMES)
    },
    signal,
    GIF_FRAMES,
  )
  if (signal.aborted) return undefined
  const { encodeGif } = await import('./gif.ts')
  const gif = encodeGif(size.width, size.height, frames, Math.round((SECONDS * 100) / GIF_FRAMES))
  return new Blob([new Uint8Array(gif)], { type: 'image/gif' })
}

/** Pixels of a picture: those that were chosen, or those of the screen. */
function sizeOf({ stage }: Viewport, options: PictureOptions): { width: number; height: number } {
  const { width = stage?.canvas.width ?? 1, height = stage?.canvas.height ?? 1 } = options
  return { width, height }
}
