// generate_image: a picture from a prompt and other pictures. An object that the prompt names is drawn in the first picture's
// colors; a prompt without an object recolors what the first picture shows; a sketch keeps its shape and gets a body; a T-pose is
// a figure with its arms out. Further pictures are put beside it.
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

export const generateImage: Work = async ({ params, inputs, pictureSide: side = PICTURE_SIDE }) => {
  const read = paramsReader(generateImageParameters.properties, params)
  const prompt = (read('prompt') ?? '').replace(/image\s*\[\d+\]/gi, ' ')
  const [first, ...others] = await picturesOf(inputs)
  const template = read('template')
  const posed = (read('t_pose') ?? false) || IS_T_POSE.test(template ?? '')
  const sketched = read('sketch_to_render') ?? false
  let drawn: RgbaImage
  if (first && sketched) drawn = await rendered(first, prompt, side)
  else if (!first || namesThing(prompt)) drawn = await drawnFromWords(prompt, posed, side, first)
  else if (posed) drawn = render(await figureOfPicture(first, prompt, side), FRONT, side)
  else drawn = await reworked(first, prompt, side, template !== undefined)
  return { files: [pngFile('generated_image', beside(drawn, others, side))] }
}

/** Straight from the front, so that a rigger sees both arms. */
const FRONT = { yaw: 0, pitch: 4 } as const

/** What the words name, in the colors of the picture beside them, if there is one. */
async function drawnFromWords(prompt: string, posed: boolean, side: number, first?: RgbaImage): Promise<RgbaImage> {
  const drawn = render(await modelOfPrompt(prompt, { posed, side }), posed ? FRONT : {}, side)
  return first ? recolored(drawn, meanColor(first), 0.6) : drawn
}

/** The picture's own thing, in the colors the words name; lit as a solid when they name none, or a template asks for it. */
async function reworked(first: RgbaImage, prompt: string, side: number, asSolid: boolean): Promise<RgbaImage> {
  const color = surfaceWords(prompt)?.color
  const tinted = color ? recolored(first, color) : first
  return asSolid || !color ? render(await modelOfPicture(tinted, side), ASIDE, side) : squared(tinted, side)
}

/** A little from the side, where a relief shows its depth. */
const ASIDE = { yaw: 18, pitch: 10 } as const

/** A sketch's shape with a body, in the colors that the words name or that the thing they name usually has. */
async function rendered(sketch: RgbaImage, prompt: string, side: number): Promise<RgbaImage> {
  const usual = async () =>
    namesThing(prompt) ? meanColor(render(await modelOfPrompt(prompt, { side }), {}, side)) : PENCIL
  const color = surfaceWords(prompt)?.color ?? (await usual())
  return render(await modelOfPicture(filledSketch(sketch, color), side), ASIDE, side)
}

/** What drawings without a word are filled with: they have no color of their own. */
const PENCIL = [0.62, 0.5, 0.4] as const

/** The picture in the middle of a square, on its own corner's color. */
function squared(picture: RgbaImage, side: number): RgbaImage {
  const scale = side / Math.max(picture.width, picture.height)
  const [w, h] = [Math.max(1, Math.round(picture.width * scale)), Math.max(1, Math.round(picture.height * scale))]
  const inner = resizeImage(picture, w, h)
  const data = new Uint8Array(side * side * 4)
  const corner = at(inner.data, 3) === 255 ? inner.data : [205, 206, 208]
  for (let i = 0; i < data.length; i += 4) {
    for (let k = 0; k < 3; k++) data[i + k] = at(corner, k)
    data[i + 3] = 255
  }
  paste(data, side, inner, Math.floor((side - w) / 2), Math.floor((side - h) / 2))
  return { width: side, height: side, data }
}

/** The things of further pictures, small, along the lower edge. */
function beside(drawn: RgbaImage, others: readonly RgbaImage[], side: number): RgbaImage {
  if (others.length === 0) return drawn
  const data = new Uint8Array(drawn.data)
  const room = Math.floor(Math.min(side * 0.3, (side * 0.96) / others.length))
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
    const left = Math.floor(side * 0.02) + i * room + Math.floor((room - small.width) / 2)
    paste(data, side, { ...small, data: cut }, left, side - small.height - Math.floor(side * 0.02))
  })
  return { ...drawn, data }
}

function paste(data: Uint8Array, side: number, image: RgbaImage, left: number, top: number): void {
  for (let y = 0; y < image.height; y++)
    for (let x = 0; x < image.width; x++) {
      const from = (y * image.width + x) * 4
      const to = (clamp(top + y, 0, side - 1) * side + clamp(left + x, 0, side - 1)) * 4
      const alpha = at(image.data, from + 3) / 255
      for (let k = 0; k < 3; k++)
        data[to + k] = Math.round(at(data, to + k) * (1 - alpha) + at(image.data, from + k) * alpha)
    }
}
