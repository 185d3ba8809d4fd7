// stylize_model in each style: the same place, closed surfaces, and schematics by a reader that does not know the writer.
import { gunzipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { readModel } from '../../../../src/mesh/formats/index.ts'
import { placedMeshes } from '../../../../src/mesh/formats/surface.ts'
import { decodeImage } from '../../../../src/mesh/images/image.ts'
import { sceneBounds } from '../../../../src/mesh/tools/scene.ts'
import { convertModel } from '../../../../src/sandbox/work/convert-model.ts'
import { stylizeModel } from '../../../../src/sandbox/work/stylize-model.ts'
import type { WorkSource } from '../../../../src/simulator/work.ts'
import { expectPicture, expectSameBytes, generated, openEdges, run, valid } from './shapes.ts'

let barrel: WorkSource
beforeAll(async () => {
  barrel = await generated('a small red metal barrel')
})

/** A reader of the NBT that a schematic holds, for its own sake: it does not know the writer. */
function readNbt(bytes: Uint8Array): Record<string, unknown> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const u8 = () => view.getUint8(at++)
  const i16 = () => {
    at += 2
    return view.getInt16(at - 2)
  }
  const i32 = () => {
    at += 4
    return view.getInt32(at - 4)
  }
  const text = () => {
    const length = i16()
    at += length
    return new TextDecoder().decode(bytes.subarray(at - length, at))
  }
  const value = (tag: number): unknown => {
    if (tag === 2) return i16()
    if (tag === 3) return i32()
    if (tag === 7) {
      const length = i32()
      at += length
      return bytes.subarray(at - length, at)
    }
    if (tag === 8) return text()
    if (tag === 9) {
      const inner = u8()
      return Array.from({ length: i32() }, () => value(inner))
    }
    if (tag === 11) return Array.from({ length: i32() }, i32)
    if (tag !== 10) throw new Error(`tag ${tag} at ${at}`)
    const out: Record<string, unknown> = {}
    for (let inner = u8(); inner !== 0; inner = u8()) {
      const name = text()
      out[name] = value(inner)
    }
    return out
  }
  const tag = u8()
  const name = text()
  const root = value(tag)
  expect([name, at]).toEqual(['Schematic', bytes.length])
  return { ...(typeof root === 'object' ? root : {}) }
}

const made = new Map<string, ReturnType<typeof run>>()
/** The same request is carried out once. */
function stylize(style: string, block_size = 32) {
  const key = `${style} ${block_size}`
  const result = made.get(key) ?? run(stylizeModel, { style, block_size }, barrel)
  made.set(key, result)
  return result
}

describe('stylize_model', () => {
  it.each(['lego', 'voxel', 'voronoi'])('%s fills the same place in its own way', async (style) => {
    const { model, picture } = await stylize(style)
    const document = await valid(model)
    const own = sceneBounds(await readModel(barrel.bytes))
    const result = sceneBounds(document)
    for (const k of [0, 1, 2] as const) {
      expect(Math.abs(result.min[k] - own.min[k])).toBeLessThan(0.06)
      expect(Math.abs(result.max[k] - own.max[k])).toBeLessThan(0.06)
    }
    await expectPicture(picture)
    const palette = await decodeImage(document.getRoot().listTextures()[0]?.getImage() ?? new Uint8Array())
    expect(palette.width).toBe(64)
  })

  it('voxels are closed and have axis-aligned faces only', async () => {
    const [mesh] = placedMeshes(await valid((await stylize('voxel')).model))
    expect(openEdges(mesh?.surfaces ?? [])).toBe(0)
    const normals = mesh?.surfaces[0]?.normals ?? new Float32Array()
    expect(normals.length).toBeGreaterThan(1000)
    expect(new Set(normals.map(Math.abs))).toEqual(new Set([0, 1]))
  })

  it('the voronoi shell has holes: many tunnels', async () => {
    const [mesh] = placedMeshes(await valid((await stylize('voronoi')).model))
    const surfaces = mesh?.surfaces ?? []
    expect(openEdges(surfaces)).toBe(0)
    const points = new Set<string>()
    let faces = 0
    for (const { positions, corners, starts } of surfaces) {
      faces += starts.length - 1
      for (const v of corners) points.add(positions.subarray(v * 3, v * 3 + 3).join(' '))
    }
    // Euler: V - E + F = 2 - 2g for a closed surface of triangles, where E = 3F/2.
    expect(points.size - faces / 2).toBeLessThan(-40)
  })

  it.each([32, 48])('minecraft is a schematic of %i blocks along the longest side', async (block_size) => {
    const { model, picture } = await stylize('minecraft', block_size)
    expect(model.extension).toBe('schem')
    const { Version, Width, Height, Length, Palette, PaletteMax, BlockData } = readNbt(gunzipSync(model.bytes))
    expect(Version).toBe(2)
    const size = [Width, Height, Length].map(Number)
    expect(Math.max(...size)).toBe(block_size)
    const names = Object.keys(Object(Palette))
    expect(names).toContain('minecraft:air')
    expect(names.length).toBeGreaterThan(5)
    expect(PaletteMax).toBe(names.length)
    expect(names.every((name) => /^minecraft:[a-z_]+$/.test(name))).toBe(true)
    const data = BlockData instanceof Uint8Array ? BlockData : new Uint8Array()
    expect(data.length).toBe(size.reduce((product, side) => product * side, 1))
    expect(data.reduce((most, block) => Math.max(most, block), 0)).toBeLessThan(names.length)
    expect(data.filter((block) => block !== 0).length).toBeGreaterThan(data.length / 8)
    await expectPicture(picture)
  })

  it('a schematic can be converted, and has the blocks as cubes', async () => {
    const { model } = await stylize('minecraft')
    const { Width, Height, Length } = readNbt(gunzipSync(model.bytes))
    const source = { capability: 'stylize_model', params: {}, bytes: model.bytes, extension: 'schem' }
    const document = await valid((await run(convertModel, { format: 'GLTF' }, source)).model)
    const { min, max } = sceneBounds(document)
    const longest = Math.max(Number(Width), Number(Height), Number(Length))
    expect(max[1] - min[1]).toBeCloseTo(Number(Height) / longest)
    expect(openEdges(placedMeshes(document)[0]?.surfaces ?? [])).toBe(0)
    const broken = { ...source, bytes: model.bytes.subarray(0, 200) }
    await expect(run(convertModel, { format: 'GLTF' }, broken)).rejects.toMatchObject({ code: 'model-broken' })
  })

  it('is the same each time', async () => {
    for (const style of ['lego', 'minecraft']) {
      const again = await run(stylizeModel, { style, block_size: 32 }, barrel)
      expectSameBytes(again.model.bytes, (await stylize(style)).model.bytes)
    }
  })
})
