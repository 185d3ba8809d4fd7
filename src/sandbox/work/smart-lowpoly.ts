// smart_lowpoly: the source's model with few faces and the texture it had.
import type { Document } from '@gltf-transform/core'
import { bakeMaterials } from '../../mesh/tools/bake.ts'
import { convert } from '../../mesh/tools/convert.ts'
import { keepParts } from '../../mesh/tools/parts.ts'
import { dropEmptyNodes, prune } from '../../mesh/tools/prune.ts'
import { quadrangulate } from '../../mesh/tools/quadrangulate.ts'
import { reduceTo } from '../../mesh/tools/reduce.ts'
import { bakeVertexColors } from '../../mesh/tools/vertex-colors.ts'
import type { Work } from '../../simulator/work.ts'
import { smartLowpolyParameters } from '../../tripo/catalogue/smart-lowpoly.ts'
import { paramsReader } from './params.ts'
import { GENERATOR, glbFile, pictureFile, readScene } from './scene.ts'

/** Faces of a result when no limit is given: a game prop's usual budget. */
const DEFAULT_FACES = 4000

export const smartLowpoly: Work = async ({ params, source, pictureSide }) => {
  if (!source) throw new Error('smart_lowpoly needs a source.')
  const read = paramsReader(smartLowpolyParameters.properties, params)
  const limit = read('face_limit') ?? DEFAULT_FACES
  const document = await readScene(source)
  document.getRoot().getAsset().generator = GENERATOR
  keepParts(document, read('part_names') ?? [])
  prune(dropEmptyNodes(document))
  if (read('quad') !== true) {
    await reduceTo(document, limit)
    await colored(document, read('bake') ?? true)
    const picture = await pictureFile(document, pictureSide)
    return { files: [await glbFile(document), picture] }
  }
  await quadrangulate(document, limit)
  await colored(document, read('bake') ?? true)
  const picture = await pictureFile(document, pictureSide)
  const { bytes } = await convert(document, { format: 'fbx', quad: true })
  return { files: [{ kind: 'model', extension: 'fbx', mediaType: 'application/octet-stream', bytes }, picture] }
}

/**
 * Textures still fit, since vertices keep their place on them: baked are the tints on top. Without baking the new mesh
 * has no texture, and each vertex the color it had.
 */
async function colored(document: Document, bakes: boolean): Promise<void> {
  if (bakes) await bakeMaterials(document)
  else withoutTextures(await bakeVertexColors(document))
}

/** What the surface of a model without textures is like. */
const PLAIN = { metallic: 0, roughness: 0.8 } as const

function withoutTextures(document: Document): void {
  for (const material of document.getRoot().listMaterials()) {
    if (material.getMetallicRoughnessTexture())
      material.setMetallicFactor(PLAIN.metallic).setRoughnessFactor(PLAIN.roughness)
    // A factor beside a texture means little without it.
    if (material.getEmissiveTexture()) material.setEmissiveFactor([0, 0, 0])
    material.setMetallicRoughnessTexture(null).setNormalTexture(null).setEmissiveTexture(null).setOcclusionTexture(null)
  }
  prune(document)
}
