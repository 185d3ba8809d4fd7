// The schema of a project's limits (`tripo.budgets`), checked once where they are read; in a separate file because schemas take
// time to load.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'

const Limit = Type.Optional(Type.Number({ minimum: 0 }))
/** The limits of one model, as JSON Schema. */
export const BudgetSchema = Type.Object(
  { triangles: Limit, bytes: Limit, textureSize: Limit, drawCalls: Limit, bones: Limit },
  { additionalProperties: false },
)
const BudgetsSchema = Type.Record(Type.String(), BudgetSchema)

/** Upper limits of one model: triangles, bytes of the file, pixels along a texture's side, draw calls, bones. */
export type Budget = Type.Static<typeof BudgetSchema>
/** Budgets by glob of paths relative to the workspace. */
export type Budgets = Type.Static<typeof BudgetsSchema>

/** Budgets from a setting or a file; undefined when they are none. */
export const readBudgets = (value: unknown): Budgets | undefined => (Check(BudgetsSchema, value) ? value : undefined)

/** The budgets of a setting without what is none: one mistake, which VS Code marks there, takes no other limit away. */
export function soundBudgets(value: unknown): Budgets {
  if (typeof value !== 'object' || value === null) return {}
  return Object.fromEntries(
    Object.entries(value).map(([glob, limits]: [string, unknown]) => {
      const all: [string, unknown][] = typeof limits === 'object' && limits !== null ? Object.entries(limits) : []
      const sound = all.flatMap(([name, limit]) => Object.entries(readBudgets({ it: { [name]: limit } })?.['it'] ?? {}))
      return [glob, Object.fromEntries(sound)]
    }),
  )
}
