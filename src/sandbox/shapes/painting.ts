// The texture set of a whole model: every tile of the atlas painted with its material, each point evaluated once.
import type { RgbaImage } from '../../mesh/images/image.ts'
import { clamp } from '../../mesh/math/numbers.ts'
import { type Atlas, DENSITY, type Tile } from './atlas.ts'
import { mixColors, type Rgb } from './colors.ts'
import type { Texel } from './kinds/kind.ts'
import { kindOf, type Material, weather } from './materials.ts'
import { hashText } from './random.ts'

export interface Painted {
  readonly baseColor: RgbaImage
  /** Roughness in green, metal in blue. */
  readonly metallicRoughness?: RgbaImage
  /** Tangent space, OpenGL convention (green up). */
  readonly normal?: RgbaImage
  /** Present when a material glows. */
  readonly emissive?: RgbaImage
}

/**
 * Paints the atlas.
 * @param side texels of the base color's side; the other maps get half of it above 512 (their detail is coarser)
 */
export function paintAtlas(atlas: Atlas, side: number, options: { pbr: boolean; seed: string; wear: number }): Painted {
  const small = side > 512 ? side / 2 : side
  const baseColor = blank(side)
  const surface = options.pbr ? { metallicRoughness: blank(small), normal: blank(small) } : undefined
  const glows = [...atlas.tiles.keys()].some((id) => atlas.materials[id]?.kind === 'glow')
  const emissive = glows ? blank(Math.min(256, side)) : undefined
  for (const [id, tile] of atlas.tiles) {
    const material = atlas.materials[id]
    if (!material) continue
    const seed = hashText(`${options.seed}/${id}/${material.kind}`) >>> 12
    const brush = new Brush(material, tile, seed, options.wear)
    brush.color(baseColor, surface && small === side ? surface : undefined)
    if (surface && small !== side) brush.surface(surface)
    if (emissive) brush.glow(emissive)
  }
  return { baseColor, ...surface, ...(emissive ? { emissive } : {}) }
}

interface SurfaceMaps {
  readonly metallicRoughness: RgbaImage
  readonly normal: RgbaImage
}

function blank(side: number): RgbaImage {
  return { width: side, height: side, data: new Uint8Array(side * side * 4) }
}

/** Colors keep this many steps per channel: unseen, and it makes noisy textures pack a third smaller. */
const STEP = 3

function byte(value: number): number {
  return clamp(Math.round((value * 255) / STEP) * STEP, 0, 255)
}

/** Paints one tile of every map with its material. */
class Brush {
  readonly #out: Texel = { shade: 1, mix: 0, height: 0, rough: 0 }
  readonly #second: Rgb
  readonly #roughness: number
  readonly #metal: number

  readonly #material: Material
  readonly #tile: Tile
  readonly #seed: number
  readonly #wear: number

  constructor(material: Material, tile: Tile, seed: number, wear: number) {
    this.#material = material
    this.#tile = tile
    this.#seed = seed
    this.#wear = wear

    const kind = kindOf(material.kind)
    this.#second = material.color2 ?? kind.second(material.color)
    this.#roughness = material.rough ?? kind.rough
    this.#metal = Math.round(clamp(material.metal ?? kind.metal, 0, 1) * 255)
  }

  /** Evaluates the material at a point of the atlas, into `out`. */
  #at(u: number, v: number): void {
    const tile = this.#tile
    const material = this.#material
    const seed = this.#seed
    const out = this.#out
    // y runs up the tile, as t does on charts.
    const x = (u - tile.x) / DENSITY
    const y = (tile.y + tile.h - v) / DENSITY
    kindOf(material.kind).paint(x, y, seed, out)
    if (material.kind !== 'glow') weather(x, y, seed, this.#wear, out)
  }

  /** The base color; the surface maps with it when they are of the same size. */
  color(image: RgbaImage, surface: SurfaceMaps | undefined): void {
    const { data } = image
    const relief = surface ? new Relief(image.width, this.#tile) : undefined
    each(image.width, this.#tile, (u, v, i) => {
      this.#at(u, v)
      this.#tint(data, i, this.#out.shade)
      if (!surface || !relief) return
      this.#roughen(surface.metallicRoughness.data, i)
      relief.keep(i, this.#out.height)
    })
    if (surface && relief) this.#emboss(surface.normal, relief)
  }

  /** The surface maps alone. */
  surface(maps: SurfaceMaps): void {
    const relief = new Relief(maps.normal.width, this.#tile)
    each(maps.normal.width, this.#tile, (u, v, i) => {
      this.#at(u, v)
      this.#roughen(maps.metallicRoughness.data, i)
      relief.keep(i, this.#out.height)
    })
    this.#emboss(maps.normal, relief)
  }

  glow(image: RgbaImage): void {
    const { data } = image
    each(image.width, this.#tile, (u, v, i) => {
      data[i + 3] = 255
      if (this.#material.kind !== 'glow') return
      this.#at(u, v)
      this.#tint(data, i, 1)
    })
  }

  #tint(data: Uint8Array, i: number, shade: number): void {
    const color = mixColors(this.#material.color, this.#second, clamp(this.#out.mix, 0, 1))
    data[i] = byte(color[0] * shade)
    data[i + 1] = byte(color[1] * shade)
    data[i + 2] = byte(color[2] * shade)
    data[i + 3] = 255
  }

  #roughen(data: Uint8Array, i: number): void {
    data[i] = 255
    data[i + 1] = Math.round(clamp(this.#roughness + this.#out.rough, 0.04, 1) * 63) * 4
    data[i + 2] = this.#metal
    data[i + 3] = 255
  }

  /** Normals from the differences to the right and upper neighbours; heights just outside the tile are evaluated. */
  #emboss(image: RgbaImage, relief: Relief): void {
    const side = image.width
    const strength = kindOf(this.#material.kind).relief * 0.0035 * side * 0.5
    const outside = (u: number, v: number) => {
      this.#at(u, v)
      return this.#out.height
    }
    each(side, this.#tile, (u, v, i) => {
      const here = relief.at(i) ?? 0
      const nx = (here - (relief.at(i + 4) ?? outside(u + 1 / side, v))) * strength
      const ny = (here - (relief.at(i - side * 4) ?? outside(u, v - 1 / side))) * strength
      const size = Math.sqrt(nx * nx + ny * ny + 1)
      image.data[i] = 128 + Math.round((nx / size) * 63) * 2
      image.data[i + 1] = 128 + Math.round((ny / size) * 63) * 2
      image.data[i + 2] = 128 + Math.round((1 / size) * 63) * 2
      image.data[i + 3] = 255
    })
  }
}

/** The heights of a tile's texels, by their byte offset in the map. */
class Relief {
  readonly #heights: Float64Array
  readonly #x0: number
  readonly #y0: number
  readonly #columns: number
  readonly #rows: number

  readonly #side: number

  constructor(side: number, tile: Tile) {
    this.#side = side

    const { x0, y0, x1, y1 } = texels(side, tile)
    this.#x0 = x0
    this.#y0 = y0
    this.#columns = x1 - x0
    this.#rows = y1 - y0
    this.#heights = new Float64Array(this.#columns * this.#rows)
  }

  keep(i: number, height: number): void {
    const index = this.#indexOf(i)
    if (index >= 0) this.#heights[index] = height
  }

  /** Undefined outside the tile. */
  at(i: number): number | undefined {
    const index = this.#indexOf(i)
    return index >= 0 ? this.#heights[index] : undefined
  }

  #indexOf(i: number): number {
    const texel = i >> 2
    const y = Math.floor(texel / this.#side)
    const column = texel - y * this.#side - this.#x0
    const row = y - this.#y0
    return column >= 0 && row >= 0 && column < this.#columns && row < this.#rows ? row * this.#columns + column : -1
  }
}

/** The texels of a tile: from x0, y0 to before x1, y1. */
function texels(side: number, tile: Tile): { x0: number; y0: number; x1: number; y1: number } {
  const edge = (t: number) => Math.round(t * side)
  return { x0: edge(tile.x), y0: edge(tile.y), x1: edge(tile.x + tile.w), y1: edge(tile.y + tile.h) }
}

/** Visits a tile's texels: their centre in the atlas and their byte offset. */
function each(side: number, tile: Tile, visit: (u: number, v: number, i: number) => void): void {
  const { x0, y0, x1, y1 } = texels(side, tile)
  for (let y = y0; y < y1; y++)
    for (let x = x0; x < x1; x++) visit((x + 0.5) / side, (y + 0.5) / side, (y * side + x) * 4)
}
