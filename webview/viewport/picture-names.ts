// How messages name a picture of a glTF.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { isEmbedded } from './embedded.ts'
import type { GltfDocument } from './gltf-document.ts'

/** What is read here of a texture and of an image; of both more may be there, and anything may be missing. */
const Named = Type.Object({ name: Type.Optional(Type.String()), uri: Type.Optional(Type.String()) })
const Sourced = Type.Object({ source: Type.Integer() })

/** The last part of an address as a person reads it. */
export function shortName(address: string): string {
  const last = address.split(/[\\/]/).at(-1) ?? address
  try {
    return decodeURIComponent(last)
  } catch {
    return last
  }
}

const listIn = (json: object, name: string): readonly unknown[] => {
  const list: unknown = Reflect.get(json, name)
  return Array.isArray(list) ? list : []
}

/** What a person calls the picture of a texture: its file, else its name, else its place in the description. */
export function pictureName(document: GltfDocument, texture: number): string {
  const described: unknown = listIn(document, 'textures')[texture]
  const extensions: unknown = typeof described === 'object' && described ? Reflect.get(described, 'extensions') : {}
  // A compressed picture's number stands in an extension.
  const sources = [...Object.values(Object(extensions)), described]
  const source = sources.find((one) => Check(Sourced, one))
  if (!Check(Sourced, source)) return `textures[${texture}]`
  const image = listIn(document, 'images')[source.source]
  const { uri, name } = Check(Named, image) ? image : {}
  return uri !== undefined && !isEmbedded(uri) ? shortName(uri) : name || `images[${source.source}]`
}
