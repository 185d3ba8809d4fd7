// The files beside a model that it refers to: material files, pictures, buffers.

import type { Texture } from '@gltf-transform/core'
import { type Phrase, phrase } from '../../text/index.ts'
import type { ReaderContext } from '../budget.ts'
import type { ModelBuilder } from './build.ts'

/** The files beside the model by their path; names are looked up without regard to folder, case or how accents are composed. */
export type Companions = ReadonlyMap<string, Uint8Array>

/** The file of this name: the path as it is, else the first with the same last part in any case. */
export function companion(files: Companions, path: string): Uint8Array | undefined {
  const exact = files.get(path)
  if (exact) return exact
  const folded = (name: string) => lastPart(name).normalize().toLowerCase()
  const wanted = folded(path)
  for (const [name, bytes] of files) if (folded(name) === wanted) return bytes
  return undefined
}

/** The first file that has one of the spellings. */
export function companionOf(files: Companions, names: readonly string[]): Uint8Array | undefined {
  for (const name of names) {
    const found = companion(files, name)
    if (found) return found
  }
  return undefined
}

/** The texture for a picture beside the model; null, with a warning, when it is missing or of a kind glTF cannot hold. */
export function pictureOf(
  builder: ModelBuilder,
  files: Companions,
  names: readonly string[],
  context: ReaderContext,
): Texture | null {
  const name = lastPart(names[0] ?? '')
  const bytes = companionOf(files, names)
  const texture = bytes && builder.texture(bytes, name.replace(/\.[^.]*$/, ''))
  if (!texture) context.warn(pictureWarning(name, bytes))
  return texture ?? null
}

/** What is said of a picture that is not there, or that cannot be used. */
export function pictureWarning(path: string, bytes: Uint8Array | undefined): Phrase {
  const name = lastPart(path)
  return bytes
    ? phrase('The picture {0} is left out: it is damaged, or not a PNG, JPEG, WebP or AVIF file.', name)
    : phrase('The picture {0} is missing: what it covers is plain.', name)
}

export function lastPart(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? path
}
