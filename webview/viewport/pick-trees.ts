// Bounding volume trees over the triangles of large meshes, so that the part under the pointer is found at once among millions.
// They are built in a worker, from the first time that somebody points at a model; until then, and for meshes that are deformed,
// each triangle is tested.
import { type BufferGeometry, Mesh, type Object3D } from 'three'
import { MeshBVH } from 'three-mesh-bvh'
import { Check } from 'typebox/schema'
import { buffersOf, isStill, stateOf, triangleCount, trianglesOf } from './still-geometry.ts'
import { ask } from './workers/ask.ts'
import { PickTree, type PickTreeTask } from './workers/messages.ts'
import { startWorker } from './workers/start.ts'

/** Triangles from which a mesh gets a tree; fewer are looked through as quickly. */
const MANY = 5000

interface Known {
  tree: MeshBVH
  /** By which a geometry whose vertices were changed or replaced is told. */
  state: string
}

export class PickTrees {
  readonly #base: string
  readonly #trees = new WeakMap<BufferGeometry, Known>()
  #root: Object3D | undefined
  #worker: Worker | undefined
  #work: Promise<void> = Promise.resolve()
  #asking = new AbortController()

  /** @param base where the page's workers are, with a slash at its end */
  constructor(base: string) {
    this.#base = base
  }

  /** The tree of a mesh, where it has one that is true of it. */
  of(mesh: Mesh): MeshBVH | undefined {
    const known = this.#trees.get(mesh.geometry)
    return known && known.state === stateOf(mesh.geometry) ? known.tree : undefined
  }

  /** Triangles of visible meshes below `root` that a ray has to be held against one by one. */
  looseIn(root: Object3D): number {
    let loose = 0
    root.traverseVisible((object) => {
      if (object instanceof Mesh && !this.of(object)) loose += triangleCount(object.geometry)
    })
    return loose
  }

  /** Builds what a model needs, the largest first; again, where something has changed. Resolves when it is there. */
  prepare(root: Object3D): Promise<void> {
    if (root !== this.#root) this.dispose()
    this.#root = root
    const wanted = new Set<BufferGeometry>()
    root.traverse((object) => {
      if (!(object instanceof Mesh) || object.userData['isHelper'] === true || !isStill(object)) return
      if (triangleCount(object.geometry) >= MANY && !this.of(object)) wanted.add(object.geometry)
    })
    if (wanted.size === 0) return this.#work
    const sorted = [...wanted].sort((a, b) => triangleCount(b) - triangleCount(a))
    this.#work = this.#work.then(() => this.#build(root, sorted)).catch(() => undefined)
    return this.#work
  }

  dispose(): void {
    this.#root = undefined
    this.#end()
  }

  #end(): void {
    this.#worker?.terminate()
    this.#worker = undefined
    this.#asking.abort()
    this.#asking = new AbortController()
  }

  async #build(root: Object3D, geometries: readonly BufferGeometry[]): Promise<void> {
    const worker = await startWorker(this.#base, 'triangles')
    if (this.#root !== root) {
      worker.terminate()
      return
    }
    this.#worker = worker
    for (const [id, geometry] of geometries.entries()) {
      if (this.#worker !== worker) return
      const state = stateOf(geometry)
      if (this.#trees.get(geometry)?.state === state) continue
      const task: PickTreeTask = { id, ...trianglesOf(geometry) }
      const accept = (said: unknown) => (Check(PickTree, said) ? said : undefined)
      // Without an answer the triangles are looked through, as before.
      const built = await ask(worker, { task, transfer: buffersOf(task) }, accept, this.#asking.signal)
      if (!built || this.#root !== root) break
      const data = { version: 1, roots: built.roots, index: null, indirectBuffer: built.order }
      this.#trees.set(geometry, { tree: MeshBVH.deserialize(data, geometry, { setIndex: false }), state })
    }
    // What it takes of memory is not needed any more.
    if (this.#worker === worker) this.#end()
  }
}
