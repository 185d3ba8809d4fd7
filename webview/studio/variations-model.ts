// Variations: the same request several times at once, with other seeds or in each style of the project, of which one is kept; and
// the requests that result. No DOM.
import type { GenerateRequest } from '../../src/protocol/request.ts'
import type { Draft } from '../../src/protocol/studio.ts'
import { type Capability, fieldsOf } from '../../src/tripo/catalogue/index.ts'
import { drawSeed } from '../controls/numbers.ts'

export type VariationChoice = NonNullable<Draft['variations']>

const seedsOf = (capability: Capability) => fieldsOf(capability).filter(({ ui }) => ui.widget === 'seed')

/** What makes a model anew, and another one with another seed. */
export const takesVariations = (capability: Capability): boolean =>
  capability.category === 'generate' && capability.outputs.includes('model') && seedsOf(capability).length > 0

/**
 * The same requests as variations of each other: each with seeds of its own, so that one that was liked can be made again.
 * A seed that was chosen is the first one's, and the others count on from it.
 */
export function asVariations(capability: Capability, requests: readonly GenerateRequest[]): readonly GenerateRequest[] {
  const set = crypto.randomUUID()
  return requests.map((request, index) => {
    const seeds = seedsOf(capability)
      // What the chosen version does not take was left out of the parameters, and of its seeds the first is the shape's.
      .filter(({ name, ui }) => ui.isShapeSeed || request.params[name] !== undefined)
      .map(({ name, schema }) => {
        const chosen = request.params[name]
        const most = schema.maximum ?? Number.MAX_SAFE_INTEGER
        return [name, typeof chosen === 'number' ? (chosen + index) % (most + 1) : drawSeed(most)] as const
      })
    // In the same words, what differs between styles is the style alone.
    const isStyled = new Set(requests.map(({ style }) => style?.name)).size > 1
    const params = { ...request.params, ...(isStyled ? {} : Object.fromEntries(seeds)) }
    return { ...request, params, variation: { set, index, of: requests.length } }
  })
}
