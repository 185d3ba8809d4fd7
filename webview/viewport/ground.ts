// Backdrop and grid: a quiet graded ground behind the model, and a floor grid in decimal steps that fades out instead
// of ending. Both follow the editor's theme through a Palette.
import { Color, DoubleSide, Mesh, PlaneGeometry, ShaderMaterial } from 'three'
import type { Direction } from './orbit.ts'

export interface Palette {
  /** Backdrop's color in the middle and at the corners. */
  centre: number
  corner: number
  grid: number
  gridStrength: number
  /** Of the two colored lines along X and Z. */
  axisStrength: number
  shadow: number
  /** Wireframe: edges, and the faces they lie on. */
  wire: number
  face: number
  /** What fills the placeholder while a model is on its way. */
  filling: number
}

/** Neutral greys a little apart from the editor's own, so that the picture reads as a picture in both themes. */
export const PALETTES: Readonly<Record<'dark' | 'light' | 'contrastDark' | 'contrastLight', Palette>> = {
  dark: {
    centre: 0x55575b,
    corner: 0x2c2d30,
    grid: 0xffffff,
    gridStrength: 0.13,
    axisStrength: 0.55,
    shadow: 0.75,
    wire: 0xf2f2f2,
    face: 0x3c3e42,
    filling: 0x4a9cff,
  },
  light: {
    centre: 0xf1f2f3,
    corner: 0xc6c9cd,
    grid: 0x000000,
    gridStrength: 0.14,
    axisStrength: 0.55,
    shadow: 0.5,
    wire: 0x1c1e22,
    face: 0xe4e4e4,
    filling: 0x0a5ec2,
  },
  contrastDark: {
    centre: 0x000000,
    corner: 0x000000,
    grid: 0xffffff,
    gridStrength: 0.32,
    axisStrength: 1,
    shadow: 0,
    wire: 0xffffff,
    face: 0x000000,
    filling: 0xffffff,
  },
  contrastLight: {
    centre: 0xffffff,
    corner: 0xffffff,
    grid: 0x000000,
    gridStrength: 0.3,
    axisStrength: 1,
    shadow: 0.3,
    wire: 0x000000,
    face: 0xffffff,
    filling: 0x000000,
  },
}

/** Metres between fine lines: the power of ten that puts two to twenty of them across a model of this radius. */
export function gridStep(radius: number): number {
  return 10 ** Math.floor(Math.log10(radius) + 1e-9)
}

export class Backdrop {
  readonly mesh: Mesh<PlaneGeometry, ShaderMaterial>

  constructor() {
    const material = new ShaderMaterial({
      vertexShader: 'varying vec2 vUv; void main() { vUv = uv; gl_Position = vec4(position.xy, 1.0, 1.0); }',
      // The noise is a third of a grey level: without it the gradient shows bands.
      fragmentShader: `
        uniform vec3 centre;
        uniform vec3 corner;
        varying vec2 vUv;
        void main() {
          float d = smoothstep(0.0, 1.0, length((vUv - vec2(0.5, 0.55)) * vec2(1.15, 1.3)));
          float noise = fract(sin(dot(gl_FragCoord.xy, vec2(12.9898, 78.233))) * 43758.5453) - 0.5;
          gl_FragColor = vec4(mix(centre, corner, d) + noise / 255.0, 1.0);
        }`,
      uniforms: { centre: { value: new Color() }, corner: { value: new Color() } },
      depthTest: false,
      depthWrite: false,
    })
    this.mesh = new Mesh(new PlaneGeometry(2, 2), material)
    this.mesh.frustumCulled = false
    this.mesh.renderOrder = -1
  }

  set palette(palette: Palette) {
    // Written to the screen as they are: colors in sRGB, past tone mapping.
    this.mesh.material.uniforms['centre']?.value.setHex(palette.centre, '')
    this.mesh.material.uniforms['corner']?.value.setHex(palette.corner, '')
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }
}

/** Which plane the grid lies in: the floor, or upright across the sight of an orthographic axis view. */
export function gridPlane({ azimuth, elevation }: Direction, isOrthographic: boolean): 'floor' | 'front' | 'side' {
  if (!isOrthographic || Math.abs(elevation) > 1e-3) return 'floor'
  if (Math.abs(Math.sin(azimuth)) < 1e-3) return 'front'
  return Math.abs(Math.cos(azimuth)) < 1e-3 ? 'side' : 'floor'
}

const X = { axis: [1, 0, 0], tone: [0.88, 0.3, 0.33] }
const Y = { axis: [0, 1, 0], tone: [0.45, 0.71, 0.24] }
const Z = { axis: [0, 0, 1], tone: [0.28, 0.53, 0.95] }
/** The two axes of each plane, and how a square that looks along Z is turned into it. */
const planes = {
  floor: { across: X, up: Z, turn: [-Math.PI / 2, 0, 0] },
  front: { across: X, up: Y, turn: [0, 0, 0] },
  side: { across: Z, up: Y, turn: [0, Math.PI / 2, 0] },
} as const

export class Grid {
  readonly mesh: Mesh<PlaneGeometry, ShaderMaterial>
  #place = { base: { x: 0, y: 0, z: 0 }, radius: 1, height: 0 }

  constructor() {
    const material = new ShaderMaterial({
      vertexShader: `
        uniform vec3 across;
        uniform vec3 up;
        varying vec2 vPlane;
        void main() {
          vec4 world = modelMatrix * vec4(position, 1.0);
          vPlane = vec2(dot(world.xyz, across), dot(world.xyz, up));
          gl_Position = projectionMatrix * viewMatrix * world;
        }`,
      fragmentShader: `
        uniform vec3 lineColor;
        uniform float strength;
        uniform float axisStrength;
        uniform float step;
        uniform vec3 acrossTone;
        uniform vec3 upTone;
        uniform vec2 middle;
        uniform float reach;
        varying vec2 vPlane;
        // Coverage of a line about one pixel wide, gone where lines would be closer than a few pixels.
        float lines(vec2 p, float size) {
          vec2 q = p / size;
          vec2 width = fwidth(q);
          vec2 distance = abs(fract(q - 0.5) - 0.5) / width;
          vec2 cover = (1.0 - min(distance, 1.0)) * (1.0 - smoothstep(0.15, 0.5, width));
          return max(cover.x, cover.y);
        }
        float axis(float p) { return 1.0 - min(abs(p) / (fwidth(p) * 1.2), 1.0); }
        void main() {
          float fade = 1.0 - smoothstep(0.15, 1.0, length(vPlane - middle) / reach);
          float alpha = strength * max(0.45 * lines(vPlane, step), lines(vPlane, step * 10.0));
          vec3 tone = lineColor;
          float a = axis(vPlane.y);
          float b = axis(vPlane.x);
          if (a > 0.0) { tone = acrossTone; alpha = max(alpha, axisStrength * a); }
          if (b > 0.0) { tone = upTone; alpha = max(alpha, axisStrength * b); }
          gl_FragColor = vec4(tone, alpha * fade);
        }`,
      uniforms: {
        lineColor: { value: new Color() },
        strength: { value: 0.1 },
        axisStrength: { value: 0.5 },
        step: { value: 1 },
        across: { value: X.axis },
        up: { value: Z.axis },
        acrossTone: { value: X.tone },
        upTone: { value: Z.tone },
        middle: { value: [0, 0] },
        reach: { value: 10 },
      },
      transparent: true,
      depthWrite: false,
      side: DoubleSide,
    })
    this.mesh = new Mesh(new PlaneGeometry(2, 2), material)
    this.mesh.renderOrder = 2
    this.fit({ x: 0, y: 0, z: 0 }, 1)
  }

  set palette(palette: Palette) {
    this.mesh.material.uniforms['lineColor']?.value.setHex(palette.grid, '')
    this.#set('strength', palette.gridStrength)
    this.#set('axisStrength', palette.axisStrength)
  }

  /** Sizes the grid to a model: `base` is the middle of its footprint, `height` of its own middle. */
  fit(base: { x: number; y: number; z: number }, radius: number, height = base.y): void {
    this.#place = { base, radius, height }
    const reach = radius * 7
    this.mesh.scale.setScalar(reach)
    this.#set('reach', reach)
    this.#set('step', gridStep(radius))
    this.face({ azimuth: 0, elevation: 1 }, false)
  }

  /** Lays it under the model, or stands it behind the model where the floor would be seen edge-on. */
  face(direction: Direction, isOrthographic: boolean): void {
    const plane = gridPlane(direction, isOrthographic)
    const { base, radius, height } = this.#place
    const { across, up, turn } = planes[plane]
    const [x, y, z] = turn
    this.mesh.rotation.set(x, y, z)
    if (plane === 'floor') this.mesh.position.set(base.x, base.y, base.z)
    else {
      const { azimuth } = direction
      this.mesh.position.set(base.x - Math.sin(azimuth) * radius, height, base.z - Math.cos(azimuth) * radius)
    }
    this.#set('across', across.axis)
    this.#set('up', up.axis)
    this.#set('acrossTone', across.tone)
    this.#set('upTone', up.tone)
    this.#set('middle', [plane === 'side' ? base.z : base.x, plane === 'floor' ? base.z : height])
  }

  dispose(): void {
    this.mesh.geometry.dispose()
    this.mesh.material.dispose()
  }

  #set(name: string, value: unknown): void {
    const uniform = this.mesh.material.uniforms[name]
    if (uniform) uniform.value = value
  }
}
