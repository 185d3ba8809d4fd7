// Marks a file whose vertices are quantized. The library's own class is loaded together with all other extensions, which takes
// time.
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
