// A rigged creature at rest, as poses need it: its joints by role, where they stand, and where they go when turned.
import type { Document, Node } from '@gltf-transform/core'
import { multiplyQuat, type Quat } from '../../../mesh/math/matrix.ts'
import { add, sub, type Vec3 } from '../../shapes/vector.ts'
import type { RigType } from '../creature.ts'
import { roleOf } from '../rig/bones.ts'
import { NO_TURN, turned } from './turns.ts'

export interface Joint {
  readonly role: string
  readonly node: Node
  readonly parent: Joint | undefined
  /** Relative to its parent; the root's in its own axes. */
  readonly offset: Vec3
  /** In the rig's axes: the front is +z. */
  readonly rest: Vec3
  /** Its own rotation at rest: only roots of models that look to the side have one. */
  readonly base: Quat
}

/** What a pose does to a rig: turns by role, and the shift of the joint that carries the body. */
export interface Stance {
  readonly turns: ReadonlyMap<string, Quat>
  readonly shift: Vec3
}

export class Puppet {
  readonly joints: readonly Joint[]
  readonly #byRole: ReadonlyMap<string, Joint>
  /** From the lowest joint to the highest. */
  readonly height: number

  /** @throws Error when the document has no skeleton */
  constructor(document: Document) {
    const nodes = document.getRoot().listSkins()[0]?.listJoints() ?? []
    const known = new Map<Node, Joint>()
    const ordered = [...nodes].sort((a, b) => depth(a) - depth(b))
    for (const node of ordered) {
      const above = node.getParentNode()
      const parent = above ? known.get(above) : undefined
      // The root stands in the model's axes, which its own rotation may turn; its place does not matter to poses.
      const offset: Vec3 = parent ? node.getTranslation() : [0, node.getTranslation()[1], 0]
      const rest = parent ? add(parent.rest, offset) : offset
      known.set(node, { role: roleOf(node.getName()), node, parent, offset, rest, base: node.getRotation() })
    }
    this.joints = [...known.values()]
    this.#byRole = new Map(this.joints.map((joint) => [joint.role, joint]))
    const ys = this.joints.map((joint) => joint.rest[1])
    this.height = Math.max(1e-6, Math.max(...ys) - Math.min(...ys))
    if (this.joints.length === 0) throw new Error('The model has no skeleton to animate.')
  }

  joint(role: string): Joint | undefined {
    return this.#byRole.get(role)
  }

  /** The joint that carries everything that moves. */
  get carrier(): Joint | undefined {
    return this.joint('Hip') ?? this.joint('Body') ?? this.joints[0]
  }

  /** Judged by the joints, which are the same for every creature of a kind. */
  get type(): RigType {
    const has = (role: string) => this.#byRole.has(role)
    if (has('L_FrontThigh')) return 'quadruped'
    if (has('L_Wing01')) return 'avian'
    if (has('L_Leg4_01')) return 'octopod'
    if (has('L_Leg3_01')) return 'hexapod'
    if (has('L_Fin01')) return 'aquatic'
    return has('Spine08') ? 'serpentine' : 'biped'
  }

  /** Where the joints are in a stance, by role. */
  places({ turns, shift }: Stance): Map<string, Vec3> {
    const turning = new Map<Joint, Quat>()
    const places = new Map<string, Vec3>()
    for (const joint of this.joints) {
      const { parent } = joint
      const above = parent ? (turning.get(parent) ?? NO_TURN) : NO_TURN
      const from = parent ? (places.get(parent.role) ?? parent.rest) : sub(joint.rest, joint.offset)
      const place = add(from, turned(above, joint.offset))
      places.set(joint.role, joint === this.carrier ? add(place, shift) : place)
      turning.set(joint, multiplyQuat(above, turns.get(joint.role) ?? NO_TURN))
    }
    return places
  }
}

function depth(node: Node): number {
  const parent = node.getParentNode()
  return parent ? depth(parent) + 1 : 0
}
