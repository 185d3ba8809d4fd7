// Writes FBX 7.4 binary. By default Y up and in meters (UnitScaleFactor 100), so that programs that respect the unit and programs
// that do not both show the model in its true size.
import type { Document, Mesh, Node, Skin } from '@gltf-transform/core'
import { decompose, eulerOf, IDENTITY, invert, type Matrix, multiply, scaling, Y_UP_TO_Z_UP } from '../math/matrix.ts'
import { bakeScale } from '../tools/bake-scale.ts'
import { bindMatrix, rebound } from './bind-matrix.ts'
import { writeFbxTree } from './fbx-binary.ts'
import { FbxObjects, type FbxSpace, type ObjectId, properties, property, SCENE_ROOT } from './fbx-objects.ts'
import { fbx, Int } from './fbx-tree.ts'
import { addAnimation } from './fbx-write-animation.ts'
import { type FbxGeometry, geometryOf } from './fbx-write-geometry.ts'
import { FbxMaterials } from './fbx-write-material.ts'
import type { FbxPreset } from './names.ts'
import { isMirrored, movedBy, sceneOf, surfaceOf } from './surface.ts'
import { Names } from './text.ts'

/** How FBX composes with the parent's scale: like glTF (RSrs). */
const INHERIT_ALL = 1

const METRES: FbxSpace = { up: 'y', unit: 100 }
const PRESETS: Readonly<Record<FbxPreset, FbxSpace>> = {
  blender: METRES,
  '3dsmax': { up: 'z', unit: 1 },
  mixamo: { up: 'y', unit: 1 },
  bake_scale: { up: 'y', unit: 1, baked: true },
}

/**
 * The scene as an FBX file: hierarchy, polygons (quads where the primitive encodes them), normals, uvs, vertex colors,
 * materials with embedded pictures, skins with bind pose, and every animation as a stack. Morph targets are left out.
 * The preset `bake_scale` changes the document itself: its points are in the file's units afterwards.
 */
export function writeFbx(document: Document, options: { preset?: FbxPreset } = {}): Uint8Array {
  const space = options.preset ? PRESETS[options.preset] : METRES
  if (space.baked) bakeScale(document, METRES.unit / space.unit)
  return new FbxWriter(document, space, options.preset === 'blender').finish()
}

interface MeshEntry {
  readonly id: ObjectId
  readonly geometry: FbxGeometry
  readonly materials: readonly ObjectId[]
}

/** What becomes of the points of a mesh that bones move. */
interface Bound {
  readonly moved: Matrix
  readonly isMirrored: boolean
}

class FbxWriter {
  readonly #objects = new FbxObjects()
  readonly #materials: FbxMaterials
  readonly #models = new Map<Node, ObjectId>()
  readonly #meshes = new Map<Mesh, Map<Skin | null, MeshEntry | undefined>>()
  readonly #joints: ReadonlySet<Node>
  readonly #names = new Names(/\P{Cc}/u)

  /** The models that turn and scale everything, where it stands in the file. */
  #outerModels: readonly (readonly [ObjectId, Matrix])[] = []
  /** What everything hangs below. */
  readonly #root: ObjectId
  /** From metres with Y up to the file's axes and units. */
  readonly #outer: Matrix

  readonly #document: Document
  readonly #space: FbxSpace

  constructor(document: Document, space: FbxSpace, isLinear: boolean) {
    this.#document = document
    this.#materials = new FbxMaterials(this.#objects, isLinear)
    this.#space = space

    const size = space.baked ? IDENTITY : scaling(METRES.unit / space.unit)
    this.#outer = multiply(size, space.up === 'z' ? Y_UP_TO_Z_UP : IDENTITY)
    this.#root = space === METRES || space.baked ? SCENE_ROOT : this.#addOuter()
    this.#joints = new Set(
      document
        .getRoot()
        .listSkins()
        .flatMap((skin) => skin.listJoints()),
    )
  }

  /** three.js turns a Z-up file's only top node by overwriting its rotation, so that one must have none of its own. */
  #addOuter(): ObjectId {
    const top = this.#addModel('root', 'Null', IDENTITY, SCENE_ROOT)
    const axes = this.#addModel('axes', 'Null', this.#outer, top)
    this.#outerModels = [
      [top, IDENTITY],
      [axes, this.#outer],
    ]
    return axes
  }

  finish(): Uint8Array {
    const skinned: { node: Node; model: ObjectId }[] = []
    for (const child of sceneOf(this.#document)?.listChildren() ?? []) this.#model(child, this.#root, skinned)
    for (const { node, model } of skinned) this.#bind(node, model)
    const clips = this.#document.getRoot().listAnimations()
    for (const clip of clips) addAnimation(this.#objects, clip, this.#models)
    return writeFbxTree(this.#objects.finish(clips[0]?.getName() ?? '', this.#space))
  }

  #model(node: Node, parent: ObjectId, skinned: { node: Node; model: ObjectId }[]): void {
    const mesh = node.getMesh()
    const children = node.listChildren()
    const name = this.#names.unique(node.getName() || mesh?.getName() || '', 'node')
    // glTF places a skinned mesh by its joints alone, so it becomes a model of its own that does not move.
    const apart = mesh !== null && (node.getSkin() !== null || this.#joints.has(node))
    const kind = this.#joints.has(node) ? 'LimbNode' : mesh && !apart ? 'Mesh' : 'Null'
    if (!(apart && node.getSkin() && children.length === 0 && kind === 'Null')) {
      const id = this.#addModel(name, kind, node.getMatrix(), parent)
      this.#models.set(node, id)
      if (kind === 'Mesh' && mesh) this.#attach(mesh, null, id)
      if (mesh && apart && !node.getSkin())
        this.#attach(mesh, null, this.#addModel(`${name}_mesh`, 'Mesh', IDENTITY, id))
      for (const child of children) this.#model(child, id, skinned)
      if (mesh && node.getSkin())
        skinned.push({ node, model: this.#addModel(`${name}_mesh`, 'Mesh', IDENTITY, this.#root) })
    } else skinned.push({ node, model: this.#addModel(name, 'Mesh', IDENTITY, this.#root) })
  }

  #addModel(name: string, kind: 'LimbNode' | 'Mesh' | 'Null', matrix: Matrix, parent: ObjectId): ObjectId {
    const { translation, rotation, scale } = decompose(matrix)
    const id = this.#objects.add('Model', name, 'Model', kind, [
      fbx('Version', [new Int(232)]),
      properties(
        property('InheritType', 'enum', INHERIT_ALL),
        property('DefaultAttributeIndex', 'int', 0),
        property('Lcl Translation', 'Lcl Translation', translation),
        property('Lcl Rotation', 'Lcl Rotation', eulerOf(rotation)),
        property('Lcl Scaling', 'Lcl Scaling', scale),
      ),
      fbx('Shading', [true]),
      fbx('Culling', ['CullingOff']),
    ])
    this.#objects.connect(id, parent)
    if (kind === 'Mesh') return id
    const flags = kind === 'LimbNode' ? 'Skeleton' : 'Null'
    const attribute = this.#objects.add('NodeAttribute', name, 'NodeAttribute', kind, [fbx('TypeFlags', [flags])])
    this.#objects.connect(attribute, id)
    return id
  }

  /** Connects geometry and materials below a model; the same mesh is stored once. */
  #attach(mesh: Mesh, skin: Skin | null, model: ObjectId, bound?: Bound): MeshEntry | undefined {
    const bySkin = this.#meshes.get(mesh) ?? new Map<Skin | null, MeshEntry | undefined>()
    this.#meshes.set(mesh, bySkin)
    if (!bySkin.has(skin)) bySkin.set(skin, this.#geometry(mesh, bound))
    const entry = bySkin.get(skin)
    if (!entry) return undefined
    this.#objects.connect(entry.id, model)
    for (const material of entry.materials) this.#objects.connect(material, model)
    return entry
  }

  #geometry(mesh: Mesh, bound: Bound | undefined): MeshEntry | undefined {
    const own = mesh.listPrimitives().flatMap((primitive) => surfaceOf(primitive) ?? [])
    const surfaces = bound ? own.map((surface) => movedBy(bound.moved, surface, bound.isMirrored)) : own
    if (surfaces.length === 0) return undefined
    const used = [...new Set(surfaces.map((surface) => surface.material))]
    const geometry = geometryOf(
      surfaces,
      surfaces.map((surface) => used.indexOf(surface.material)),
    )
    const id = this.#objects.add('Geometry', mesh.getName(), 'Geometry', 'Mesh', geometry.children)
    return { id, geometry, materials: used.map((material) => this.#materials.of(material)) }
  }

  /** Where that stands which the whole skeleton of a bone hangs below. Blender scales a mesh by the file's unit without it. */
  #armature(joint: Node): Matrix {
    let top = joint
    for (let node = joint.getParentNode(); node && this.#joints.has(node); node = node.getParentNode()) top = node
    const above = top.getParentNode()
    return above ? multiply(this.#outer, above.getWorldMatrix()) : this.#outer
  }

  /** What a skin's bones hang below, where it stands: a bind pose is complete with it only. */
  #above(skin: Skin): ReadonlyMap<ObjectId, Matrix> {
    const found = new Map<ObjectId, Matrix>(this.#outerModels)
    for (const joint of skin.listJoints())
      for (let node = joint.getParentNode(); node; node = node.getParentNode()) {
        const model = this.#models.get(node)
        if (model !== undefined) found.set(model, multiply(this.#outer, node.getWorldMatrix()))
      }
    return found
  }

  /** Skin, a cluster per joint, and the bind pose. */
  #bind(node: Node, model: ObjectId): void {
    const [mesh, skin] = [node.getMesh(), node.getSkin()]
    if (!mesh || !skin) return
    const known = this.#meshes.get(mesh)?.has(skin) === true
    const moved = bindMatrix(node)
    const entry = this.#attach(mesh, skin, model, { moved, isMirrored: isMirrored(node) })
    if (!entry || known) return
    const deformer = this.#objects.add('Deformer', skin.getName(), 'Deformer', 'Skin', [
      fbx('Version', [new Int(101)]),
      fbx('Link_DeformAcuracy', [50]),
    ])
    this.#objects.connect(deformer, entry.id)
    const inverses = skin.getInverseBindMatrices()
    const bounds = new Map<ObjectId, Matrix>([[model, this.#outer]])
    for (const [index, joint] of skin.listJoints().entries()) {
      const target = this.#models.get(joint)
      if (target === undefined) continue
      const element: number[] = []
      const inverse = rebound(inverses ? inverses.getElement(index, element) : IDENTITY, moved)
      const bound = multiply(this.#outer, invert(inverse))
      const influence = entry.geometry.influences.get(index)
      const cluster = this.#objects.add('Deformer', joint.getName(), 'SubDeformer', 'Cluster', [
        fbx('Version', [new Int(100)]),
        fbx('UserData', ['', '']),
        ...(influence
          ? [
              fbx('Indexes', [Int32Array.from(influence.points)]),
              fbx('Weights', [Float64Array.from(influence.weights)]),
            ]
          : []),
        fbx('Transform', [Float64Array.from(inverse)]),
        fbx('TransformLink', [Float64Array.from(bound)]),
        fbx('TransformAssociateModel', [Float64Array.from(this.#armature(joint))]),
      ])
      this.#objects.connect(cluster, deformer)
      this.#objects.connect(target, cluster)
      bounds.set(target, bound)
    }
    for (const [above, matrix] of this.#above(skin)) if (!bounds.has(above)) bounds.set(above, matrix)
    const pose = [...bounds].map(([bone, matrix]) => poseNode(bone, matrix))
    this.#objects.add('Pose', skin.getName(), 'Pose', 'BindPose', [
      fbx('Type', ['BindPose']),
      fbx('Version', [new Int(100)]),
      fbx('NbPoseNodes', [new Int(pose.length)]),
      ...pose,
    ])
  }
}

function poseNode(model: ObjectId, matrix: Matrix) {
  return fbx('PoseNode', [], [fbx('Node', [model]), fbx('Matrix', [Float64Array.from(matrix)])])
}
