// What stands for many meshes of one kind when they are drawn, and how large ones are drawn so. Small ones are merged
// (merged-copies.ts).
import {
  BatchedMesh,
  type BufferAttribute,
  type BufferGeometry,
  type InterleavedBufferAttribute,
  type Material,
  type Matrix4,
  type Mesh,
} from 'three'

export type Attribute = BufferAttribute | InterleavedBufferAttribute

/** Copies of meshes of one material and layout, by their number in the list they were made from. */
export interface Copies {
  readonly object: Mesh
  /** Writes them, which comes before all else, a mesh with each step. */
  fill(): Iterable<undefined>
  /** Where it stands, which may be where it stood before. */
  place(at: number, matrix: Matrix4): void
  show(at: number, isShown: boolean): void
  dispose(): void
}

export const cornersOf = ({ index, attributes }: BufferGeometry): number =>
  index?.count ?? attributes['position']?.count ?? 0
export const verticesOf = ({ attributes }: BufferGeometry): number => attributes['position']?.count ?? 0

/** Marks what stands for meshes as they are marked. */
export function markDrawn(object: Mesh): void {
  object.castShadow = true
  object.receiveShadow = true
}

/** One copy of each geometry, and a matrix for each mesh: for those that are large, or share what is large. */
export class SharedCopies implements Copies {
  readonly object: BatchedMesh
  readonly #meshes: readonly { geometry: BufferGeometry; matrixWorld: Matrix4 }[]
  readonly #instances: number[] = []
  /** As they were written last, so that what stands still costs nothing. */
  readonly #matrices: Matrix4[] = []
  readonly #geometries = new Map<BufferGeometry, number>()

  constructor(material: Material, meshes: readonly Mesh[]) {
    // What a mesh has now is copied, whatever it has by then.
    this.#meshes = meshes.map(({ geometry, matrixWorld }) => ({ geometry, matrixWorld }))
    for (const { geometry } of meshes) this.#geometries.set(geometry, 0)
    let [vertices, corners] = [0, 0]
    for (const geometry of this.#geometries.keys()) {
      vertices += verticesOf(geometry)
      corners += geometry.index?.count ?? 0
    }
    this.object = new BatchedMesh(meshes.length, vertices, corners, material)
    markDrawn(this.object)
    // Its parts are looked at one by one; the whole would have to be measured with each change.
    this.object.frustumCulled = false
  }

  *fill(): Generator<undefined, void> {
    for (const geometry of this.#geometries.keys()) {
      this.#geometries.set(geometry, this.object.addGeometry(geometry))
      yield
    }
    for (const [at, { geometry, matrixWorld }] of this.#meshes.entries()) {
      const instance = this.object.addInstance(this.#geometries.get(geometry) ?? 0)
      this.object.setMatrixAt(instance, matrixWorld)
      this.#instances[at] = instance
      this.#matrices[at] = matrixWorld.clone()
      yield
    }
  }

  place(at: number, matrix: Matrix4): void {
    if (this.#matrices[at]?.equals(matrix)) return
    this.#matrices[at]?.copy(matrix)
    this.object.setMatrixAt(this.#instances[at] ?? 0, matrix)
  }

  show(at: number, isShown: boolean): void {
    this.object.setVisibleAt(this.#instances[at] ?? 0, isShown)
  }

  dispose(): void {
    this.object.dispose()
  }
}
