// Runs the tools of operators.ts on a model that is being edited. Each reports what it did in sentences.
import { type Animation, type Document, Logger, type Node, type Texture, Verbosity } from '@gltf-transform/core'
import { dedup, flatten, instance, join, prune, resample } from '@gltf-transform/functions'
import { figure, literals, type Phrase, phrase } from '../../text/index.ts'
import { MeshError } from '../errors.ts'
import { decodeImage } from '../images/image.ts'
import { imageFormat } from '../images/image-format.ts'
import { applyTransforms, countKept } from './apply.ts'
import { clipSeconds, dropClip, loopClip, trimClip } from './clips.ts'
import { addCollider } from './collider.ts'
import { inspectModel } from './inspect-model.ts'
import { joinParts } from './join.ts'
import { freeName } from './names.ts'
import {
  COLLIDER_SHAPES,
  FRONT_OF_TURN,
  type OperatorValues,
  operatorOf,
  TEXTURE_SLOTS,
  type TextureSlot,
} from './operators.ts'
import { TEXTURE_FORMATS, type TextureWish } from './optimise-presets.ts'
import { makePalettes } from './palette.ts'
import { animateInPlace } from './remove-animation.ts'
import { repair } from './repair.ts'
import { REPAIR_STEPS } from './repair-steps.ts'
import { sceneTriangles } from './scene.ts'
import { shrinkTextures } from './shrink-textures.ts'
import { simplifyModel } from './simplify-model.ts'
import { PRUNE_OPTIONS } from './tidy.ts'
import { type Axis, transformModel } from './transform.ts'

/** Pictures that operations name, by that name. */
export type Pictures = ReadonlyMap<string, Uint8Array>

/** What a tool did, a sentence each. */
interface Outcome {
  readonly said: readonly Phrase[]
  /** There was nothing to change, which the sentences may give a reason for. */
  readonly isUnchanged?: boolean
}

/** Of a tool that says something exactly where it has changed something. */
const outcomeOf = (said: readonly Phrase[]): Outcome => ({ said, isUnchanged: said.length === 0 })

/**
 * Changes the model in place.
 * @param nodes that were selected
 * @throws MeshError
 */
export async function runOperator(
  document: Document,
  id: string,
  values: OperatorValues,
  nodes: readonly Node[],
  pictures: Pictures,
): Promise<Outcome> {
  document.setLogger(new Logger(Verbosity.SILENT))
  const fields = operatorOf(id)?.fields ?? []
  const value = (name: string) => values[name] ?? fields.find((field) => field.name === name)?.initial
  const number = (name: string) => Number(value(name) ?? 0)
  const isOn = (name: string) => value(name) === true
  switch (id) {
    case 'reduce':
      return reduce(document, number('percent'), number('millimetres'))
    case 'repair':
      return outcomeOf(await repair(document, { steps: REPAIR_STEPS.filter(isOn) }))
    case 'apply':
      return apply(document)
    case 'size':
      return resize(document, number('height'), String(value('pivot')), String(value('up')), String(value('front')))
    case 'textures':
      return outcomeOf(
        await shrink(document, number('size'), TEXTURE_FORMATS.find((one) => one === value('format')) ?? 'keep'),
      )
    case 'tidy':
      return outcomeOf(await tidy(document, isOn))
    case 'collider': {
      const shape = COLLIDER_SHAPES.find((one) => one === value('shape')) ?? 'hull'
      const options = { shape, corners: number('corners'), pieces: number('pieces'), triangles: number('triangles') }
      return outcomeOf((await addCollider(document, options)) ? [phrase('The part “_collider” is added.')] : [])
    }
    case 'join': {
      const before = nodes.filter((node) => node.getMesh()).length
      const said = joinParts(document, nodes)
      const isUnchanged = nodes.filter((node) => !node.isDisposed() && node.getMesh()).length === before
      return { said, isUnchanged }
    }
    case 'inPlace':
      return outcomeOf(animateInPlace(document) ? [phrase('Clips walk on the spot.')] : [])
    case 'renameClip':
      return outcomeOf(renameClip(document, number('clip'), String(value('name')).trim()))
    case 'trimClip':
    case 'loopClip':
    case 'dropClip':
      return outcomeOf(changeClip(document, id, number('clip'), number('from'), number('to')))
    case 'texture':
      return outcomeOf(
        await putTexture(document, number('material'), String(value('slot')), {
          bytes: pictures.get(String(value('picture'))),
          name: String(value('name')),
        }),
      )
    default:
      return outcomeOf([])
  }
}

function apply(document: Document): Outcome {
  const count = applyTransforms(document)
  const kept = countKept(document)
  const applied =
    count === 1
      ? phrase('The transform of one part is applied.')
      : phrase('The transforms of {0} parts are applied.', figure(count))
  const others =
    kept === 1
      ? phrase('One part keeps its transform: clips, bones, copies, cameras or lights use it.')
      : phrase('{0} parts keep their transforms: clips, bones, copies, cameras or lights use them.', figure(kept))
  return { said: [...(count > 0 ? [applied] : []), ...(kept > 0 ? [others] : [])], isUnchanged: count === 0 }
}

async function shrink(document: Document, size: number, format: TextureWish): Promise<Phrase[]> {
  const before = textureBytes(document)
  const count = await shrinkTextures(document, size, format)
  if (count === 0) return []
  return [phrase('{0} instead of {1} KB of textures.', kilobytes(textureBytes(document)), kilobytes(before))]
}

async function reduce(document: Document, percent: number, millimetres: number): Promise<Outcome> {
  const before = sceneTriangles(document)
  const bound = millimetres > 0 ? { millimetres } : {}
  const { error } = await simplifyModel(document, { ratio: percent / 100, ...bound })
  const after = sceneTriangles(document)
  if (after === before)
    return { said: [phrase('The model has {0} triangles, as before.', figure(before))], isUnchanged: true }
  const moved = Number((error * 1000).toPrecision(3))
  return {
    said: [
      phrase('{0} instead of {1} triangles.', figure(after), figure(before)),
      phrase('The surface moved by {0} mm at most.', figure(moved)),
    ],
  }
}

const UPS: readonly Axis[] = ['z', 'x', '-y']

function resize(document: Document, height: number, pivot: string, up: string, turn: string): Outcome {
  const front = FRONT_OF_TURN[turn]
  const axis = UPS.find((one) => one === up)
  const isUnchanged = !transformModel(document, {
    ...(axis ? { up: axis } : {}),
    ...(front ? { front } : {}),
    ...(height > 0 ? { height } : {}),
    ...(pivot === 'bottom' || pivot === 'center' ? { pivot } : {}),
  })
  const size = inspectModel(document, 0).size.map((side) => figure(Number(side.toPrecision(4))))
  return { said: [phrase('{0} x {1} x {2} m', ...size)], isUnchanged }
}

const kilobytes = (bytes: number) => figure(Math.ceil(bytes / 1024))
const textureBytes = (document: Document) =>
  document
    .getRoot()
    .listTextures()
    .reduce((sum, texture) => sum + (texture.getImage()?.length ?? 0), 0)

/** What tidying has changed, where it has. */
const DIFFERENCES = literals({
  drawCalls: 'Draw calls: {0} instead of {1}.',
  materials: 'Materials: {0} instead of {1}.',
  nodes: 'Nodes: {0} instead of {1}.',
  data: 'Unpacked data: {0} instead of {1} bytes.',
})

async function tidy(document: Document, isOn: (name: string) => boolean): Promise<Phrase[]> {
  const before = inspectModel(document, 0)
  if (isOn('dedup')) await document.transform(dedup())
  if (isOn('palette')) makePalettes(document)
  // Joined into one mesh, or drawn at once: what is done first leaves nothing for the other.
  if (isOn('instance')) await document.transform(instance({ min: 2 }))
  if (isOn('join')) await document.transform(flatten({ cleanup: false }), join({ keepNamed: false, cleanup: false }))
  if (isOn('resample')) await document.transform(resample({ cleanup: false }))
  if (isOn('prune')) await document.transform(prune(PRUNE_OPTIONS))
  const after = inspectModel(document, 0)
  const told = (text: string, now: number, then: number) =>
    now === then ? [] : [phrase(text, figure(now), figure(then))]
  const dataOf = ({ byPart }: typeof before) => Object.values(byPart).reduce((sum, bytes) => sum + bytes, 0)
  return [
    ...told(DIFFERENCES.drawCalls, after.drawCalls, before.drawCalls),
    ...told(DIFFERENCES.materials, after.materials.length, before.materials.length),
    ...told(DIFFERENCES.nodes, after.nodes, before.nodes),
    ...told(DIFFERENCES.data, dataOf(after), dataOf(before)),
  ]
}

/** @returns undefined for a model without clips, which is one of many that a script or recipe works on. @throws MeshError */
function clipOf(document: Document, index: number): Animation | undefined {
  const clips = document.getRoot().listAnimations()
  const clip = clips[index]
  if (!clip && clips.length > 0)
    throw new MeshError(
      'model-broken',
      phrase('The model has no clip {0}; it has {1}.', index, clips.length),
      'Clips are counted from 0, as Inspect Model lists them.',
    )
  return clip
}

/** Another clip of that name keeps it: games play clips by name. */
function renameClip(document: Document, index: number, name: string): Phrase[] {
  const clip = clipOf(document, index)
  if (!clip || name === '' || name === clip.getName()) return []
  const others = document.getRoot().listAnimations()
  const taken = new Set(others.filter((one) => one !== clip).map((one) => one.getName()))
  const before = clip.getName() || String(index)
  clip.setName(freeName(name, taken, true))
  return [phrase('The clip “{0}” is called “{1}” now.', before, clip.getName())]
}

function changeClip(document: Document, id: string, index: number, from: number, to: number): Phrase[] {
  const clip = clipOf(document, index)
  if (!clip) return []
  const name = clip.getName() || String(index)
  if (id === 'dropClip') {
    dropClip(clip)
    return [phrase('The clip “{0}” is deleted.', name)]
  }
  if (id === 'loopClip') {
    return loopClip(document, clip) ? [phrase('The clip “{0}” ends as it begins.', name)] : []
  }
  if (to <= from)
    throw new MeshError(
      'model-broken',
      'A clip has to end after it begins.',
      'Give a moment for its end that is later than that of its start.',
    )
  // A panel shows thousandths.
  if (from === 0 && Math.abs(to - clipSeconds(clip)) < 0.001) return []
  trimClip(document, clip, from, to)
  return [phrase('The clip “{0}” lasts {1} s.', name, figure(Number((to - from).toFixed(3))))]
}

/**
 * @param picture its name is the texture's; that of the slot where it has none
 * @throws MeshError for a picture that is damaged or has more pixels than programs show: the one before is worth more
 */
async function putTexture(
  document: Document,
  index: number,
  wish: string,
  picture: { readonly bytes: Uint8Array | undefined; readonly name: string },
): Promise<Phrase[]> {
  const { bytes, name } = picture
  const material = document.getRoot().listMaterials()[index]
  const slot = TEXTURE_SLOTS.find((one) => one === wish)
  const format = bytes && imageFormat(bytes)
  if (!material || !slot) return []
  if (!bytes || !format)
    throw new MeshError(
      'image-unknown',
      'The picture is none that glTF holds.',
      'Use a PNG, JPEG, WebP or AVIF picture.',
    )
  const before = {
    ...{ color: material.getBaseColorTexture(), normal: material.getNormalTexture() },
    ...{ metallicRoughness: material.getMetallicRoughnessTexture(), occlusion: material.getOcclusionTexture() },
    emissive: material.getEmissiveTexture(),
  }[slot]?.getImage()
  if (before?.length === bytes.length && before.every((byte, i) => byte === bytes[i])) return []
  await decodeImage(bytes)
  const texture = document
    .createTexture(name || slot)
    .setImage(bytes)
    .setMimeType(`image/${format}`)
  const set: Readonly<Record<TextureSlot, (texture: Texture) => void>> = {
    color: (one) => material.setBaseColorTexture(one),
    normal: (one) => material.setNormalTexture(one),
    metallicRoughness: (one) => material.setMetallicRoughnessTexture(one),
    occlusion: (one) => material.setOcclusionTexture(one),
    emissive: (one) => material.setEmissiveTexture(one),
  }
  set[slot](texture)
  if (slot === 'emissive' && material.getEmissiveFactor().every((value) => value === 0))
    material.setEmissiveFactor([1, 1, 1])
  return [phrase('The material “{0}” has a new texture.', material.getName() || String(index))]
}
