// The part of Draco's decoder that draco.ts calls, and its encoder, which glTF-Transform calls; the package has no types of its own.
declare module 'draco3dgltf/draco_decoder_gltf_nodejs.js' {
  export interface DracoStatus {
    ok(): boolean
  }
  export interface DracoBuffer {
    Init(data: Uint8Array, length: number): void
  }
  export interface DracoMesh {
    num_faces(): number
    num_points(): number
  }
  export interface DracoAttribute {
    /** 0 for one that is not there. */
    readonly ptr: number
    num_components(): number
  }
  export interface DracoDecoder {
    DecodeBufferToMesh(buffer: DracoBuffer, mesh: DracoMesh): DracoStatus
    GetAttributeByUniqueId(mesh: DracoMesh, id: number): DracoAttribute
    GetAttributeDataArrayForAllPoints(
      mesh: DracoMesh,
      attribute: DracoAttribute,
      type: number,
      bytes: number,
      address: number,
    ): boolean
    GetTrianglesUInt32Array(mesh: DracoMesh, bytes: number, address: number): boolean
  }
  export interface DracoModule {
    readonly Decoder: new () => DracoDecoder
    readonly DecoderBuffer: new () => DracoBuffer
    readonly Mesh: new () => DracoMesh
    readonly DT_INT8: number
    readonly DT_UINT8: number
    readonly DT_INT16: number
    readonly DT_UINT16: number
    readonly DT_UINT32: number
    readonly DT_FLOAT32: number
    readonly HEAPU8: Uint8Array<ArrayBuffer>
    _malloc(bytes: number): number
    _free(address: number): void
    destroy(thing: object): void
  }
  const create: (options: { wasmBinary: ArrayBuffer }) => Promise<DracoModule>
  export default create
}

declare module 'draco3dgltf/draco_encoder_gltf_nodejs.js' {
  const create: (options: { wasmBinary: ArrayBuffer }) => Promise<object>
  export default create
}
