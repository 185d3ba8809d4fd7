// The statistics under the picture, counted from the file's JSON and not from the scene: so they are right for compressed
// geometry, and exist even where nothing can be drawn.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { drawnCounts, INSTANCING, type MeshUse } from '../../src/mesh/tools/drawn-counts.ts'
import { contentsOf } from './contents.ts'
import type { GltfDocument } from './gltf-document.ts'
import type { Labels } from './labels.ts'

/** Counts of what the default scene draws; a mesh used by three nodes, or by one with three instances, counts three times, as in Blender. */
export interface ModelStatistics {
  /** Where the file keeps faces of more than three corners. */
  faces?: number
  triangles: number
  /** The triangles with each mesh once, as the file stores them. */
  storedTriangles: number
  vertices: number
  materials: number
  textures: number
  /** Size of the file itself; buffers and pictures beside a .gltf are not in it. */
  bytes: number
  animations: number
  /** What it holds beside a textured shape, such as `lights` (see contents.ts). */
  contents: readonly string[]
}

/** glTF 2.0, 3.7.2.1 "mesh.primitive.mode": how many triangles `count` indices make. */
function trianglesOf(mode: number, count: number): number {
  if (mode === 4) return Math.floor(count / 3)
  if (mode === 5 || mode === 6) return Math.max(0, count - 2)
  return 0
}

export function countStatistics(document: GltfDocument, bytes: number): ModelStatistics {
  return {
    ...drawnCounts(drawnMeshes(document)),
    materials: document.materials?.length ?? 0,
    textures: document.textures?.length ?? 0,
    bytes,
    animations: document.animations?.length ?? 0,
    contents: contentsOf(document),
  }
}

function accessorCount(document: GltfDocument, index: number | undefined): number {
  return index === undefined ? 0 : (document.accessors?.[index]?.count ?? 0)
}

/** The default scene's meshes, one per use. A file without scenes is a library: each mesh once. */
function drawnMeshes(document: GltfDocument): MeshUse[] {
  const counted = new Map<number, Pick<MeshUse, 'triangles' | 'vertices'>>()
  const use = (mesh: number, copies: number): MeshUse => {
    const counts = counted.get(mesh) ?? countsOf(document, mesh)
    counted.set(mesh, counts)
    return { mesh, ...counts, copies }
  }
  const scene = document.scenes?.[document.scene ?? 0]
  if (scene === undefined) return (document.meshes ?? []).map((_, mesh) => use(mesh, 1))
  const uses: MeshUse[] = []
  const seen = new Set<number>()
  const waiting = [...(scene.nodes ?? [])]
  while (waiting.length > 0) {
    const index = waiting.pop()
    // Nodes form a tree; a damaged file with a cycle must not hang the page.
    if (index === undefined || seen.has(index)) continue
    seen.add(index)
    const node = document.nodes?.[index]
    if (node?.mesh !== undefined) uses.push(use(node.mesh, copiesOf(document, node.extensions?.[INSTANCING])))
    waiting.push(...(node?.children ?? []))
  }
  return uses
}

function countsOf(document: GltfDocument, mesh: number): { triangles: number; vertices: number } {
  let [triangles, vertices] = [0, 0]
  for (const primitive of document.meshes?.[mesh]?.primitives ?? []) {
    const own = accessorCount(document, primitive.attributes['POSITION'])
    const indices = primitive.indices === undefined ? own : accessorCount(document, primitive.indices)
    vertices += own
    triangles += trianglesOf(primitive.mode ?? 4, indices)
  }
  return { triangles, vertices }
}

const Instances = Type.Object({ attributes: Type.Record(Type.String(), Type.Integer({ minimum: 0 })) })

/** How often a node draws its mesh. @param extension of instances, where it has any */
function copiesOf(document: GltfDocument, extension: unknown): number {
  const [first] = Check(Instances, extension) ? Object.values(extension.attributes) : []
  return first === undefined ? 1 : accessorCount(document, first)
}

/** Binary multiples under the names VS Code uses for them: "512 B", "48 KB", "2.1 MB". */
export function formatBytes(bytes: number, language?: string): string {
  const units = ['B', 'KB', 'MB', 'GB']
  let value = bytes
  let unit = 0
  while (value >= 1024 && unit < units.length - 1) {
    value /= 1024
    unit++
  }
  const digits = unit < 2 || value >= 100 ? 0 : 1
  const number = new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits })
  return `${number.format(value)} ${units[unit] ?? ''}`
}

/** The line's parts in order, such as "12,480 tris" and "1 material". Animations are named only when there are some. */
export function formatStatistics(statistics: ModelStatistics, labels: Labels, language?: string): string[] {
  const number = new Intl.NumberFormat(language)
  const plural = new Intl.PluralRules(language)
  const part = (count: number, one: string, other: string) =>
    (plural.select(count) === 'one' ? one : other).replace('{0}', number.format(count))
  const { faces, triangles, storedTriangles } = statistics
  const stored =
    storedTriangles === triangles ? '' : ` ${labels.storedTriangles.replace('{0}', number.format(storedTriangles))}`
  const parts = [
    ...(faces === undefined ? [] : [part(faces, labels.face, labels.faces)]),
    `${part(triangles, labels.triangle, labels.triangles)}${stored}`,
    part(statistics.vertices, labels.vertex, labels.vertices),
    part(statistics.materials, labels.material, labels.materials),
    part(statistics.textures, labels.texture, labels.textures),
    formatBytes(statistics.bytes, language),
  ]
  if (statistics.animations > 0) parts.push(part(statistics.animations, labels.animation, labels.animations))
  return parts
}
