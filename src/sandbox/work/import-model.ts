// import_model: reads a file of the user and returns it as a GLB.

import type { Document } from '@gltf-transform/core'
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { formatOfEnding, readModel } from '../../mesh/formats/index.ts'
import { floatsOf } from '../../mesh/formats/surface.ts'
import { normalize3 } from '../../mesh/math/matrix.ts'
import type { Work } from '../../simulator/work.ts'
import { glbFile } from './scene.ts'

const Named = Type.Object({ file: Type.Object({ type: Type.String() }) })

/**
 * What the file is shows in its bytes; the `type` sent beside it is asked only where they do not tell, as clients send
 * wrong ones.
 * @throws MeshError model-unknown, model-broken
 */
export const importModel: Work = async ({ params, inputs }) => {
  const bytes = inputs['file']
  if (!bytes) throw new Error('import_model needs a file.')
  const document = await readModel(bytes, Check(Named, params) ? formatOfEnding(params.file.type) : undefined)
  repair(document)
  return { files: [await glbFile(document)] }
}

/** Exporters write normals that are not quite of unit length, which glTF does not allow. */
function repair(document: Document): void {
  for (const mesh of document.getRoot().listMeshes())
    for (const primitive of mesh.listPrimitives()) {
      const normal = primitive.getAttribute('NORMAL')
      if (normal) normal.setArray(normalize3(floatsOf(normal).slice())).setNormalized(false)
    }
}
