// The pictures of a model in another size and format.
import type { Document, Texture } from '@gltf-transform/core'
import { decodeImage } from './image.ts'
import { encodeJpeg } from './jpeg-encode.ts'
import { encodePng } from './png.ts'
import { resizeImage } from './resize.ts'

/** What a glTF file can hold and this code can write. */
export type TextureFormat = 'png' | 'jpeg'

export interface TextureOptions {
  /** The most pixels along a side; smaller pictures stay as they are. */
  readonly size?: number
  /** Pictures whose transparency shows stay PNG. Left out: PNG and JPEG stay what they are, WebP becomes PNG. */
  readonly format?: TextureFormat
}

/**
 * Scales and converts every picture; ones that already fit keep their bytes.
 * @throws MeshError image-broken and others of `decodeImage`
 */
export async function resampleTextures(document: Document, options: TextureOptions): Promise<Document> {
  const transparent = texturesWithAlpha(document)
  for (const texture of document.getRoot().listTextures()) {
    const bytes = texture.getImage()
    if (!bytes) continue
    const current =
      texture.getMimeType() === 'image/jpeg' ? 'jpeg' : texture.getMimeType() === 'image/png' ? 'png' : undefined
    const wanted = options.format ?? current ?? 'png'
    const format = wanted === 'jpeg' && transparent.has(texture) ? 'png' : wanted
    const size = texture.getSize()
    const limit = options.size ?? Infinity
    if (format === current && size && Math.max(...size) <= limit) continue
    const image = await decodeImage(bytes)
    const scale = Math.min(1, limit / Math.max(image.width, image.height))
    const side = (length: number) => Math.max(1, Math.round(length * scale))
    const resized = resizeImage(image, side(image.width), side(image.height))
    const encoded = format === 'jpeg' ? encodeJpeg(resized) : encodePng(resized)
    texture.setImage(new Uint8Array(encoded)).setMimeType(`image/${format}`)
    texture.setURI(texture.getURI().replace(/\.\w+$/, format === 'jpeg' ? '.jpg' : '.png'))
  }
  return document
}

/** Base colour pictures of materials that let light through. */
function texturesWithAlpha(document: Document): Set<Texture | null> {
  const see = document
    .getRoot()
    .listMaterials()
    .filter((material) => material.getAlphaMode() !== 'OPAQUE')
  return new Set(see.map((material) => material.getBaseColorTexture()))
}
