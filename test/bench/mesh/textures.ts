// Textures of 4096 pixels re-encoded by ours and by glTF-Transform's program, whose encoder is native code: bytes at no worse a
// picture. Colors are compared with the rival's least quality that looks as well as ours (by SSIM); a normal map, which ours
// keeps to the bit, with its lossless mode.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Document } from '@gltf-transform/core'
import { readModel, writeGlb } from '../../../src/mesh/formats/index.ts'
import { decodeImage, type RgbaImage } from '../../../src/mesh/images/image.ts'
import { encodePng } from '../../../src/mesh/images/png.ts'
import { at } from '../../../src/mesh/math/numbers.ts'
import { loadWasmFromPackages } from '../../support/wasm.ts'
import { type Run, runProgram } from './measure.ts'

export interface TextureRow extends Run {
  readonly kind: TextureKind
  readonly program: string
  /** Mean structural similarity to the picture before, 1 for the same. */
  readonly ssim: number
}

type TextureKind = 'color' | 'normal'

const SIDE = 4096
/** Qualities of the rival that are tried for colors, from the least. */
const QUALITIES = [70, 75, 80, 85, 90, 95, 100]

/** Bumps of several sizes at a place, between 0 and 1: the same each time. */
function height(x: number, y: number): number {
  let sum = 0
  for (const [scale, weight] of [
    [7, 0.5],
    [41, 0.3],
    [233, 0.15],
    [997, 0.05],
  ] as const)
    sum +=
      weight * Math.sin(x * scale + 1.7 * Math.sin(y * scale * 0.7)) * Math.cos(y * scale * 1.1 + Math.sin(x * scale))
  return sum / 2 + 0.5
}

/** Weathered paint with grain, or the normals of its bumps. */
function picture(kind: TextureKind): RgbaImage {
  const data = new Uint8Array(SIDE * SIDE * 4)
  for (let y = 0, p = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++, p += 4) {
      const [u, v] = [x / SIDE, y / SIDE]
      const here = height(u, v)
      if (kind === 'color') {
        const grain = ((x * 73_856_093) ^ (y * 19_349_663)) & 15
        data[p] = 90 + 110 * here + grain
        data[p + 1] = 70 + 80 * here + (here > 0.6 ? 40 : 0) + grain
        data[p + 2] = 50 + 60 * here
      } else {
        const [dx, dy] = [(height(u + 1 / SIDE, v) - here) * 300, (height(u, v + 1 / SIDE) - here) * 300]
        const length = Math.sqrt(dx * dx + dy * dy + 1)
        data[p] = Math.round((0.5 - dx / length / 2) * 255)
        data[p + 1] = Math.round((0.5 - dy / length / 2) * 255)
        data[p + 2] = Math.round((0.5 + 1 / length / 2) * 255)
      }
      data[p + 3] = 255
    }
  return { width: SIDE, height: SIDE, data }
}

async function fileWith(kind: TextureKind, png: Uint8Array): Promise<Uint8Array> {
  const document = new Document()
  const buffer = document.createBuffer()
  const texture = document.createTexture(kind).setImage(new Uint8Array(png)).setMimeType('image/png')
  const material = document.createMaterial('paint')
  if (kind === 'color') material.setBaseColorTexture(texture)
  else material.setNormalTexture(texture)
  const vertices = (type: 'VEC2' | 'VEC3', values: readonly number[]) =>
    document.createAccessor().setType(type).setArray(new Float32Array(values)).setBuffer(buffer)
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', vertices('VEC3', [0, 0, 0, 1, 0, 0, 0, 1, 0]))
    .setAttribute('NORMAL', vertices('VEC3', [0, 0, 1, 0, 0, 1, 0, 0, 1]))
    .setAttribute('TEXCOORD_0', vertices('VEC2', [0, 1, 1, 1, 0, 0]))
    .setMaterial(material)
  const node = document.createNode('sign').setMesh(document.createMesh('sign').addPrimitive(primitive))
  document.getRoot().setDefaultScene(document.createScene('scene').addChild(node))
  return writeGlb(document)
}

/** The similarity of two pictures of one size: blocks of 8 pixels of their luminance. Source: Wang et al. 2004, equation 13. */
export function ssimOf(a: RgbaImage, b: RgbaImage): number {
  const [c1, c2, side] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2, 8]
  const light = ({ data }: RgbaImage, p: number) =>
    0.2126 * at(data, p) + 0.7152 * at(data, p + 1) + 0.0722 * at(data, p + 2)
  let [sum, blocks] = [0, 0]
  for (let y = 0; y + side <= a.height; y += side)
    for (let x = 0; x + side <= a.width; x += side, blocks++) {
      let [sumA, sumB, squareA, squareB, product] = [0, 0, 0, 0, 0]
      for (let j = 0; j < side; j++)
        for (let i = 0; i < side; i++) {
          const p = ((y + j) * a.width + x + i) * 4
          const [l, m] = [light(a, p), light(b, p)]
          sumA += l
          sumB += m
          squareA += l * l
          squareB += m * m
          product += l * m
        }
      const count = side * side
      const [meanA, meanB] = [sumA / count, sumB / count]
      const [varA, varB] = [squareA / count - meanA * meanA, squareB / count - meanB * meanB]
      const both = product / count - meanA * meanB
      sum += ((2 * meanA * meanB + c1) * (2 * both + c2)) / ((meanA * meanA + meanB * meanB + c1) * (varA + varB + c2))
    }
  return sum / blocks
}

/** @param ours the script of our command line @param rival that of glTF-Transform's */
export async function textureRows(folder: string, ours: string, rival: string): Promise<TextureRow[]> {
  loadWasmFromPackages()
  const rows: TextureRow[] = []
  for (const kind of ['color', 'normal'] as const) {
    const before = picture(kind)
    const input = join(folder, `${kind}-4k.glb`)
    await writeFile(input, await fileWith(kind, encodePng(before)))
    const run = async (program: string, script: string, args: (output: string) => readonly string[]) => {
      const output = join(folder, 'textures', `${kind}-4k.glb`)
      await mkdir(join(folder, 'textures'), { recursive: true })
      const done = await runProgram(script, args(output), output)
      const [texture] = (await readModel(new Uint8Array(await readFile(output)))).getRoot().listTextures()
      const bytes = texture?.getImage() ?? new Uint8Array()
      return { ...done, kind, program, bytes: bytes.length, ssim: ssimOf(before, await decodeImage(bytes)) }
    }
    const size = ['--texture-size', '0', '--compression', 'none']
    const own = await run('ours', ours, (output) => [
      'optimise',
      input,
      '--out',
      join(output, '..'),
      '--force',
      ...size,
    ])
    rows.push(own)
    for (const quality of kind === 'color' ? QUALITIES : [undefined]) {
      const how = quality === undefined ? ['--lossless', 'true'] : ['--quality', String(quality)]
      const row = await run(`gltf-transform ${quality ?? 'lossless'}`, rival, (output) => [
        'webp',
        input,
        output,
        ...how,
      ])
      if (quality !== undefined && row.ssim < own.ssim && quality !== QUALITIES.at(-1)) continue
      rows.push(row)
      break
    }
  }
  return rows
}

/** Where our picture takes more bytes than one of the rival's that is as good. */
export function textureMisses(rows: readonly TextureRow[], bytes: number): string[] {
  return (['color', 'normal'] as const).flatMap((kind) => {
    const [own, rival] = rows.filter((row) => row.kind === kind)
    if (!own || !rival || own.bytes <= rival.bytes * bytes) return []
    return [`${kind} texture: ${(own.bytes / rival.bytes).toPrecision(3)}x the bytes of ${rival.program}`]
  })
}
