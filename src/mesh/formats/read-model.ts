// Reads a model file of any format.
import type { Document } from '@gltf-transform/core'
import type { Words } from '../../text/index.ts'
import { isBroken } from '../../text/problem-codes.ts'
import { type ReaderContext, readerContext } from '../budget.ts'
import { Damage } from '../damage.ts'
import { MeshError } from '../errors.ts'
import { CODECS } from './codecs.ts'
import type { Companions } from './companions.ts'
import type { Detected } from './detect.ts'
import { isGlb } from './glb-container.ts'
import type { ModelFormat } from './names.ts'

/** The format of the bytes, as `detectFormat` tells it: most are GLB, which needs nobody who knows the others. */
export async function formatOf(bytes: Uint8Array): Promise<Detected | undefined> {
  return isGlb(bytes) ? { format: 'glb', zipped: false } : (await import('./detect.ts')).detectFormat(bytes)
}

/**
 * A GLB, glTF, OBJ, STL, PLY, FBX, 3MF or USD file, or a ZIP that holds one with its companions, as a Document in metres, Y up.
 * @param hint the format to assume where the content does not tell (an OBJ that begins with a long comment)
 * @param context what the reading may take, and where its warnings go
 * @throws MeshError model-unknown, model-broken, model-too-large
 */
export async function readModel(
  bytes: Uint8Array,
  hint?: ModelFormat,
  files: Companions = new Map(),
  context: ReaderContext = readerContext(sizeWith(bytes, files)),
): Promise<Document> {
  if (bytes.length === 0) throw new MeshError('model-broken', 'The file is empty.', 'Export the model again and retry.')
  if (isLfsPointer(bytes))
    throw new MeshError(
      'model-unknown',
      'The file is only a Git LFS pointer: the model itself was not downloaded.',
      'Run “git lfs pull”, then load the model again.',
    )
  const detected = await formatOf(bytes)
  const format = detected?.format ?? hint
  if (!format)
    throw new MeshError(
      'model-unknown',
      'The file is not a model that can be read.',
      'Use a GLB, glTF, FBX, OBJ, STL, PLY, 3MF or USDZ file.',
    )
  const { read } = CODECS[format]
  if (!detected?.zipped) return withMeshErrors(() => read(bytes, files, context))
  const [{ readZip }, { mainFile }] = await Promise.all([import('./zip.ts'), import('./detect.ts')])
  const inside = readZip(bytes, context.budget, context.lose)
  const main = mainFile(inside.keys()) ?? ''
  const folder = main.slice(0, main.lastIndexOf('/') + 1)
  const relative = [...inside].map(([name, body]): [string, Uint8Array] => [
    name.startsWith(folder) ? name.slice(folder.length) : name,
    body,
  ])
  return withMeshErrors(() => read(inside.get(main) ?? new Uint8Array(), new Map([...files, ...relative]), context))
}

/**
 * The same for whoever only looks at the model: of a damaged file what can be read.
 * @returns `damage` says what is not there, and why
 * @throws MeshError where nothing to look at is left: what was wrong first
 */
export async function salvageModel(
  bytes: Uint8Array,
  hint?: ModelFormat,
  files: Companions = new Map(),
): Promise<{ document: Document; damage?: Words }> {
  const damage = new Damage()
  try {
    const document = await readModel(bytes, hint, files, readerContext(sizeWith(bytes, files), [], damage))
    const { words } = damage
    if (damage.first && !hasSurfaces(document)) throw damage.first
    return { document, ...(words && { damage: words }) }
  } catch (error) {
    throw isBroken(error) ? (damage.first ?? error) : error
  }
}

const hasSurfaces = (document: Document) =>
  document
    .getRoot()
    .listMeshes()
    .some((mesh) => mesh.listPrimitives().length > 0)

/** What a repository without its large files has in their place, whatever they are named (the specification of Git LFS, “The Pointer”). */
const LFS_POINTER = 'version https://git-lfs.github.com/spec/'

const isLfsPointer = (bytes: Uint8Array): boolean =>
  new TextDecoder('latin1').decode(bytes.subarray(0, LFS_POINTER.length)) === LFS_POINTER

/** The bytes of a model and all files beside it, which its limits grow with. */
export function sizeWith(bytes: Uint8Array, files: Companions): number {
  let size = bytes.length
  for (const body of files.values()) size += body.length
  return size
}

/** Damage that a reader did not foresee is told like the damage it did. */
async function withMeshErrors(read: () => Promise<Document>): Promise<Document> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof MeshError) throw error
    throw new MeshError('model-broken', 'The model file is damaged.', 'Export the model again and retry.')
  }
}
