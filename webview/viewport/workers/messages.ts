// What the page and its workers say to each other, checked where it comes in.
import * as Type from 'typebox'
import { WordsSchema } from '../../../src/text/index.ts'

/** One buffer view of EXT_meshopt_compression or KHR_meshopt_compression. */
export const MeshoptTask = Type.Object({
  id: Type.Integer(),
  count: Type.Integer({ minimum: 0 }),
  /** Bytes of an element. */
  stride: Type.Integer({ minimum: 1, maximum: 256 }),
  source: Type.Unsafe<Uint8Array<ArrayBuffer>>({}),
  mode: Type.String(),
  filter: Type.Optional(Type.String()),
})
export type MeshoptTask = Type.Static<typeof MeshoptTask>

/** Unpacked bytes, or nothing when they are damaged. */
export const MeshoptResult = Type.Object({
  id: Type.Integer(),
  bytes: Type.Optional(Type.Unsafe<Uint8Array<ArrayBuffer>>({})),
})
export type MeshoptResult = Type.Static<typeof MeshoptResult>

/** A model file to be read by src/mesh, with the files beside it that it names. */
export const ReadTask = Type.Object({
  bytes: Type.Unsafe<Uint8Array<ArrayBuffer>>({}),
  /** What the file's name ends with, without the dot, in small letters. */
  ending: Type.String(),
  files: Type.Array(Type.Object({ name: Type.String(), bytes: Type.Unsafe<Uint8Array<ArrayBuffer>>({}) })),
})
export type ReadTask = Type.Static<typeof ReadTask>

/** The model as a GLB, or why it cannot be read, in words. */
export const ReadResult = Type.Union([
  Type.Object({ glb: Type.Unsafe<Uint8Array<ArrayBuffer>>({}) }),
  Type.Object({ problem: Type.Object({ code: Type.String(), sentence: WordsSchema, nextStep: WordsSchema }) }),
])
export type ReadResult = Type.Static<typeof ReadResult>
