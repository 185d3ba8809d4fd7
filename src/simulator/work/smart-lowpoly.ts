// smart_lowpoly: the source's model with few faces and the texture it had.
import { convert } from '../../mesh/convert.ts'
import { keepParts } from '../../mesh/parts.ts'
import { dropEmptyNodes, prune } from '../../mesh/prune.ts'
import { quadrangulate } from '../../mesh/quadrangulate.ts'
import { reduceTo } from '../../mesh/reduce.ts'
import { smartLowpolyParameters } from '../../tripo/catalogue/smart-lowpoly.ts'
import type { Work } from './job.ts'
import { paramsReader } from './params.ts'
import { GENERATOR, glbFile, pictureFile, readScene } from './scene.ts'

/** Faces of a result when no limit is given: a game prop's usual budget. */
const DEFAULT_FACES = 4000

/** `bake` has nothing to do: vertices keep their place on the texture, so the texture still fits. */
export const smartLowpoly: Work = async ({ params, source }) => {
  if (!source) throw new Error('smart_lowpoly needs a source.')
  const read = paramsReader(smartLowpolyParameters.properties, params)
  const limit = read('face_limit') ?? DEFAULT_FACES
  const document = await readScene(source)
  document.getRoot().getAsset().generator = GENERATOR
  keepParts(document, read('part_names') ?? [])
  prune(dropEmptyNodes(document))
  if (read('quad') !== true) {
    await reduceTo(document, limit)
    const picture = await pictureFile(document)
    return { files: [await glbFile(document), picture] }
  }
  await quadrangulate(document, limit)
  const picture = await pictureFile(document)
  const { bytes } = await convert(document, { format: 'fbx', quad: true })
  return { files: [{ kind: 'model', extension: 'fbx', mediaType: 'application/octet-stream', bytes }, picture] }
}
