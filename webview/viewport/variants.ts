// KHR_materials_variants: alternative materials of one model, such as a shoe in three colors. three's loader shows the first;
// here all of them are loaded with the model, and one is active.
// https://github.com/KhronosGroup/glTF/tree/main/extensions/2.0/Khronos/KHR_materials_variants
import { type Material, Mesh, type Object3D } from 'three'
import type { GLTFParser } from 'three/addons/loaders/GLTFLoader.js'
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import type { MaterialOverrides } from './material-overrides.ts'

const Index = Type.Integer({ minimum: 0 })
const NAME = 'KHR_materials_variants'
const Root = Type.Object({
  extensions: Type.Object({
    [NAME]: Type.Object({ variants: Type.Array(Type.Object({ name: Type.Optional(Type.String()) })) }),
  }),
})
const Mapped = Type.Object({
  extensions: Type.Object({
    [NAME]: Type.Object({
      mappings: Type.Array(Type.Object({ material: Index, variants: Type.Array(Index) })),
    }),
  }),
})

/** Most variants of one file that are offered. */
const MOST = 200

export class Variants {
  /** In the file's order; empty if it has none. */
  names: readonly string[] = []
  /** The active one; undefined: the file's default. */
  active: number | undefined
  readonly #own = new Map<Mesh, Mesh['material']>()
  readonly #looks = new Map<Mesh, Map<number, Material>>()

  /** For `GLTFLoader.register`. */
  readonly plugin = (
    parser: GLTFParser,
  ): { name: string; afterRoot: (gltf: { scene?: Object3D }) => Promise<void> } => ({
    name: NAME,
    afterRoot: async ({ scene }) => {
      const json: unknown = parser.json
      if (!scene || !Check(Root, json)) return
      this.names = json.extensions[NAME].variants.slice(0, MOST).map(({ name }, at) => name || String(at + 1))
      const meshes: Mesh[] = []
      scene.traverse((object) => void (object instanceof Mesh && meshes.push(object)))
      await Promise.all(meshes.map((mesh) => this.#learn(parser, mesh)))
    },
  })

  /** All materials of all variants, also of those that are not active. */
  get materials(): Material[] {
    return [...[...this.#looks.values()].flatMap((looks) => [...looks.values()]), ...[...this.#own.values()].flat()]
  }

  /** Activates a variant; the shading has to be applied again. */
  apply(variant: number | undefined, overrides: MaterialOverrides): void {
    this.active = variant
    for (const [mesh, looks] of this.#looks) {
      const own = this.#own.get(mesh)
      const material = (variant === undefined ? undefined : looks.get(variant)) ?? own
      if (material) overrides.setOwn(mesh, material)
    }
  }

  async #learn(parser: GLTFParser, mesh: Mesh): Promise<void> {
    const { meshes, primitives = 0 } = parser.associations.get(mesh) ?? {}
    const described: unknown = meshes === undefined ? undefined : parser.json.meshes?.[meshes]?.primitives?.[primitives]
    if (!Check(Mapped, described)) return
    const looks = new Map<number, Material>()
    const own = mesh.material
    for (const { material: number, variants } of described.extensions[NAME].mappings) {
      // A look that cannot be had is the file's own.
      const material: unknown = await parser.getDependency('material', number).catch(() => undefined)
      if (!material) continue
      Object.assign(mesh, { material })
      // As the mesh needs it: with colors of its vertices, or flat.
      parser.assignFinalMaterial(mesh)
      const final = [mesh.material].flat()[0]
      if (final) for (const variant of variants) looks.set(variant, final)
    }
    mesh.material = own
    this.#own.set(mesh, own)
    this.#looks.set(mesh, looks)
  }
}
