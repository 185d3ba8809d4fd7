// Reading FBX, binary 7.x and text: hierarchy, meshes, materials with pictures, skins, animations.
import type { Document, Mesh, Node, Primitive, Skin } from '@gltf-transform/core'
import { type ReaderContext, readerContext } from '../budget.ts'
import { MeshError } from '../errors.ts'
import { IDENTITY, invert, type Matrix, multiply } from '../math/matrix.ts'
import { at } from '../math/numbers.ts'
import { ModelBuilder } from './build.ts'
import type { Companions } from './companions.ts'
import { readAnimations } from './fbx-read-animation.ts'
import { type Influences, partsOf } from './fbx-read-geometry.ts'
import { FbxMaterialReader } from './fbx-read-material.ts'
import { type FbxObject, FbxScene, geometricMatrix, placementOf } from './fbx-scene.ts'
import { childOf, numbersOf } from './fbx-tree.ts'
import { setMatrix } from './node-matrix.ts'

const ROOT = '0'
const MAX_DEPTH = 200
/** Kinds of geometry that have no polygons. */
const CURVED = new Set(['NurbsSurface', 'NurbsCurve', 'Nurb', 'TrimNurbsSurface', 'Boundary', 'Patch', 'Line'])

/**
 * An FBX file as a Document in metres, Y up. A file in other axes or units gets one node around everything. Blend
 * shapes, cameras and lights are passed over; of several animation layers the first counts.
 * @param files pictures beside the file, for those it does not embed
 * @throws MeshError model-broken
 */
export async function readFbx(
  bytes: Uint8Array,
  files: Companions = new Map(),
  context: ReaderContext = readerContext(bytes.length),
): Promise<Document> {
  const reader = new FbxReader(new FbxScene(bytes, context), files, context)
  return reader.read()
}

interface BoundMesh {
  readonly geometry: FbxObject
  readonly model: FbxObject
  readonly skin: FbxObject
}

class FbxReader {
  readonly #builder = new ModelBuilder('model')
  readonly #materials: FbxMaterialReader
  readonly #nodes = new Map<string, Node>()
  readonly #meshes = new Map<string, Mesh | null>()

  readonly #scene: FbxScene
  readonly #context: ReaderContext

  constructor(scene: FbxScene, files: Companions, context: ReaderContext) {
    this.#scene = scene
    this.#context = context

    this.#materials = new FbxMaterialReader(scene, this.#builder, files)
  }

  async read(): Promise<Document> {
    const outer = this.#scene.toGltf
    const turned = outer.some((value, i) => Math.abs(value - at(IDENTITY, i)) > 1e-9)
    const root = turned ? setMatrix(this.#builder.document.createNode('root'), outer) : undefined
    if (root) this.#builder.scene.addChild(root)
    const bound: BoundMesh[] = []
    for (const model of this.#scene.childrenOf(ROOT, 'Model')) await this.#model(model, root, bound, 0)
    for (const entry of bound) await this.#bind(entry)
    readAnimations(this.#scene, this.#builder, this.#nodes)
    if (this.#nodes.size === 0 && this.#builder.document.getRoot().listMeshes().length === 0)
      await this.#meshesAlone(root)
    this.#nameWhatIsLeftOut()
    return this.#builder.document
  }

  /** Connections stand at a file's end: without them, meshes are all that there is. */
  async #meshesAlone(parent: Node | undefined): Promise<void> {
    const meshes = this.#scene.list('Geometry').filter(({ type }) => type === 'Mesh')
    if (meshes.length === 0) return
    this.#context.lose(noModels())
    for (const geometry of meshes) {
      const mesh = await this.#mesh(geometry, geometry)
      if (!mesh) continue
      const node = this.#builder.document.createNode(geometry.name).setMesh(mesh)
      if (parent) parent.addChild(node)
      else this.#builder.scene.addChild(node)
    }
  }

  /** Curved surfaces are not meshes: a file of nothing else is refused, one with some is opened with a word. */
  #nameWhatIsLeftOut(): void {
    const hasMeshes = this.#builder.document.getRoot().listMeshes().length > 0
    const curved = this.#scene.list('Geometry').some((object) => CURVED.has(object.type))
    if (curved && !hasMeshes)
      throw new MeshError(
        'model-broken',
        'The FBX file has only NURBS or other curved surfaces, no meshes.',
        'Convert them to polygons in the program that made them and export again.',
      )
    if (curved)
      this.#context.warn('NURBS and other curved surfaces in the FBX file are left out: only meshes are read.')
    if (!hasMeshes && this.#nodes.size === 0) throw noModels()
  }

  async #model(model: FbxObject, parent: Node | undefined, bound: BoundMesh[], depth: number): Promise<void> {
    if (this.#nodes.has(model.id) || depth > MAX_DEPTH) return
    const geometry = this.#scene.childrenOf(model.id, 'Geometry').find((object) => object.type === 'Mesh')
    const skin = geometry && this.#scene.childrenOf(geometry.id, 'Deformer').find((object) => object.type === 'Skin')
    const children = this.#scene.childrenOf(model.id, 'Model')
    if (geometry && skin) {
      bound.push({ geometry, model, skin })
      // Joints alone place a skinned mesh; its own node is needed only for what hangs below it.
      if (children.length === 0) return
    }
    const node = setMatrix(this.#builder.document.createNode(model.name), placementOf(model.node).at({}))
    this.#nodes.set(model.id, node)
    if (parent) parent.addChild(node)
    else this.#builder.scene.addChild(node)
    if (geometry && !skin) node.setMesh(await this.#mesh(geometry, model))
    for (const child of children) await this.#model(child, node, bound, depth + 1)
  }

  async #mesh(geometry: FbxObject, model: FbxObject, influences?: Influences): Promise<Mesh | null> {
    const materials = this.#scene.childrenOf(model.id, 'Material')
    const matrix = geometricMatrix(model.node)
    const key = [geometry.id, ...materials.map((material) => material.id), ...matrix].join()
    const known = this.#meshes.get(key)
    if (known !== undefined) return known
    const primitives: Primitive[] = []
    for (const { material, corners } of partsOf(geometry.node, matrix, this.#context, influences)) {
      if (corners.positions.length === 0) continue
      const object = materials[material]
      primitives.push(await this.#builder.primitive(corners, object ? this.#materials.of(object) : null))
    }
    const mesh = primitives.length > 0 ? this.#builder.document.createMesh(geometry.name || model.name) : null
    for (const primitive of primitives) mesh?.addPrimitive(primitive)
    this.#meshes.set(key, mesh)
    return mesh
  }

  async #bind({ geometry, model, skin: deformer }: BoundMesh): Promise<void> {
    const clusters = this.#scene.childrenOf(deformer.id, 'Deformer').flatMap((cluster) => {
      const joint = this.#scene.childrenOf(cluster.id, 'Model').flatMap((object) => this.#nodes.get(object.id) ?? [])[0]
      return joint ? [{ node: cluster.node, joint }] : []
    })
    // A joint may be named once only in a glTF skin.
    const joints = [...new Set(clusters.map((cluster) => cluster.joint))]
    const points = numbersOf(childOf(geometry.node, 'Vertices')).length / 3
    const influences = influencesOf(
      points,
      clusters.map(({ node, joint }) => ({
        joint: joints.indexOf(joint),
        points: numbersOf(childOf(node, 'Indexes')),
        weights: numbersOf(childOf(node, 'Weights')),
      })),
    )
    const mesh = await this.#mesh(geometry, model, joints.length > 0 ? influences : undefined)
    const node = this.#builder.document.createNode(model.name).setMesh(mesh)
    this.#builder.scene.addChild(node)
    if (joints.length === 0) {
      setMatrix(node, multiply(this.#scene.toGltf, this.#world(model)))
      return
    }
    const inverses = joints.map((joint) =>
      this.#inverseBind(clusters.find((cluster) => cluster.joint === joint)?.node, model),
    )
    node.setSkin(this.#skin(deformer.name, joints, inverses))
  }

  #skin(name: string, joints: readonly Node[], inverses: readonly Matrix[]): Skin {
    const values = new Float32Array(inverses.length * 16)
    for (const [i, matrix] of inverses.entries()) values.set([...matrix.slice(0, 15), 1], i * 16)
    const skin = this.#builder.document.createSkin(name)
    skin.setInverseBindMatrices(this.#builder.accessor(values, 'MAT4'))
    for (const joint of joints) skin.addJoint(joint)
    return skin
  }

  /** `Transform` takes the mesh into the joint's space at bind time; `TransformLink` is the joint's place then. */
  #inverseBind(cluster: ReturnType<typeof childOf>, model: FbxObject): Matrix {
    const stored = numbersOf(childOf(cluster, 'Transform'))
    if (stored.length === 16) return Array.from(stored)
    const link = numbersOf(childOf(cluster, 'TransformLink'))
    return multiply(link.length === 16 ? invert(Array.from(link)) : IDENTITY, this.#world(model))
  }

  /** A model's place in the file's coordinates. */
  #world(model: FbxObject, depth = 0): Matrix {
    const own = placementOf(model.node).at({})
    const parents = this.#scene.parentsOf(model.id).flatMap(({ id }) => this.#scene.objects.get(id) ?? [])
    const parent = parents.find((object) => object.kind === 'Model')
    return parent && depth < MAX_DEPTH ? multiply(this.#world(parent, depth + 1), own) : own
  }
}

const noModels = () => new MeshError('model-broken', 'The FBX file has no models.', 'Export the model again and retry.')

/** The four strongest joints of every control point, their weights summing to one; unbound points hold to joint 0. */
function influencesOf(
  count: number,
  clusters: readonly { joint: number; points: Float64Array; weights: Float64Array }[],
): Influences {
  const found = Array.from({ length: count }, () => new Map<number, number>())
  for (const { joint, points, weights } of clusters)
    for (const [i, point] of points.entries()) {
      const weight = at(weights, i)
      const own = found[point]
      if (own && weight > 0) own.set(joint, (own.get(joint) ?? 0) + weight)
    }
  const joints = new Float32Array(count * 4)
  const weights = new Float32Array(count * 4)
  for (const [point, own] of found.entries()) {
    const best = [...own].sort((a, b) => b[1] - a[1]).slice(0, 4)
    const total = best.reduce((sum, [, weight]) => sum + weight, 0)
    if (total === 0) weights[point * 4] = 1
    for (const [k, [joint, weight]] of best.entries()) {
      joints[point * 4 + k] = joint
      weights[point * 4 + k] = weight / total
    }
  }
  return { joints, weights }
}
