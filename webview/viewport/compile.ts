// Compiles a model's shader programs before it is drawn, so that its first picture does not block the page.
import {
  type DirectionalLight,
  InstancedMesh,
  Mesh,
  Object3D,
  PerspectiveCamera,
  type Scene,
  SkinnedMesh,
  type WebGLRenderer,
} from 'three'
import type { Model } from './model.ts'

/** Milliseconds that programs are waited for. */
const COMPILE_TIME = 2000

/**
 * Of the meshes below an object one for each material and kind of mesh, beside all that is no mesh. A renderer asks for each
 * object whether its program is there, which takes as long for thousands of them as to draw them.
 */
class OneOfEach extends Object3D {
  readonly #root: Object3D

  constructor(root: Object3D) {
    super()
    this.#root = root
  }

  override traverse(visit: (object: Object3D) => void): void {
    const known = new Map<Mesh['material'], Set<string>>()
    this.#root.traverse((object) => {
      if (object instanceof Mesh) {
        const { material } = object
        const kinds = known.get(material) ?? new Set()
        known.set(material, kinds)
        const kind = kindOf(object)
        if (kinds.has(kind)) return
        kinds.add(kind)
      }
      visit(object)
    })
  }

  override traverseVisible(visit: (object: Object3D) => void): void {
    this.#root.traverseVisible(visit)
  }
}

/** What of a mesh programs differ by. */
function kindOf(mesh: Mesh): string {
  const { geometry } = mesh
  let kind = mesh instanceof SkinnedMesh ? 'skin' : mesh instanceof InstancedMesh ? 'instances' : ''
  for (const name in geometry.attributes) kind += ` ${name}${geometry.attributes[name]?.itemSize}`
  for (const name in geometry.morphAttributes) kind += ` ${name}`
  return kind
}

/** Compiles what a model, or a part of it, is drawn with in a scene, under a lamp that may cast its shadow. */
export async function compileModel(
  renderer: WebGLRenderer,
  scene: Scene,
  { root, isHeavy }: Pick<Model, 'root' | 'isHeavy'>,
  lamp: DirectionalLight,
): Promise<void> {
  const before = lamp.castShadow
  lamp.castShadow = !isHeavy
  const compiled = renderer.compileAsync(new OneOfEach(root), new PerspectiveCamera(), scene)
  lamp.castShadow = before
  // A lost context never says that it is done.
  await Promise.race([compiled, new Promise((late) => setTimeout(late, COMPILE_TIME))])
}
