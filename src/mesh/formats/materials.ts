// How much of a glTF material other formats (OBJ, FBX, USD) can express, and the picture files that are stored beside or inside
// them.
import type { Material, Texture } from '@gltf-transform/core'
import { portableName } from '../../text/portable-name.ts'
import { PICTURE_FORMATS } from '../images/pictures.ts'
import { Names } from './text.ts'

export interface PictureFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Picture files of a Document under unique names; the same texture is one file. */
export class PictureFiles {
  readonly #found = new Map<Texture, PictureFile>()
  readonly #names = new Names(/[A-Za-z0-9_-]/, { ignoresCase: true })

  /** The file of this texture; undefined for none or one without a picture. */
  of(texture: Texture | null, fallback: string): PictureFile | undefined {
    const image = texture?.getImage()
    if (!texture || !image) return undefined
    const known = this.#found.get(texture)
    if (known) return known
    const stem = (texture.getName() || texture.getURI().split('/').at(-1) || fallback).replace(
      /\.(png|jpe?g|webp|avif|bmp|tga|tiff?|dpx|hdr|exr)$/i,
      '',
    )
    const name = this.#names.unique(portableName(stem, fallback), fallback)
    const file = { name: `${name}.${extensionOf(texture.getMimeType())}`, bytes: image }
    this.#found.set(texture, file)
    return file
  }

  list(): PictureFile[] {
    return [...this.#found.values()]
  }
}

function extensionOf(mimeType: string): string {
  return Object.values(PICTURE_FORMATS).find((format) => format.mimeType === mimeType)?.extension ?? 'png'
}

/** The materials in use and their unique names, in order of use; null is the default material. */
export class MaterialNames {
  readonly #found = new Map<Material | null, string>()
  readonly #names: Names
  constructor(allowed?: RegExp) {
    this.#names = new Names(allowed)
  }
  of(material: Material | null): string {
    const known = this.#found.get(material)
    if (known !== undefined) return known
    const name = this.#names.unique(material?.getName() ?? '', 'material')
    this.#found.set(material, name)
    return name
  }
  list(): [Material | null, string][] {
    return [...this.#found]
  }
}

/**
 * Phong shininess that stands for a roughness, and back: Blender's FBX and OBJ add-ons use the same relation, so a
 * model keeps its roughness on the way through either.
 */
export function shininessOf(roughness: number): number {
  return ((1 - roughness) * 10) ** 2
}
export function roughnessOf(shininess: number): number {
  return Math.max(0, Math.min(1, 1 - Math.sqrt(Math.max(0, shininess)) / 10))
}
