// Finding the handler for a method and path.

import type { TaskFailure } from './store.ts'

/** What a fault changes about a call. */
export interface CallExtras {
  /** Seconds that the addresses in the answer live, when not as usual. */
  life?: number
  /** How a task that is created must end. */
  failure?: TaskFailure
}

/** What a handler is given. */
export interface Call extends CallExtras {
  request: Request
  /** The body as a JSON object; a ServiceError when it is none or too large. */
  json(): Promise<Record<string, unknown>>
  url: URL
  /** The account the key stands for. */
  account: string
  /** The values of `{name}` segments. */
  names: Readonly<Record<string, string>>
  /** Headers to answer with beside the usual ones. */
  headers: Record<string, string>
}

export interface Route {
  method: 'GET' | 'POST'
  /** Segments, `{name}` for any one. */
  path: string
  /** The answer's `data`, or a ServiceError thrown. */
  handle(call: Call): Promise<unknown>
}

export type Found = { route: Route; names: Record<string, string> } | 'method' | undefined

const segments = (path: string) => path.split('/').filter((segment) => segment !== '')

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = segments(pattern)
  const given = segments(path)
  if (wanted.length !== given.length) return undefined
  const names: Record<string, string> = {}
  for (const [index, segment] of wanted.entries()) {
    const value = given[index] ?? ''
    const name = /^\{(\w+)\}$/.exec(segment)?.[1]
    if (name !== undefined) names[name] = decode(value)
    else if (segment !== value) return undefined
  }
  return names
}

/** The route of a request; `'method'` when the path exists for another method only. Fixed paths before patterns. */
export function findRoute(routes: readonly Route[], method: string, path: string): Found {
  let known = false
  for (const route of routes) {
    const names = match(route.path, path)
    if (!names) continue
    if (route.method === method) return { route, names }
    known = true
  }
  return known ? 'method' : undefined
}
