// The soft shadow under a model: its height above the ground, seen from below, blurred twice. A narrow blur darkens the contact,
// a wide one the surroundings. Rendered once per model (and while it moves), not per frame.
import {
  Color,
  DoubleSide,
  HalfFloatType,
  LinearFilter,
  Mesh,
  NoBlending,
  OrthographicCamera,
  PlaneGeometry,
  Scene,
  ShaderMaterial,
  Vector2,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three'
import { MODEL_LAYER } from './layers.ts'
import type { Model } from './model.ts'

const RESOLUTION = 256
/** Side of the shadow's square relative to the model's footprint, leaving room for the blur. */
const SPREAD = 1.8

const SCREEN_VERTEX = 'varying vec2 vUv; void main() { vUv = uv; gl_Position = vec4(position.xy, 0.0, 1.0); }'

/** Darkness falls off with height; back and front faces both count, since the camera looks from below. */
const HEIGHT_FRAGMENT = `
  uniform float height;
  varying float vHeight;
  #include <clipping_planes_pars_fragment>
  void main() {
    #include <clipping_planes_fragment>
    gl_FragColor = vec4(exp(-3.2 * max(0.0, vHeight) / height), 0.0, 0.0, 1.0);
  }`
const HEIGHT_VERTEX = `
  #include <common>
  #include <batching_pars_vertex>
  #include <skinning_pars_vertex>
  #include <morphtarget_pars_vertex>
  #include <clipping_planes_pars_vertex>
  uniform float ground;
  varying float vHeight;
  void main() {
    #include <batching_vertex>
    #include <begin_vertex>
    #include <morphtarget_vertex>
    #include <skinbase_vertex>
    #include <skinning_vertex>
    #include <project_vertex>
    #include <clipping_planes_vertex>
    #ifdef USE_BATCHING
      vHeight = (modelMatrix * batchingMatrix * vec4(transformed, 1.0)).y - ground;
    #elif defined(USE_INSTANCING)
      vHeight = (modelMatrix * instanceMatrix * vec4(transformed, 1.0)).y - ground;
    #else
      vHeight = (modelMatrix * vec4(transformed, 1.0)).y - ground;
    #endif
  }`

const BLUR_FRAGMENT = `
  uniform sampler2D source;
  uniform vec2 step;
  varying vec2 vUv;
  void main() {
    float sum = 0.0;
    float weight = 0.0;
    for (int i = -8; i <= 8; i++) {
      float w = exp(-float(i * i) / 24.0);
      sum += w * texture2D(source, vUv + float(i) * step).r;
      weight += w;
    }
    gl_FragColor = vec4(sum / weight, 0.0, 0.0, 1.0);
  }`

const PLANE_FRAGMENT = `
  uniform sampler2D near;
  uniform sampler2D wide;
  uniform float strength;
  varying vec2 vUv;
  void main() {
    vec2 p = abs(vUv * 2.0 - 1.0);
    float edge = 1.0 - smoothstep(0.82, 1.0, max(p.x, p.y));
    float dark = 0.7 * texture2D(near, vUv).r + 0.9 * texture2D(wide, vUv).r;
    gl_FragColor = vec4(0.0, 0.0, 0.0, clamp(dark, 0.0, 1.0) * strength * edge);
  }`

export class ContactShadow {
  readonly plane: Mesh<PlaneGeometry, ShaderMaterial>
  readonly #camera = new OrthographicCamera()
  readonly #screenCamera = new OrthographicCamera(-1, 1, 1, -1, 0, 1)
  readonly #screen = new Scene()
  readonly #height = new ShaderMaterial({
    vertexShader: HEIGHT_VERTEX,
    fragmentShader: HEIGHT_FRAGMENT,
    uniforms: { height: { value: 1 }, ground: { value: 0 } },
    side: DoubleSide,
    blending: NoBlending,
    // What a section takes away has no shadow.
    clipping: true,
  })
  readonly #blur = new ShaderMaterial({
    vertexShader: SCREEN_VERTEX,
    fragmentShader: BLUR_FRAGMENT,
    uniforms: { source: { value: null }, step: { value: new Vector2() } },
    depthTest: false,
    depthWrite: false,
    blending: NoBlending,
  })
  readonly #near = target(true)
  readonly #wide = target(false)
  readonly #scratch = target(false)

  constructor() {
    const material = new ShaderMaterial({
      vertexShader:
        'varying vec2 vUv; void main() { vUv = uv; gl_Position = projectionMatrix * modelViewMatrix * vec4(position, 1.0); }',
      fragmentShader: PLANE_FRAGMENT,
      uniforms: {
        near: { value: this.#near.texture },
        wide: { value: this.#wide.texture },
        strength: { value: 0.5 },
      },
      transparent: true,
      depthWrite: false,
      side: DoubleSide,
    })
    this.plane = new Mesh(new PlaneGeometry(1, 1), material)
    this.plane.rotation.x = -Math.PI / 2
    this.plane.renderOrder = 1
    this.plane.visible = false
    const quad = new Mesh(new PlaneGeometry(2, 2), this.#blur)
    quad.frustumCulled = false
    this.#screen.add(quad)
    this.#camera.layers.set(MODEL_LAYER)
  }

  get strength(): number {
    return Number(this.plane.material.uniforms['strength']?.value ?? 0)
  }

  set strength(value: number) {
    const uniform = this.plane.material.uniforms['strength']
    if (uniform) uniform.value = value
  }

  /** Draws the shadow of `model`, standing on the lowest point of its box. */
  render(renderer: WebGLRenderer, scene: Scene, model: Model): void {
    const { box } = model
    const size = SPREAD * Math.max(box.max.x - box.min.x, box.max.z - box.min.z, model.radius * 0.5)
    const height = Math.max(model.radius * 0.05, Math.min(box.max.y - box.min.y, size))
    const x = (box.min.x + box.max.x) / 2
    const z = (box.min.z + box.max.z) / 2
    this.#aim(x, box.min.y, z, size, height)
    setUniform(this.#height, 'height', height)
    setUniform(this.#height, 'ground', box.min.y)
    const before = { target: renderer.getRenderTarget(), override: scene.overrideMaterial }
    scene.overrideMaterial = this.#height
    renderer.setRenderTarget(this.#near)
    clearToBlack(renderer)
    renderer.render(scene, this.#camera)
    scene.overrideMaterial = before.override
    // A wide blur in one go would show its taps as squares; over an already soft picture it does not.
    this.#blurPass(renderer, this.#near, this.#wide, 1.5)
    this.#blurPass(renderer, this.#wide, this.#wide, 4)
    this.#blurPass(renderer, this.#near, this.#near, 0.8)
    renderer.setRenderTarget(before.target)
    this.plane.visible = true
  }

  dispose(): void {
    for (const one of [this.#near, this.#wide, this.#scratch, this.#height, this.#blur]) one.dispose()
    this.plane.geometry.dispose()
    this.plane.material.dispose()
  }

  /** Looks up from just below the ground; the plane is laid so that the picture falls where it was taken. */
  #aim(x: number, y: number, z: number, size: number, height: number): void {
    const camera = this.#camera
    camera.left = camera.bottom = -size / 2
    camera.right = camera.top = size / 2
    camera.near = 0
    camera.far = height * 1.05
    camera.position.set(x, y - height * 0.02, z)
    camera.up.set(0, 0, 1)
    camera.lookAt(x, y + 1, z)
    camera.updateProjectionMatrix()
    camera.updateMatrixWorld()
    this.plane.position.set(x, y, z)
    // Looking up with +Z as the picture's up, its right is +X; the plane's own up is -Z, so that one is mirrored.
    this.plane.scale.set(size, -size, 1)
    this.plane.updateMatrixWorld()
  }

  #blurPass(renderer: WebGLRenderer, from: WebGLRenderTarget, to: WebGLRenderTarget, width: number): void {
    const texel = width / RESOLUTION
    for (const [source, destination, x, y] of [
      [from, this.#scratch, texel, 0],
      [this.#scratch, to, 0, texel],
    ] as const) {
      setUniform(this.#blur, 'source', source.texture)
      setUniform(this.#blur, 'step', new Vector2(x, y))
      renderer.setRenderTarget(destination)
      renderer.render(this.#screen, this.#screenCamera)
    }
  }
}

function target(depthBuffer: boolean): WebGLRenderTarget {
  return new WebGLRenderTarget(RESOLUTION, RESOLUTION, {
    type: HalfFloatType,
    minFilter: LinearFilter,
    magFilter: LinearFilter,
    depthBuffer,
  })
}

/** A lamp's shadow map leaves white to clear with, and a room behind the model does not set it back. */
function clearToBlack(renderer: WebGLRenderer): void {
  const [color, alpha] = [renderer.getClearColor(new Color()), renderer.getClearAlpha()]
  renderer.setClearColor(0x000000, 1)
  renderer.clear()
  renderer.setClearColor(color, alpha)
}

function setUniform(material: ShaderMaterial, name: string, value: unknown): void {
  const uniform = material.uniforms[name]
  if (uniform) uniform.value = value
}
