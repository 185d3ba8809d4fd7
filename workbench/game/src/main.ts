// A clearing at dusk: the scene, the camera, and the loop. What stands in it comes from grove.ts and props.ts.
import { PerspectiveCamera, Scene, Timer, WebGLRenderer } from 'three'
import { OrbitControls } from 'three/addons/controls/OrbitControls.js'
import { addGrove } from './grove'
import { addProps } from './props'

const renderer = new WebGLRenderer({ antialias: true })
renderer.setPixelRatio(Math.min(devicePixelRatio, 2))
renderer.shadowMap.enabled = true
document.body.append(renderer.domElement)

const scene = new Scene()
const camera = new PerspectiveCamera(45, 1, 0.1, 100)
camera.position.set(5, 3.2, 7)

const controls = new OrbitControls(camera, renderer.domElement)
controls.target.set(0, 0.8, 0)
controls.maxPolarAngle = Math.PI * 0.49
controls.enableDamping = true

const animate = addGrove(scene)
addProps(scene)

function resize() {
  renderer.setSize(innerWidth, innerHeight)
  camera.aspect = innerWidth / innerHeight
  camera.updateProjectionMatrix()
}
addEventListener('resize', resize)
resize()

const timer = new Timer()
renderer.setAnimationLoop(() => {
  timer.update()
  animate(timer.getElapsed())
  controls.update()
  renderer.render(scene, camera)
})
