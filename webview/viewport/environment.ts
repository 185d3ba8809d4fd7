// The light: one of the environments, or a person's own panorama, as an image-based light, and one lamp that casts the shadow. It
// follows the camera's azimuth, as if the model were turned on a plate. If the environment is visible behind the model it does
// not move.
import {
  DirectionalLight,
  EquirectangularReflectionMapping,
  PMREMGenerator,
  type Scene,
  type Texture,
  Vector3,
  type WebGLRenderer,
  type WebGLRenderTarget,
} from 'three'
import { readEnvironmentMap, textureOf } from './environment-map.ts'
import { buildEnvironment, disposeEnvironment, ENVIRONMENT_PLANS, MAP_SIZE } from './environment-scenes.ts'
import { type EnvironmentName, FIRST_LIGHT, type Light } from './light.ts'
import type { Direction } from './orbit.ts'

/** Set so that a matt surface facing the key light shows about its own base color. */
const ENVIRONMENT_INTENSITY = 0.46

/** How soft an environment is behind the model: its map is small. */
const ENVIRONMENT_BLUR = 0.35

const RADIANS = Math.PI / 180

/** Maps as they ship, each fetched once a page. */
const MAPS = new Map<string, Promise<Uint32Array | undefined>>()

/** The environment of a light; the studio's lamp goes with a panorama that is not there. */
const environmentNameOf = ({ environment }: Light): EnvironmentName => (environment === 'own' ? 'studio' : environment)

export class Environment {
  readonly key = new DirectionalLight(0xfff6ea, 1.35)
  #map: Texture | undefined
  #target: WebGLRenderTarget | undefined
  #panorama: Texture | undefined
  #light: Light = FIRST_LIGHT
  /** Which environment the map holds. */
  #built: Texture | string | undefined
  #azimuth = Number.NaN
  readonly #base: string
  readonly #lit: () => void
  #arriving: Promise<void> = Promise.resolve()
  #isOver = false

  /**
   * @param base where the environments' maps are, with a slash at its end
   * @param lit hears that an environment is there, which has to be applied
   */
  constructor(base: string, lit: () => void) {
    this.#base = base
    this.#lit = lit
    this.key.castShadow = true
    this.key.shadow.mapSize.set(1024, 1024)
    this.key.shadow.radius = 4
    this.key.shadow.autoUpdate = false
  }

  /** What the light is set to. A panorama that nobody gave is the studio. */
  set light(light: Light) {
    this.#light = light
    this.#azimuth = Number.NaN
  }

  /** A person's own environment, which the caller no longer needs; undefined takes it away. */
  set panorama(texture: Texture | undefined) {
    this.#panorama?.dispose()
    this.#panorama = texture
    if (texture) texture.mapping = EquirectangularReflectionMapping
  }

  /** The map of before is gone with its context. */
  forget(): void {
    this.#built = undefined
  }

  /** Resolves when the environment that was applied last is there. */
  get settled(): Promise<void> {
    return this.#arriving
  }

  /** Lights a scene as it is set; an environment that is not there yet is fetched, and the one before stays until then. */
  apply(renderer: WebGLRenderer, scene: Scene, light = this.#light): void {
    const own = light.environment === 'own' ? this.#panorama : undefined
    const environment = environmentNameOf(light)
    if (this.#built !== (own ?? environment)) {
      this.#built = own ?? environment
      if (own) this.#keep(renderer, (generator) => generator.fromEquirectangular(own))
      else this.#arriving = this.#fetch(renderer, environment)
    }
    const { key } = ENVIRONMENT_PLANS[environment]
    this.key.color.setHex(key.color)
    // A panorama has its own sun.
    this.key.intensity = own ? 0 : key.intensity * light.strength
    scene.environment = this.#map ?? null
    scene.environmentIntensity = (own ? 1 : ENVIRONMENT_INTENSITY) * light.strength
    scene.background = light.background ? (own ?? this.#map ?? null) : null
    scene.backgroundBlurriness = own ? 0 : ENVIRONMENT_BLUR
    scene.backgroundIntensity = scene.environmentIntensity
    this.#azimuth = Number.NaN
  }

  /** Fits the key light's shadow to a model. */
  fit(centre: Vector3, radius: number): void {
    const camera = this.key.shadow.camera
    camera.left = camera.bottom = -radius
    camera.right = camera.top = radius
    camera.near = radius
    camera.far = 5 * radius
    camera.updateProjectionMatrix()
    this.key.shadow.normalBias = radius * 0.012
    this.key.shadow.bias = -0.0005
    this.key.target.position.copy(centre)
    this.key.target.updateMatrixWorld()
    this.key.shadow.needsUpdate = true
    this.#azimuth = Number.NaN
  }

  /** Turns the environment so that the key light stays at the camera's upper left, or where it stands when it is seen. */
  face(scene: Scene, direction: Direction, radius: number): void {
    const { background, rotation } = this.#light
    const azimuth = (background ? 0 : direction.azimuth) + rotation * RADIANS
    if (Math.abs(this.#azimuth - azimuth) < 1e-6) return
    this.#azimuth = azimuth
    scene.environmentRotation.set(0, azimuth, 0)
    scene.backgroundRotation.set(0, azimuth, 0)
    const from = new Vector3(...ENVIRONMENT_PLANS[environmentNameOf(this.#light)].key.from)
    from.normalize().multiplyScalar(3 * radius)
    from.applyAxisAngle(new Vector3(0, 1, 0), azimuth)
    this.key.position.copy(this.key.target.position).add(from)
    this.key.updateMatrixWorld()
    this.key.shadow.needsUpdate = true
  }

  dispose(): void {
    this.#isOver = true
    this.#drop()
    this.#panorama?.dispose()
    this.key.dispose()
  }

  async #fetch(renderer: WebGLRenderer, environment: EnvironmentName): Promise<void> {
    const address = `${this.#base}${environment}`
    const arriving = MAPS.get(address) ?? readEnvironmentMap(this.#base, environment)
    MAPS.set(address, arriving)
    const texels = await arriving
    if (!texels) MAPS.delete(address)
    if (this.#isOver || this.#built !== environment) return
    if (texels) {
      this.#drop()
      this.#map = textureOf(texels)
    } else {
      const scene = buildEnvironment(ENVIRONMENT_PLANS[environment])
      this.#keep(renderer, (generator) => generator.fromScene(scene, 0, 0.1, 100, { size: MAP_SIZE }))
      disposeEnvironment(scene)
    }
    this.#lit()
  }

  #keep(renderer: WebGLRenderer, make: (generator: PMREMGenerator) => WebGLRenderTarget): void {
    this.#drop()
    const generator = new PMREMGenerator(renderer)
    this.#target = make(generator)
    this.#map = this.#target.texture
    generator.dispose()
  }

  #drop(): void {
    if (this.#target) this.#target.dispose()
    else this.#map?.dispose()
    this.#target = undefined
    this.#map = undefined
  }
}
