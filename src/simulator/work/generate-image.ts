// generate_image: a picture from words and other pictures. A thing the words name is drawn in the first picture's
// colours; words without a thing recolour what the first picture shows; further pictures stand beside it.
import type { RgbaImage } from '../../mesh/image.ts'
import { at, clamp } from '../../mesh/numbers.ts'
import { resizeImage } from '../../mesh/resize.ts'
import { generateImageParameters } from '../../tripo/catalogue/generate-image.ts'
import {
  maskOf,
  meanColor,
  modelOfPicture,
  modelOfPrompt,
  namesThing,
  PICTURE_SIDE,
  picturesOf,
  recolored,
  render,
  surfaceWords,
} from './draw.ts'
import type { Work } from './job.ts'
import { paramsReader } from './params.ts'
import { pngFile } from './scene.ts'

/** A character's arms-out pose, as the flag or as a template. */
const T_POSE = /^t[-_ ]?pose/i

export const generateImage: Work = async ({ params, inputs }) => {
  const read = paramsReader(generateImageParameters.properties, params)
  const prompt = (read('prompt') ?? '').replace(/image\s*\[\d+\]/gi, ' ')
  const pictures = await picturesOf(inputs)
  const posed = (read('t_pose') ?? false) || T_POSE.test(read('template') ?? '')
  const [first, ...others] = pictures
  let drawn: RgbaImage
  if (!first) drawn = await drawnFromWords(prompt, posed)
  else if (namesThing(prompt)) drawn = mixed(await drawnFromWords(prompt, posed), first)
  else
    drawn = await reworked(first, prompt, {
      posed,
      sketched: read('sketch_to_render') ?? false,
      template: read('template'),
    })
  return { files: [pngFile('generated_image', beside(drawn, others))] }
}

/** Straight from the front in a T-pose, so that a rigger sees both arms. */
async function drawnFromWords(prompt: string, posed: boolean): Promise<RgbaImage> {
  return render(await modelOfPrompt(prompt), posed ? { yaw: 0, pitch: 4 } : {})
}

/** Takes over the first picture's colours, unless the words name their own. */
function mixed(drawn: RgbaImage, first: RgbaImage): RgbaImage {
  return recolored(drawn, meanColor(first), 0.6)
}

interface Rework {
  readonly posed: boolean
  readonly sketched: boolean
  readonly template: string | undefined
}

/** The picture's own thing, in the colours the words name; lit as a solid when a rendering is asked for. */
async function reworked(first: RgbaImage, prompt: string, { posed, sketched, template }: Rework): Promise<RgbaImage> {
  const asked = surfaceWords(prompt)
  const tinted = asked?.color ? recolored(first, asked.color) : first
  const solid = sketched || posed || template !== undefined || asked?.color === undefined
  if (!solid) return squared(tinted)
  const colored = sketched && !asked?.color ? recolored(tinted, SKETCH_COLOR, 0.55) : tinted
  return render(await modelOfPicture(colored), posed ? { yaw: 0, pitch: 4 } : { yaw: 18, pitch: 10 })
}

/** What line drawings are filled with: they have no colour of their own. */
const SKETCH_COLOR = [0.62, 0.5, 0.4] as const

/** The picture in the middle of a square, on its own corner's colour. */
function squared(picture: RgbaImage): RgbaImage {
  const scale = PICTURE_SIDE / Math.max(picture.width, picture.height)
  const [w, h] = [Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale))]
  const inner = resizeImage(picture, w, h)
  const data = new Uint8Array(PICTURE_SIDE * PICTURE_SIDE * 4)
  const corner = at(inner.data, 3) === 255 ? [...inner.data.subarray(0, 3)] : [205, 206, 208]
  for (let i = 0; i < data.length; i += 4) data.set([...corner, 255], i)
  paste(data, inner, Math.floor((PICTURE_SIDE - w) / 2), Math.floor((PICTURE_SIDE - h) / 2))
  return { width: PICTURE_SIDE, height: PICTURE_SIDE, data }
}

/** The things of further pictures, small, along the lower edge. */
function beside(drawn: RgbaImage, others: readonly RgbaImage[]): RgbaImage {
  if (others.length === 0) return drawn
  const data = new Uint8Array(drawn.data)
  const room = Math.floor(Math.min(PICTURE_SIDE * 0.3, (PICTURE_SIDE * 0.96) / others.length))
  others.forEach((other, i) => {
    const scale = room / Math.max(other.width, other.height)
    const small = resizeImage(
      other,
      Math.max(1, Math.round(other.width * scale)),
      Math.max(1, Math.round(other.height * scale)),
    )
    const cut = new Uint8Array(small.data)
    maskOf(small).forEach((inside, p) => {
      if (!inside) cut[p * 4 + 3] = 0
    })
    const left = Math.floor(PICTURE_SIDE * 0.02) + i * room + Math.floor((room - small.width) / 2)
    paste(data, { ...small, data: cut }, left, PICTURE_SIDE - small.height - Math.floor(PICTURE_SIDE * 0.02))
  })
  return { ...drawn, data }
}

function paste(data: Uint8Array, image: RgbaImage, left: number, top: number): void {
  for (let y = 0; y < image.height; y++)
    for (let x = 0; x < image.width; x++) {
      const from = (y * image.width + x) * 4
      const to = (clamp(top + y, 0, PICTURE_SIDE - 1) * PICTURE_SIDE + clamp(left + x, 0, PICTURE_SIDE - 1)) * 4
      const alpha = at(image.data, from + 3) / 255
      for (let k = 0; k < 3; k++)
        data[to + k] = Math.round(at(data, to + k) * (1 - alpha) + at(image.data, from + k) * alpha)
    }
}
