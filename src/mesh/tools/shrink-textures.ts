// Shrinks the pictures of a model; loaded with the first model that has any.
import type { Document, Texture } from '@gltf-transform/core'
import { MeshError } from '../errors.ts'
import { decodeImage, type RgbaImage } from '../images/image.ts'
import { formatOfType } from '../images/image-format.ts'
import { textureSize } from '../images/picture-size.ts'
import { encodePicture, PICTURE_FORMATS, type PictureFormat } from '../images/pictures.ts'
import { resizeImage } from '../images/resize.ts'
import type { TextureWish } from './optimise-presets.ts'

/** Makes the pictures of a model smaller. @param most pixels along a side; 0 keeps their sizes @returns how many are new */
export async function shrinkTextures(document: Document, most: number, wish: TextureWish): Promise<number> {
  let count = 0
  for (const texture of document.getRoot().listTextures()) {
    const before = texture.getImage()
    await shrink(document, texture, most, wish)
    if (texture.getImage() !== before) count += 1
  }
  return count
}

/** Replaces a picture by a smaller one; one that cannot be decoded (KTX2) or would not become smaller stays. */
async function shrink(document: Document, texture: Texture, most: number, wish: TextureWish): Promise<void> {
  const bytes = texture.getImage()
  const size = textureSize(texture)
  if (!bytes || !size) return
  const own = formatOfType(texture.getMimeType())
  const isAbove = most > 0 && Math.max(...size) > most
  // Anything but a PNG that is small enough has been compressed once already.
  if (!own || !(isAbove || (wish !== 'keep' && own === 'png'))) return
  try {
    const image = await decodeImage(bytes)
    const scale = isAbove ? most / Math.max(image.width, image.height) : 1
    const side = (length: number) => Math.max(1, Math.round(length * scale))
    const isColored = isColor(document, texture)
    const format = formatFor(wish, own, isColored, image)
    const resized = resizeImage(image, side(image.width), side(image.height))
    const encoded = await encodePicture(resized, format, isColored)
    if (!isAbove && encoded.length >= bytes.length) return
    texture.setImage(new Uint8Array(encoded)).setMimeType(`image/${format}`)
    texture.setURI(texture.getURI().replace(/\.\w+$/, `.${PICTURE_FORMATS[format].extension}`))
  } catch (error) {
    if (!(error instanceof MeshError)) throw error
  }
}

/** What numbers that are no colors become is lossless: as AVIF they would be larger than as WebP. */
function formatFor(wish: TextureWish, own: PictureFormat, isColored: boolean, { data }: RgbaImage): PictureFormat {
  if (wish === 'webp') return wish
  if (wish === 'avif') return isColored ? wish : 'webp'
  return wish === 'jpeg' && isColored && isOpaque(data) ? wish : own
}

function isOpaque(data: Uint8Array | Uint8ClampedArray): boolean {
  for (let i = 3; i < data.length; i += 4) if (data[i] !== 255) return false
  return true
}

function isColor(document: Document, texture: Texture): boolean {
  const materials = document.getRoot().listMaterials()
  return materials.some(
    (material) => material.getBaseColorTexture() === texture || material.getEmissiveTexture() === texture,
  )
}
