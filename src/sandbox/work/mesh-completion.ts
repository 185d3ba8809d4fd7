// mesh_completion: closes the parts of a segmentation, so that each is a solid of its own.
import { placedMeshes } from '../../mesh/formats/surface.ts'
import { closeHoles } from '../../mesh/tools/holes.ts'
import { rebuildScene } from '../../mesh/tools/surfaces.ts'
import type { Work } from '../../simulator/work.ts'
import { meshCompletionParameters } from '../../tripo/catalogue/mesh-completion.ts'
import { paramsReader } from './params.ts'
import { glbFile, pictureFile, readScene } from './scene.ts'

/** Parts that are not named stay as they are; names that no part has are ignored, and all parts are closed if none has. */
export const meshCompletion: Work = async ({ params, source, pictureSide }) => {
  if (!source) throw new Error('mesh_completion needs a source.')
  const names = new Set(paramsReader(meshCompletionParameters.properties, params)('part_names') ?? [])
  const document = await readScene(source)
  const meshes = placedMeshes(document)
  const some = meshes.some(({ name }) => names.has(name))
  rebuildScene(
    document,
    meshes.map((mesh) => (some && !names.has(mesh.name) ? mesh : { ...mesh, surfaces: closeHoles(mesh.surfaces) })),
  )
  const picture = await pictureFile(document, pictureSide)
  return { files: [await glbFile(document), picture] }
}
