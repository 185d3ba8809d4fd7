// Models in the clearing. Tripo Studio puts its files into public/assets; name one here and it stands in the scene.
import type { Scene } from 'three'
import { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'

interface Prop {
  url: string
  /** Metres from the middle of the clearing. */
  at: [x: number, y: number, z: number]
  /** Radians around the vertical axis. */
  turn?: number
}

const PROPS: Prop[] = [
  // { url: '/assets/wooden-dining-chair.glb', at: [0, 0, 0], turn: 0.4 },
]

export function addProps(scene: Scene): void {
  const loader = new GLTFLoader()
  for (const prop of PROPS) {
    loader.load(prop.url, ({ scene: model }) => {
      model.position.set(...prop.at)
      model.rotation.y = prop.turn ?? 0
      model.traverse((part) => {
        part.castShadow = true
        part.receiveShadow = true
      })
      scene.add(model)
    })
  }
}
