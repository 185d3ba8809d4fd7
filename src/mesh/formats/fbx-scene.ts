// An FBX file's objects and the connections between them, whichever form the file had.

import { type ReaderContext, readerContext } from '../budget.ts'
import {
  compose,
  IDENTITY,
  invert,
  type Matrix,
  multiply,
  quaternionOfEuler,
  scaling,
  translation,
} from '../math/matrix.ts'
import { readFbxText } from './fbx-ascii.ts'
import { isBinaryFbx, readFbxTree } from './fbx-binary.ts'
import { childrenOf, type FbxNode, idOf, numberOf, propertyOf, stringOf, vectorOf } from './fbx-tree.ts'

export interface FbxObject {
  readonly id: string
  /** `Model`, `Geometry`, `Deformer` ... */
  readonly kind: string
  readonly name: string
  /** `Mesh`, `LimbNode`, `Cluster` ... */
  readonly type: string
  readonly node: FbxNode
}

interface Link {
  readonly object: FbxObject
  /** The property of the parent that is connected; empty for the object itself. */
  readonly property: string
}

function listed<T>(map: Map<string, T[]>, key: string): T[] {
  const list = map.get(key) ?? []
  map.set(key, list)
  return list
}

export class FbxScene {
  readonly objects = new Map<string, FbxObject>()
  readonly #below = new Map<string, Link[]>()
  readonly #above = new Map<string, { id: string; property: string }[]>()
  readonly #settings: FbxNode | undefined

  constructor(bytes: Uint8Array, { budget, lose }: ReaderContext = readerContext(bytes.length)) {
    const tree = (isBinaryFbx(bytes) ? readFbxTree : readFbxText)(bytes, budget, lose)
    const top = (name: string) => tree.find((node) => node.name === name)
    this.#settings = top('GlobalSettings')
    for (const node of top('Objects')?.children ?? []) {
      const id = idOf(node.values[0])
      // Binary files put the class after the name, behind \0\1.
      const name = stringOf(node.values[1]).split('\0')[0] ?? ''
      this.objects.set(id, { id, kind: node.name, name, type: stringOf(node.values[2]), node })
    }
    for (const { values } of childrenOf(top('Connections'), 'C')) {
      const [child, parent, property] = [idOf(values[1]), idOf(values[2]), stringOf(values[3])]
      const object = this.objects.get(child)
      if (object) listed(this.#below, parent).push({ object, property })
      listed(this.#above, child).push({ id: parent, property })
    }
  }

  /** The objects of a kind connected below an object ('0' is the scene's root), in the file's order. */
  childrenOf(id: string, kind: string): FbxObject[] {
    return this.linksOf(id, kind).map((link) => link.object)
  }
  linksOf(id: string, kind: string): Link[] {
    return (this.#below.get(id) ?? []).filter((link) => link.object.kind === kind)
  }
  /** What the object is connected to, with the property for those that end at one. */
  parentsOf(id: string): readonly { id: string; property: string }[] {
    return this.#above.get(id) ?? []
  }
  list(kind: string): FbxObject[] {
    return [...this.objects.values()].filter((object) => object.kind === kind)
  }

  /**
   * File coordinates to Y up, Z to the viewer, metres. An FBX unit is `UnitScaleFactor` centimetres.
   */
  get toGltf(): Matrix {
    const setting = (name: string, otherwise: number) => numberOf(propertyOf(this.#settings, name)?.[0], otherwise)
    const axis = (name: string, otherwise: number) => {
      const direction = [0, 0, 0]
      direction[setting(name, otherwise)] = setting(`${name}Sign`, 1)
      return direction
    }
    const [x, y] = [axis('CoordAxis', 0), axis('UpAxis', 1)]
    const cross = (i: number, j: number) => (x[i] ?? 0) * (y[j] ?? 0) - (x[j] ?? 0) * (y[i] ?? 0)
    const z = [cross(1, 2), cross(2, 0), cross(0, 1)]
    const columns = [0, 1, 2].flatMap((k) => [x[k] ?? 0, y[k] ?? 0, z[k] ?? 0, 0])
    const factor = setting('UnitScaleFactor', 1) / 100
    const turn = [...columns, 0, 0, 0, 1]
    return multiply(scaling(factor > 0 ? factor : 1), turn.every(Number.isFinite) ? turn : IDENTITY)
  }
}

const ORDERS = ['XYZ', 'XZY', 'YZX', 'YXZ', 'ZXY', 'ZYX']

/** A model's place relative to its parent, from its properties and the values an animation gives for some of them. */
export interface Placement {
  at(values: { translation?: readonly number[]; rotation?: readonly number[]; scale?: readonly number[] }): Matrix
  readonly translation: readonly number[]
  readonly rotation: readonly number[]
  readonly scale: readonly number[]
  /** Rotating or scaling moves the origin too. */
  readonly hasPivots: boolean
}

/**
 * T Roff Rp Rpre R Rpost^-1 Rp^-1 Soff Sp S Sp^-1, as the FBX SDK's page on transformation matrices gives it.
 * Scale is inherited from the parent as in glTF, whatever InheritType says.
 */
export function placementOf(model: FbxNode): Placement {
  const zero = [0, 0, 0]
  const pre = quaternionOfEuler(vectorOf(model, 'PreRotation', zero))
  const post = quaternionOfEuler(vectorOf(model, 'PostRotation', zero))
  const [rp, sp] = [vectorOf(model, 'RotationPivot', zero), vectorOf(model, 'ScalingPivot', zero)]
  const [ro, so] = [vectorOf(model, 'RotationOffset', zero), vectorOf(model, 'ScalingOffset', zero)]
  const order = ORDERS[numberOf(propertyOf(model, 'RotationOrder')?.[0])] ?? 'XYZ'
  const own = {
    translation: vectorOf(model, 'Lcl Translation', zero),
    rotation: vectorOf(model, 'Lcl Rotation', zero),
    scale: vectorOf(model, 'Lcl Scaling', [1, 1, 1]),
  }
  const move = ([x = 0, y = 0, z = 0]: readonly number[]) => translation(x, y, z)
  const turn = (quaternion: readonly number[]) => compose(zero, quaternion, [1, 1, 1])
  return {
    ...own,
    hasPivots: [rp, sp, ro, so].some((vector) => vector.some((value) => value !== 0)),
    at: (values) => {
      const { translation: t, rotation: r, scale: s } = { ...own, ...values }
      const rotated = [turn(pre), turn(quaternionOfEuler(r, order)), invert(turn(post))]
      const scaled = compose(zero, [0, 0, 0, 1], s)
      return multiply(
        ...[move(t), move(ro), move(rp), ...rotated, invert(move(rp))],
        ...[move(so), move(sp), scaled, invert(move(sp))],
      )
    },
  }
}

/** The extra transform of a model's geometry that its children do not inherit. */
export function geometricMatrix(model: FbxNode): Matrix {
  const zero = [0, 0, 0]
  return compose(
    vectorOf(model, 'GeometricTranslation', zero),
    quaternionOfEuler(vectorOf(model, 'GeometricRotation', zero)),
    vectorOf(model, 'GeometricScaling', [1, 1, 1]),
  )
}
