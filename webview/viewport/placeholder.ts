// What the stage shows without a model: the dashed outline of a one-meter cube, so that the empty viewport already shows scale
// and ground. While a model is being generated the cube fills up with its progress.
import {
  Box3,
  BoxGeometry,
  EdgesGeometry,
  Group,
  LineDashedMaterial,
  LineSegments,
  Mesh,
  MeshBasicMaterial,
  Vector3,
} from 'three'
import type { Palette } from './ground.ts'

/** Metres. */
const SIDE = 1
/** Drawn after the ground's layers, which do not write depth. */
const ORDER = 3
/** How much of the way to a new level is left after one second of flowing. */
const LAG = 0.001

export class Placeholder {
  readonly root = new Group()
  /** What to frame: the cube, and below it room for words. */
  static readonly frame = new Box3(
    new Vector3(-0.6 * SIDE, -0.7 * SIDE, -0.6 * SIDE),
    new Vector3(0.6 * SIDE, 1.1 * SIDE, 0.6 * SIDE),
  )
  /** Of the sphere around the cube, metres. */
  static readonly radius = (SIDE * Math.sqrt(3)) / 2
  readonly #outline: LineSegments<EdgesGeometry, LineDashedMaterial>
  readonly #filling: Mesh<BoxGeometry, MeshBasicMaterial>
  #level = 0
  #wanted = 0

  constructor() {
    const box = new BoxGeometry(SIDE, SIDE, SIDE)
    const dashes = new LineDashedMaterial({ dashSize: 0.03, gapSize: 0.03, transparent: true, opacity: 0.6 })
    this.#outline = new LineSegments(new EdgesGeometry(box), dashes)
    this.#outline.computeLineDistances()
    this.#outline.position.y = SIDE / 2
    const glass = new MeshBasicMaterial({ transparent: true, opacity: 0.22, depthWrite: false, toneMapped: false })
    this.#filling = new Mesh(box, glass)
    this.#outline.renderOrder = this.#filling.renderOrder = ORDER
    this.root.add(this.#outline, this.#filling)
    this.#show()
  }

  get visible(): boolean {
    return this.root.visible
  }

  set visible(isVisible: boolean) {
    this.root.visible = isVisible
    if (!isVisible) this.#level = 0
  }

  set palette(palette: Palette) {
    this.#outline.material.color.setHex(palette.wire)
    this.#filling.material.color.setHex(palette.filling)
  }

  /** How full the cube is to be, 0 to 1. */
  set fraction(fraction: number) {
    this.#wanted = Math.min(1, Math.max(0, fraction))
  }

  /**
   * Lets the level flow towards what is wanted.
   * @param seconds since the last step; `Infinity` goes there at once
   * @returns whether it is still on its way
   */
  flow(seconds: number): boolean {
    const way = this.#wanted - this.#level
    const isThere = Math.abs(way) < 0.002 || seconds === Number.POSITIVE_INFINITY
    this.#level = isThere ? this.#wanted : this.#wanted - way * LAG ** seconds
    this.#show()
    return !isThere
  }

  dispose(): void {
    for (const { geometry, material } of [this.#outline, this.#filling]) {
      geometry.dispose()
      material.dispose()
    }
  }

  #show(): void {
    this.#filling.visible = this.#level > 0
    this.#filling.scale.y = this.#level
    this.#filling.position.y = (this.#level * SIDE) / 2
  }
}
