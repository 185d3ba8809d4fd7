// Shading modes: which materials the model is drawn with. Rendered is the file's own; solid is one grey, for judging form;
// wireframe is grey with every triangle's edges in front, hidden ones hidden, which stays readable on dense meshes; the
// others show one thing about the surface (inspection-materials.ts).
import {
  FrontSide,
  LineBasicMaterial,
  type Material,
  Mesh,
  MeshBasicMaterial,
  MeshStandardMaterial,
  type Object3D,
} from 'three'
import type { Palette } from './ground.ts'
import {
  disposeChecker,
  INSPECTIONS,
  type Inspection,
  inspectionMaterial,
  isInspection,
} from './inspection-materials.ts'

/** The first three are looks, the others inspections. */
export const SHADINGS = ['rendered', 'solid', 'wireframe', ...INSPECTIONS] as const
export type Shading = (typeof SHADINGS)[number]

export class MaterialOverrides {
  /** The file's own materials, while a mesh is drawn with others. */
  readonly #own = new Map<Mesh, Material | Material[]>()
  #face = 0x3c3e42
  readonly #overrides = new Map<string, MeshStandardMaterial>()
  /** Those of the inspection at hand, by the file's material. */
  readonly #inspected = new Map<string, Material>()
  /** Drawn over the whole model in a second pass, so that skinned and morphed meshes follow by themselves. */
  readonly wire = new MeshBasicMaterial({ wireframe: true, transparent: true, opacity: 0.5, depthWrite: false })
  /** The same for models that bring the edges of their faces. */
  readonly edges = new LineBasicMaterial({ transparent: true, opacity: 0.75, depthWrite: false })

  set palette(palette: Palette) {
    this.wire.color.setHex(palette.wire)
    this.edges.color.setHex(palette.wire)
    this.#face = palette.face
    for (const [key, override] of this.#overrides) if (key.startsWith('wireframe')) override.color.setHex(palette.face)
  }

  /** Materials that no mesh wears at the moment and that therefore have to be disposed by name. */
  stored(): Material[] {
    return [...this.#own.values()].flat()
  }

  /** Gives every mesh under `root` the material of a shading. */
  apply(root: Object3D, shading: Shading): void {
    this.#disposeInspected()
    root.traverse((object) => {
      if (!(object instanceof Mesh)) return
      const own = this.#own.get(object)
      if (shading === 'rendered') {
        if (own !== undefined) object.material = own
        this.#own.delete(object)
        return
      }
      if (own === undefined) this.#own.set(object, object.material)
      const file = this.#own.get(object) ?? object.material
      if (!isInspection(shading)) object.material = this.#overrideFor(object, shading, file)
      else if (Array.isArray(file)) object.material = file.map((one) => this.#inspect(object, shading, one))
      else object.material = this.#inspect(object, shading, file)
    })
  }

  reset(): void {
    this.#own.clear()
    this.#disposeInspected()
  }

  dispose(): void {
    for (const override of this.#overrides.values()) override.dispose()
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

  #overrideFor(mesh: Mesh, shading: Shading, own: Material | Material[] | undefined): MeshStandardMaterial {
    const side = (Array.isArray(own) ? own[0] : own)?.side ?? FrontSide
    const flat = !mesh.geometry.hasAttribute('normal')
    const key = `${shading} ${side} ${flat}`
    const known = this.#overrides.get(key)
    if (known !== undefined) return known
    const override = new MeshStandardMaterial({
      color: shading === 'wireframe' ? this.#face : 0xb4b4b4,
      roughness: 0.72,
      metalness: 0,
      side,
      flatShading: flat,
      // Pushed back a little so that the wireframe pass wins against its own surface.
      polygonOffset: true,
      polygonOffsetFactor: 1,
      polygonOffsetUnits: 1,
    })
    this.#overrides.set(key, override)
    return override
  }
}
