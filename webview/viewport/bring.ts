// From a URL to a model that is ready and its figures. The figures come from the file, so they exist without a stage.
import type { Decoders } from './decoders.ts'
import { aborted } from './errors.ts'
import { readGltfDocument } from './gltf-document.ts'
import { disposeModel, type Model, parseModel } from './model.ts'
import { readBytes } from './read.ts'
import type { Stage } from './stage.ts'
import { countStatistics, type ModelStatistics } from './statistics.ts'

export interface ModelSource {
  /** Of a .glb or .gltf; a .gltf's neighbours are found relative to it. */
  url: string
  /** For messages and screen readers, such as the file's name. */
  name: string
  signal?: AbortSignal
  /** Part of the file that has arrived, 0..1. */
  onProgress?(fraction: number): void
}

/** The signature of a binary FBX. */
const FBX_SIGNATURE = 'Kaydara FBX Binary'
const isFbx = (data: ArrayBuffer) =>
  new TextDecoder('latin1').decode(data.slice(0, FBX_SIGNATURE.length)) === FBX_SIGNATURE

/** Reads, checks, counts and parses. Whatever has been made is freed when `signal` aborts on the way. */
export async function bringModel(
  source: ModelSource,
  signal: AbortSignal,
  stage: Stage | undefined,
  decoders: Decoders,
): Promise<{ statistics: ModelStatistics; model: Model | undefined }> {
  const { url, name } = source
  const data = await readBytes(url, { name, signal, onProgress: (fraction) => source.onProgress?.(fraction) })
  if (isFbx(data)) {
    const { readFbx } = await import('./fbx.ts')
    const { model, statistics } = await readFbx(data, url, name)
    if (signal.aborted) {
      disposeModel(model, [])
      throw aborted()
    }
    return { statistics, model: stage && model }
  }
  const document = readGltfDocument(data, name)
  const statistics = countStatistics(document, data.byteLength)
  if (stage === undefined) return { statistics, model: undefined }
  const model = await parseModel({ data, document, url, name, signal }, decoders, stage.renderer)
  if (!signal.aborted) return { statistics, model }
  disposeModel(model, [])
  throw aborted()
}
