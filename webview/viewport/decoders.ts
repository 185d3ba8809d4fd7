// Decoders for compressed geometry and textures. Each is loaded and started with the first file that needs it, because most
// models need none and together they are larger than everything else here. Long work runs in workers, which `dispose` terminates.
import type { WebGLRenderer } from 'three'
import type { DRACOLoader } from 'three/addons/loaders/DRACOLoader.js'
import type { GLTFLoader } from 'three/addons/loaders/GLTFLoader.js'
import type { KTX2Loader } from 'three/addons/loaders/KTX2Loader.js'
import { errors } from './errors.ts'
import type { GltfDocument } from './gltf-document.ts'
import type { MeshoptParts } from './meshopt.ts'

/** Extensions that need a decoder, with what a person calls it. */
const DECODERS: Readonly<Record<string, 'Draco' | 'meshopt' | 'KTX2' | 'WebP' | 'AVIF'>> = {
  KHR_draco_mesh_compression: 'Draco',
  EXT_meshopt_compression: 'meshopt',
  KHR_meshopt_compression: 'meshopt',
  KHR_texture_basisu: 'KTX2',
  // The browser's own; named where decoding takes too long.
  EXT_texture_webp: 'WebP',
  EXT_texture_avif: 'AVIF',
}

/** What a file is compressed with, such as `KTX2`. */
export const compressionsOf = ({ extensionsUsed = [] }: GltfDocument): readonly string[] => [
  ...new Set(extensionsUsed.flatMap((extension) => DECODERS[extension] ?? [])),
]

const draco = () => import('three/addons/loaders/DRACOLoader.js')
const ktx2 = () => import('three/addons/loaders/KTX2Loader.js')
const meshopt = () => import('./meshopt.ts')

/** Milliseconds after which a browser that does not tell is taken to be idle. */
const LATER = 500

export class Decoders {
  readonly #base: string
  #draco: DRACOLoader | undefined
  #ktx2: KTX2Loader | undefined
  #meshopt: MeshoptParts | undefined

  /**
   * `base` is the URL prefix of three's own folder layout, `draco/draco_decoder.wasm`, `basis/basis_transcoder.wasm`, with
   * our own in `workers/` beside them.
   */
  constructor(base: string) {
    this.#base = base.endsWith('/') ? base : `${base}/`
  }

  /** Where the files beside the page's bundles are: our workers, the environments' maps. */
  get base(): string {
    return this.#base
  }

  /** Gives the loader what this file's extensions need. */
  async equip(loader: GLTFLoader, document: GltfDocument, name: string, renderer: WebGLRenderer): Promise<void> {
    const used = compressionsOf(document)
    if (used.includes('Draco')) loader.setDRACOLoader(await started(name, 'Draco', () => this.#startDraco()))
    if (used.includes('meshopt')) {
      loader.setMeshoptDecoder(await started(name, 'meshopt', () => this.#startMeshopt()))
    }
    if (used.includes('KTX2')) {
      const ktx2 = await started(name, 'KTX2', () => this.#startKtx2())
      loader.setKTX2Loader(ktx2.detectSupport(renderer))
    }
  }

  /** Fetches the scripts that decoders are started with, which are small, while nothing else is to do. */
  warm(): void {
    const later = (task: () => void) =>
      'requestIdleCallback' in globalThis ? requestIdleCallback(task) : setTimeout(task, LATER)
    later(() => {
      // One that does not come is told of when a file needs it.
      for (const script of [draco(), ktx2(), meshopt()]) script.catch(() => undefined)
    })
  }

  /** Ends all work; the next file starts what it needs afresh. */
  dispose(): void {
    this.#draco?.dispose()
    this.#ktx2?.dispose()
    this.#meshopt?.dispose()
    this.#draco = undefined
    this.#ktx2 = undefined
    this.#meshopt = undefined
  }

  async #startDraco(): Promise<DRACOLoader> {
    if (this.#draco === undefined) {
      const { DRACOLoader } = await draco()
      // Two workers decode as fast as the extension's small models need; three's default is four.
      this.#draco ??= new DRACOLoader().setDecoderPath(`${this.#base}draco/`).setWorkerLimit(2)
    }
    return this.#draco
  }

  async #startKtx2(): Promise<KTX2Loader> {
    if (this.#ktx2 === undefined) {
      const { KTX2Loader } = await ktx2()
      this.#ktx2 ??= new KTX2Loader().setTranscoderPath(`${this.#base}basis/`).setWorkerLimit(2)
    }
    const loader = this.#ktx2
    try {
      await loader.init()
    } catch (cause) {
      this.#ktx2 = undefined
      throw cause
    }
    return loader
  }

  async #startMeshopt() {
    if (this.#meshopt === undefined) {
      const { MeshoptParts } = await meshopt()
      this.#meshopt ??= new MeshoptParts(this.#base)
    }
    return this.#meshopt.decoder
  }
}

async function started<T>(name: string, decoder: string, start: () => Promise<T>): Promise<T> {
  try {
    return await start()
  } catch (cause) {
    throw errors.decoder(name, decoder, cause)
  }
}
