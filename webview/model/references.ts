// Helpers for scale and position: a figure of 1.8 m beside the model, the axes and pivots of its parts, their boxes, and its
// bones with their names. None of them is part of the model.
import {
  AxesHelper,
  type Box3,
  Box3Helper,
  CapsuleGeometry,
  Color,
  Group,
  Line,
  type LineSegments,
  Mesh,
  MeshStandardMaterial,
  type Object3D,
  SkeletonHelper,
  SkinnedMesh,
  SphereGeometry,
  Vector3,
} from 'three'
import { element } from '../controls/index.ts'
import type { Model } from '../viewport/model.ts'
import { ownName } from '../viewport/sources.ts'
import type { Viewport } from '../viewport/viewport.ts'
import { modelBox, worldBox } from '../viewport/world-box.ts'
import type { Anchors } from './anchors.ts'

export const REFERENCES = ['figure', 'axes', 'bounds', 'bones'] as const
export type Reference = (typeof REFERENCES)[number]

/** Most parts whose axes or boxes are drawn, and most bones that are named: more cannot be told apart. */
const MOST = 300
const MOST_NAMES = 120

/** Metres. */
const HEIGHT = 1.8

/** A plain figure of a person, standing on the ground: head, trunk, legs, arms. */
function figure(): Group {
  const material = new MeshStandardMaterial({ color: 0x7f8fa6, roughness: 0.9, transparent: true, opacity: 0.55 })
  const limb = (radius: number, length: number, x: number, y: number) => {
    const mesh = new Mesh(new CapsuleGeometry(radius, length - 2 * radius, 4, 12), material)
    mesh.position.set(x, y, 0)
    return mesh
  }
  const head = new Mesh(new SphereGeometry(0.11, 20, 14), material)
  head.position.set(0, HEIGHT - 0.115, 0)
  const person = new Group()
  person.add(head, limb(0.16, 0.66, 0, 1.21), limb(0.085, 0.92, -0.1, 0.46), limb(0.085, 0.92, 0.1, 0.46))
  person.add(limb(0.055, 0.66, -0.235, 1.15), limb(0.055, 0.66, 0.235, 1.15))
  return person
}

export class References {
  readonly #viewport: Viewport
  readonly #anchors: Anchors
  readonly #on = new Set<Reference>()
  readonly #shown = new Map<Reference, { object: Object3D; away: () => void }>()
  #model: Model | undefined
  #selected: readonly Object3D[] = []

  constructor(viewport: Viewport, anchors: Anchors) {
    this.#viewport = viewport
    this.#anchors = anchors
  }

  isOn(reference: Reference): boolean {
    return this.#on.has(reference)
  }

  get all(): Reference[] {
    return [...this.#on]
  }

  /** Sets which are on, also while there is no model. */
  set all(references: readonly Reference[]) {
    for (const reference of REFERENCES) {
      if (references.includes(reference) === this.isOn(reference)) continue
      if (!this.#on.delete(reference)) this.#on.add(reference)
      this.#draw(reference)
    }
  }

  toggle(reference: Reference): void {
    if (!this.#on.delete(reference)) this.#on.add(reference)
    this.#draw(reference)
    if (reference === 'figure') this.#lookAtFigure()
  }

  /** Beside a small model a person does not fit into the picture. */
  #lookAtFigure(): void {
    const shown = this.#shown.get('figure')
    if (!shown || !this.#model) return
    const box = worldBox(shown.object)
    this.#viewport.frame(modelBox(this.#model).union(box), box)
  }

  /** Stands beside another model, or none. */
  show(model: Model | undefined): void {
    this.#model = model
    this.#selected = []
    for (const reference of REFERENCES) this.#draw(reference)
  }

  /** The selection has changed: axes and boxes are those of the selection, where there is one. */
  select(objects: readonly Object3D[]): void {
    this.#selected = objects
    for (const reference of ['axes', 'bounds'] as const) if (this.isOn(reference)) this.#draw(reference)
  }

  /** The model has moved. */
  update(): void {
    for (const reference of ['axes', 'bounds'] as const) if (this.isOn(reference)) this.#draw(reference)
  }

  #draw(reference: Reference): void {
    const before = this.#shown.get(reference)
    before?.away()
    this.#shown.delete(reference)
    const scene = this.#viewport.stage?.scene
    const model = this.#model
    if (!model || !scene || !this.isOn(reference)) {
      this.#viewport.extend(reference, undefined)
      this.#viewport.invalidate()
      return
    }
    const labels: (() => void)[] = []
    const object = this.#make(reference, model, labels)
    object.userData['isHelper'] = true
    scene.add(object)
    const away = () => {
      for (const label of labels) label()
      object.removeFromParent()
      free(object)
    }
    this.#shown.set(reference, { object, away })
    this.#viewport.extend(reference, worldBox(object))
    this.#viewport.invalidate()
  }

  #make(reference: Reference, model: Model, labels: (() => void)[]): Object3D {
    if (reference === 'figure') return beside(figure(), model.box)
    if (reference === 'axes') return this.#axes(model)
    if (reference === 'bounds') return this.#bounds(model)
    return this.#bones(model, labels)
  }

  /** The selected parts, or all. */
  #parts(root: Object3D): Object3D[] {
    if (this.#selected.length > 0) return this.#selected.slice(0, MOST)
    const all: Object3D[] = []
    root.traverse((object) => {
      if (object !== root && all.length < MOST && object.userData['isHelper'] !== true) all.push(object)
    })
    return all
  }

  #axes({ root, radius }: Model): Object3D {
    const group = new Group()
    for (const part of this.#parts(root)) {
      const axes = new AxesHelper(1)
      const [place, scale] = [new Vector3(), new Vector3()]
      part.updateWorldMatrix(true, false)
      part.matrixWorld.decompose(place, axes.quaternion, scale)
      axes.position.copy(place)
      axes.scale.setScalar(radius * 0.18)
      seenThrough(axes)
      group.add(axes)
    }
    return group
  }

  #bounds({ root }: Model): Object3D {
    const group = new Group()
    const parts = this.#selected.length > 0 ? this.#selected : this.#parts(root).filter((one) => one instanceof Mesh)
    for (const part of parts.slice(0, MOST)) {
      const box = worldBox(part)
      if (!box.isEmpty()) group.add(new Box3Helper(box, new Color(0xffb02e)))
    }
    return group
  }

  #bones({ root }: Model, labels: (() => void)[]): Object3D {
    const helper = new SkeletonHelper(root)
    seenThrough(helper)
    const bones = new Set<Object3D>()
    root.traverse((object) => {
      if (object instanceof SkinnedMesh) for (const bone of object.skeleton.bones) bones.add(bone)
    })
    for (const bone of [...bones].slice(0, MOST_NAMES)) {
      const label = element('span', 'model-bone', { 'aria-hidden': 'true' }, ownName(bone))
      labels.push(this.#anchors.add(label, () => bone.getWorldPosition(new Vector3())))
    }
    return helper
  }
}

/** Stands a figure to the left of a box, on its floor. */
function beside(person: Group, box: Box3): Group {
  person.position.set(box.min.x - 0.45, box.min.y, (box.min.z + box.max.z) / 2)
  return person
}

function seenThrough(object: LineSegments): void {
  const materials = Array.isArray(object.material) ? object.material : [object.material]
  for (const material of materials) {
    material.depthTest = false
    material.transparent = true
    material.toneMapped = false
  }
  object.renderOrder = 9
}

/** Gives back what helpers hold on the GPU. */
function free(object: Object3D): void {
  object.traverse((one) => {
    if (!(one instanceof Mesh || one instanceof Line)) return
    one.geometry.dispose()
    for (const material of [one.material].flat()) material.dispose()
  })
}
