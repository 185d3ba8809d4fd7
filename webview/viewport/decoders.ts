// Decoders for compressed geometry and textures. Each is fetched and started when the first file asks for it, because
// most models need none and together they are larger than everything else here.
import type { WebGLRenderer } from 'three'
import type { DRACOLoader } from 'three/addons/loaders/DRACOLoader.js'
import type { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import type { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js'
import { errors } from './errors.ts'
import type { GltfDocument } from './gltf-document.ts'

export class Decoders {
  readonly #base: string
  #draco: DRACOLoader | undefined
  #ktx2: KTX2Loader | undefined

  /** `base` is the URL prefix of three's own folder layout: `draco/draco_decoder.wasm`, `basis/basis_transcoder.wasm`. */
  constructor(base: string) {
    this.#base = base.endsWith('/') ? base : `${base}/`
  }

  /** Gives the loader what this file's extensions need. */
  async equip(loader: GLTFLoader, document: GltfDocument, name: string, renderer: WebGLRenderer): Promise<void> {
    const used = new Set(document.extensionsUsed ?? [])
    if (used.has('KHR_draco_mesh_compression')) {
      loader.setDRACOLoader(await started(name, 'Draco', () => this.#startDraco()))
    }
    if (used.has('EXT_meshopt_compression') || used.has('KHR_meshopt_compression')) {
      loader.setMeshoptDecoder(await started(name, 'meshopt', startMeshopt))
    }
    if (used.has('KHR_texture_basisu')) {
      const ktx2 = await started(name, 'KTX2', () => this.#startKtx2())
      loader.setKTX2Loader(ktx2.detectSupport(renderer))
    }
  }

  dispose(): void {
    this.#draco?.dispose()
    this.#ktx2?.dispose()
    this.#draco = undefined
    this.#ktx2 = undefined
  }

  async #startDraco(): Promise<DRACOLoader> {
    if (this.#draco === undefined) {
      const { DRACOLoader } = await import('three/addons/loaders/DRACOLoader.js')
      // Two workers decode as fast as the extension's small models need; three's default is four.
      this.#draco ??= new DRACOLoader().setDecoderPath(`${this.#base}draco/`).setWorkerLimit(2)
    }
    return this.#draco
  }

  async #startKtx2(): Promise<KTX2Loader> {
    if (this.#ktx2 === undefined) {
      const { KTX2Loader } = await import('three/addons/loaders/KTX2Loader.js')
      this.#ktx2 ??= new KTX2Loader().setTranscoderPath(`${this.#base}basis/`).setWorkerLimit(2)
    }
    return this.#ktx2
  }
}

async function startMeshopt() {
  const { MeshoptDecoder } = await import('three/addons/libs/meshopt_decoder.module.js')
  await MeshoptDecoder.ready
  return MeshoptDecoder
}

async function started<T>(name: string, decoder: string, start: () => Promise<T>): Promise<T> {
  try {
    return await start()
  } catch (cause) {
    throw errors.decoder(name, decoder, cause)
  }
}
