// What a stage is lit by in each shading: an environment with its lamp, and the file's own lights, which only rendered shows. How the
// picture is exposed belongs to it.
import {
  type Box3,
  type Object3D,
  type Scene,
  Light as SceneLight,
  type Texture,
  Vector3,
  type WebGLRenderer,
} from 'three'
import { Environment } from './environment.ts'
import { FIRST_LIGHT, type Light } from './light.ts'
import type { Shading } from './material-overrides.ts'
import type { Direction } from './orbit.ts'
import { curveOf } from './tone-curves.ts'

/** What is lit, as far as the light depends on it. */
export interface Lit {
  root: Object3D
  box: Box3
  radius: number
  isHeavy: boolean
}

export class Lighting {
  readonly #renderer: WebGLRenderer
  readonly #scene: Scene
  readonly #environment: Environment
  #light: Light = FIRST_LIGHT
  #lit: Lit | undefined
  #lamps: readonly SceneLight[] = []

  /**
   * @param base where the page's files beside its bundles are, with a slash at its end
   * @param arrived hears that an environment is there, which has to be applied
   */
  constructor(renderer: WebGLRenderer, scene: Scene, base: string, arrived: () => void) {
    this.#renderer = renderer
    this.#scene = scene
    this.#environment = new Environment(base, arrived)
    scene.add(this.key, this.key.target)
  }

  /** The lamp that casts the shadow. */
  get key(): Environment['key'] {
    return this.#environment.key
  }

  set light(light: Light) {
    this.#light = light
  }

  /** A person's own environment as a panorama, which belongs to the stage from now on. */
  set panorama(texture: Texture | undefined) {
    this.#environment.panorama = texture
  }

  /** Resolves when the light that was chosen last is there. */
  get settled(): Promise<void> {
    return this.#environment.settled
  }

  /** What stands in it. Its own lights stay as they are until the light is applied. */
  set lit(lit: Lit | undefined) {
    this.#lit = lit
    const lamps: SceneLight[] = []
    lit?.root.traverse((object) => {
      if (object instanceof SceneLight) lamps.push(object)
    })
    this.#lamps = lamps
    if (lit) this.#environment.fit(lit.box.getCenter(new Vector3()), lit.radius)
  }

  /** Preview is the studio without shadows and the file's lights, whatever environment is chosen: the same for every file. */
  apply(shading: Shading): void {
    const isPreview = shading === 'preview'
    const light = isPreview ? FIRST_LIGHT : this.#light
    this.#environment.light = light
    this.#environment.apply(this.#renderer, this.#scene, light)
    this.#renderer.toneMapping = curveOf(light.toneMapping)
    this.#renderer.toneMappingExposure = isPreview ? 1 : 2 ** light.exposure
    this.show(shading)
  }

  /** Shows what is seen of it in a shading. */
  show(shading: Shading): void {
    this.key.castShadow = shading !== 'preview' && this.#lit?.isHeavy !== true
    for (const lamp of this.#lamps) lamp.visible = shading === 'rendered'
  }

  /** Turns with the camera, where it does. */
  face(direction: Direction): void {
    if (this.#lit) this.#environment.face(this.#scene, direction, this.#lit.radius)
  }

  /** Its map is gone with its context. */
  forget(): void {
    this.#environment.forget()
  }

  dispose(): void {
    this.#environment.dispose()
  }
}
