// What is below and behind a model: grid, its shadow on the ground, backdrop. It knows when the shadow has to be rendered again.
import { type Camera, OrthographicCamera, type Scene, Texture, type WebGLRenderer } from 'three'
import { ContactShadow } from './contact-shadow.ts'
import { Backdrop, Grid, type Palette } from './ground.ts'
import type { Model } from './model.ts'
import type { Direction } from './orbit.ts'
import { Placeholder } from './placeholder.ts'

export class Floor {
  readonly #backdrop = new Backdrop()
  readonly #grid = new Grid()
  readonly #shadow = new ContactShadow()
  #model: Model | undefined
  #isShadowStale = false
  /** Metres that the grid's squares go by; as the model's where there is none. */
  #scale: number | undefined

  constructor(scene: Scene) {
    scene.add(this.#backdrop.mesh, this.#grid.mesh, this.#shadow.plane)
  }

  get grid(): boolean {
    return this.#grid.mesh.visible
  }

  set grid(on: boolean) {
    this.#grid.mesh.visible = on
  }

  set scale(radius: number) {
    this.#scale = radius
    this.#fit()
  }

  set palette(palette: Palette) {
    this.#backdrop.palette = palette
    this.#grid.palette = palette
    this.#shadow.strength = palette.shadow
  }

  /** Lies under a model, without its shadow until that is drawn; under nothing it lies under the placeholder. */
  set model(model: Model | undefined) {
    this.#model = model
    this.#shadow.plane.visible = false
    this.#isShadowStale = model !== undefined
    this.#fit()
  }

  /** The model moved, or is lit or cut otherwise. */
  shadowChanged(): void {
    this.#isShadowStale = true
  }

  /** Draws the model's shadow for the next picture, if it is stale and can be seen there. */
  drawShadow(renderer: WebGLRenderer, scene: Scene): void {
    if (!this.#isShadowStale || this.#model === undefined || this.#shadow.strength === 0) return
    const { background } = scene
    scene.background = null
    this.#shadow.render(renderer, scene, this.#model)
    scene.background = background
    this.#isShadowStale = false
  }

  /** Turns towards the eye of the next picture. @param background what fills the scene behind everything */
  face(camera: Camera, direction: Direction, background: Scene['background'], hasShadow: boolean): void {
    // The floor is seen from above only; from below it would hide the model's underside behind a shadow.
    this.#shadow.plane.material.visible = direction.elevation > -0.02 && hasShadow
    this.#backdrop.mesh.visible = background === null
    this.#grid.face(direction, camera instanceof OrthographicCamera)
  }

  /** Draws without grid and shadow. */
  without(draw: () => void): void {
    const shown = { grid: this.grid, strength: this.#shadow.strength }
    this.grid = false
    this.#shadow.strength = 0
    draw()
    this.grid = shown.grid
    this.#shadow.strength = shown.strength
  }

  dispose(): void {
    for (const part of [this.#backdrop, this.#grid, this.#shadow]) part.dispose()
  }

  #fit(): void {
    if (!this.#model) {
      this.#grid.fit({ x: 0, y: 0, z: 0 }, Placeholder.radius)
      return
    }
    const { box, radius } = this.#model
    const x = (box.min.x + box.max.x) / 2
    const y = (box.min.y + box.max.y) / 2
    const z = (box.min.z + box.max.z) / 2
    this.#grid.fit({ x, y: box.min.y, z }, this.#scale ?? radius, y)
  }
}

/**
 * The background for a camera. All of a parallel picture looks one way: of an environment three would draw a box of 1 m before
 * black.
 */
export const backgroundFor = (camera: Camera, background: Scene['background']): Scene['background'] =>
  camera instanceof OrthographicCamera && background instanceof Texture ? null : background
