// Scenes of hundreds of meshes are drawn in a few calls: meshes of one material are copied into one buffer. That is for drawing
// only: the meshes stay where they are, to be listed, picked, selected and changed, and each frame after a change the copies
// follow them. A mesh that its copy cannot stand for is drawn itself.
import {
  BatchedMesh,
  type BufferAttribute,
  type BufferGeometry,
  Group,
  InstancedMesh,
  type InterleavedBufferAttribute,
  type Material,
  Matrix4,
  Mesh,
  MeshPhysicalMaterial,
  type Object3D,
  SkinnedMesh,
} from 'three'
import { BATCHED_LAYER, MODEL_LAYER } from './layers.ts'

/** Meshes from which it is worth it, and megabytes that copies may take. */
const FEWEST = 300
const MOST_MEGABYTES = 256

/** Where a mesh's copy is. */
interface Copy {
  batch: BatchedMesh
  instance: number
  geometry: BufferGeometry
  material: Material
  /** The matrix as it was written last, so that what stands still costs nothing. */
  matrix: Matrix4 | undefined
  isShown: boolean
}

type Attribute = BufferAttribute | InterleavedBufferAttribute
const bytesOf = ({ attributes, index }: BufferGeometry): number =>
  [...Object.values(attributes), ...(index ? [index] : [])].reduce(
    (sum, { count, itemSize, array }) => sum + count * itemSize * array.BYTES_PER_ELEMENT,
    0,
  )

const shapeOf = ([name, { itemSize, normalized, array }]: [string, Attribute]) =>
  `${name} ${itemSize} ${normalized} ${array.constructor.name}`

/** What geometries must have in common to share a buffer. */
function layoutOf({ attributes, index }: BufferGeometry): string {
  const shapes = Object.entries(attributes).map(shapeOf).sort()
  return [index ? 'indexed' : 'plain', ...shapes].join(', ')
}

/** Meshes that share a buffer. */
interface Kind {
  material: Material
  meshes: Mesh[]
}

/** Meshes by material and layout, those of one kind together. Each geometry is looked at once, however many meshes have it. */
class Kinds {
  meshes = 0
  readonly #layouts = new Map<BufferGeometry, string>()
  readonly #kinds = new Map<Material, Map<string, Kind>>()

  add(mesh: Mesh, material: Material): void {
    this.meshes++
    const { geometry } = mesh
    const layout = this.#layouts.get(geometry) ?? layoutOf(geometry)
    this.#layouts.set(geometry, layout)
    const kinds = this.#kinds.get(material) ?? new Map<string, Kind>()
    this.#kinds.set(material, kinds)
    const kind = kinds.get(layout)
    if (kind) kind.meshes.push(mesh)
    else kinds.set(layout, { material, meshes: [mesh] })
  }

  /** That their geometries take. */
  get bytes(): number {
    let sum = 0
    for (const geometry of this.#layouts.keys()) sum += bytesOf(geometry)
    return sum
  }

  /** Those that more than one mesh is of. */
  get many(): Kind[] {
    return [...this.#kinds.values()].flatMap((kinds) => [...kinds.values()]).filter(({ meshes }) => meshes.length > 1)
  }
}

/** The material of a mesh that a copy could stand for. */
function plainMaterial(mesh: Mesh): Material | undefined {
  const { geometry, material } = mesh
  if (mesh instanceof SkinnedMesh || mesh instanceof InstancedMesh || mesh.renderOrder !== 0) return undefined
  if (Array.isArray(material) || material.transparent || !geometry.hasAttribute('position')) return undefined
  // Glass is drawn in an order of its own.
  if (material instanceof MeshPhysicalMaterial && material.transmission > 0) return undefined
  const isWhole = geometry.drawRange.start === 0 && geometry.drawRange.count === Number.POSITIVE_INFINITY
  const isSimple = geometry.groups.length === 0 && Object.keys(geometry.morphAttributes).length === 0
  return isWhole && isSimple ? material : undefined
}

export class Batches {
  /** What is drawn in the place of the meshes; it stands beside the model, in the world. */
  readonly group = new Group()
  readonly #root: Object3D
  readonly #copies = new Map<Mesh, Copy>()
  /** Whether each mesh of the model has a copy. */
  readonly isAll: boolean
  #isOn = true

  /** Of a model without clips; undefined where it would not be worth it, or too much. */
  static of(root: Object3D): Batches | undefined {
    const kinds = new Kinds()
    root.traverse((object) => {
      const material = object instanceof Mesh ? plainMaterial(object) : undefined
      if (object instanceof Mesh && material) kinds.add(object, material)
    })
    if (kinds.meshes < FEWEST || kinds.bytes > MOST_MEGABYTES * 2 ** 20) return undefined
    const { many } = kinds
    // Where each mesh has a material of its own nothing is gained.
    return many.length > 0 ? new Batches(root, many) : undefined
  }

  private constructor(root: Object3D, kinds: readonly Kind[]) {
    this.#root = root
    for (const { material, meshes } of kinds) this.#add(material, meshes)
    let isAll = true
    root.traverse((object) => {
      if (object instanceof Mesh && !this.#copies.has(object)) isAll = false
    })
    this.isAll = isAll
  }

  /** Whether the copies are drawn; else each mesh is. */
  get isOn(): boolean {
    return this.#isOn
  }

  set isOn(isOn: boolean) {
    this.#isOn = isOn
    this.group.visible = isOn
  }

  /**
   * Brings the copies to where the meshes are, and to what is shown of them.
   * @param ownOf the file's material of a mesh, whatever it wears
   */
  follow(ownOf: (mesh: Mesh) => Mesh['material']): void {
    this.#root.updateWorldMatrix(true, true)
    const left = new Set(this.#copies.keys())
    const visit = (object: Object3D, isAboveShown: boolean) => {
      const isShown = isAboveShown && object.visible
      if (object instanceof Mesh) {
        left.delete(object)
        this.#place(object, isShown, ownOf)
      }
      for (const child of object.children) visit(child, isShown)
    }
    visit(this.#root, true)
    // What is gone may come back.
    for (const mesh of left) show(this.#copies.get(mesh), false)
  }

  dispose(): void {
    for (const batch of this.group.children) if (batch instanceof BatchedMesh) batch.dispose()
    this.group.clear()
    this.#copies.clear()
  }

  #add(material: Material, meshes: readonly Mesh[]): void {
    const geometries = new Map<BufferGeometry, number>()
    for (const { geometry } of meshes) geometries.set(geometry, 0)
    let [vertices, corners] = [0, 0]
    for (const { attributes, index } of geometries.keys()) {
      vertices += attributes['position']?.count ?? 0
      corners += index?.count ?? 0
    }
    const batch = new BatchedMesh(meshes.length, vertices, corners, material)
    batch.layers.enable(MODEL_LAYER)
    batch.castShadow = true
    batch.receiveShadow = true
    // Its parts are looked at one by one; the whole would have to be measured with each change.
    batch.frustumCulled = false
    for (const geometry of geometries.keys()) geometries.set(geometry, batch.addGeometry(geometry))
    for (const mesh of meshes) {
      const instance = batch.addInstance(geometries.get(mesh.geometry) ?? 0)
      const { geometry } = mesh
      this.#copies.set(mesh, { batch, instance, geometry, material, matrix: undefined, isShown: true })
    }
    this.group.add(batch)
  }

  #place(mesh: Mesh, isShown: boolean, ownOf: (mesh: Mesh) => Mesh['material']): void {
    const copy = this.#copies.get(mesh)
    // A mirrored one has its front where the others have their back, which is told to the GPU for a whole batch.
    const isStoodFor =
      this.#isOn &&
      copy?.geometry === mesh.geometry &&
      copy.material === ownOf(mesh) &&
      mesh.matrixWorld.determinant() > 0
    // A duplicate has its original's layers, and no copy.
    if (copy || mesh.layers.isEnabled(BATCHED_LAYER)) setLayers(mesh, isStoodFor)
    if (!copy) return
    show(copy, isStoodFor && isShown)
    if (!isStoodFor) return
    if (copy.matrix?.equals(mesh.matrixWorld)) return
    copy.matrix = (copy.matrix ?? new Matrix4()).copy(mesh.matrixWorld)
    copy.batch.setMatrixAt(copy.instance, mesh.matrixWorld)
  }
}

function setLayers({ layers }: Mesh, isStoodFor: boolean): void {
  for (const layer of [0, MODEL_LAYER]) isStoodFor ? layers.disable(layer) : layers.enable(layer)
  isStoodFor ? layers.enable(BATCHED_LAYER) : layers.disable(BATCHED_LAYER)
}

function show(copy: Copy | undefined, isShown: boolean): void {
  if (!copy || copy.isShown === isShown) return
  copy.isShown = isShown
  copy.batch.setVisibleAt(copy.instance, isShown)
}
