// The light: one of the rooms, or a person's own panorama, as an image-based light, and one lamp that casts the shadow. It
// travels with the camera's azimuth: turning the camera is turning the model on its plate. Where the room is seen behind
// the model it stands still instead.
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
import { FIRST_LIGHT, type Light, type Room } from './light.ts'
import type { Direction } from './orbit.ts'
import { buildRoom, disposeRoom, ROOM_PLANS } from './rooms.ts'

/**
 * Side of the environment map's faces. Software rendering (measured: SwiftShader, 2 cores, busy) needs 4.0 s for three's
 * default of 256, 2.4 s for 128 and 1.2 s for 64, and panels this soft look the same in all of them.
 */
const MAP_SIZE = 64

/** Set so that a matt surface facing the key light shows about its own base colour. */
const ENVIRONMENT_INTENSITY = 0.46

/** How soft a room is behind the model: its map is small. */
const ROOM_BLUR = 0.35

const RADIANS = Math.PI / 180

/** The room of a light; the studio's lamp goes with a panorama that is not there. */
const roomOf = ({ room }: Light): Room => (room === 'own' ? 'studio' : room)

export class Environment {
  readonly key = new DirectionalLight(0xfff6ea, 1.35)
  #target: WebGLRenderTarget | undefined
  #panorama: Texture | undefined
  #light: Light = FIRST_LIGHT
  /** Which room the map holds. */
  #built: Texture | string | undefined
  #azimuth = Number.NaN

  constructor() {
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

  /** A person's own room, which the caller no longer needs; undefined takes it away. */
  set panorama(texture: Texture | undefined) {
    this.#panorama?.dispose()
    this.#panorama = texture
    if (texture) texture.mapping = EquirectangularReflectionMapping
  }

  /** The map of before is gone with its context. */
  forget(): void {
    this.#built = undefined
  }

  /** Lights a scene as it is set, rendering the room's map where it is not that room's yet. */
  apply(renderer: WebGLRenderer, scene: Scene, light = this.#light): void {
    const own = light.room === 'own' ? this.#panorama : undefined
    const room = roomOf(light)
    if (this.#built !== (own ?? room)) {
      this.#build(renderer, room, own)
      this.#built = own ?? room
    }
    const { key } = ROOM_PLANS[room]
    this.key.color.setHex(key.color)
    // A panorama has its own sun.
    this.key.intensity = own ? 0 : key.intensity * light.strength
    scene.environment = this.#target?.texture ?? null
    scene.environmentIntensity = (own ? 1 : ENVIRONMENT_INTENSITY) * light.strength
    scene.background = light.background ? (own ?? this.#target?.texture ?? null) : null
    scene.backgroundBlurriness = own ? 0 : ROOM_BLUR
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

  /** Turns the room so that the key light stays at the camera's upper left, or where it stands when it is seen. */
  face(scene: Scene, direction: Direction, radius: number): void {
    const { background, rotation } = this.#light
    const azimuth = (background ? 0 : direction.azimuth) + rotation * RADIANS
    if (Math.abs(this.#azimuth - azimuth) < 1e-6) return
    this.#azimuth = azimuth
    scene.environmentRotation.set(0, azimuth, 0)
    scene.backgroundRotation.set(0, azimuth, 0)
    const from = new Vector3(...ROOM_PLANS[roomOf(this.#light)].key.from)
    from.normalize().multiplyScalar(3 * radius)
    from.applyAxisAngle(new Vector3(0, 1, 0), azimuth)
    this.key.position.copy(this.key.target.position).add(from)
    this.key.updateMatrixWorld()
    this.key.shadow.needsUpdate = true
  }

  dispose(): void {
    this.#target?.dispose()
    this.#panorama?.dispose()
    this.key.dispose()
  }

  #build(renderer: WebGLRenderer, room: Room, own: Texture | undefined): void {
    this.#target?.dispose()
    const generator = new PMREMGenerator(renderer)
    if (own) this.#target = generator.fromEquirectangular(own)
    else {
      const scene = buildRoom(ROOM_PLANS[room])
      this.#target = generator.fromScene(scene, 0, 0.1, 100, { size: MAP_SIZE })
      disposeRoom(scene)
    }
    generator.dispose()
  }
}
