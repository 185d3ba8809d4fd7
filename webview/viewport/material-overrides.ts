// Shading modes: which materials the model is drawn with. Rendered and preview are the file's own; solid and matcap are one gray,
// for judging form; shaded wire is gray with all visible edges, which stays readable on dense meshes; wireframe is edges only;
// the others show one property of the surface (inspection-materials.ts).
import {
  DataTexture,
  FrontSide,
  LinearFilter,
  LineBasicMaterial,
  type Material,
  Mesh,
  MeshBasicMaterial,
  MeshMatcapMaterial,
  MeshStandardMaterial,
  type Object3D,
  SRGBColorSpace,
} from 'three'
import { isCollider } from './colliders.ts'
import { forgetTriangles, measureTriangles } from './density-materials.ts'
import type { Palette } from './ground.ts'
import {
  disposeChecker,
  INSPECTIONS,
  type Inspection,
  inspectionMaterial,
  isInspection,
} from './inspection-materials.ts'

const LOOKS = ['rendered', 'preview', 'solid', 'matcap', 'wireframe', 'shadedWire'] as const
/** The first are looks, the others inspections. */
export const SHADINGS = [...LOOKS, ...INSPECTIONS] as const
export type Shading = (typeof SHADINGS)[number]

/** Whether the model is drawn with the file's own materials. */
export const isOwn = (shading: Shading): shading is 'rendered' | 'preview' =>
  shading === 'rendered' || shading === 'preview'

/** Whether edges are drawn over the model. */
export const hasWires = (shading: Shading): shading is 'wireframe' | 'shadedWire' =>
  shading === 'wireframe' || shading === 'shadedWire'

/** Whether what is shown is measured on each mesh, and written to it. */
export const measuresGeometry = (shading: Shading): boolean =>
  shading === 'triangleDensity' || shading === 'texelDensity'

/** Pixels of the matcap's side. */
const MATCAP_SIZE = 64

/** A gray ball under a soft lamp at the upper left with a rim light: the color for each direction of a surface to the camera. */
function matcapTexture(): DataTexture {
  const data = new Uint8Array(MATCAP_SIZE * MATCAP_SIZE * 4)
  for (let row = 0; row < MATCAP_SIZE; row++)
    for (let column = 0; column < MATCAP_SIZE; column++) {
      const x = (column / (MATCAP_SIZE - 1)) * 2 - 1
      const y = (row / (MATCAP_SIZE - 1)) * 2 - 1
      const z = Math.sqrt(Math.max(0, 1 - x * x - y * y))
      const lamp = Math.max(0, -0.45 * x + 0.6 * y + 0.66 * z)
      const rim = (1 - z) ** 3 * Math.max(0, 0.6 * x + 0.4) * 0.5
      const light = 0.16 + 0.55 * lamp + 0.45 * lamp ** 18 + rim
      const tone = [1, 0.86, 0.76].map((part) => Math.min(255, 255 * light * part))
      data.set([...tone, 255], (row * MATCAP_SIZE + column) * 4)
    }
  const texture = new DataTexture(data, MATCAP_SIZE, MATCAP_SIZE)
  texture.colorSpace = SRGBColorSpace
  texture.magFilter = LinearFilter
  texture.minFilter = LinearFilter
  texture.needsUpdate = true
  return texture
}

export class MaterialOverrides {
  /** The file's own materials, while a mesh is drawn with others. */
  readonly #own = new Map<Mesh, Material | Material[]>()
  #face = 0x3c3e42
  readonly #overrides = new Map<string, MeshStandardMaterial | MeshMatcapMaterial | MeshBasicMaterial>()
  /** Those of the inspection at hand, by the file's material. */
  readonly #inspected = new Map<string, Material>()
  #matcap: DataTexture | undefined
  #isMeasured = false
  /** Drawn over the whole model in a second pass, so that skinned and morphed meshes follow by themselves. */
  readonly wire = new MeshBasicMaterial({ wireframe: true, transparent: true, opacity: 0.5, depthWrite: false })
  /** The same for models that bring the edges of their faces. */
  readonly edges = new LineBasicMaterial({ transparent: true, opacity: 0.75, depthWrite: false })

  set palette(palette: Palette) {
    this.wire.color.setHex(palette.wire)
    this.edges.color.setHex(palette.wire)
    this.#face = palette.face
    for (const [key, override] of this.#overrides) if (key.startsWith('shadedWire')) override.color.setHex(palette.face)
  }

  /** Materials that no mesh uses at the moment and that therefore have to be disposed by name. */
  stored(): Material[] {
    return [...this.#own.values()].flat()
  }

  /** The file's own material of a mesh, whatever it is drawn with. */
  ownOf(mesh: Mesh): Material | Material[] {
    return this.#own.get(mesh) ?? mesh.material
  }

  /** Gives a mesh another material of the file; the override has to be applied again. */
  setOwn(mesh: Mesh, material: Material | Material[]): void {
    if (this.#own.has(mesh)) this.#own.set(mesh, material)
    else mesh.material = material
  }

  /** Gives every mesh of a model, and those that are drawn in their place, the material of a shading. */
  apply(model: Object3D, shading: Shading, ...others: readonly Object3D[]): void {
    this.#disposeInspected()
    if (shading === 'triangleDensity') measureTriangles(model)
    else if (this.#isMeasured) forgetTriangles(model)
    this.#isMeasured = shading === 'triangleDensity'
    // All meshes have their own materials already: nothing to do for thousands of them.
    if (isOwn(shading) && this.#own.size === 0) return
    for (const root of [model, ...others]) this.#override(root, shading)
  }

  #override(root: Object3D, shading: Shading): void {
    root.traverse((object) => {
      if (!(object instanceof Mesh) || object.userData['isHelper'] === true || isCollider(object)) return
      const own = this.#own.get(object)
      if (isOwn(shading)) {
        if (own !== undefined) object.material = own
        this.#own.delete(object)
        return
      }
      if (own === undefined) this.#own.set(object, object.material)
      const file = this.ownOf(object)
      if (!isInspection(shading)) object.material = this.#overrideFor(object, shading, file)
      else if (Array.isArray(file)) object.material = file.map((one) => this.#inspect(object, shading, one))
      else object.material = this.#inspect(object, shading, file)
    })
  }

  reset(): void {
    this.#own.clear()
    this.#isMeasured = false
    this.#disposeInspected()
  }

  dispose(): void {
    for (const override of this.#overrides.values()) override.dispose()
    this.#matcap?.dispose()
    this.wire.dispose()
    this.edges.dispose()
    this.#disposeInspected()
    disposeChecker()
  }

  #inspect(mesh: Mesh, inspection: Inspection, own: Material): Material {
    // What is shown may depend on the attributes of the mesh, too.
    const key = `${own.uuid} ${Object.keys(mesh.geometry.attributes).sort().join(' ')}`
    const known = this.#inspected.get(key)
    if (known) return known
    const made = inspectionMaterial(inspection, mesh, own, this.#inspected.size)
    this.#inspected.set(key, made)
    return made
  }

  #disposeInspected(): void {
    for (const material of this.#inspected.values()) material.dispose()
    this.#inspected.clear()
  }

  #overrideFor(mesh: Mesh, shading: (typeof LOOKS)[number], own: Material | Material[]) {
    const side = (Array.isArray(own) ? own[0] : own)?.side ?? FrontSide
    const flatShading = !mesh.geometry.hasAttribute('normal')
    const key = `${shading} ${side} ${flatShading}`
    const known = this.#overrides.get(key)
    if (known !== undefined) return known
    const made = this.#makeOverride(shading, { side, flatShading })
    this.#overrides.set(key, made)
    return made
  }

  #makeOverride(shading: (typeof LOOKS)[number], shape: { side: Material['side']; flatShading: boolean }) {
    if (shading === 'matcap') {
      this.#matcap ??= matcapTexture()
      return new MeshMatcapMaterial({ ...shape, matcap: this.#matcap, toneMapped: false })
    }
    // Nothing of the faces, not even what they would hide.
    if (shading === 'wireframe')
      return new MeshBasicMaterial({ side: shape.side, colorWrite: false, depthWrite: false })
    return new MeshStandardMaterial({
      ...shape,
      color: shading === 'shadedWire' ? this.#face : 0xb4b4b4,
      roughness: 0.72,
      metalness: 0,
      // Pushed back a little so that the wireframe pass wins against its own surface.
      polygonOffset: true,
      polygonOffsetFactor: 1,
      polygonOffsetUnits: 1,
    })
  }
}
