// Cells as Minecraft blocks, in a Sponge schematic (version 2), which WorldEdit and most tools load.
// https://github.com/SpongePowered/Schematic-Specification/blob/master/versions/schematic-2.md
import { gzipSync } from 'fflate'
import { at } from '../../../mesh/math/numbers.ts'
import type { Voxels } from '../../modelling/voxels.ts'
import { compound, int, short, writeNbt } from './nbt.ts'
import { type Color, color, Palette } from './palette.ts'

/** Minecraft 1.16.5: old enough for every tool in use, and it has all blocks below. */
const DATA_VERSION = 2586

/** Full opaque blocks that need no support, by the mean color of their sides. */
const BLOCKS: readonly (readonly [name: string, color: Color])[] = (
  [
    ['white_concrete', '#cfd5d6'],
    ['light_gray_concrete', '#7d7d73'],
    ['gray_concrete', '#373a3e'],
    ['black_concrete', '#080a0f'],
    ['red_concrete', '#8e2121'],
    ['orange_concrete', '#e06101'],
    ['yellow_concrete', '#f1af15'],
    ['lime_concrete', '#5ea918'],
    ['green_concrete', '#495b24'],
    ['cyan_concrete', '#157788'],
    ['light_blue_concrete', '#2489c7'],
    ['blue_concrete', '#2d2f8f'],
    ['purple_concrete', '#64209c'],
    ['magenta_concrete', '#a9309f'],
    ['pink_concrete', '#d6658f'],
    ['brown_concrete', '#603c20'],
    ['white_wool', '#eaeced'],
    ['red_wool', '#a12722'],
    ['pink_wool', '#ee8dac'],
    ['brown_wool', '#724729'],
    ['light_blue_wool', '#3aafd9'],
    ['blue_wool', '#35399d'],
    ['white_terracotta', '#d2b2a1'],
    ['orange_terracotta', '#a25426'],
    ['yellow_terracotta', '#ba8523'],
    ['red_terracotta', '#8f3d2f'],
    ['brown_terracotta', '#4d3324'],
    ['light_gray_terracotta', '#876b62'],
    ['cyan_terracotta', '#575b5b'],
    ['terracotta', '#985e44'],
    ['oak_planks', '#a2834f'],
    ['spruce_planks', '#735531'],
    ['birch_planks', '#c0af79'],
    ['jungle_planks', '#a07351'],
    ['acacia_planks', '#a85a32'],
    ['dark_oak_planks', '#432b14'],
    ['stone', '#7e7e7e'],
    ['cobblestone', '#807f80'],
    ['smooth_stone', '#9f9f9f'],
    ['andesite', '#888989'],
    ['diorite', '#bdbcbd'],
    ['granite', '#956756'],
    ['bricks', '#976253'],
    ['sandstone', '#d8cb9b'],
    ['end_stone', '#dbdf9e'],
    ['blackstone', '#2a242a'],
    ['quartz_block', '#ece6df'],
    ['iron_block', '#dcdcdc'],
    ['gold_block', '#f6d03e'],
    ['diamond_block', '#62ede4'],
    ['emerald_block', '#2acb58'],
    ['lapis_block', '#1f438c'],
    ['prismarine', '#639c97'],
    ['dark_prismarine', '#345c4c'],
    ['dirt', '#866043'],
    ['snow_block', '#f9fefe'],
    ['glowstone', '#ab8354'],
    ['hay_block', '#a68b0c'],
    ['netherrack', '#622626'],
    ['crimson_planks', '#653147'],
    ['warped_planks', '#2b6963'],
    ['dried_kelp_block', '#323b27'],
  ] as const
).map(([name, hex]) => [`minecraft:${name}`, color(hex)])

const PALETTE = new Palette(BLOCKS.map(([, own]) => own))
export const BLOCK_COLORS = PALETTE.colors

/** The number of the block nearest in color to a cell's. */
export function blockOf({ colors }: Voxels, cell: number): number {
  return PALETTE.nearest(at(colors, cell * 3), at(colors, cell * 3 + 1), at(colors, cell * 3 + 2))
}

/** The number of the block of that name; an unknown one counts as stone. */
export function blockNumber(name: string): number {
  const index = (wanted: string) => BLOCKS.findIndex(([own]) => own === wanted)
  return index(name) >= 0 ? index(name) : index('minecraft:stone')
}

/** The grid as a gzipped `.schem` file; empty cells are air. North is -z, as the model's back is. */
export function schematic(voxels: Voxels): Uint8Array {
  const { nx, ny, nz, filled } = voxels
  const palette = new Map<string, number>([['minecraft:air', 0]])
  const data: number[] = []
  // Blocks run along x, then z, then y, each as a variable-length number.
  for (let y = 0; y < ny; y++)
    for (let z = 0; z < nz; z++)
      for (let x = 0; x < nx; x++) {
        const cell = (z * ny + y) * nx + x
        const name = filled[cell] === 1 ? (BLOCKS[blockOf(voxels, cell)]?.[0] ?? 'minecraft:stone') : 'minecraft:air'
        const number = palette.get(name) ?? palette.size
        palette.set(name, number)
        for (let rest = number; ; rest >>= 7) {
          data.push(rest > 127 ? (rest & 127) | 128 : rest)
          if (rest <= 127) break
        }
      }
  const file = compound({
    Version: int(2),
    DataVersion: int(DATA_VERSION),
    Metadata: compound({
      WEOffsetX: int(-Math.floor(nx / 2)),
      WEOffsetY: int(0),
      WEOffsetZ: int(-Math.floor(nz / 2)),
    }),
    Width: short(nx),
    Height: short(ny),
    Length: short(nz),
    Offset: { type: 'ints', value: [0, 0, 0] },
    PaletteMax: int(palette.size),
    Palette: compound(Object.fromEntries([...palette].map(([name, number]) => [name, int(number)]))),
    BlockData: { type: 'bytes', value: new Uint8Array(data) },
    BlockEntities: { type: 'list' },
  })
  // No time in the header: the same model gives the same bytes.
  return gzipSync(writeNbt('Schematic', file), { mtime: 0 })
}
