// Meshes that turn out to be damaged only when they are decompressed: three's loader gives up a whole file for one of them. Here
// they have no triangles, as long as something else can be drawn.
import { BufferAttribute, BufferGeometry } from 'three'
import type { GLTFParser } from 'three/addons/loaders/GLTFLoader.js'

type Primitive = Parameters<GLTFParser['loadGeometries']>[0][number]

export class BrokenParts {
  #broken = 0
  #sound = 0
  #cause: unknown

  /** For `GLTFLoader.register`. */
  readonly plugin = (parser: GLTFParser): { name: string } => {
    const load = parser.loadGeometries.bind(parser)
    parser.loadGeometries = async (primitives) => {
      try {
        const loaded = await load(primitives)
        this.#sound += loaded.length
        return loaded
      } catch {
        // Once more, one by one: what was unpacked the loader still knows.
        return await Promise.all(primitives.map((primitive) => this.#loadOne(load, primitive)))
      }
    }
    return { name: 'TRIPO_broken_parts' }
  }

  /**
   * Parts of meshes that could not be unpacked; they stand in the scene without a triangle, as parts may lie below them.
   * @throws what was wrong with the first, where nothing else is there
   */
  get lost(): number {
    if (this.#broken > 0 && this.#sound === 0) throw this.#cause
    return this.#broken
  }

  async #loadOne(load: GLTFParser['loadGeometries'], primitive: Primitive): Promise<BufferGeometry> {
    try {
      const [geometry] = await load([primitive])
      if (geometry) {
        this.#sound++
        return geometry
      }
    } catch (cause) {
      this.#cause ??= cause
    }
    this.#broken++
    return new BufferGeometry().setAttribute('position', new BufferAttribute(new Float32Array(), 3))
  }
}
