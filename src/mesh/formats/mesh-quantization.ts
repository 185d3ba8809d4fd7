// The mark of a file whose vertices are small numbers. The library's own comes with all other extensions, which take time to load.
import { Extension } from '@gltf-transform/core'

/** KHR_mesh_quantization: nothing to read or write, only to be named. */
export class MeshQuantization extends Extension {
  static override EXTENSION_NAME = 'KHR_mesh_quantization'
  override readonly extensionName = MeshQuantization.EXTENSION_NAME
  override read(): this {
    return this
  }
  override write(): this {
    return this
  }
}
