// The limits that a project sets for its models, by glob (`tripo.budgets`).
import type { Budget, Budgets } from './budget-schema.ts'

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
