// Circles among the imports of a set of modules. Imports of types alone are left out: they are gone when the code runs.

/** Comments, so that examples in them are not taken for imports. */
const COMMENT = /^\s*(\/\/|\*|\/\*).*$/gm
const STATEMENT = /^\s*(import|export)\s+(type\s)?\s*([^'";]*?)\s*from\s*'([^']+)'/gm
const BARE = /^\s*import\s*'([^']+)'/gm

/** Whether `{ type A, type B }` names types only. */
function namesTypesOnly(names: string): boolean {
  const inside = /^\{([^}]*)\}$/s.exec(names.trim())?.[1]
  if (inside === undefined) return false
  const each = inside.split(',').flatMap((name) => (name.trim() === '' ? [] : [name.trim()]))
  return each.length > 0 && each.every((name) => name.startsWith('type '))
}

/**
 * The modules that a module's text needs while it is loaded, as written there. Lazy ones (`await import()`) are not
 * among them: they are loaded when everything is in place.
 */
export function valueImports(text: string): string[] {
  const code = text.replace(COMMENT, '')
  const named = [...code.matchAll(STATEMENT)].flatMap(([, , type, names = '', from = '']) =>
    type || namesTypesOnly(names) ? [] : [from],
  )
  return [...new Set([...named, ...[...code.matchAll(BARE)].map(([, from = '']) => from)])]
}

/** The circles that a walk along the imports finds, each as the modules on it, the first one repeated at the end. */
export function circlesOf(imports: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = []
  const done = new Set<string>()
  const path: string[] = []
  const visit = (module: string): void => {
    const start = path.indexOf(module)
    if (start >= 0) circles.push([...path.slice(start), module])
    if (start >= 0 || done.has(module)) return
    path.push(module)
    for (const next of imports.get(module) ?? []) visit(next)
    path.pop()
    done.add(module)
  }
  for (const module of imports.keys()) visit(module)
  return circles
}
