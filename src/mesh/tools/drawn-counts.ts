// What a scene draws, beside what its file stores: a mesh of several nodes, or of one node that draws it many times
// (EXT_mesh_gpu_instancing), is stored once. One count for reports, limits and the picture's figures.

/** The extension by which one node draws its mesh many times. */
export const INSTANCING = 'EXT_mesh_gpu_instancing'

/** A mesh as a node draws it. */
export interface MeshUse {
  /** By which a mesh is known. */
  readonly mesh: unknown
  readonly triangles: number
  readonly vertices: number
  /** How often the node draws it: one, or as many times as it has instances. */
  readonly copies: number
}

export interface DrawnCounts {
  readonly triangles: number
  readonly vertices: number
  /** The triangles of what is drawn, each mesh once. */
  readonly storedTriangles: number
}

/** Counts all uses of a scene. */
export function drawnCounts(uses: Iterable<MeshUse>): DrawnCounts {
  let [triangles, vertices, storedTriangles] = [0, 0, 0]
  const seen = new Set<unknown>()
  for (const use of uses) {
    triangles += use.triangles * use.copies
    vertices += use.vertices * use.copies
    if (!seen.has(use.mesh)) storedTriangles += use.triangles
    seen.add(use.mesh)
  }
  return { triangles, vertices, storedTriangles }
}
