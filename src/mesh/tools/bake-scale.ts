// Bakes scale into vertices instead of nodes, for programs that cannot handle scaled objects.
import type { Accessor, Document, Mesh, Node } from '@gltf-transform/core'
import { floatsOf, sceneOf } from '../formats/surface.ts'
import { multiply, scaling } from '../math/matrix.ts'
import { nameBindPoses } from './bones.ts'

/**
 * Multiplies the whole scene by `factor` and takes every uniform, still scale out of the nodes into the points below
 * them. Uneven and animated scales stay where they are. Skins and clips move as before.
 */
export function bakeScale(document: Document, factor: number): Document {
  new Baker(document).bake(factor)
  return document
}

class Baker {
  /** What was multiplied into everything below a node, from the scene down to the node itself. */
  readonly #below = new Map<Node, number>()
  /** What was multiplied into a node's own place. */
  readonly #above = new Map<Node, number>()
  readonly #meshes = new Map<Mesh, Map<number, Mesh>>()
  readonly #animated = new Set<Node | null>()

  readonly #document: Document

  constructor(document: Document) {
    this.#document = document

    for (const { path, node } of this.#channels()) if (path === 'scale') this.#animated.add(node)
  }

  bake(factor: number): void {
    for (const node of sceneOf(this.#document)?.listChildren() ?? []) this.#node(node, factor, factor)
    for (const { path, node, sampler } of this.#channels()) {
      const [output, times] = [sampler?.getOutput(), node && this.#above.get(node)]
      if (path === 'translation' && output && times) sampler?.setOutput(scaled(output, times))
    }
    nameBindPoses(this.#document)
    for (const skin of this.#document.getRoot().listSkins()) {
      const inverses = skin.getInverseBindMatrices()?.clone()
      if (!inverses) continue
      for (const [index, joint] of skin.listJoints().entries()) {
        const inverse = inverses.getElement(index, [])
        const times = this.#below.get(joint) ?? 1
        inverses.setElement(index, [...multiply(scaling(times), inverse, scaling(1 / factor))])
      }
      skin.setInverseBindMatrices(inverses)
    }
  }

  #channels() {
    return this.#document
      .getRoot()
      .listAnimations()
      .flatMap((animation) => animation.listChannels())
      .map((channel) => ({
        path: channel.getTargetPath(),
        node: channel.getTargetNode(),
        sampler: channel.getSampler(),
      }))
  }

  #node(node: Node, times: number, factor: number): void {
    const [x, y, z] = node.getTranslation()
    node.setTranslation([x * times, y * times, z * times])
    const [scale, ...others] = node.getScale()
    const isEven = scale > 0 && others.every((other) => Math.abs(other - scale) <= scale * 1e-6)
    const own = isEven && !this.#animated.has(node) ? scale : 1
    if (own !== 1) node.setScale([1, 1, 1])
    this.#above.set(node, times)
    this.#below.set(node, times * own)
    const mesh = node.getMesh()
    // A skinned mesh stands where its joints put it, whatever its node says.
    if (mesh) node.setMesh(this.#mesh(mesh, node.getSkin() ? factor : times * own))
    for (const child of node.listChildren()) this.#node(child, times * own, factor)
  }

  /** The mesh in another size; once for each size it is used in. */
  #mesh(mesh: Mesh, times: number): Mesh {
    const bySize = this.#meshes.get(mesh) ?? new Map<number, Mesh>()
    this.#meshes.set(mesh, bySize)
    const known = bySize.get(times)
    if (known) return known
    const copy = mesh.clone()
    for (const primitive of mesh.listPrimitives()) {
      const own = primitive.clone()
      copy.removePrimitive(primitive).addPrimitive(own)
      for (const target of own.listTargets()) {
        const moved = target.clone()
        own.removeTarget(target).addTarget(moved)
        const shift = moved.getAttribute('POSITION')
        if (shift) moved.setAttribute('POSITION', scaled(shift, times))
      }
      const position = own.getAttribute('POSITION')
      if (position) own.setAttribute('POSITION', scaled(position, times))
    }
    bySize.set(times, copy)
    return copy
  }
}

const scaled = (accessor: Accessor, times: number): Accessor =>
  accessor
    .clone()
    .setArray(floatsOf(accessor).map((value) => value * times))
    .setNormalized(false)
