// The limits that a project sets its models, by glob (`tripo.budgets`): read from settings or a file, checked once.
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

/** The budget of a path: of all globs that match it, later ones win limit by limit. @param path with `/` */
export function budgetOf(path: string, budgets: Budgets): Budget {
  const fitting = Object.entries(budgets).filter(([glob]) => globPattern(glob).test(path))
  return Object.assign({}, ...fitting.map(([, budget]) => budget))
}

/** `**` any folders, `*` and `?` within a name, `{a,b}` alternatives; without `/`, a name in any folder. */
export function globPattern(glob: string): RegExp {
  const whole = glob.includes('/') ? glob.replace(/^\.?\//, '') : `**/${glob}`
  let open = 0
  const source = whole.replace(/\*\*\/|\*\*|[\s\S]/g, (token) => {
    if (token === '**/') return '(?:[^/]+/)*'
    if (token === '**') return '.*'
    if (token === '*') return '[^/]*'
    if (token === '?') return '[^/]'
    if (token === '{') {
      open += 1
      return '(?:'
    }
    if (token === '}' && open > 0) {
      open -= 1
      return ')'
    }
    if (token === ',' && open > 0) return '|'
    return token.replace(/[.+^$()|[\]\\{}]/, '\\$&')
  })
  return new RegExp(`^${source}${')'.repeat(open)}$`)
}
