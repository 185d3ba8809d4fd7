// Changes to a model as data: what the model editor does to the drawn scene at once and a thread does to the file on save.
// Nodes and materials are named by their place in the file that was opened; what is duplicated gets further numbers.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'

const Id = Type.Integer({ minimum: 0, maximum: 1_000_000_000 })
const Three = Type.Tuple([Type.Number(), Type.Number(), Type.Number()])
const Four = Type.Tuple([Type.Number(), Type.Number(), Type.Number(), Type.Number()])
const Share = Type.Number({ minimum: 0, maximum: 1 })

export const Operation = Type.Union([
  /** Where the node is in its parent. */
  Type.Object({ kind: Type.Literal('transform'), node: Id, translation: Three, rotation: Four, scale: Three }),
  Type.Object({ kind: Type.Literal('rename'), node: Id, name: Type.String({ maxLength: 1000 }) }),
  /** With all that lies in it. */
  Type.Object({ kind: Type.Literal('delete'), node: Id }),
  /** A copy beside the node; it and what lies in it, parents first, get the numbers from `as` on. */
  Type.Object({ kind: Type.Literal('duplicate'), node: Id, as: Id }),
  /** Factors of a material; colours are linear. */
  Type.Object({
    kind: Type.Literal('material'),
    material: Id,
    color: Type.Optional(Type.Tuple([Share, Share, Share, Share])),
    metallic: Type.Optional(Share),
    roughness: Type.Optional(Share),
  }),
])
export type Operation = Type.Static<typeof Operation>

/** More changes than a person makes between two savings. */
const MOST = 100_000
const Operations = Type.Array(Operation, { maxItems: MOST })

/** Operations from a message or a file; undefined when they are none. */
export const readOperations = (value: unknown): readonly Operation[] | undefined =>
  Check(Operations, value) ? value : undefined
