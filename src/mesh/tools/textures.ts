// Resizes and converts the pictures of a model.
import type { Document, Texture } from '@gltf-transform/core'
import { type Phrase, phrase } from '../../text/index.ts'
import { MeshError } from '../errors.ts'
import { decodeImage, type RgbaImage } from '../images/image.ts'
import { formatOfType } from '../images/image-format.ts'
import { textureSize } from '../images/picture-size.ts'
import { encodePicture, PICTURE_FORMATS, type PictureFormat } from '../images/pictures.ts'
import { resizeImage } from '../images/resize.ts'

export interface TextureOptions {
  /** The most pixels along a side; smaller pictures stay as they are. */
  readonly size?: number
  /**
   * Pictures whose transparency shows become PNG where the format has no alpha. Formats that glTF does not hold are for
   * documents that are then written as OBJ or FBX. Left out: PNG and JPEG stay what they are, others become PNG.
   */
  readonly format?: PictureFormat
  /** Pictures that cannot be decoded (KTX2, damaged ones) stay as they are instead of being left out. */
  readonly keepsUnreadable?: boolean
}

/**
 * Scales and converts every picture; ones that already fit keep their bytes.
 * @returns what was left out because it cannot be decoded, a sentence each
 */
export async function resampleTextures(document: Document, options: TextureOptions): Promise<Phrase[]> {
  const uses = texturesByUse(document)
  const limit = options.size ?? Infinity
  const lost: Phrase[] = []
  for (const texture of document.getRoot().listTextures()) {
    const bytes = texture.getImage()
    if (!bytes) continue
    const current = formatOfType(texture.getMimeType())
    const wanted = options.format ?? (current === 'jpeg' ? 'jpeg' : 'png')
    const format = uses.transparent.has(texture) && !PICTURE_FORMATS[wanted].alpha ? 'png' : wanted
    const size = textureSize(texture)
    if (format === current && size && Math.max(...size) <= limit) continue
    const image = await decoded(bytes)
    if (image instanceof MeshError) {
      if (options.keepsUnreadable) continue
      const name = (texture.getName() || texture.getURI() || texture.getMimeType()).slice(0, 60)
      lost.push(phrase('The picture {0} cannot be read: left out.', name))
      texture.dispose()
      continue
    }
    const scale = Math.min(1, limit / Math.max(image.width, image.height))
    const side = (length: number) => Math.max(1, Math.round(length * scale))
    const resized = resizeImage(image, side(image.width), side(image.height))
    const { mimeType, extension } = PICTURE_FORMATS[format]
    const encoded = await encodePicture(resized, format, uses.color.has(texture))
    texture.setImage(new Uint8Array(encoded)).setMimeType(mimeType)
    texture.setURI(texture.getURI().replace(/\.\w+$/, `.${extension}`))
  }
  return lost
}

async function decoded(bytes: Uint8Array): Promise<RgbaImage | MeshError> {
  try {
    return await decodeImage(bytes)
  } catch (error) {
    if (error instanceof MeshError) return error
    throw error
  }
}

/** Which pictures hold colors, and which of them are seen through. */
function texturesByUse(document: Document): { color: Set<Texture | null>; transparent: Set<Texture | null> } {
  const materials = document.getRoot().listMaterials()
  const seeThrough = materials.filter((material) => material.getAlphaMode() !== 'OPAQUE')
  return {
    color: new Set(materials.flatMap((material) => [material.getBaseColorTexture(), material.getEmissiveTexture()])),
    transparent: new Set(seeThrough.map((material) => material.getBaseColorTexture())),
  }
}
