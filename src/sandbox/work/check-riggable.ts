// check_riggable: looks at the geometry and says which skeleton fits, if any.
import { placedMeshes, triangulated } from '../../mesh/formats/surface.ts'
import type { Work } from '../../simulator/work.ts'
import type { CHECKED_RIG_TYPES } from '../../tripo/catalogue/animations.ts'
import { creatureOf } from './creature.ts'
import { merged, readScene } from './scene.ts'

type Checked = (typeof CHECKED_RIG_TYPES)[number]

/** No file; `rig_type` is `others` for what cannot be rigged. */
export const checkRiggable: Work = async ({ source }) => {
  if (!source) throw new Error('check_riggable needs a source model.')
  const shape = solidOf(await readScene(source))
  const type = creatureOf(shape)
  const rigType: Checked = type ?? 'others'
  return { files: [], facts: { riggable: type !== undefined, rig_type: rigType } }
}

/** The whole scene as one bare mesh. */
export function solidOf(document: Parameters<typeof placedMeshes>[0]) {
  const surfaces = placedMeshes(document).flatMap((mesh) => mesh.surfaces)
  return merged(
    surfaces.map((surface) => ({
      positions: surface.positions,
      normals: new Float32Array(surface.positions.length),
      indices: triangulated(surface),
    })),
  )
}
