// The soft shadow under a model: its height above the ground, seen from below, blurred twice. A narrow blur darkens the contact,
// a wide one the surroundings. Rendered once per model, and with each frame of a clip: where there is no graphics card, that
// is what a frame costs most for.
import {
  Color,
  DoubleSide,
  HalfFloatType,
  LinearFilter,
  Mesh,
  NoBlending,
  OrthographicCamera,
  PlaneGeometry,
  RedFormat,
  Scene,
  ShaderMaterial,
  Vector2,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three'
import { MODEL_LAYER } from './layers.ts'
import type { Model } from './model.ts'

const RESOLUTION = 256
/** The same of the wide blur, which is too soft to need more. */
const WIDE_RESOLUTION = 128
/** Standard deviations of the blurs, in pixels of RESOLUTION. */
const NARROW = 2.77
const WIDE = 14.5
/** Pixels of RESOLUTION between two taps of the wide blur. */
const STRIDE = 4
/** Side of the shadow's square relative to the model's footprint, leaving room for the blur. */
const SPREAD = 1.8

const SCREEN_VERTEX = 'void main() { gl_Position = vec4(position.xy, 0.0, 1.0); }'

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

/**
 * A Gaussian blur along one axis, which reads one texel a tap and has the weights in its program: without a graphics card, reading
 * between texels and working out the weights for each pixel took six times as long. Beyond the border all is as at the border.
 * @param taps to either side of the middle
 * @param sigma standard deviation, in taps
 */
const blurFragment = (taps: number, sigma: number) => `
  uniform sampler2D source;
  uniform ivec2 step;
  uniform int ratio;
  void main() {
    ivec2 last = textureSize(source, 0) - 1;
    ivec2 at = ivec2(gl_FragCoord.xy) * ratio;
    gl_FragColor = vec4(${weights(taps, sigma)
      .map(
        (weight, tap) =>
          `${weight.toFixed(6)} * texelFetch(source, clamp(at + ${tap - taps} * step, ivec2(0), last), 0).r`,
      )
      .join('\n      + ')}, 0.0, 0.0, 1.0);
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
  readonly #narrowBlur = blurMaterial(6, NARROW)
  readonly #wideBlur = blurMaterial(8, WIDE / STRIDE)
  /** Those of a half are blurred along one axis. */
  readonly #near = target(RESOLUTION, true)
  readonly #nearHalf = target(RESOLUTION, false)
  readonly #wide = target(WIDE_RESOLUTION, false)
  readonly #wideHalf = target(WIDE_RESOLUTION, false)
  readonly #quad: Mesh<PlaneGeometry, ShaderMaterial>

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
    this.#quad = new Mesh(new PlaneGeometry(2, 2), this.#narrowBlur)
    this.#quad.frustumCulled = false
    this.#screen.add(this.#quad)
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
    const ratio = RESOLUTION / WIDE_RESOLUTION
    this.#blur(renderer, this.#narrowBlur, { from: this.#near, to: this.#nearHalf, step: [1, 0] })
    this.#blur(renderer, this.#narrowBlur, { from: this.#nearHalf, to: this.#near, step: [0, 1] })
    // Over a sharp picture its taps would show as squares; over one that is already soft they do not.
    this.#blur(renderer, this.#wideBlur, { from: this.#near, to: this.#wideHalf, step: [STRIDE, 0], ratio })
    this.#blur(renderer, this.#wideBlur, { from: this.#wideHalf, to: this.#wide, step: [0, STRIDE / ratio] })
    renderer.setRenderTarget(before.target)
    this.plane.visible = true
  }

  dispose(): void {
    for (const one of [this.#near, this.#nearHalf, this.#wide, this.#wideHalf]) one.dispose()
    for (const one of [this.#height, this.#narrowBlur, this.#wideBlur]) one.dispose()
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

  #blur(renderer: WebGLRenderer, material: ShaderMaterial, { from, to, step, ratio = 1 }: Blur): void {
    setUniform(material, 'source', from.texture)
    setUniform(material, 'step', new Vector2(...step))
    setUniform(material, 'ratio', ratio)
    this.#quad.material = material
    renderer.setRenderTarget(to)
    renderer.render(this.#screen, this.#screenCamera)
  }
}

interface Blur {
  readonly from: WebGLRenderTarget
  readonly to: WebGLRenderTarget
  /** Whole texels of the source between two taps. */
  readonly step: readonly [x: number, y: number]
  /** Texels of the source for each of the target, along a side. */
  readonly ratio?: number
}

const blurMaterial = (taps: number, sigma: number): ShaderMaterial =>
  new ShaderMaterial({
    vertexShader: SCREEN_VERTEX,
    fragmentShader: blurFragment(taps, sigma),
    uniforms: { source: { value: null }, step: { value: new Vector2() }, ratio: { value: 1 } },
    depthTest: false,
    depthWrite: false,
    blending: NoBlending,
  })

function target(side: number, depthBuffer: boolean): WebGLRenderTarget {
  return new WebGLRenderTarget(side, side, {
    format: RedFormat,
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

/** Values of a Gaussian from `-taps` to `taps`, whose sum is 1. */
function weights(taps: number, sigma: number): number[] {
  const bare = Array.from({ length: 2 * taps + 1 }, (_, at) => Math.exp(-((at - taps) ** 2) / (2 * sigma ** 2)))
  const sum = bare.reduce((all, one) => all + one, 0)
  return bare.map((one) => one / sum)
}
