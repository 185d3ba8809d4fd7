// The size of a texture's picture in pixels, read from its header, which may be damaged like everything else in a file.
import { ImageUtils, type Texture } from '@gltf-transform/core'
import { readAvifHead } from './avif-container.ts'
import { imageFormat } from './image-format.ts'

/** Width and height; undefined where the picture has no readable header (glTF-Transform's own way throws a RangeError). */
export function pictureSize(bytes: Uint8Array): readonly [number, number] | undefined {
  const format = imageFormat(bytes)
  if (!format) return undefined
  if (format === 'avif') {
    const head = readAvifHead(bytes)
    return head && [head.width, head.height]
  }
  try {
    const [width = 0, height = 0] = ImageUtils.getSize(new Uint8Array(bytes), `image/${format}`) ?? []
    return width > 0 && height > 0 ? [width, height] : undefined
  } catch {
    return undefined
  }
}

export function textureSize(texture: Texture): readonly [number, number] | undefined {
  const bytes = texture.getImage()
  return bytes ? pictureSize(bytes) : undefined
}
