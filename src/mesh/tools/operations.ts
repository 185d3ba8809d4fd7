// Changes to a model as data: the model editor applies them to the displayed scene immediately, and a thread applies them to the
// file on save. Nodes and materials are named by their index in the file that was opened, or that the last `run` has created;
// duplicates get further numbers.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { areValues, MOST_LETTERS, operatorOf } from './operators.ts'

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
  /** Factors of a material; colors are linear. */
  Type.Object({
    kind: Type.Literal('material'),
    material: Id,
    color: Type.Optional(Type.Tuple([Share, Share, Share, Share])),
    metallic: Type.Optional(Share),
    roughness: Type.Optional(Share),
    /** The light it gives, linear. */
    emissive: Type.Optional(Type.Tuple([Share, Share, Share])),
    alphaMode: Type.Optional(Type.Enum(['OPAQUE', 'MASK', 'BLEND'])),
    doubleSided: Type.Optional(Type.Boolean()),
  }),
  /** A tool with its options (operators.ts), on the whole model or on the parts that were selected. */
  Type.Object({
    kind: Type.Literal('run'),
    operator: Type.String({ maxLength: 40 }),
    values: Type.Record(
      Type.String(),
      Type.Union([Type.Number(), Type.String({ maxLength: MOST_LETTERS }), Type.Boolean()]),
    ),
    nodes: Type.Optional(Type.Array(Id, { maxItems: 10_000 })),
  }),
])
export type Operation = Type.Static<typeof Operation>
export type RunOperation = Extract<Operation, { kind: 'run' }>

/** More changes than a person makes between two savings. */
const MOST = 100_000
const Operations = Type.Array(Operation, { maxItems: MOST })

/** Operations from a message or a file; undefined when they are none. */
export const readOperations = (value: unknown): readonly Operation[] | undefined =>
  Check(Operations, value) && value.every(isPossible) ? value : undefined

function isPossible(operation: Operation): boolean {
  if (operation.kind !== 'run') return true
  const operator = operatorOf(operation.operator)
  return operator !== undefined && areValues(operator, operation.values)
}

/** Where the changes after the last tool begin: those the page carries out itself; 0 where no tool was run. */
export const afterLastRun = (operations: readonly Operation[]): number =>
  operations.findLastIndex(({ kind }) => kind === 'run') + 1
