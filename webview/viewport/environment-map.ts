// The maps of the environments as they ship, prefiltered for each roughness (workbench/art/environments.mjs creates them):
// rendering one when a viewport opens takes longer than everything else of an empty stage, in particular without a graphics card.
import {
  CubeTexture,
  DataTexture,
  LinearMipmapLinearFilter,
  LinearSRGBColorSpace,
  RGBFormat,
  UnsignedInt5999Type,
} from 'three'
import { MAP_SIZE } from './environment-scenes.ts'
import type { EnvironmentName } from './light.ts'

const FACES = 6
/** The smallest level that holds a roughness of its own, as three's PMREMGenerator has it. */
const LEAST = 8
/** Texels of the levels in a file. */
const SIDES: readonly number[] = levels(MAP_SIZE)

function levels(side: number): number[] {
  return side < LEAST ? [] : [side, ...levels(side / 2)]
}

/**
 * Fetches an environment's map.
 * @param base where the page's files beside its bundles are, with a slash at its end
 * @returns texels as WebGL's RGB9_E5: level by level, face by face; undefined where it cannot be had
 */
export async function readEnvironmentMap(base: string, environment: EnvironmentName): Promise<Uint32Array | undefined> {
  try {
    const { ok, body } = await fetch(`${base}environment-maps/${environment}.bin`)
    if (!ok || !body) return undefined
    const unpacked = await new Response(body.pipeThrough(new DecompressionStream('deflate-raw'))).arrayBuffer()
    return texelsOf(new Uint8Array(unpacked))
  } catch {
    return undefined
  }
}

/** Three mantissas of eight bits and an exponent: all of the first, all of the second; each the difference to the one before. */
export function texelsOf(bytes: Uint8Array): Uint32Array | undefined {
  const count = SIDES.reduce((sum, side) => sum + FACES * side * side, 0)
  if (bytes.length !== count * 4) return undefined
  const texels = new Uint32Array(count)
  // The mantissas of RGB9_E5 have nine bits each.
  for (const [k, shift] of [1, 10, 19, 27].entries())
    for (let i = 0, value = 0; i < count; i++) {
      value = (value + (bytes[k * count + i] ?? 0)) & 255
      texels[i] = ((texels[i] ?? 0) | (value << shift)) >>> 0
    }
  return texels
}

/** The map for one renderer. Its faces are those of a render target, which three turns about for pictures. */
export function textureOf(texels: Uint32Array): CubeTexture {
  let at = 0
  const levelOf = (side: number) => {
    const faces = Array.from({ length: FACES }, () => {
      const face = mirrored(texels.subarray(at, at + side * side), side)
      at += side * side
      return pictureOf(face, side)
    })
    // Left and right change places.
    return [faces[1], faces[0], ...faces.slice(2)]
  }
  const [first, ...rest] = SIDES.map(levelOf)
  const texture = new CubeTexture(first)
  const small = Array.from({ length: FACES }, () => pictureOf(new Uint32Array((LEAST / 2) ** 2), LEAST / 2))
  // three counts the levels that it may take of a texture's list, which is without the first here: one that nobody takes.
  texture.mipmaps = [...rest, small].map((image) => new CubeTexture(image))
  texture.type = UnsignedInt5999Type
  texture.format = RGBFormat
  texture.colorSpace = LinearSRGBColorSpace
  texture.minFilter = LinearMipmapLinearFilter
  texture.generateMipmaps = false
  texture.isPMREMTexture = true
  texture.needsUpdate = true
  return texture
}

const pictureOf = (texels: Uint32Array, side: number) =>
  new DataTexture(texels, side, side, RGBFormat, UnsignedInt5999Type)

function mirrored(texels: Uint32Array, side: number): Uint32Array {
  const out = texels.slice()
  for (let row = 0; row < side; row++) out.subarray(row * side, (row + 1) * side).reverse()
  return out
}
