// refine_model: a draft with more triangles and finer textures.
import type { Document } from '@gltf-transform/core'
import { decodeImage } from '../../mesh/images/image.ts'
import { resizeImage } from '../../mesh/images/resize.ts'
import { usedPrimitives } from '../../mesh/tools/shown-primitives.ts'
import { subdivided } from '../../mesh/tools/subdivide.ts'
import { writeSurface } from '../../mesh/tools/surfaces.ts'
import type { Work, WorkSource } from '../../simulator/work.ts'
import { build } from '../build.ts'
import { encodeQuickly } from '../png.ts'
import { glbFile, pictureFile, readScene } from './scene.ts'

/** The most pixels along a refined texture's side. */
const FINEST = 2048

/** What a draft is made again with. Its seeds stay, so that it is the same model. */
const FINER = { geometry_quality: 'detailed', texture_quality: 'detailed', texture: true, pbr: true }

/** A draft from words is drawn again, finer; one from pictures, which are not at hand any more, is refined as it is. */
export const refineModel: Work = async ({ source, pictureSide }) => {
  if (!source) throw new Error('refine_model needs a source.')
  if (source.capability === 'text_to_model') return { files: await drawnAgain(source, pictureSide) }
  const document = await readScene(source)
  for (const { primitive, surface } of usedPrimitives(document)) writeSurface(document, primitive, subdivided(surface))
  await enlarge(document)
  const picture = await pictureFile(document, pictureSide)
  return { files: [await glbFile(document), picture] }
}

async function drawnAgain({ capability, params }: WorkSource, pictureSide?: number) {
  const { face_limit: _limit, ...rest } = params
  const files = await build({ capability, params: { ...rest, ...FINER }, inputs: {}, pictureSide })
  return files.map((file) => (file.kind === 'pbr_model' ? { ...file, kind: 'model' as const } : file))
}

async function enlarge(document: Document): Promise<void> {
  for (const texture of document.getRoot().listTextures()) {
    const bytes = texture.getImage()
    if (!bytes) continue
    const image = await decodeImage(bytes)
    const scale = Math.min(2, FINEST / Math.max(image.width, image.height))
    if (scale <= 1) continue
    const larger = resizeImage(image, Math.round(image.width * scale), Math.round(image.height * scale))
    texture.setImage(new Uint8Array(encodeQuickly(larger))).setMimeType('image/png')
  }
}
