// Model formats: all of them are converted through one Document. Writers take a Document and return the file; each says which
// axes and units it uses.
export { read3mf, write3mf } from './3mf.ts'
export type { Companions } from './companions.ts'
export { type Detected, detectFormat } from './detect.ts'
export { EXTENSIONS } from './extensions.ts'
export { readFbx } from './fbx-read.ts'
export { writeFbx } from './fbx-write.ts'
export { readGlb, readGltf, writeGlb, writeGltf } from './gltf.ts'
export {
  extensionOf,
  type FbxPreset,
  formatFacts,
  formatOfEnding,
  isModelPath,
  MODEL_ENDINGS,
  type ModelFormat,
} from './names.ts'
export { NgonEncoding } from './ngon.ts'
export { readObj } from './obj-read.ts'
export { type ObjOptions, writeObj } from './obj-write.ts'
export { readPly } from './ply-read.ts'
export { type PlyEncoding, writePly } from './ply-write.ts'
export { readModel, salvageModel } from './read-model.ts'
export { readStl, writeStl } from './stl.ts'
export { readUsd } from './usd-read.ts'
export { writeUsdz } from './usdz.ts'
export { readZip, writeZip, type ZipEntry } from './zip.ts'
