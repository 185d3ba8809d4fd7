// Finds a capability by its id or by its name in either dialect. Separate from index.ts, so that the catalogue's own rules can
// look up a capability without importing everything.
import type { Capability } from './capability.ts'
import { CATALOGUE } from './list.ts'

/** The capability with this id, or undefined. */
export const findCapability = (id: string): Capability | undefined => CATALOGUE.find((entry) => entry.id === id)

/** Words of the wire are written with `_` by v2 and with `-` by v3. */
const plain = (word: string) => word.replace(/-/g, '_')

/** Each capability by every word for it; an id goes before another capability's word. */
const BY_TYPE = new Map(
  [
    (entry: Capability) => plain(entry.v3.path.split('/').at(-1) ?? ''),
    (entry: Capability) => entry.v2.type,
    (entry: Capability) => entry.id,
  ].flatMap((wordOf) => CATALOGUE.map((entry) => [wordOf(entry), entry] as const)),
)

/**
 * The capability that a task's `type` names: our id, v2's type or the last part of v3's path, with `_` or `-`. The one
 * place that knows; undefined for a type that is not known here, and for none.
 */
export const capabilityOfType = (type: string): Capability | undefined => BY_TYPE.get(plain(type))
