// The statistics under the picture, counted from the file's JSON and not from the scene: so they are right for compressed
// geometry, and exist even where nothing can be drawn.
import { contentsOf } from './contents.ts'
import type { GltfDocument } from './gltf-document.ts'
import type { Labels } from './labels.ts'

/** Counts of what the default scene draws; a mesh used by three nodes counts three times, as in Blender. */
export interface ModelStatistics {
  /** Where the file keeps faces of more than three corners. */
  faces?: number
  triangles: number
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
  const result: ModelStatistics = {
    triangles: 0,
    vertices: 0,
    materials: document.materials?.length ?? 0,
    textures: document.textures?.length ?? 0,
    bytes,
    animations: document.animations?.length ?? 0,
    contents: contentsOf(document),
  }
  for (const mesh of drawnMeshes(document)) {
    for (const primitive of document.meshes?.[mesh]?.primitives ?? []) {
      const vertices = accessorCount(document, primitive.attributes['POSITION'])
      const indices = primitive.indices === undefined ? vertices : accessorCount(document, primitive.indices)
      result.vertices += vertices
      result.triangles += trianglesOf(primitive.mode ?? 4, indices)
    }
  }
  return result
}

function accessorCount(document: GltfDocument, index: number | undefined): number {
  return index === undefined ? 0 : (document.accessors?.[index]?.count ?? 0)
}

/** Mesh indices of the default scene's nodes, one per use. A file without scenes is a library: each mesh once. */
function drawnMeshes(document: GltfDocument): number[] {
  const scene = document.scenes?.[document.scene ?? 0]
  if (scene === undefined) return (document.meshes ?? []).map((_, index) => index)
  const meshes: number[] = []
  const seen = new Set<number>()
  const waiting = [...(scene.nodes ?? [])]
  while (waiting.length > 0) {
    const index = waiting.pop()
    // Nodes form a tree; a damaged file with a cycle must not hang the page.
    if (index === undefined || seen.has(index)) continue
    seen.add(index)
    const node = document.nodes?.[index]
    if (node?.mesh !== undefined) meshes.push(node.mesh)
    waiting.push(...(node?.children ?? []))
  }
  return meshes
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
  const { faces } = statistics
  const parts = [
    ...(faces === undefined ? [] : [part(faces, labels.face, labels.faces)]),
    part(statistics.triangles, labels.triangle, labels.triangles),
    part(statistics.vertices, labels.vertex, labels.vertices),
    part(statistics.materials, labels.material, labels.materials),
    part(statistics.textures, labels.texture, labels.textures),
    formatBytes(statistics.bytes, language),
  ]
  if (statistics.animations > 0) parts.push(part(statistics.animations, labels.animation, labels.animations))
  return parts
}
