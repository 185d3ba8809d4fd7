// How each format of the list in names.ts is read and written: the one table that reading, conversion and the tools go by.
import type { Document } from '@gltf-transform/core'
import type { ReaderContext } from '../budget.ts'
import { read3mf, write3mf } from './3mf.ts'
import type { Companions } from './companions.ts'
import { readFbx } from './fbx-read.ts'
import { type FbxPreset, writeFbx } from './fbx-write.ts'
import { readGlb, readGltf, writeGlb, writeGltf } from './gltf.ts'
import type { ModelFormat } from './names.ts'
import { readObj } from './obj-read.ts'
import { writeObj } from './obj-write.ts'
import { readPly } from './ply-read.ts'
import { writePly } from './ply-write.ts'
import { readStl, writeStl } from './stl.ts'
import { readUsd } from './usd-read.ts'
import { writeUsdz } from './usdz.ts'

export interface WriteOptions {
  /** The stem of the files inside a ZIP. */
  readonly name: string
  /** OBJ only: other formats that hold vertex colors always keep them. */
  readonly vertexColors?: boolean
  readonly fbxPreset?: FbxPreset | undefined
  /** glTF only: the files beside it keep the paths that they were read from. */
  readonly keepsPaths?: boolean
}

export interface ModelCodec {
  /** @param files those beside the model (materials, pictures, buffers), by their names */
  read(bytes: Uint8Array, files: Companions, context: ReaderContext): Promise<Document>
  /** The file; a ZIP of several where the format's facts say so. */
  write(document: Document, options: WriteOptions): Promise<Uint8Array> | Uint8Array
}

export const CODECS: Readonly<Record<ModelFormat, ModelCodec>> = {
  glb: { read: readGlb, write: (document) => writeGlb(document) },
  gltf: {
    read: readGltf,
    write: (document, { name, keepsPaths = false }) => writeGltf(document, { name, keepsPaths }),
  },
  fbx: {
    read: readFbx,
    write: (document, { fbxPreset }) => writeFbx(document, fbxPreset ? { preset: fbxPreset } : {}),
  },
  usdz: { read: readUsd, write: (document) => writeUsdz(document) },
  obj: {
    read: readObj,
    write: (document, { name, vertexColors = false }) => writeObj(document, { name, vertexColors }),
  },
  ply: { read: readPly, write: (document) => writePly(document) },
  stl: { read: async (bytes, _files, context) => readStl(bytes, context), write: (document) => writeStl(document) },
  '3mf': { read: async (bytes, _files, context) => read3mf(bytes, context), write: (document) => write3mf(document) },
}
