// stylize_model: the source's model rebuilt from bricks, cubes, cells or the blocks of a game.
import type { Document } from '@gltf-transform/core'
import { placedMeshes } from '../../mesh/formats/surface.ts'
import type { Work, WorkFile } from '../../simulator/work.ts'
import { type POST_STYLES, stylizeModelParameters } from '../../tripo/catalogue/stylize-model.ts'
import { type Voxels, voxelize } from '../modelling/voxels.ts'
import { BRICK_TALLNESS, bricks } from './blocks/bricks.ts'
import { cubes, cubesOf } from './blocks/cubes.ts'
import { lattice } from './blocks/lattice.ts'
import { BLOCK_COLORS, blockOf, schematic } from './blocks/schematic.ts'
import { coloredOf, picturesOf } from './colors.ts'
import { paramsReader } from './params.ts'
import { glbFile, pictureFile, readScene } from './scene.ts'

type Style = (typeof POST_STYLES)[number]

/** How each style divides the model: cells along the longest side, and their height in widths. */
const GRIDS: Readonly<Record<Style, { count: number; tallness: number }>> = {
  lego: { count: 28, tallness: BRICK_TALLNESS },
  voxel: { count: 40, tallness: 1 },
  voronoi: { count: 72, tallness: 1 },
  minecraft: { count: 80, tallness: 1 },
}

export const stylizeModel: Work = async ({ params, source, pictureSide }) => {
  if (!source) throw new Error('stylize_model needs a source.')
  const read = paramsReader(stylizeModelParameters.properties, params)
  const style = read('style') ?? 'voxel'
  const { count, tallness } = GRIDS[style]
  const surfaces = placedMeshes(await readScene(source)).flatMap((mesh) => mesh.surfaces)
  const pictures = await picturesOf(surfaces)
  const model = surfaces.map((surface) => coloredOf(surface, pictures))
  const blocks = style === 'minecraft' ? (read('block_size') ?? count) : count
  const voxels = voxelize(model, blocks, tallness)
  const document = built(style, voxels)
  const picture = await pictureFile(document, pictureSide)
  return { files: [style === 'minecraft' ? schematicFile(voxels) : await glbFile(document), picture] }
}

function built(style: Style, voxels: Voxels): Document {
  switch (style) {
    case 'lego':
      return bricks(voxels, 'bricks')
    case 'voxel':
      return cubes(voxels, 'voxels')
    case 'voronoi':
      return lattice(voxels, 'voronoi')
    case 'minecraft':
      return cubesOf(voxels, 'blocks', BLOCK_COLORS, (cell) => blockOf(voxels, cell))
  }
}

function schematicFile(voxels: Voxels): WorkFile {
  const bytes = schematic(voxels)
  return { kind: 'model', extension: 'schem', mediaType: 'application/octet-stream', bytes }
}
