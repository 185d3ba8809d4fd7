// Names of prims: USD allows only letters, digits and underscores; the original name is stored beside.

import type { StagePrim } from './usd-stage.ts'
import { quoted } from './usd-text.ts'

/** The prim's own name, or the one it is to be shown by. */
export function displayName(prim: StagePrim): string {
  return prim.metadata.get('displayName')?.texts[0] ?? prim.name
}

/** The metadata by which a name survives that USD does not allow; none where it does. */
export function displayNameLines(wanted: string, name: string): string[] {
  return wanted !== '' && wanted !== name ? [`displayName = ${quoted(wanted)}`] : []
}
