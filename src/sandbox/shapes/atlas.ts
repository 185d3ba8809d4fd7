// The plan of a model's texture: every material gets a rectangle of the atlas, every chart a place inside its material's.
import { cornerNormals } from '../../mesh/geometry.ts'
import { joinCorners, type MeshData } from '../modelling/mesh-data.ts'
import { kindOf, type Material } from './materials.ts'
import type { Face, MaterialId, Part } from './part.ts'
import type { Random } from './random.ts'
import { cross, length, sub } from './vector.ts'

/** A rectangle of the atlas in fractions of its side, v down. */
export interface Tile {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

export interface Atlas {
  readonly tiles: ReadonlyMap<MaterialId, Tile>
  readonly materials: readonly Material[]
}

/** Free border inside a tile, as a fraction of the atlas, so that smaller mip levels do not bleed. */
const GUTTER = 1 / 128
/** Texture drawn per model size: at 0.8 a chart as long as the whole model takes 0.8 of the atlas, if its tile allows. */
export const DENSITY = 0.8

/** Shares the atlas out by each material's surface area, never less than a useful minimum. */
export function layout(parts: readonly Part[], materials: readonly Material[]): Atlas {
  const areas = new Map<MaterialId, number>()
  for (const part of parts)
    for (const face of part.faces) {
      const [a, b, c] = face.points.map((index) => part.points[index])
      if (a && b && c)
        areas.set(face.material, (areas.get(face.material) ?? 0) + length(cross(sub(b, a), sub(c, a))) / 2)
    }
  const total = [...areas.values()].reduce((sum, area) => sum + area, 0) || 1
  const weights = [...areas].map(([id, area]) => ({ id, weight: Math.max(Math.sqrt(area / total), 0.22) }))
  weights.sort((a, b) => b.weight - a.weight || a.id - b.id)
  const tiles = new Map<MaterialId, Tile>()
  split(weights, { x: 0, y: 0, w: 1, h: 1 }, tiles)
  return { tiles, materials }
}

/** Halves the list by weight and the rectangle across its longer side until each has one material. */
function split(items: readonly { id: MaterialId; weight: number }[], tile: Tile, tiles: Map<MaterialId, Tile>): void {
  const [only] = items
  if (!only) return
  if (items.length === 1) {
    tiles.set(only.id, tile)
    return
  }
  const sum = items.reduce((total, item) => total + item.weight, 0)
  let count = 0
  let part = 0
  while (count < items.length - 1 && (count === 0 || part + (items[count]?.weight ?? 0) <= sum * 0.55)) {
    part += items[count]?.weight ?? 0
    count++
  }
  // On a 64th grid, so that tiles meet on whole texels at every texture size.
  const share = Math.round((part / sum) * Math.max(tile.w, tile.h) * 64) / 64
  const { x, y, w, h } = tile
  const [first, second] =
    w >= h
      ? [
          { x, y, w: share, h },
          { x: x + share, y, w: w - share, h },
        ]
      : [
          { x, y, w, h: share },
          { x, y: y + share, w, h: h - share },
        ]
  split(items.slice(0, count), first, tiles)
  split(items.slice(count), second, tiles)
}

interface Chart {
  material: MaterialId
  s0: number
  s1: number
  t0: number
  t1: number
}

/**
 * One welded mesh of all parts with atlas coordinates. `size` is the model's largest dimension.
 * Faces shorter than their part's crease angle are shaded smooth.
 */
export async function assemble(parts: readonly Part[], atlas: Atlas, size: number, random: Random): Promise<MeshData> {
  const count = parts.reduce((sum, part) => sum + part.faces.length, 0)
  const positions = new Float32Array(count * 9)
  const normals = new Float32Array(count * 9)
  const uvs = new Float32Array(count * 6)
  let corner = 0
  for (const part of parts) {
    const from = corner
    if (part.volume() < 0) part.flip()
    const charts = chartsOf(part)
    const density = new Map<MaterialId, number>()
    for (const chart of charts.values()) {
      const tile = atlas.tiles.get(chart.material)
      if (!tile) continue
      const fit = Math.min(
        (tile.w - 2 * GUTTER) / (chart.s1 - chart.s0 || 1e-9),
        (tile.h - 2 * GUTTER) / (chart.t1 - chart.t0 || 1e-9),
      )
      density.set(chart.material, Math.min(density.get(chart.material) ?? DENSITY / size, fit))
    }
    const placed = new Map<number, (st: Face['st'][0]) => readonly [number, number]>()
    for (const [id, chart] of charts)
      placed.set(id, place(chart, atlas, size, density.get(chart.material) ?? 1, random))
    for (const face of part.faces)
      for (const k of [0, 1, 2] as const) {
        positions.set(part.points[face.points[k]] ?? [0, 0, 0], corner * 3)
        uvs.set(placed.get(face.chart)?.(face.st[k]) ?? [0, 0], corner * 2)
        corner++
      }
    const own = positions.slice(from * 3, corner * 3)
    if (own.length > 0) normals.set(await cornerNormals(own, (part.crease * Math.PI) / 180), from * 3)
  }
  return joinCorners({ positions, normals, uvs })
}

function chartsOf(part: Part): Map<number, Chart> {
  const charts = new Map<number, Chart>()
  for (const face of part.faces) {
    let chart = charts.get(face.chart)
    if (!chart) {
      chart = { material: face.material, s0: Infinity, s1: -Infinity, t0: Infinity, t1: -Infinity }
      charts.set(face.chart, chart)
    }
    for (const [s, t] of face.st) {
      chart.s0 = Math.min(chart.s0, s)
      chart.s1 = Math.max(chart.s1, s)
      chart.t0 = Math.min(chart.t0, t)
      chart.t1 = Math.max(chart.t1, t)
    }
  }
  return charts
}

/** The way from chart metres to atlas uv: long side along the grain, as dense as the rest of the model where it fits. */
function place(
  chart: Chart,
  atlas: Atlas,
  size: number,
  uniform: number,
  random: Random,
): (st: Face['st'][0]) => readonly [number, number] {
  const tile = atlas.tiles.get(chart.material) ?? { x: 0, y: 0, w: 1, h: 1 }
  const material = atlas.materials[chart.material]
  const upright = material ? kindOf(material.kind).upright === true : false
  const w = chart.s1 - chart.s0 || 1e-9
  const h = chart.t1 - chart.t0 || 1e-9
  const turned = !upright && w > h
  const [across, along] = turned ? [h, w] : [w, h]
  const roomX = tile.w - 2 * GUTTER
  const roomY = tile.h - 2 * GUTTER
  let dx = upright ? uniform : Math.min(DENSITY / size, roomX / across)
  let dy = upright ? uniform : Math.min(DENSITY / size, roomY / along)
  // Some stretch along the grain is natural, more shows.
  if (dx > dy * 2.5) dx = dy * 2.5
  if (dy > dx * 2.5) dy = dx * 2.5
  const x = tile.x + GUTTER + (upright ? 0 : random.next() * Math.max(0, roomX - across * dx))
  const y = tile.y + GUTTER + (upright ? roomY - along * dy : random.next() * Math.max(0, roomY - along * dy))
  return ([s, t]) =>
    turned ? [x + (chart.t1 - t) * dx, y + (chart.s1 - s) * dy] : [x + (s - chart.s0) * dx, y + (chart.t1 - t) * dy]
}
