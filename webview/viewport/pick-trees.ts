// Bounding volume trees over the triangles of large meshes, so that the part under the pointer is found at once among millions.
// They are built in a worker, from the first time that somebody points at a model; until then, and for meshes that are deformed,
// each triangle is tested.
import {
  BufferAttribute,
  type BufferGeometry,
  InstancedMesh,
  InterleavedBufferAttribute,
  Mesh,
  type Object3D,
  SkinnedMesh,
} from 'three'
import { MeshBVH } from 'three-mesh-bvh'
import { Check } from 'typebox/schema'
import { PickTree, type PickTreeTask } from './workers/messages.ts'
import { startWorker } from './workers/start.ts'

/** Triangles from which a mesh gets a tree; fewer are looked through as quickly. */
const MANY = 5000

interface Known {
  tree: MeshBVH
  /** By which a geometry whose vertices were changed or replaced is told. */
  state: string
}

const trianglesOf = ({ index, attributes }: BufferGeometry): number =>
  Math.floor((index?.count ?? attributes['position']?.count ?? 0) / 3)

type Attribute = BufferAttribute | InterleavedBufferAttribute
const versionOf = (one: Attribute | null | undefined): number =>
  one instanceof InterleavedBufferAttribute ? one.data.version : (one?.version ?? 0)

function stateOf({ index, attributes, drawRange }: BufferGeometry): string {
  const { position } = attributes
  const versions = [position, index].map(versionOf)
  return [position?.count, index?.count, ...versions, drawRange.start, drawRange.count].join(' ')
}

/** Whether a mesh's triangles stand still in its own space. */
function isStill(mesh: Mesh): boolean {
  const { geometry } = mesh
  const moves = mesh instanceof SkinnedMesh || mesh instanceof InstancedMesh || geometry.morphAttributes.position
  return !moves && geometry.groups.length === 0 && geometry.hasAttribute('position')
}

/** A mesh's triangles as copies, which the worker may keep; places as they are drawn, whatever they are stored as. */
function taskOf(id: number, { attributes, index }: BufferGeometry): PickTreeTask {
  const stored = attributes['position']
  const isPlain = stored instanceof BufferAttribute && stored.array instanceof Float32Array && !stored.normalized
  const positions = isPlain ? new Float32Array(stored.array) : new Float32Array((stored?.count ?? 0) * 3)
  if (stored && !isPlain)
    for (let at = 0; at < stored.count; at++) positions.set([stored.getX(at), stored.getY(at), stored.getZ(at)], at * 3)
  return { id, positions, ...(index && { index: new Uint32Array(index.array) }) }
}

export class PickTrees {
  readonly #base: string
  readonly #trees = new WeakMap<BufferGeometry, Known>()
  #root: Object3D | undefined
  #worker: Worker | undefined
  #work: Promise<void> = Promise.resolve()
  #giveUp: () => void = () => undefined

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
      if (object instanceof Mesh && !this.of(object)) loose += trianglesOf(object.geometry)
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
      if (trianglesOf(object.geometry) >= MANY && !this.of(object)) wanted.add(object.geometry)
    })
    if (wanted.size === 0) return this.#work
    const sorted = [...wanted].sort((a, b) => trianglesOf(b) - trianglesOf(a))
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
    this.#giveUp()
  }

  /** @returns undefined when it could not be built, or nobody waits any more */
  #ask(worker: Worker, task: PickTreeTask): Promise<PickTree | undefined> {
    return new Promise((resolve) => {
      this.#giveUp = () => resolve(undefined)
      worker.onmessage = ({ data }: MessageEvent<unknown>) => resolve(Check(PickTree, data) ? data : undefined)
      // Out of memory, mostly: the triangles are looked through, as before.
      worker.onerror = () => resolve(undefined)
      worker.postMessage(task, [task.positions.buffer, ...(task.index ? [task.index.buffer] : [])])
    })
  }

  async #build(root: Object3D, geometries: readonly BufferGeometry[]): Promise<void> {
    const worker = await startWorker(this.#base, 'pick-tree')
    if (this.#root !== root) {
      worker.terminate()
      return
    }
    this.#worker = worker
    for (const [id, geometry] of geometries.entries()) {
      if (this.#worker !== worker) return
      const state = stateOf(geometry)
      if (this.#trees.get(geometry)?.state === state) continue
      const built = await this.#ask(worker, taskOf(id, geometry))
      if (!built || this.#root !== root) break
      const data = { version: 1, roots: built.roots, index: null, indirectBuffer: built.order }
      this.#trees.set(geometry, { tree: MeshBVH.deserialize(data, geometry, { setIndex: false }), state })
    }
    // What it takes of memory is not needed any more.
    if (this.#worker === worker) this.#end()
  }
}
