// The ground, the trees and the light of the clearing.
import {
  CircleGeometry,
  Color,
  ConeGeometry,
  CylinderGeometry,
  DirectionalLight,
  FogExp2,
  Group,
  HemisphereLight,
  Mesh,
  MeshStandardMaterial,
  PointLight,
  type Scene,
} from 'three'

const DUSK = new Color('#27405a')

/** Fills the scene, and gives what moves in it as a function of time in seconds. */
export function addGrove(scene: Scene): (time: number) => void {
  scene.background = DUSK
  scene.fog = new FogExp2(DUSK, 0.045)

  const ground = new Mesh(new CircleGeometry(24, 64), new MeshStandardMaterial({ color: '#3f5a34', roughness: 1 }))
  ground.rotation.x = -Math.PI / 2
  ground.receiveShadow = true
  scene.add(ground)

  for (let i = 0; i < 26; i += 1) {
    const angle = i * 2.4
    const distance = 5 + (i % 7) * 1.3
    const tree = makeTree(1.6 + ((i * 37) % 10) / 6)
    tree.position.set(Math.cos(angle) * distance, 0, Math.sin(angle) * distance)
    scene.add(tree)
  }

  const moon = new DirectionalLight('#c4dbff', 2.8)
  moon.position.set(-6, 9, 4)
  moon.castShadow = true
  const lantern = new PointLight('#ffb052', 18, 12)
  lantern.position.set(1.2, 1.6, 0.8)
  scene.add(new HemisphereLight('#7fa3c7', '#3d5230', 2), moon, lantern)

  return (time) => {
    lantern.intensity = 18 + Math.sin(time * 9) * 1.5 + Math.sin(time * 23)
  }
}

function makeTree(height: number): Group {
  const tree = new Group()
  const trunk = new Mesh(
    new CylinderGeometry(0.09, 0.14, height * 0.5, 8),
    new MeshStandardMaterial({ color: '#5a4230', roughness: 1 }),
  )
  trunk.position.y = height * 0.25
  tree.add(trunk)
  const needles = new MeshStandardMaterial({ color: '#2f5b3c', roughness: 1, flatShading: true })
  for (let layer = 0; layer < 3; layer += 1) {
    const cone = new Mesh(new ConeGeometry(0.75 - layer * 0.18, height * 0.45, 9), needles)
    cone.position.y = height * (0.5 + layer * 0.22)
    cone.castShadow = true
    tree.add(cone)
  }
  return tree
}
