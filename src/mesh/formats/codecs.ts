// How each format of the list in names.ts is read and written: the one table that reading, conversion and the tools use. Codecs
// that only some files need are loaded on demand: most files are GLB.
import type { Document } from '@gltf-transform/core'
import type { ReaderContext } from '../budget.ts'
import type { Companions } from './companions.ts'
import { readGlb, readGltf, writeGlb, writeGltf } from './gltf.ts'
import type { FbxPreset, ModelFormat } from './names.ts'

export interface WriteOptions {
  /** The stem of the files inside a ZIP. */
  readonly name: string
  /** OBJ only: other formats that hold vertex colors always keep them. */
  readonly vertexColors?: boolean
  readonly fbxPreset?: FbxPreset | undefined
  /** STL only: its numbers are millimeters. */
  readonly inMillimetres?: boolean
  /** glTF only: the files beside it keep the paths that they were read from. */
  readonly keepsPaths?: boolean
}

export interface ModelCodec {
  /** @param files those beside the model (materials, pictures, buffers), by their names */
  read(bytes: Uint8Array, files: Companions, context: ReaderContext): Promise<Document>
  /** The file; a ZIP of several where the format's facts say so. */
  write(document: Document, options: WriteOptions): Promise<Uint8Array>
}

export const CODECS: Readonly<Record<ModelFormat, ModelCodec>> = {
  glb: { read: readGlb, write: (document) => writeGlb(document) },
  gltf: {
    read: readGltf,
    write: (document, { name, keepsPaths = false }) => writeGltf(document, { name, keepsPaths }),
  },
  fbx: {
    read: async (...file) => (await import('./fbx-read.ts')).readFbx(...file),
    write: async (document, { fbxPreset }) =>
      (await import('./fbx-write.ts')).writeFbx(document, fbxPreset ? { preset: fbxPreset } : {}),
  },
  usdz: {
    read: async (...file) => (await import('./usd-read.ts')).readUsd(...file),
    write: async (document) => (await import('./usdz.ts')).writeUsdz(document),
  },
  obj: {
    read: async (...file) => (await import('./obj-read.ts')).readObj(...file),
    write: async (document, { name, vertexColors = false }) =>
      (await import('./obj-write.ts')).writeObj(document, { name, vertexColors }),
  },
  ply: {
    read: async (...file) => (await import('./ply-read.ts')).readPly(...file),
    write: async (document) => (await import('./ply-write.ts')).writePly(document),
  },
  stl: {
    read: async (bytes, _files, context) => (await import('./stl.ts')).readStl(bytes, context),
    write: async (document, { inMillimetres = false }) =>
      (await import('./stl.ts')).writeStl(document, inMillimetres ? 'millimetre' : 'metre'),
  },
  '3mf': {
    read: async (bytes, _files, context) => (await import('./3mf.ts')).read3mf(bytes, context),
    write: async (document) => (await import('./3mf.ts')).write3mf(document),
  },
}
