// A mesh whose faces have plain colors, as a glTF Document: the colors are patches of one small texture.
import { Document } from '@gltf-transform/core'
import { everyThird } from '../../../mesh/formats/surface.ts'
import { at } from '../../../mesh/math/numbers.ts'
import { shared, writeSurface } from '../../../mesh/tools/surfaces.ts'
import { encodeQuickly } from '../../png.ts'
import { GENERATOR } from '../generator.ts'
import type { Color } from './palette.ts'

type Point = readonly [number, number, number]

/** Patches along the texture's side, and texels along a patch's, so that smaller mip levels keep the colors apart. */
const PATCHES = 16
const TEXELS = 4
/** The most colors a mesh can have. */
export const MOST_COLORS = PATCHES * PATCHES

export class PaintedMesh {
  readonly #positions: number[] = []
  readonly #normals: number[] = []
  readonly #uvs: number[] = []

  readonly #palette: readonly Color[]

  constructor(palette: readonly Color[]) {
    this.#palette = palette
  }

  /** A triangle, counter-clockwise from outside, with a normal per corner or one for all. */
  triangle(corners: readonly [Point, Point, Point], normals: readonly Point[], color: number): void {
    for (const [i, corner] of corners.entries()) {
      this.#positions.push(...corner)
      this.#normals.push(...(normals[i] ?? normals[0] ?? [0, 1, 0]))
      this.#uvs.push(((color % PATCHES) + 0.5) / PATCHES, (Math.floor(color / PATCHES) + 0.5) / PATCHES)
    }
  }

  quad(corners: readonly [Point, Point, Point, Point], normals: readonly Point[], color: number): void {
    const [a, b, c, d] = corners
    const [na, nb, nc, nd] = normals
    this.triangle([a, b, c], na && nb && nc ? [na, nb, nc] : normals, color)
    this.triangle([a, c, d], na && nc && nd ? [na, nc, nd] : normals, color)
  }

  /** A box; `faces` tells which of its sides are wanted, +x -x +y -y +z -z. */
  box(low: Point, high: Point, color: number, faces: readonly boolean[] = []): void {
    for (const axis of [0, 1, 2])
      for (const [side, sign] of [1, -1].entries()) {
        if (faces[axis * 2 + side] === false) continue
        const [u, v] = [(axis + 1) % 3, (axis + 2) % 3]
        const corner = (a: number, b: number): Point => {
          const p: [number, number, number] = [0, 0, 0]
          p[axis] = at(sign > 0 ? high : low, axis)
          p[u] = at(a ? high : low, u)
          p[v] = at(b ? high : low, v)
          return p
        }
        const normal: [number, number, number] = [0, 0, 0]
        normal[axis] = sign
        const around = [corner(0, 0), corner(1, 0), corner(1, 1), corner(0, 1)] as const
        const [a, b, c, d] = around
        this.quad(sign > 0 ? [a, b, c, d] : [a, d, c, b], [normal], color)
      }
  }

  /** One node with one mesh, named as given; vertices that agree are shared. */
  document(name: string, roughness: number): Document {
    const document = new Document()
    document.getRoot().getAsset().generator = GENERATOR
    const texture = document.createTexture('palette').setImage(new Uint8Array(this.#picture())).setMimeType('image/png')
    const material = document
      .createMaterial(name)
      .setBaseColorTexture(texture)
      .setMetallicFactor(0)
      .setRoughnessFactor(roughness)
    const count = this.#positions.length / 3
    const surface = shared({
      material,
      positions: new Float32Array(this.#positions),
      normals: new Float32Array(this.#normals),
      uvs: new Float32Array(this.#uvs),
      corners: Uint32Array.from({ length: count }, (_, i) => i),
      starts: everyThird(count),
    })
    const mesh = document.createMesh(name).addPrimitive(writeSurface(document, document.createPrimitive(), surface))
    const scene = document.createScene(name).addChild(document.createNode(name).setMesh(mesh))
    document.getRoot().setDefaultScene(scene)
    return document
  }

  #picture(): Uint8Array {
    const side = PATCHES * TEXELS
    const data = new Uint8Array(side * side * 4).fill(255)
    for (let y = 0; y < side; y++)
      for (let x = 0; x < side; x++) {
        const patch = Math.floor(y / TEXELS) * PATCHES + Math.floor(x / TEXELS)
        data.set(this.#palette[patch] ?? [255, 255, 255], (y * side + x) * 4)
      }
    return encodeQuickly({ width: side, height: side, data })
  }
}
