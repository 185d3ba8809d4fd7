// Cuts the model by a plane and closes the cut: what is before the plane is not drawn, and where the plane is inside the model it
// is filled. The stencil counts, at each pixel, back faces minus front faces: a positive count is inside. Models with holes have
// caps with holes.
import {
  AlwaysStencilFunc,
  BackSide,
  type Camera,
  Color,
  DecrementWrapStencilOp,
  DoubleSide,
  FrontSide,
  IncrementWrapStencilOp,
  Mesh,
  MeshBasicMaterial,
  NotEqualStencilFunc,
  type Plane,
  PlaneGeometry,
  Quaternion,
  ReplaceStencilOp,
  Scene,
  ShaderMaterial,
  type Side,
  type StencilOp,
  Vector3,
  type WebGLRenderer,
} from 'three'
import { MODEL_LAYER } from './layers.ts'

/** Pixels from one stripe of the cap to the next. */
const STRIPE = 10

function counter(side: Side, operation: StencilOp): MeshBasicMaterial {
  const material = new MeshBasicMaterial({ side, colorWrite: false, depthWrite: false, depthTest: false })
  material.stencilWrite = true
  material.stencilFunc = AlwaysStencilFunc
  material.stencilFail = operation
  material.stencilZFail = operation
  material.stencilZPass = operation
  return material
}

export class SectionPass {
  /** What is cut away lies on its negative side. */
  readonly plane: Plane
  readonly #back = counter(BackSide, IncrementWrapStencilOp)
  readonly #front = counter(FrontSide, DecrementWrapStencilOp)
  readonly #cap: Mesh<PlaneGeometry, ShaderMaterial>
  readonly #scene = new Scene()

  constructor(plane: Plane) {
    this.plane = plane
    const material = new ShaderMaterial({
      vertexShader: 'void main() { gl_Position = projectionMatrix * modelViewMatrix * vec4( position, 1.0 ); }',
      fragmentShader: `uniform vec3 tone;
        void main() {
          float s = fract( ( gl_FragCoord.x + gl_FragCoord.y ) / ${STRIPE.toFixed(1)} );
          gl_FragColor = vec4( tone * ( s < 0.15 ? 0.7 : 1.0 ), 1.0 );
        }`,
      uniforms: { tone: { value: new Color(0.86, 0.52, 0.28) } },
      side: DoubleSide,
    })
    material.stencilWrite = true
    material.stencilRef = 0
    material.stencilFunc = NotEqualStencilFunc
    material.stencilFail = ReplaceStencilOp
    material.stencilZFail = ReplaceStencilOp
    material.stencilZPass = ReplaceStencilOp
    this.#cap = new Mesh(new PlaneGeometry(2, 2), material)
    this.#scene.add(this.#cap)
  }

  /** Lays the cap into the plane, large enough for a model. @param radius of the model around its middle, metres */
  fit(centre: Vector3, radius: number): void {
    this.plane.projectPoint(centre, this.#cap.position)
    this.#cap.quaternion.copy(new Quaternion().setFromUnitVectors(new Vector3(0, 0, 1), this.plane.normal))
    this.#cap.scale.setScalar(radius * 1.1)
    this.#cap.updateMatrixWorld()
  }

  /** Fills the cut over a picture of the same scene that was drawn with `plane` as the renderer's clipping plane. */
  draw(renderer: WebGLRenderer, scene: Scene, camera: Camera): void {
    const { overrideMaterial, background } = scene
    scene.background = null
    camera.layers.set(MODEL_LAYER)
    for (const material of [this.#back, this.#front]) {
      scene.overrideMaterial = material
      renderer.render(scene, camera)
    }
    scene.overrideMaterial = overrideMaterial
    scene.background = background
    camera.layers.set(0)
    const planes = renderer.clippingPlanes
    renderer.clippingPlanes = []
    renderer.render(this.#scene, camera)
    renderer.clippingPlanes = planes
  }

  dispose(): void {
    this.#back.dispose()
    this.#front.dispose()
    this.#cap.geometry.dispose()
    this.#cap.material.dispose()
  }
}
