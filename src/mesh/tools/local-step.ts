// A local step as data, written the same way in recipes, forms, the project's settings and its assets file. The tools and their
// options are in local-tools.ts.
import * as Type from 'typebox'

/** Most local tools after a request. */
export const MAX_LOCAL_STEPS = 10

const Options = Type.Record(
  Type.String({ maxLength: 40 }),
  Type.Union([Type.Number(), Type.String({ maxLength: 200 }), Type.Boolean()]),
)

/** A tool and its options; what is not said is the tool's own. */
export const LocalStep = Type.Object({
  tool: Type.String({ maxLength: 40 }),
  options: Type.Optional(Options),
  /** The same as it was called in recipes, drafts and jobs before; read where `options` is not there. */
  values: Type.Optional(Options),
})
export type LocalStep = Type.Static<typeof LocalStep>
export type LocalOptions = Type.Static<typeof Options>

/** What a step says of its tool's options, wherever it was written. */
export const optionsOf = ({ options, values }: LocalStep): LocalOptions => options ?? values ?? {}
