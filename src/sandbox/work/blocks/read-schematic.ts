// A schematic as a model again, so that a Minecraft result can be converted like any other.
import type { Document } from '@gltf-transform/core'
import { gunzipSync } from 'fflate'
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { MeshError } from '../../../mesh/errors.ts'
import { at } from '../../../mesh/math/numbers.ts'
import type { Voxels } from '../../modelling/voxels.ts'
import { cubesOf } from './cubes.ts'
import { readNbt } from './nbt-read.ts'
import { BLOCK_COLORS, blockNumber } from './schematic.ts'

const Side = Type.Integer({ minimum: 1, maximum: 1024 })
const Schematic = Type.Object({
  Width: Side,
  Height: Side,
  Length: Side,
  Palette: Type.Record(Type.String(), Type.Integer({ minimum: 0 })),
})

/**
 * Blocks as cubes, the longest side one metre, on the ground and centred.
 * @throws MeshError model-broken
 */
export function readSchematic(bytes: Uint8Array): Document {
  try {
    return cubesOfSchematic(readNbt(gunzipSync(bytes)))
  } catch {
    throw new MeshError('model-broken', 'The schematic is damaged.', 'Export the schematic again and retry.')
  }
}

function cubesOfSchematic(root: Readonly<Record<string, unknown>>): Document {
  const data = root['BlockData']
  if (!Check(Schematic, root) || !(data instanceof Uint8Array)) throw new Error('not a schematic')
  const [nx, ny, nz] = [root.Width, root.Height, root.Length]
  const names = new Map(Object.entries(root.Palette).map(([name, number]) => [number, name]))
  const width = 1 / Math.max(nx, ny, nz)
  const blocks = new Int16Array(nx * ny * nz).fill(-1)
  let place = 0
  for (let y = 0; y < ny; y++)
    for (let z = 0; z < nz; z++)
      for (let x = 0; x < nx; x++) {
        let number = 0
        for (let shift = 0; ; shift += 7) {
          const byte = at(data, place++)
          number |= (byte & 127) << shift
          if (byte < 128) break
        }
        const name = names.get(number) ?? 'minecraft:air'
        if (name !== 'minecraft:air') blocks[(z * ny + y) * nx + x] = blockNumber(name)
      }
  const voxels: Voxels = {
    ...{ nx, ny, nz, width, height: width },
    origin: [(-nx * width) / 2, 0, (-nz * width) / 2],
    filled: Uint8Array.from(blocks, (block) => (block < 0 ? 0 : 1)),
    colors: new Float32Array(),
  }
  return cubesOf(voxels, 'blocks', BLOCK_COLORS, (cell) => at(blocks, cell))
}
