// The files beside a model that it names: an OBJ's materials and pictures, an FBX's pictures. Only names in the model's own
// folder or below are followed; nothing that a file says makes the page ask elsewhere.
import { placeInFolder } from '../../src/mesh/formats/folder-names.ts'

export interface Neighbours {
  files: readonly { name: string; bytes: Uint8Array<ArrayBuffer> }[]
  /** Names of files that could not be read. */
  missing: readonly string[]
}

type File = Neighbours['files'][number]

/** More than any model names; what is beyond is left out. */
const MOST_FILES = 200

/** Directives of an MTL whose last words are a picture's name. */
const PICTURE = /^\s*(?:map_\w+|bump|disp|decal|norm|refl)\s+(.+?)\s*$/gim
/** Options before the name, each with its values: `-bm 0.5`, `-o 0 0 0`, `-clamp on`. */
const OPTIONS = /^(?:-\w+(?:\s+(?:on|off|[rgbmlz]|-?[\d.]+(?:e-?\d+)?))*\s+)+/i
const LIBRARY = /^\s*mtllib\s+(.+?)\s*$/gim

const namesIn = (text: string, line: RegExp) => [...text.matchAll(line)].map(([, name = '']) => name)

/** The pictures that an MTL names. */
export const picturesOf = (mtl: string): readonly string[] =>
  namesIn(mtl, PICTURE).map((words) => words.replace(OPTIONS, ''))

/** The picture files that an FBX names: text after a record's or a property's name, in binary files with its length. */
export function picturesOfFbx(bytes: ArrayBuffer): readonly string[] {
  const text = new TextDecoder('latin1').decode(bytes)
  const view = new DataView(bytes)
  const names = new Set<string>()
  for (const { index } of text.matchAll(/RelativeFilename/g)) {
    const at = index + 'RelativeFilename'.length
    if (text[at] === 'S' && at + 5 <= bytes.byteLength) {
      const length = view.getUint32(at + 1, true)
      if (length < 1024) names.add(new TextDecoder().decode(new Uint8Array(bytes).subarray(at + 5, at + 5 + length)))
    } else names.add(/^\s*:\s*"([^"\n]*)"/.exec(text.slice(at, at + 1024))?.[1] ?? '')
  }
  return [...names].filter((name) => name !== '')
}

/**
 * A name as an address below the model's folder: as it stands, or in the folder itself where it would lead elsewhere.
 * Undefined for what is no name of a file.
 */
export function addressOf(name: string, url: string): string | undefined {
  const path = placeInFolder(name)
  return path && url.slice(0, url.lastIndexOf('/') + 1) + path.map(encodeURIComponent).join('/')
}

/** What a model names, as far as it can be had. @throws AbortError when called off */
export async function readNeighbours(
  data: ArrayBuffer,
  ending: string,
  url: string,
  signal: AbortSignal,
): Promise<Neighbours> {
  const reader = new NeighbourReader(url, signal)
  if (ending === 'obj') await reader.obj(new TextDecoder().decode(data))
  else if (ending === 'fbx') await reader.all(picturesOfFbx(data), false)
  return { files: reader.files, missing: reader.missing }
}

class NeighbourReader {
  readonly files: File[] = []
  readonly missing: string[] = []
  readonly #asked = new Set<string>()

  readonly #url: string
  readonly #signal: AbortSignal

  constructor(url: string, signal: AbortSignal) {
    this.#url = url
    this.#signal = signal
  }

  async obj(text: string): Promise<void> {
    for (const library of await this.all(namesIn(text, LIBRARY), true)) {
      await this.all(picturesOf(new TextDecoder().decode(library.bytes)), true)
    }
  }

  /** @param isNamed whether what is missing is told: an FBX often holds the pictures that it names */
  async all(names: readonly string[], isNamed: boolean): Promise<readonly File[]> {
    const found = await Promise.all(names.map((name) => this.#one(name, isNamed)))
    return found.filter((file) => file !== undefined)
  }

  async #one(name: string, isNamed: boolean): Promise<File | undefined> {
    const address = addressOf(name, this.#url)
    if (address === undefined || this.#asked.has(address) || this.#asked.size >= MOST_FILES) return undefined
    this.#asked.add(address)
    const response = await fetch(address, { signal: this.#signal }).catch((error: unknown) => {
      if (this.#signal.aborted) throw error
      return undefined
    })
    const own = name.split(/[\\/]/).at(-1) ?? name
    if (!response?.ok) {
      if (isNamed) this.missing.push(own)
      return undefined
    }
    const file = { name: own, bytes: new Uint8Array(await response.arrayBuffer()) }
    this.files.push(file)
    return file
  }
}
