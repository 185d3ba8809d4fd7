// Pictures from a prompt or other pictures: renderings of the procedural model, since nothing here can paint. The prompt says how
// a picture is recolored.
import { decodeImage, type RgbaImage } from '../../mesh/images/image.ts'
import { resizeImage } from '../../mesh/images/resize.ts'
import { at, clamp } from '../../mesh/math/numbers.ts'
import { surfaceOf } from '../build.ts'
import { mixColors, type Rgb } from '../shapes/colors.ts'
import { cutOut, type Mask } from '../shapes/cutout.ts'
import type { KindName } from '../shapes/materials.ts'
import { type Model, type ModelRequest, modelFromPrompt } from '../shapes/model.ts'
import { NOUNS } from '../shapes/nouns.ts'
import { type PictureOptions, renderPicture } from '../shapes/picture.ts'
import { readPrompt, T_POSE } from '../shapes/prompt.ts'
import { hashText } from '../shapes/random.ts'
import { modelFromImage } from '../shapes/relief.ts'

/** Pixels of a side of every generated picture, unless a job asks for another. */
export const PICTURE_SIDE = 1024

const REQUEST: Omit<ModelRequest, 'modelSeed' | 'textureSeed' | 'textureSide'> = {
  fineness: 1.4,
  pbr: true,
  autoSize: false,
}

/**
 * What a prompt names, as a model. The image capabilities have no seeds on the wire: the words themselves decide.
 * @param options.posed a figure with its arms out; words that name nothing that is known then mean a person
 * @param options.side texels of its texture's side, as many as its picture has pixels
 */
export async function modelOfPrompt(
  prompt: string,
  options: { negativePrompt?: string; posed?: boolean; side?: number } = {},
): Promise<Model> {
  const seed = hashText(prompt) % 1_000_003
  const { negativePrompt, posed = false, side = PICTURE_SIDE } = options
  const negative = negativePrompt === undefined ? {} : { negativePrompt }
  const figure = namesThing(prompt) ? prompt : `${prompt} person`
  return modelFromPrompt(posed ? `${figure} in ${T_POSE}` : prompt, {
    ...REQUEST,
    ...negative,
    textureSide: side,
    modelSeed: seed,
    textureSeed: seed,
  })
}

/** Where a figure wears what, as shares of its height from the top. */
const ZONES = { torso: [0.28, 0.5], legs: [0.6, 0.85] } as const

/** The figure in a picture with its arms out: a person in the picture's colors, or in those the words name. */
export async function figureOfPicture(picture: RgbaImage, prompt: string, side = PICTURE_SIDE): Promise<Model> {
  const [torso, legs] = [ZONES.torso, ZONES.legs].map((zone) => meanColor(picture, zone))
  const asked = surfaceWords(prompt)
  const look = {
    main: { ...(torso ? { color: torso } : {}), ...asked },
    ...(legs ? { accent: { color: legs } } : {}),
  }
  return modelFromPrompt(`a person in ${T_POSE}`, { ...REQUEST, textureSide: side, look, modelSeed: 0, textureSeed: 0 })
}

/** What a picture shows, as a model. */
export async function modelOfPicture(picture: RgbaImage, side = PICTURE_SIDE): Promise<Model> {
  const request = { ...REQUEST, textureSide: side, fineness: 1, pbr: false, modelSeed: 0, textureSeed: 0 }
  return modelFromImage(picture, request)
}

/** A picture of the model. @param side in pixels */
export function render(model: Model, options: PictureOptions = {}, side = PICTURE_SIDE): RgbaImage {
  return renderPicture(model.mesh, surfaceOf(model), side, options)
}

/** The job's pictures in the order of its slots: `file`, or `files.0`, `files.1` ... */
export async function picturesOf(inputs: Readonly<Record<string, Uint8Array>>, stem = 'files'): Promise<RgbaImage[]> {
  const names = Object.keys(inputs)
    .filter((name) => name === 'file' || name.startsWith(`${stem}.`))
    .sort((a, b) => Number(a.split('.')[1] ?? 0) - Number(b.split('.')[1] ?? 0))
  return Promise.all(names.map(async (name) => decodeImage(inputs[name] ?? new Uint8Array())))
}

/** The color and kind of surface that words ask for; undefined when they name none. */
export function surfaceWords(prompt: string): { color?: Rgb; kind?: KindName } | undefined {
  const { look } = readPrompt(prompt, NOUNS)
  const asked = look.main ?? look.accent
  if (!asked) return undefined
  return {
    ...(asked.color ? { color: asked.color } : {}),
    ...(asked.kind ? { kind: asked.kind } : {}),
  }
}

/** Whether words name a thing that can be drawn. */
export const namesThing = (prompt: string): boolean => readPrompt(prompt, NOUNS).noun !== undefined

/** The thing in a picture in other colors: light and dark stay where they are. */
export function recolored(picture: RgbaImage, color: Rgb, strength = 0.85): RgbaImage {
  const mask = maskOf(picture)
  const data = new Uint8Array(picture.data)
  // The thing's own mean brightness becomes the color asked for; shades around it stay.
  let [sum, count] = [0, 0]
  for (let i = 0; i < mask.length; i++)
    if (at(mask, i) === 1) {
      sum += brightness(picture, i)
      count++
    }
  const mean = count > 0 ? Math.max(0.08, sum / count) : 0.5
  for (let i = 0; i < mask.length; i++) {
    if (at(mask, i) === 0) continue
    const light = brightness(picture, i) / mean
    const own: Rgb = [at(data, i * 4) / 255, at(data, i * 4 + 1) / 255, at(data, i * 4 + 2) / 255]
    const target: Rgb = [color[0] * light, color[1] * light, color[2] * light]
    const mixed = mixColors(own, target, strength)
    for (let k = 0; k < 3; k++) data[i * 4 + k] = Math.round(clamp(at(mixed, k), 0, 1) * 255)
  }
  return { ...picture, data }
}

const brightness = ({ data }: RgbaImage, i: number) =>
  (at(data, i * 4) * 0.3 + at(data, i * 4 + 1) * 0.59 + at(data, i * 4 + 2) * 0.11) / 255

/** One byte per pixel of the picture, 1 where the thing is. */
export function maskOf(picture: RgbaImage): Uint8Array {
  const shrink = Math.min(1, 512 / Math.max(picture.width, picture.height))
  const [width, height] = [
    Math.max(1, Math.round(picture.width * shrink)),
    Math.max(1, Math.round(picture.height * shrink)),
  ]
  const mask: Mask = cutOut(resizeImage(picture, width, height))
  const out = new Uint8Array(picture.width * picture.height)
  for (let y = 0, i = 0; y < picture.height; y++)
    for (let x = 0; x < picture.width; x++, i++)
      out[i] = at(
        mask.data,
        Math.floor(((y + 0.5) / picture.height) * height) * width + Math.floor(((x + 0.5) / picture.width) * width),
      )
  return out
}

/**
 * The mean color of the thing in a picture, sRGB.
 * @param zone only between these shares of the thing's height, from its top
 */
export function meanColor(picture: RgbaImage, zone: readonly [number, number] = [0, 1]): Rgb {
  const mask = maskOf(picture)
  const { width, data } = picture
  const [first, last] = [mask.indexOf(1), mask.lastIndexOf(1)].map((i) => Math.floor(i / width))
  const height = (last ?? 0) - (first ?? 0) + 1
  const [from, to] = zone.map((share) => (first ?? 0) + share * height)
  const sum = [0, 0, 0]
  let count = 0
  for (let i = 0; i < mask.length; i++) {
    const y = Math.floor(i / width)
    if (at(mask, i) === 0 || y < (from ?? 0) || y >= (to ?? 0)) continue
    count++
    for (const k of [0, 1, 2]) sum[k] = at(sum, k) + at(data, i * 4 + k)
  }
  const share = (k: number) => at(sum, k) / Math.max(1, count) / 255
  return [share(0), share(1), share(2)]
}
