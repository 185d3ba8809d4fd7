// Loads a model from a URL, with its statistics, which come from the file, so that they exist without a stage.
import type { Words } from '../../src/text/index.ts'
import { compressionsOf, type Decoders } from './decoders.ts'
import { errors } from './errors.ts'
import { applyFaces } from './faces.ts'
import { timeFor, within } from './limits.ts'
import { damageOf, lackOf, partsOf, prepareGltf } from './loadable-gltf.ts'
import { disposeModel, hasDrawings, type Model, parseModel } from './model.ts'
import { type PictureWait, waitForPictures } from './picture-wait.ts'
import { readBytes } from './read.ts'
import type { ReadFile } from './reader.ts'
import type { Stage } from './stage.ts'
import { countStatistics, type ModelStatistics } from './statistics.ts'

/** Milliseconds that pictures are waited for once the shape is there, before it is shown without them. */
const FOR_PICTURES = 300

export interface ModelSource {
  /** Of a model file; its neighbours (buffers, materials, pictures) are found relative to it. */
  url: string
  /** For messages and screen readers, such as the file's name. */
  name: string
  signal?: AbortSignal
  /** Whether the camera stays where it is: for a file that is read anew. */
  keepsView?: boolean
  /** What *Load again* does after a failure, where the page around the viewport has more to load than the picture. */
  again?(): void
  /** Part of the file that has arrived, 0..1. */
  onProgress?(fraction: number): void
}

export interface LoadedModel {
  statistics: ModelStatistics
  /** Undefined where nothing can be drawn. */
  model: Model | undefined
  /** Names of files beside it that could not be read: it is shown without them. Those of its pictures it knows itself. */
  missing: readonly string[]
  /** What becomes of the pictures that the shape does not wait for. */
  pictures?: PictureWait
  /** What of a damaged file is not shown. */
  damage?: Words
  /** What it names outside its folder: files of that name in the folder are shown in their place. */
  elsewhere?: readonly string[]
  /** A model that is none to see: it has no triangles, lines or points. */
  isEmpty: boolean
}

/** glTF is for three's loader; what is neither a GLB nor JSON is for the readers in `src/mesh`. */
function isGltf(data: ArrayBuffer): boolean {
  const start = new TextDecoder('latin1').decode(data.slice(0, 256)).replace(/^\u00ef\u00bb\u00bf/, '')
  return start.startsWith('glTF') || /^\s*\{/.test(start)
}

/** Reads, checks, counts, parses and prepares for the first draw. Whatever has been made is freed when `signal` aborts on the way. */
export async function loadModel(
  source: ModelSource,
  signal: AbortSignal,
  stage: Stage | undefined,
  decoders: Decoders,
): Promise<LoadedModel> {
  const { url, name } = source
  const file = await readBytes(url, { name, signal, onProgress: (fraction) => source.onProgress?.(fraction) })
  const read: ReadFile = isGltf(file)
    ? { glb: file, missing: [] }
    : await (await import('./reader.ts')).readInWorker(decoders.base, { data: file, url, name }, signal)
  const { glb, missing } = read
  const understood = prepareGltf(glb, name)
  const { data, document } = understood
  const damage = read.damage ?? understood.damage
  const statistics = countStatistics(document, file.byteLength)
  if (stage === undefined) return { statistics, model: undefined, missing, isEmpty: false, ...(damage && { damage }) }
  const milliseconds = timeFor(data.byteLength)
  const model = await within(parseModel({ data, document, url, name, signal }, decoders, stage.renderer), {
    ...{ milliseconds, signal },
    late: () => errors.slow(name, compressionsOf(document), Math.round(milliseconds / 1000)),
    stop: () => decoders.dispose(),
    discard: (late) => disposeModel(late, []),
  })
  const { pictures } = model
  const givenUp = () => errors.noPictures(name, compressionsOf(document))
  const arriving = waitForPictures(pictures, milliseconds, givenUp, () => decoders.dispose())
  // Programs do not depend on what the pictures show: they are made meanwhile.
  const prepared = stage.prepare(model)
  await Promise.race([pictures.settled, new Promise((late) => setTimeout(late, FOR_PICTURES))])
  pictures.applyAll()
  await prepared
  const faces = applyFaces(model)
  return {
    ...{ statistics: faces === undefined ? statistics : { ...statistics, faces }, model, missing },
    ...{ pictures: arriving, isEmpty: !hasDrawings(model.root) },
    ...(damage
      ? { damage }
      : model.lost > 0 && { damage: damageOf(model.lost, partsOf(document), lackOf(model.lacks)) }),
    elsewhere: model.elsewhere,
  }
}
