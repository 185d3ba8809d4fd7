// Applies changes to the displayed scene, as src/mesh/tools/operate.ts applies them to the file. The list of changes is
// authoritative: each time it changes, the scene is reset to what was loaded, and all changes are applied again.
import { type Color, DoubleSide, FrontSide, Mesh, MeshStandardMaterial, type Object3D } from 'three'
import { copyName } from '../../src/mesh/tools/names.ts'
import type { Operation } from '../../src/mesh/tools/operations.ts'
import { measureSkins } from '../viewport/skins.ts'
import { materialNumber, nodeNumber, numberNode, ownName } from '../viewport/sources.ts'
import { DeletedBones } from './deleted-bones.ts'

/** Numbers from here on are those of copies. */
export const FIRST_COPY = 1_000_000

/** glTF's own, where a file says nothing else. */
const CUTOFF = 0.5

interface Before {
  readonly object: Object3D
  readonly parent: Object3D | null
  readonly name: string
  readonly position: readonly [number, number, number]
  readonly rotation: readonly [number, number, number, number]
  readonly scale: readonly [number, number, number]
}

type Painted = Pick<
  MeshStandardMaterial,
  'opacity' | 'metalness' | 'roughness' | 'side' | 'transparent' | 'alphaTest' | 'depthWrite'
>
interface Paint extends Painted {
  readonly color: Color
  readonly emissive: Color
}

export class EditScene {
  readonly #before: readonly Before[]
  /** The children of what nodes lie in, in the file's order. */
  readonly #orders: readonly { parent: Object3D; children: readonly Object3D[] }[]
  readonly #paints = new Map<MeshStandardMaterial, Paint>()
  readonly #originals = new Map<number, Object3D>()
  #nodes = new Map<number, Object3D>()
  #copies: Object3D[] = []
  readonly #deletedBones = new DeletedBones()
  #next = FIRST_COPY
  readonly #root: Object3D
  /** Whether parts are elsewhere than they were loaded. */
  #isMoved = false

  /** @param root of the model as it was loaded */
  constructor(root: Object3D) {
    this.#root = root
    const before: Before[] = []
    const orders: { parent: Object3D; children: readonly Object3D[] }[] = []
    root.traverse((object) => {
      if (object.children.length > 1) orders.push({ parent: object, children: [...object.children] })
      if (object instanceof Mesh) for (const material of [object.material].flat()) this.#keepPaint(material)
      const number = nodeNumber(object)
      if (number === undefined) return
      this.#originals.set(number, object)
      const { position: p, quaternion: q, scale: s } = object
      before.push({
        ...{ object, parent: object.parent, name: object.name },
        ...{ position: [p.x, p.y, p.z], rotation: [q.x, q.y, q.z, q.w], scale: [s.x, s.y, s.z] },
      })
    })
    this.#before = before
    this.#orders = orders
    this.#nodes = new Map(this.#originals)
  }

  /** A number from which on `count` copies can be named. */
  freeNumber(count: number): number {
    const first = this.#next
    this.#next += count
    return first
  }

  /** The nearest object that is a node of the file: the object itself, or what it is part of. */
  nodeOf(object: Object3D): { object: Object3D; number: number } | undefined {
    for (let at: Object3D | null = object; at; at = at.parent) {
      const number = nodeNumber(at)
      if (number !== undefined && this.#nodes.get(number) === at) return { object: at, number }
    }
    return undefined
  }

  /** The node of a number, if it is there. */
  find(number: number): Object3D | undefined {
    return this.#nodes.get(number)
  }

  /** How many nodes a copy of the object has. */
  countNodes(object: Object3D): number {
    let count = 0
    object.traverse((one) => {
      if (nodeNumber(one) !== undefined) count += 1
    })
    return count
  }

  /** Brings the scene to what was loaded, changed by these. */
  show(operations: readonly Operation[]): void {
    this.#reset()
    for (const operation of operations) this.#do(operation)
    const isMoved = operations.some(({ kind }) => kind === 'transform' || kind === 'delete')
    if (isMoved || this.#isMoved) measureSkins(this.#root)
    this.#isMoved = isMoved
  }

  #do(operation: Operation): void {
    // Tools are run by the host, which sends the file that they make.
    if (operation.kind === 'run') return
    if (operation.kind === 'material') {
      this.#paint(operation)
      return
    }
    const object = this.#nodes.get(operation.node)
    if (!object) return
    if (operation.kind === 'transform') {
      object.position.fromArray(operation.translation)
      object.quaternion.fromArray(operation.rotation)
      object.scale.fromArray(operation.scale)
      object.updateMatrixWorld(true)
    } else if (operation.kind === 'rename') object.name = operation.name
    else if (operation.kind === 'delete') {
      this.#deletedBones.release(this.#root, object)
      object.removeFromParent()
      object.traverse((one) => {
        const number = nodeNumber(one)
        if (number !== undefined) this.#nodes.delete(number)
      })
    } else this.#duplicate(object, operation.as)
  }

  #duplicate(object: Object3D, as: number): void {
    const copy = object.clone(true)
    const sources: Object3D[] = []
    object.traverse((one) => void sources.push(one))
    const taken = new Set([...this.#nodes.values()].map(ownName))
    let place = 0
    let number = as
    copy.traverse((one) => {
      const source = sources[place++]
      if (!source || nodeNumber(source) === undefined) return
      numberNode(one, number)
      one.name = copyName(ownName(source), taken)
      taken.add(one.name)
      this.#nodes.set(number, one)
      number += 1
    })
    object.parent?.add(copy)
    copy.updateMatrixWorld(true)
    this.#copies.push(copy)
    this.#next = Math.max(this.#next, number)
  }

  #keepPaint(material: unknown): void {
    if (!(material instanceof MeshStandardMaterial) || materialNumber(material) === undefined) return
    const { color, emissive, opacity, metalness, roughness, side, transparent, alphaTest, depthWrite } = material
    this.#paints.set(material, {
      ...{ color: color.clone(), emissive: emissive.clone(), opacity, metalness, roughness },
      ...{ side, transparent, alphaTest, depthWrite },
    })
  }

  #paint(changes: Extract<Operation, { kind: 'material' }>): void {
    const { material: number, color, metallic, roughness, emissive, alphaMode, doubleSided } = changes
    for (const material of this.#paints.keys()) {
      if (materialNumber(material) !== number) continue
      if (color) {
        material.color.setRGB(color[0], color[1], color[2])
        material.opacity = color[3]
      }
      if (metallic !== undefined) material.metalness = metallic
      if (roughness !== undefined) material.roughness = roughness
      if (emissive) material.emissive.setRGB(emissive[0], emissive[1], emissive[2])
      if (doubleSided !== undefined) material.side = doubleSided ? DoubleSide : FrontSide
      if (alphaMode) {
        material.transparent = alphaMode === 'BLEND'
        material.depthWrite = alphaMode !== 'BLEND'
        material.alphaTest = alphaMode === 'MASK' ? CUTOFF : 0
      }
      material.needsUpdate = true
    }
  }

  #reset(): void {
    this.#deletedBones.reset()
    for (const copy of this.#copies) copy.removeFromParent()
    this.#copies = []
    this.#nodes = new Map(this.#originals)
    for (const { object, parent, name, position, rotation, scale } of this.#before) {
      if (object.parent !== parent) parent?.add(object)
      object.name = name
      object.position.fromArray(position)
      object.quaternion.fromArray(rotation)
      object.scale.fromArray(scale)
    }
    // What was put back has come last; helpers that were added since stay behind.
    for (const { parent, children } of this.#orders) {
      const others = parent.children.filter((one) => !children.includes(one))
      parent.children = [...children.filter((one) => one.parent === parent), ...others]
    }
    for (const [material, { color, emissive, ...values }] of this.#paints) {
      material.color.copy(color)
      material.emissive.copy(emissive)
      Object.assign(material, values)
      material.needsUpdate = true
    }
    this.#before[0]?.object.parent?.updateMatrixWorld(true)
  }
}

/** The change that leaves an object where it is now. @param node its number */
export const placeOf = (object: Object3D, node: number): Operation => ({
  ...{ kind: 'transform', node, translation: [object.position.x, object.position.y, object.position.z] },
  rotation: [object.quaternion.x, object.quaternion.y, object.quaternion.z, object.quaternion.w],
  scale: [object.scale.x, object.scale.y, object.scale.z],
})
