// Five lit environments, built from a dome and a few lamps, so that nothing has to be downloaded: environment.ts renders and
// prefilters the one that is chosen. Radiances are linear, relative to the paper white of the studio's walls.
import {
  BackSide,
  BoxGeometry,
  BufferAttribute,
  Color,
  Mesh,
  MeshBasicMaterial,
  type Object3D,
  Scene,
  SphereGeometry,
} from 'three'
import type { EnvironmentName } from './light.ts'

interface Lamp {
  /** From the model, in metres; the camera looks along -Z. */
  position: readonly [number, number, number]
  size: readonly [number, number]
  color: number
  intensity: number
}

export interface EnvironmentPlan {
  /** From the floor's bounce over the horizon to the ceiling: color and radiance. */
  floor: readonly [number, number]
  horizon: readonly [number, number]
  ceiling: readonly [number, number]
  lamps: readonly Lamp[]
  /** The light that casts the shadow: color, strength, and where it comes from. */
  key: { color: number; intensity: number; from: readonly [number, number, number] }
}

/** The studio: key from the upper left, a broad weak fill from the right, two strips behind, one panel overhead. */
const STUDIO: EnvironmentPlan = {
  floor: [0xffffff, 0.2],
  horizon: [0xffffff, 0.34],
  ceiling: [0xffffff, 0.5],
  lamps: [
    { position: [-5.5, 5, 5], size: [5, 4], color: 0xfff4e6, intensity: 17 },
    { position: [7, 2, 3], size: [3, 6], color: 0xe9f0ff, intensity: 4 },
    { position: [-7, 2.5, -4.5], size: [1.6, 7], color: 0xffffff, intensity: 26 },
    { position: [7, 3, -4], size: [2, 7], color: 0xf4f7ff, intensity: 30 },
    { position: [0, 8, 0], size: [6, 6], color: 0xffffff, intensity: 1.5 },
  ],
  key: { color: 0xfff6ea, intensity: 1.35, from: [-0.62, 0.72, 0.66] },
}

export const ENVIRONMENT_PLANS: Readonly<Record<EnvironmentName, EnvironmentPlan>> = {
  studio: STUDIO,
  // A grey sky: even light from above, hardly a shadow.
  overcast: {
    floor: [0x8a8578, 0.35],
    horizon: [0xdfe8f2, 1.5],
    ceiling: [0xf2f6ff, 2.6],
    lamps: [{ position: [2, 10, 1], size: [9, 9], color: 0xffffff, intensity: 2.5 }],
    key: { color: 0xf4f8ff, intensity: 0.45, from: [-0.25, 1, 0.35] },
  },
  // A low warm sun at one side, a blue sky at the other.
  sunset: {
    floor: [0x7a5a40, 0.3],
    horizon: [0xff9a55, 1.15],
    ceiling: [0x4f6fae, 0.65],
    lamps: [
      { position: [-9, 1.6, 4], size: [1.8, 1.8], color: 0xffb066, intensity: 220 },
      { position: [-9, 1.4, 3], size: [7, 2.5], color: 0xff8a4a, intensity: 7 },
    ],
    key: { color: 0xffb273, intensity: 2.1, from: [-0.9, 0.26, 0.42] },
  },
  // A white room with square lamps on its ceiling, as a workshop or a game's test level has.
  workshop: {
    floor: [0x8c8c8c, 0.42],
    horizon: [0xf4f1ea, 0.62],
    ceiling: [0xffffff, 0.5],
    lamps: [
      { position: [-3.5, 8, -3.5], size: [2, 2], color: 0xffffff, intensity: 32 },
      { position: [3.5, 8, -3.5], size: [2, 2], color: 0xffffff, intensity: 32 },
      { position: [-3.5, 8, 3.5], size: [2, 2], color: 0xffffff, intensity: 32 },
      { position: [3.5, 8, 3.5], size: [2, 2], color: 0xffffff, intensity: 32 },
      { position: [0, 3, 10], size: [6, 3], color: 0xdfefff, intensity: 6 },
    ],
    key: { color: 0xffffff, intensity: 1.1, from: [0.3, 1, 0.4] },
  },
  // A dark street: two colored tubes and a little moon.
  night: {
    floor: [0x202838, 0.06],
    horizon: [0x2a3550, 0.12],
    ceiling: [0x10182c, 0.1],
    lamps: [
      { position: [-7, 3, 2], size: [0.8, 7], color: 0x35c8ff, intensity: 34 },
      { position: [7, 2.5, 0], size: [0.8, 7], color: 0xff3d9a, intensity: 34 },
      { position: [2, 9, -5], size: [1.5, 1.5], color: 0xcfdcff, intensity: 30 },
    ],
    key: { color: 0xbfd0ff, intensity: 0.5, from: [0.2, 0.9, -0.5] },
  },
}

/**
 * Side of an environment map's faces: panels this soft look the same at three's default of 256, which takes sixteen times the
 * space.
 */
export const MAP_SIZE = 64

const RADIUS = 12

/** The environment as a scene of things that glow by themselves. */
export function buildEnvironment({ floor, horizon, ceiling, lamps }: EnvironmentPlan): Scene {
  const environment = new Scene()
  const sphere = new SphereGeometry(RADIUS, 32, 16)
  const heights = sphere.getAttribute('position')
  const colors = new Float32Array(heights.count * 3)
  const glow = ([color, radiance]: readonly [number, number]) => new Color(color).multiplyScalar(radiance)
  const [low, middle, high] = [glow(floor), glow(horizon), glow(ceiling)]
  const mixed = new Color()
  for (let index = 0; index < heights.count; index++) {
    const up = heights.getY(index) / RADIUS
    mixed.copy(middle).lerp(up > 0 ? high : low, Math.abs(up))
    mixed.toArray(colors, index * 3)
  }
  sphere.setAttribute('color', new BufferAttribute(colors, 3))
  environment.add(new Mesh(sphere, new MeshBasicMaterial({ side: BackSide, vertexColors: true })))
  for (const lamp of lamps) {
    const material = new MeshBasicMaterial({ color: new Color(lamp.color).multiplyScalar(lamp.intensity) })
    const mesh = new Mesh(new BoxGeometry(lamp.size[0], lamp.size[1], 0.05), material)
    mesh.position.set(...lamp.position)
    mesh.lookAt(0, 0, 0)
    environment.add(mesh)
  }
  return environment
}

/** Gives back what the environment holds on the GPU. */
export function disposeEnvironment(environment: Scene): void {
  environment.traverse((object: Object3D) => {
    if (!(object instanceof Mesh)) return
    object.geometry.dispose()
    if (object.material instanceof MeshBasicMaterial) object.material.dispose()
  })
}
