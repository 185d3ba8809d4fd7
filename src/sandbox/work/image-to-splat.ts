// image_to_splat: the object in a picture as a cloud of soft points, in the `.splat` layout that viewers read: 32 bytes a point,
// without a header. One point for each corner of the relief that the picture would become as a model.
import { at, clamp } from '../../mesh/math/numbers.ts'
import type { Work } from '../../simulator/work.ts'
import { nearest } from '../shapes/sampling.ts'
import { modelOfPicture, picturesOf } from './draw.ts'

/** Position and scale as 32-bit floats, color with opacity and rotation as bytes. */
const BYTES_PER_POINT = 32
/** Points are this much larger than the distance that would just close the surface. */
const OVERLAP = 1.3
const IDENTITY_TURN = [255, 128, 128, 128] as const
const GREY = [150, 150, 155] as const

export const imageToSplat: Work = async ({ inputs }) => {
  const [picture] = await picturesOf(inputs)
  if (!picture) throw new Error('image_to_splat needs a picture.')
  const { mesh, maps } = await modelOfPicture(picture)
  const { positions, uvs } = mesh
  const count = positions.length / 3
  const radius = OVERLAP / Math.sqrt(Math.max(1, count))
  const bytes = new Uint8Array(count * BYTES_PER_POINT)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < count; i++) {
    const start = i * BYTES_PER_POINT
    for (const k of [0, 1, 2]) {
      view.setFloat32(start + k * 4, at(positions, i * 3 + k), true)
      view.setFloat32(start + 12 + k * 4, radius, true)
    }
    const texel = maps && uvs ? nearest(maps.baseColor, at(uvs, i * 2), at(uvs, i * 2 + 1)) : undefined
    for (const k of [0, 1, 2]) {
      const value = texel === undefined ? at(GREY, k) : at(maps?.baseColor.data ?? bytes, texel + k)
      bytes[start + 24 + k] = clamp(value, 0, 255)
    }
    bytes[start + 27] = 255
    bytes.set(IDENTITY_TURN, start + 28)
  }
  return { files: [{ kind: 'splat', extension: 'splat', mediaType: 'application/octet-stream', bytes }] }
}
