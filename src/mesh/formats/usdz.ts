// Writes USDZ: a ZIP of a text stage and its pictures, stored and aligned as the specification requires. Y up, meters.
// https://openusd.org/release/spec_usdz.html
import type { Document, Node, Skin } from '@gltf-transform/core'
import { IDENTITY } from '../math/matrix.ts'
import { durationOf } from './animation.ts'
import { type Surface, sceneOf, surfaceOf } from './surface.ts'
import { utf8 } from './text.ts'
import { isUsdPicture, UsdMaterials } from './usd-material.ts'
import { displayNameLines } from './usd-names.ts'
import { skeletonPrim, skinLines, TIME_CODES_PER_SECOND } from './usd-skeleton.ts'
import { matrixText, type Prim, PrimNames, prim, primText, tuples } from './usd-text.ts'
import { writeZip } from './zip.ts'

const ROOT = '/Root'
const ALIGNMENT = 64

/**
 * The scene as a USDZ package: hierarchy, polygons, normals, uvs, vertex colors, UsdPreviewSurface materials with PNG
 * and JPEG pictures, skins with all their animations. Animation of nodes outside skins and morph targets are left out.
 */
export function writeUsdz(document: Document): Uint8Array {
  const writer = new UsdWriter(document)
  const stage = utf8(writer.stage())
  const pictures = writer.materials.pictures.list().filter((file) => isUsdPicture(file.name))
  return writeZip(
    [{ name: 'model.usda', bytes: stage }, ...pictures.map(({ name, bytes }) => ({ name: `textures/${name}`, bytes }))],
    { align: ALIGNMENT },
  )
}

class UsdWriter {
  readonly materials = new UsdMaterials(`${ROOT}/Materials`)
  readonly #skinned: Node[] = []

  readonly #document: Document

  constructor(document: Document) {
    this.#document = document
  }

  stage(): string {
    const names = new PrimNames()
    names.unique('Materials', '')
    const children = (sceneOf(this.#document)?.listChildren() ?? []).map((node) => this.#node(node, names))
    const rigs = this.#rigs(names)
    const materials = prim('Scope', 'Materials', [], this.materials.prims())
    const root = prim('Xform', ROOT.slice(1), [], [...children, ...rigs, materials], ['kind = "component"'])
    const clips = this.#document.getRoot().listAnimations()
    const end = Math.round(Math.max(0, ...clips.map(durationOf)) * TIME_CODES_PER_SECOND)
    const time = ['startTimeCode = 0', `endTimeCode = ${end}`, `timeCodesPerSecond = ${TIME_CODES_PER_SECOND}`]
    const header = [
      'customLayerData = {\n        string creator = "Tripo Studio"\n    }',
      'defaultPrim = "Root"',
      'metersPerUnit = 1',
      'upAxis = "Y"',
    ]
    return `#usda 1.0\n(\n    ${[...header, ...(clips.length > 0 ? time : [])].join('\n    ')}\n)\n\n${primText(root)}`
  }

  #node(node: Node, names: PrimNames): Prim {
    const mesh = node.getMesh()
    const name = names.unique(node.getName() || mesh?.getName() || '', 'node')
    const inside = new PrimNames()
    const lines = [
      `matrix4d xformOp:transform = ${matrixText(node.getMatrix())}`,
      'uniform token[] xformOpOrder = ["xformOp:transform"]',
    ]
    if (mesh && node.getSkin()) this.#skinned.push(node)
    const meshes = mesh && !node.getSkin() ? this.#meshes(node, inside, () => []) : []
    const prims = [...meshes, ...node.listChildren().map((child) => this.#node(child, inside))]
    return prim('Xform', name, lines, prims, displayNameLines(node.getName(), name))
  }

  /** A Mesh prim for each of the node's primitives. */
  #meshes(node: Node, names: PrimNames, extra: (surface: Surface) => string[]): Prim[] {
    const mesh = node.getMesh()
    const surfaces = mesh?.listPrimitives().flatMap((primitive) => surfaceOf(primitive) ?? []) ?? []
    return surfaces.map((surface) => {
      const name = names.unique(mesh?.getName() || node.getName(), 'mesh')
      const schemas = ['MaterialBindingAPI', ...(surface.joints && node.getSkin() ? ['SkelBindingAPI'] : [])]
      const metadata = [`prepend apiSchemas = [${schemas.map((schema) => `"${schema}"`).join(', ')}]`]
      return prim('Mesh', name, [...this.#meshLines(surface), ...extra(surface)], [], metadata)
    })
  }

  #meshLines(surface: Surface): string[] {
    const { positions, normals, uvs, uvs1, colors, corners, starts, material } = surface
    const vertex = '(\n    interpolation = "vertex"\n)'
    const counts = Array.from(starts.subarray(1), (end, i) => end - (starts[i] ?? 0))
    const flipped = (values: Float32Array) =>
      tuples(
        values.map((value, i) => (i % 2 === 1 ? 1 - value : value)),
        2,
      )
    const rgb = colors && Array.from(colors).filter((_, i) => i % 4 < 3)
    return [
      ...(material?.getDoubleSided() ? ['uniform bool doubleSided = 1'] : []),
      `int[] faceVertexCounts = [${counts.join(', ')}]`,
      `int[] faceVertexIndices = [${Array.from(corners).join(', ')}]`,
      `point3f[] points = ${tuples(positions, 3)}`,
      ...(normals ? [`normal3f[] normals = ${tuples(normals, 3)} ${vertex}`] : []),
      ...(uvs ? [`texCoord2f[] primvars:st = ${flipped(uvs)} ${vertex}`] : []),
      ...(uvs1 ? [`texCoord2f[] primvars:st1 = ${flipped(uvs1)} ${vertex}`] : []),
      ...(rgb ? [`color3f[] primvars:displayColor = ${tuples(rgb, 3)} ${vertex}`] : []),
      'uniform token subdivisionScheme = "none"',
      ...(material ? [`rel material:binding = <${this.materials.pathOf(material)}>`] : []),
    ]
  }

  /** A SkelRoot for each skin with its skeleton and the meshes bound to it. */
  #rigs(names: PrimNames): Prim[] {
    const bySkin = new Map<Skin, Node[]>()
    for (const node of this.#skinned) {
      const skin = node.getSkin()
      if (skin) bySkin.set(skin, [...(bySkin.get(skin) ?? []), node])
    }
    return [...bySkin].map(([skin, nodes]) => {
      const name = names.unique(skin.getName(), 'rig')
      const inside = new PrimNames()
      const skeleton = skeletonPrim(this.#document, skin, inside.unique('Skeleton', ''), `${ROOT}/${name}`)
      const meshes = nodes.flatMap((node) =>
        this.#meshes(node, inside, (surface) => skinLines(surface, `${ROOT}/${name}/Skeleton`)),
      )
      const placed = [
        `matrix4d xformOp:transform = ${matrixText(IDENTITY)}`,
        'uniform token[] xformOpOrder = ["xformOp:transform"]',
      ]
      return prim('SkelRoot', name, placed, [skeleton, ...meshes], ['prepend apiSchemas = ["SkelBindingAPI"]'])
    })
  }
}
