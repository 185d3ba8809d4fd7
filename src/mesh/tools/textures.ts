// The pictures of a model in another size and format.
import type { Document, Texture } from '@gltf-transform/core'
import { decodeImage } from '../images/image.ts'
import { textureSize } from '../images/picture-size.ts'
import { encodePicture, PICTURE_FORMATS, type PictureFormat } from '../images/pictures.ts'
import { resizeImage } from '../images/resize.ts'

export interface TextureOptions {
  /** The most pixels along a side; smaller pictures stay as they are. */
  readonly size?: number
  /**
   * Pictures whose transparency shows become PNG where the format has no alpha. Formats that glTF does not hold are for
   * documents that are then written as OBJ or FBX. Left out: PNG and JPEG stay what they are, WebP becomes PNG.
   */
  readonly format?: PictureFormat
}

/**
 * Scales and converts every picture; ones that already fit keep their bytes.
 * @throws MeshError image-broken and others of `decodeImage`
 */
export async function resampleTextures(document: Document, options: TextureOptions): Promise<Document> {
  const uses = texturesByUse(document)
  const limit = options.size ?? Infinity
  for (const texture of document.getRoot().listTextures()) {
    const bytes = texture.getImage()
    if (!bytes) continue
    const current = formatOf(texture)
    const wanted = options.format ?? (current === 'jpeg' ? 'jpeg' : 'png')
    const format = uses.transparent.has(texture) && !PICTURE_FORMATS[wanted].alpha ? 'png' : wanted
    const size = textureSize(texture)
    if (format === current && size && Math.max(...size) <= limit) continue
    const image = await decodeImage(bytes)
    const scale = Math.min(1, limit / Math.max(image.width, image.height))
    const side = (length: number) => Math.max(1, Math.round(length * scale))
    const resized = resizeImage(image, side(image.width), side(image.height))
    const { mimeType, extension } = PICTURE_FORMATS[format]
    const encoded = await encodePicture(resized, format, uses.color.has(texture))
    texture.setImage(new Uint8Array(encoded)).setMimeType(mimeType)
    texture.setURI(texture.getURI().replace(/\.\w+$/, `.${extension}`))
  }
  return document
}

function formatOf(texture: Texture): PictureFormat | undefined {
  const type = texture.getMimeType()
  return (['png', 'jpeg', 'webp'] as const).find((format) => PICTURE_FORMATS[format].mimeType === type)
}

/** Which pictures hold colours, and which of them are seen through. */
function texturesByUse(document: Document): { color: Set<Texture | null>; transparent: Set<Texture | null> } {
  const materials = document.getRoot().listMaterials()
  const seeThrough = materials.filter((material) => material.getAlphaMode() !== 'OPAQUE')
  return {
    color: new Set(materials.flatMap((material) => [material.getBaseColorTexture(), material.getEmissiveTexture()])),
    transparent: new Set(seeThrough.map((material) => material.getBaseColorTexture())),
  }
}
