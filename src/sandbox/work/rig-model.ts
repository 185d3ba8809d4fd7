// rig_model: a skeleton fitted to the solid, and the skin bound to it.
import { writeFbx } from '../../mesh/formats/index.ts'
import { transformPoints } from '../../mesh/math/matrix.ts'
import type { Work, WorkFile } from '../../simulator/work.ts'
import { rigModelParameters } from '../../tripo/catalogue/rig-model.ts'
import { solidOf } from './check-riggable.ts'
import { measure } from './creature.ts'
import { occupancyOf } from './occupancy.ts'
import { paramsReader } from './params.ts'
import { attach, QUARTER, UPRIGHT } from './rig/attach.ts'
import { named } from './rig/bones.ts'
import { bonesOf } from './rig/creatures.ts'
import { Frame } from './rig/frame.ts'
import { Skinner } from './rig/weights.ts'
import { glbFile, readScene } from './scene.ts'

type Document = Parameters<typeof glbFile>[0]

/** Cells along the longest side: the bones are found on the fine grid, weights are spread on the coarse one. */
const FINE = 112
const COARSE = 56

/** The model with a skeleton of the `rig_type` asked for, whatever the model looks like. */
export const rigModel: Work = async ({ source, params }) => {
  if (!source) throw new Error('rig_model needs a source model.')
  const read = paramsReader(rigModelParameters.properties, params)
  const document = await readScene(source)
  const solid = solidOf(document)
  const turn = measure(solid).turned ? QUARTER : UPRIGHT
  const positions = transformPoints(turn.toBones, solid.positions)
  const spec = read('spec') ?? 'tripo'
  const all = bonesOf(read('rig_type') ?? 'biped', new Frame(occupancyOf(positions, solid.indices, FINE)))
  const bones = named(all, spec)
  attach(document, all, spec, new Skinner(occupancyOf(positions, solid.indices, COARSE), bones), turn)
  return { files: [await riggedFile(document, read('out_format') ?? 'glb')] }
}

/** The Document in one of the two formats that hold skeletons. */
export async function riggedFile(document: Document, format: 'glb' | 'fbx'): Promise<WorkFile> {
  if (format === 'glb') return glbFile(document)
  return { kind: 'model', extension: 'fbx', mediaType: 'application/octet-stream', bytes: writeFbx(document) }
}
