// The messages between the page and its workers, checked on arrival.
import * as Type from 'typebox'
import { WordsSchema } from '../../../src/text/schema.ts'

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

/** The model as a GLB, or what is left of it, or why it cannot be read, in words. */
export const ReadResult = Type.Union([
  Type.Object({
    glb: Type.Unsafe<Uint8Array<ArrayBuffer>>({}),
    /** What of a damaged file is not in it. */
    damage: Type.Optional(WordsSchema),
  }),
  Type.Object({ problem: Type.Object({ code: Type.String(), sentence: WordsSchema, nextStep: WordsSchema }) }),
])
export type ReadResult = Type.Static<typeof ReadResult>

/** The triangles of one mesh. */
const TRIANGLES = {
  id: Type.Integer(),
  /** Three numbers a vertex, in the mesh's own space. */
  positions: Type.Unsafe<Float32Array<ArrayBuffer>>({}),
  /** Three a triangle; without it the vertices are corners in their order. */
  index: Type.Optional(Type.Unsafe<Uint32Array<ArrayBuffer>>({})),
}

/** To be sorted for picking. */
export const PickTreeTask = Type.Object(TRIANGLES)
export type PickTreeTask = Type.Static<typeof PickTreeTask>

/** The tree as three-mesh-bvh keeps it: its boxes, and the triangles in their order. */
export const PickTree = Type.Object({
  id: Type.Integer(),
  roots: Type.Array(Type.Unsafe<ArrayBuffer>({})),
  order: Type.Unsafe<Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>>({}),
})
export type PickTree = Type.Static<typeof PickTree>

/** To be drawn by about so many triangles while the camera moves. */
export const CoarseIndexTask = Type.Object({ ...TRIANGLES, wanted: Type.Number({ minimum: 1 }) })
export type CoarseIndexTask = Type.Static<typeof CoarseIndexTask>

/** Three vertices a triangle, of those of the task. */
export const CoarseIndex = Type.Object({ id: Type.Integer(), index: Type.Unsafe<Uint32Array<ArrayBuffer>>({}) })
export type CoarseIndex = Type.Static<typeof CoarseIndex>
