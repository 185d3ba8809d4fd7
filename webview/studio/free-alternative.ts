// Paid steps that a local tool does for free; the form says so where the step is chosen. No DOM.
import { literals } from '../../src/text/index.ts'
import { convertModel, type Params, smartLowpoly } from '../../src/tripo/catalogue/index.ts'

/** Parameters that make no difference to a local conversion. */
const PLAIN: readonly string[] = ['format', convertModel.source?.field ?? '']

const WORDS = literals({
  convert: 'Only another format? Convert Model To… in the file’s menu makes it here for free.',
  reduce: 'Reduce Triangles… in the file’s menu is free and keeps the surface; the service builds a new, cleaner one.',
})

/** A sentence about the free local tool, where one gives the same result, or nearly. */
export function freeAlternative(capability: string, params: Params): string | undefined {
  if (capability === smartLowpoly.id) return WORDS.reduce
  if (capability !== convertModel.id) return undefined
  return Object.keys(params).every((name) => PLAIN.includes(name)) ? WORDS.convert : undefined
}
