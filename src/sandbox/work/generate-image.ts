// generate_image: a picture from words and other pictures. A thing the words name is drawn in the first picture's
// colours; words without a thing recolour what the first picture shows; a sketch keeps its shape and gets a body; a
// T-pose is a figure with its arms out. Further pictures stand beside it.
import type { RgbaImage } from '../../mesh/images/image.ts'
import { resizeImage } from '../../mesh/images/resize.ts'
import { at, clamp } from '../../mesh/math/numbers.ts'
import type { Work } from '../../simulator/work.ts'
import { generateImageParameters } from '../../tripo/catalogue/generate-image.ts'
import {
  figureOfPicture,
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
import { paramsReader } from './params.ts'
import { pngFile } from './scene.ts'
import { filledSketch } from './sketch.ts'

/** A character's arms-out pose, as a template. */
const IS_T_POSE = /^t[-_ ]?pose/i

export const generateImage: Work = async ({ params, inputs }) => {
  const read = paramsReader(generateImageParameters.properties, params)
  const prompt = (read('prompt') ?? '').replace(/image\s*\[\d+\]/gi, ' ')
  const [first, ...others] = await picturesOf(inputs)
  const template = read('template')
  const posed = (read('t_pose') ?? false) || IS_T_POSE.test(template ?? '')
  const sketched = read('sketch_to_render') ?? false
  let drawn: RgbaImage
  if (first && sketched) drawn = await rendered(first, prompt)
  else if (!first || namesThing(prompt)) drawn = await drawnFromWords(prompt, posed, first)
  else if (posed) drawn = render(await figureOfPicture(first, prompt), FRONT)
  else drawn = await reworked(first, prompt, template !== undefined)
  return { files: [pngFile('generated_image', beside(drawn, others))] }
}

/** Straight from the front, so that a rigger sees both arms. */
const FRONT = { yaw: 0, pitch: 4 } as const

/** What the words name, in the colours of the picture beside them, if there is one. */
async function drawnFromWords(prompt: string, posed: boolean, first: RgbaImage | undefined): Promise<RgbaImage> {
  const drawn = render(await modelOfPrompt(prompt, { posed }), posed ? FRONT : {})
  return first ? recolored(drawn, meanColor(first), 0.6) : drawn
}

/** The picture's own thing, in the colours the words name; lit as a solid when they name none, or a template asks for it. */
async function reworked(first: RgbaImage, prompt: string, asSolid: boolean): Promise<RgbaImage> {
  const color = surfaceWords(prompt)?.color
  const tinted = color ? recolored(first, color) : first
  return asSolid || !color ? render(await modelOfPicture(tinted), ASIDE) : squared(tinted)
}

/** A little from the side, where a relief shows its depth. */
const ASIDE = { yaw: 18, pitch: 10 } as const

/** A sketch's shape with a body, in the colours that the words name or that the thing they name usually has. */
async function rendered(sketch: RgbaImage, prompt: string): Promise<RgbaImage> {
  const usual = namesThing(prompt) ? meanColor(render(await modelOfPrompt(prompt))) : PENCIL
  return render(await modelOfPicture(filledSketch(sketch, surfaceWords(prompt)?.color ?? usual)), ASIDE)
}

/** What drawings without a word are filled with: they have no colour of their own. */
const PENCIL = [0.62, 0.5, 0.4] as const

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
