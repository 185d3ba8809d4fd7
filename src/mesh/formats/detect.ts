// Which model format a file has, by its bytes: names and types that come with files are often wrong.
import { MeshError } from '../errors.ts'
import { isAsciiFbx } from './fbx-ascii.ts'
import { isBinaryFbx } from './fbx-binary.ts'
import { extensionOf, type ModelFormat } from './names.ts'
import { isPly } from './ply-header.ts'
import { isBinaryStl, isTrailedStl } from './stl.ts'
import { decodeText } from './text.ts'
import { openZip, type ZipArchive } from './zip-read.ts'

/** What a file holds: the format, and whether the model is inside a ZIP together with its companions. */
export interface Detected {
  readonly format: ModelFormat
  readonly zipped: boolean
}

/** How far text files are looked into. */
const LOOK = 20_000

/** The model format of the bytes; undefined when they are none that is known. */
export function detectFormat(bytes: Uint8Array): Detected | undefined {
  const word = new TextDecoder('latin1').decode(bytes.subarray(0, 8))
  if (word.startsWith('glTF')) return { format: 'glb', zipped: false }
  if (isBinaryFbx(bytes)) return { format: 'fbx', zipped: false }
  if (isPly(bytes)) return { format: 'ply', zipped: false }
  if (word === 'PXR-USDC') return { format: 'usdz', zipped: false }
  if (word.startsWith('PK\u0003\u0004')) return detectZip(bytes)
  // A binary STL may begin with the word "solid" too, so its exact length is asked first.
  if (isBinaryStl(bytes)) return { format: 'stl', zipped: false }
  const text = decodeText(bytes.subarray(0, LOOK))
  if (/^\s*#usda /.test(text)) return { format: 'usdz', zipped: false }
  // The description's own name for itself may stand anywhere; nothing else here begins with a brace.
  if (/^\s*\{/.test(text) && new TextDecoder().decode(bytes).includes('"asset"'))
    return { format: 'gltf', zipped: false }
  if (/^\s*solid\b/i.test(text) && /\bfacet\b/i.test(text)) return { format: 'stl', zipped: false }
  if (isAsciiFbx(bytes)) return { format: 'fbx', zipped: false }
  if (/^v\s+[-+]?[\d.]/m.test(text)) return { format: 'obj', zipped: false }
  if (isTrailedStl(bytes)) return { format: 'stl', zipped: false }
  return undefined
}

/** The main file of a ZIP that is not a format of its own. */
export function mainFile(names: Iterable<string>): string | undefined {
  const list = [...names].filter((name) => !name.startsWith('__MACOSX/'))
  for (const format of ['glb', 'gltf', 'fbx', 'obj', 'stl', 'ply'] as const) {
    const found = list.find((name) => name.toLowerCase().endsWith(extensionOf(format)))
    if (found !== undefined) return found
  }
  return undefined
}

function detectZip(bytes: Uint8Array): Detected | undefined {
  const archive = opened(bytes)
  if (!archive) return undefined
  const { names } = archive
  if (names.some((name) => /\.model$/i.test(name))) return { format: '3mf', zipped: false }
  if (/\.usd[ac]?$/i.test(names[0] ?? '')) return { format: 'usdz', zipped: false }
  const main = mainFile(names)
  if (main === undefined) return undefined
  const inside = archive.read(main)
  const found = inside && detectFormat(inside)
  return found && !found.zipped ? { format: found.format, zipped: true } : undefined
}

/** What may be found in it, though it is damaged: whoever reads it then says so. Undefined when that is too much. */
function opened(bytes: Uint8Array): ZipArchive | undefined {
  try {
    return openZip(bytes, undefined, () => undefined)
  } catch (error) {
    if (error instanceof MeshError) return undefined
    throw error
  }
}
