// Draws scenes of hundreds of meshes in a few calls: meshes of one material are copied (copies.ts), once the model is seen
// (batching.ts). This is for drawing only: the meshes stay in the scene, to be listed, picked, selected and changed, and each
// frame after a change the copies follow them. A mesh that cannot be represented by its copy is drawn itself.
import {
  type BufferGeometry,
  Group,
  InstancedMesh,
  type Material,
  Mesh,
  MeshPhysicalMaterial,
  type Object3D,
  SkinnedMesh,
} from 'three'
import { type Attribute, type Copies, cornersOf, SharedCopies, verticesOf } from './copies.ts'
import { BATCHED_LAYER, HOLLOW_LAYER, MODEL_LAYER } from './layers.ts'
import { MergedCopies } from './merged-copies.ts'

/** Meshes from which it is worth it, and megabytes that copies may take. */
const FEWEST = 300
const MOST_MEGABYTES = 256

/** Corners of triangles that a mesh has, on average, up to which merging is worth it. */
const SMALL = 3000
/** Vertices of a merged mesh: small enough to be left out where it is out of sight, and for indices of two bytes. */
const MOST_VERTICES = 2 ** 16 - 1
/** Bytes that merged vertices of one kind may take. */
const MOST_BYTES = 64 * 2 ** 20

/** Where a mesh's copy is. */
interface Copy {
  copies: Copies
  at: number
  geometry: BufferGeometry
  material: Material
  isShown: boolean
}

// Thousands of geometries are looked at before anything is seen: without lists and texts made for each.

const bytesOf = (geometry: BufferGeometry): number =>
  (geometry.index?.array.byteLength ?? 0) + verticesOf(geometry) * bytesOfVertex(geometry)

function bytesOfVertex({ attributes }: BufferGeometry): number {
  let sum = 0
  for (const name in attributes) {
    const attribute = attributes[name]
    if (attribute) sum += attribute.itemSize * attribute.array.BYTES_PER_ELEMENT
  }
  return sum
}

/** Whether geometries can share a buffer. */
function areAlike(one: BufferGeometry, other: BufferGeometry): boolean {
  if ((one.index === null) !== (other.index === null)) return false
  let names = 0
  for (const name in one.attributes) {
    names++
    const [a, b] = [one.attributes[name], other.attributes[name]]
    if (!a || !b || !isAlike(a, b)) return false
  }
  for (const _ in other.attributes) names--
  return names === 0
}

const isAlike = (a: Attribute, b: Attribute): boolean =>
  a.itemSize === b.itemSize && a.normalized === b.normalized && a.array.constructor === b.array.constructor

/** Meshes that share a buffer. */
interface Kind {
  material: Material
  meshes: Mesh[]
}

/** Meshes by material and what their geometries consist of. Each geometry is looked at once, however many meshes have it. */
class Kinds {
  meshes = 0
  /** That their geometries take. */
  bytes = 0
  readonly #known = new Map<BufferGeometry, Map<Material, Kind>>()
  readonly #kinds = new Map<Material, Kind[]>()

  add(mesh: Mesh, material: Material): void {
    this.meshes++
    const { geometry } = mesh
    let known = this.#known.get(geometry)
    if (!known) {
      known = new Map()
      this.#known.set(geometry, known)
      this.bytes += bytesOf(geometry)
    }
    const kind = known.get(material) ?? this.#kindOf(geometry, material)
    known.set(material, kind)
    kind.meshes.push(mesh)
  }

  /** Those that more than one mesh is of. */
  get many(): Kind[] {
    return [...this.#kinds.values()].flat().filter(({ meshes }) => meshes.length > 1)
  }

  #kindOf(geometry: BufferGeometry, material: Material): Kind {
    const kinds = this.#kinds.get(material) ?? []
    this.#kinds.set(material, kinds)
    const found = kinds.find(({ meshes: [first] }) => first && areAlike(first.geometry, geometry))
    if (found) return found
    const kind = { material, meshes: [] }
    kinds.push(kind)
    return kind
  }
}

function isEmpty(record: object): boolean {
  for (const _ in record) return false
  return true
}

/** What a mesh is drawn with in the file, whatever it is drawn with at the moment. */
export type OwnOf = (mesh: Mesh) => Mesh['material']

/** The material of a mesh that a copy could stand for. */
function plainMaterial(mesh: Mesh, ownOf: OwnOf): Material | undefined {
  const { geometry } = mesh
  const material = ownOf(mesh)
  if (mesh instanceof SkinnedMesh || mesh instanceof InstancedMesh || mesh.renderOrder !== 0) return undefined
  if (Array.isArray(material) || material.transparent || !geometry.hasAttribute('position')) return undefined
  // Glass is drawn in an order of its own.
  if (material instanceof MeshPhysicalMaterial && material.transmission > 0) return undefined
  const isWhole = geometry.drawRange.start === 0 && geometry.drawRange.count === Number.POSITIVE_INFINITY
  const isSimple = geometry.groups.length === 0 && isEmpty(geometry.morphAttributes)
  return isWhole && isSimple ? material : undefined
}

/** Copies for meshes of one kind, in one or several parts, each with the meshes that it is for. They stand where the meshes stood. */
function copiesOf({ material, meshes }: Kind): { copies: Copies; meshes: readonly Mesh[] }[] {
  const [first] = meshes
  if (!first) return []
  const corners = meshes.reduce((sum, { geometry }) => sum + cornersOf(geometry), 0)
  const vertices = meshes.reduce((sum, { geometry }) => sum + verticesOf(geometry), 0)
  // Each draw costs more than the few triangles of a small mesh, in software above all.
  const isLarge = corners > SMALL * meshes.length || vertices * bytesOfVertex(first.geometry) > MOST_BYTES
  if (isLarge) return [{ copies: new SharedCopies(material, meshes), meshes }]
  return parts(meshes).map((part) => ({ copies: new MergedCopies(material, part), meshes: part }))
}

function parts(meshes: readonly Mesh[]): Mesh[][] {
  const all: Mesh[][] = []
  let left = 0
  for (const mesh of meshes) {
    const vertices = verticesOf(mesh.geometry)
    if (all.length > 0 && vertices <= left) all.at(-1)?.push(mesh)
    else {
      all.push([mesh])
      left = MOST_VERTICES
    }
    left -= vertices
  }
  return all
}

export class Batches {
  /** What is drawn in the place of the meshes; it stands beside the model, in the world. */
  readonly group = new Group()
  readonly #root: Object3D
  readonly #copies = new Map<Mesh, Copy>()
  #isOn = true

  /**
   * Of a model without clips, whose matrices are as they should be, in steps of a few microseconds between which the model may
   * change; undefined where it would not be worth it, or too much.
   */
  static *of(root: Object3D, ownOf: OwnOf): Generator<undefined, Batches | undefined> {
    const kinds = new Kinds()
    const meshes: Mesh[] = []
    root.traverse((object) => {
      if (object instanceof Mesh) meshes.push(object)
    })
    for (const mesh of meshes) {
      const material = plainMaterial(mesh, ownOf)
      if (material) kinds.add(mesh, material)
      yield
    }
    if (kinds.meshes < FEWEST || kinds.bytes > MOST_MEGABYTES * 2 ** 20) return undefined
    const { many } = kinds
    // Where each mesh has a material of its own nothing is gained.
    if (many.length === 0) return undefined
    const batches = new Batches(root)
    for (const kind of many) yield* batches.#add(kind)
    return batches
  }

  private constructor(root: Object3D) {
    this.#root = root
  }

  /** Whether the copies are drawn; else each mesh is. */
  get isOn(): boolean {
    return this.#isOn
  }

  set isOn(isOn: boolean) {
    this.#isOn = isOn
    this.group.visible = isOn
  }

  /** Brings the copies to where the meshes are, and to what is shown of them. */
  follow(ownOf: OwnOf): void {
    this.#root.updateWorldMatrix(true, true)
    let found = 0
    const visit = (object: Object3D, isAboveShown: boolean) => {
      const isShown = isAboveShown && object.visible
      if (object instanceof Mesh && this.#place(object, isShown, ownOf)) found++
      for (const child of object.children) visit(child, isShown)
    }
    visit(this.#root, true)
    if (found < this.#copies.size) this.#hideGone()
  }

  dispose(): void {
    for (const copies of new Set([...this.#copies.values()].map((copy) => copy.copies))) copies.dispose()
    this.group.clear()
    this.#copies.clear()
  }

  *#add(kind: Kind): Generator<undefined, void> {
    const { material } = kind
    for (const { copies, meshes } of copiesOf(kind)) {
      copies.object.layers.enable(MODEL_LAYER)
      for (const [at, mesh] of meshes.entries()) {
        this.#copies.set(mesh, { copies, at, geometry: mesh.geometry, material, isShown: true })
      }
      yield* copies.fill()
      this.group.add(copies.object)
    }
  }

  /** Hides the copies of what is not in the model any more, and may come back. */
  #hideGone(): void {
    const gone = new Set(this.#copies.keys())
    this.#root.traverse((object) => {
      if (object instanceof Mesh) gone.delete(object)
    })
    for (const mesh of gone) show(this.#copies.get(mesh), false)
  }

  /** @returns whether the mesh has a copy */
  #place(mesh: Mesh, isShown: boolean, ownOf: OwnOf): boolean {
    const copy = this.#copies.get(mesh)
    if (mesh.layers.isEnabled(HOLLOW_LAYER)) {
      show(copy, false)
      return copy !== undefined
    }
    // A mirrored one has its front where the others have their back, which is told to the GPU for a whole batch.
    const isStoodFor =
      this.#isOn &&
      copy?.geometry === mesh.geometry &&
      copy.material === ownOf(mesh) &&
      mesh.matrixWorld.determinant() > 0
    // A duplicate has its original's layers, and no copy.
    if (copy || mesh.layers.isEnabled(BATCHED_LAYER)) setLayers(mesh, isStoodFor)
    if (!copy) return false
    show(copy, isStoodFor && isShown)
    if (isStoodFor) copy.copies.place(copy.at, mesh.matrixWorld)
    return true
  }
}

function setLayers({ layers }: Mesh, isStoodFor: boolean): void {
  if (isStoodFor) {
    layers.disable(0)
    layers.disable(MODEL_LAYER)
    layers.enable(BATCHED_LAYER)
  } else {
    layers.enable(0)
    layers.enable(MODEL_LAYER)
    layers.disable(BATCHED_LAYER)
  }
}

function show(copy: Copy | undefined, isShown: boolean): void {
  if (!copy || copy.isShown === isShown) return
  copy.isShown = isShown
  copy.copies.show(copy.at, isShown)
}
