// What of a paid step this machine does for free: said where the step is chosen, before it is paid for. No DOM.
import { literals } from '../../src/text/index.ts'
import { convertModel, type Params, smartLowpoly } from '../../src/tripo/catalogue/index.ts'

/** Parameters that change nothing of what a conversion by this machine gives. */
const PLAIN: readonly string[] = ['format', convertModel.source?.field ?? '']

const WORDS = literals({
  convert: 'Only another format? Convert Model To… in the file’s menu makes it here for free.',
  reduce: 'Reduce Triangles… in the file’s menu is free and keeps the surface; the service builds a new, cleaner one.',
})

/** A sentence about the free way, where there is one that gives as much, or nearly. */
export function localWay(capability: string, params: Params): string | undefined {
  if (capability === smartLowpoly.id) return WORDS.reduce
  if (capability !== convertModel.id) return undefined
  return Object.keys(params).every((name) => PLAIN.includes(name)) ? WORDS.convert : undefined
}
