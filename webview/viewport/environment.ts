// The light: a small photo studio built from boxes, turned into an image-based light, so that nothing has to be
// downloaded. It travels with the camera's azimuth: turning the camera is turning the model on its plate.
import {
  BackSide,
  BoxGeometry,
  BufferAttribute,
  Color,
  DirectionalLight,
  Mesh,
  MeshBasicMaterial,
  type Object3D,
  PMREMGenerator,
  Scene,
  SphereGeometry,
  type Texture,
  Vector3,
  type WebGLRenderer,
  type WebGLRenderTarget,
} from 'three'
import type { Direction } from './orbit.ts'

interface Softbox {
  /** From the model, in metres; the camera looks along -Z. */
  position: readonly [number, number, number]
  size: readonly [number, number]
  color: number
  /** Radiance relative to the paper white of the bands. */
  intensity: number
}

/** Key from the upper left, a broad weak fill from the right, two strips behind for the edges, one panel overhead. */
const SOFTBOXES: readonly Softbox[] = [
  { position: [-5.5, 5, 5], size: [5, 4], color: 0xfff4e6, intensity: 17 },
  { position: [7, 2, 3], size: [3, 6], color: 0xe9f0ff, intensity: 4 },
  { position: [-7, 2.5, -4.5], size: [1.6, 7], color: 0xffffff, intensity: 26 },
  { position: [7, 3, -4], size: [2, 7], color: 0xf4f7ff, intensity: 30 },
  { position: [0, 8, 0], size: [6, 6], color: 0xffffff, intensity: 1.5 },
]

/** Walls from the floor's bounce to the ceiling, linear grey. */
const BANDS = { floor: 0.2, horizon: 0.34, ceiling: 0.5 }

/**
 * Side of the environment map's faces. Software rendering (measured: SwiftShader, 2 cores, busy) needs 4.0 s for three's
 * default of 256, 2.4 s for 128 and 1.2 s for 64, and panels this soft look the same in all of them.
 */
const MAP_SIZE = 64

export class Environment {
  readonly key = new DirectionalLight(0xfff6ea, 1.35)
  #target: WebGLRenderTarget | undefined

  constructor() {
    this.key.castShadow = true
    this.key.shadow.mapSize.set(1024, 1024)
    this.key.shadow.radius = 4
    this.key.shadow.autoUpdate = false
  }

  /** Renders the studio into an environment map. Again after a lost context, which took the map before with it. */
  build(renderer: WebGLRenderer): Texture {
    const studio = buildStudio()
    const generator = new PMREMGenerator(renderer)
    this.#target = generator.fromScene(studio, 0, 0.1, 100, { size: MAP_SIZE })
    generator.dispose()
    disposeStudio(studio)
    return this.#target.texture
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
  }

  /** Turns the studio so that the key light stays at the camera's upper left. */
  face(scene: Scene, direction: Direction, radius: number): void {
    if (Math.abs(scene.environmentRotation.y - direction.azimuth) < 1e-6 && this.key.position.lengthSq() > 0) return
    scene.environmentRotation.set(0, direction.azimuth, 0)
    const from = new Vector3(-0.62, 0.72, 0.66).normalize().multiplyScalar(3 * radius)
    from.applyAxisAngle(new Vector3(0, 1, 0), direction.azimuth)
    this.key.position.copy(this.key.target.position).add(from)
    this.key.updateMatrixWorld()
    this.key.shadow.needsUpdate = true
  }

  dispose(): void {
    this.#target?.dispose()
    this.key.dispose()
  }
}

function buildStudio(): Scene {
  const studio = new Scene()
  const sphere = new SphereGeometry(12, 32, 16)
  const heights = sphere.getAttribute('position')
  const colors = new Float32Array(heights.count * 3)
  for (let index = 0; index < heights.count; index++) {
    const up = heights.getY(index) / 12
    const grey = BANDS.horizon + (up > 0 ? up * (BANDS.ceiling - BANDS.horizon) : -up * (BANDS.floor - BANDS.horizon))
    colors.fill(grey, index * 3, index * 3 + 3)
  }
  sphere.setAttribute('color', new BufferAttribute(colors, 3))
  studio.add(new Mesh(sphere, new MeshBasicMaterial({ side: BackSide, vertexColors: true })))
  for (const box of SOFTBOXES) {
    const material = new MeshBasicMaterial({ color: new Color(box.color).multiplyScalar(box.intensity) })
    const mesh = new Mesh(new BoxGeometry(box.size[0], box.size[1], 0.05), material)
    mesh.position.set(...box.position)
    mesh.lookAt(0, 0, 0)
    studio.add(mesh)
  }
  return studio
}

function disposeStudio(studio: Scene): void {
  studio.traverse((object: Object3D) => {
    if (!(object instanceof Mesh)) return
    object.geometry.dispose()
    if (object.material instanceof MeshBasicMaterial) object.material.dispose()
  })
}
