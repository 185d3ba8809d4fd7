// Variations: the same request several times at once, with other seeds or in each style of the project, of which one is kept.
// The choice in the form, and the requests that it makes.
import type { GenerateRequest } from '../../src/protocol/request.ts'
import type { Draft } from '../../src/protocol/studio.ts'
import { type Capability, fieldsOf } from '../../src/tripo/catalogue/index.ts'
import { dropdown, element, setText, uniqueId } from '../controls/index.ts'
import { drawSeed } from '../controls/numbers.ts'
import { t } from './l10n.ts'

export type VariationChoice = NonNullable<Draft['variations']>

/** How many can be made at once: what a person compares at a glance. */
const COUNTS = [1, 2, 3, 4, 6, 9] as const

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
      .filter(({ name }) => name === 'model_seed' || request.params[name] !== undefined)
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

/** The row of the form: how many, and what that means. */
export class VariationRow {
  readonly root: HTMLElement
  readonly #list
  readonly #words = element('div', 'field-hint', { id: uniqueId('variations') })

  constructor(choose: (choice: VariationChoice) => void) {
    this.#list = dropdown({
      ...{ label: t('Variations'), testId: 'variations', choices: choicesFor(0) },
      onChange: (value) => choose(value === 'styles' ? value : Number(value)),
    })
    this.#list.describe([this.#words.id], false)
    const label = element('span', 'field-label', {}, t('Variations'))
    const body = element('div', 'field-body', {}, this.#list.root, this.#words)
    this.root = element('div', 'field field-beside variation-row', {}, label, body)
  }

  /** @param styles how many styles of the project it can be made in */
  show(isOffered: boolean, choice: VariationChoice, styles: number): void {
    this.root.hidden = !isOffered
    this.#list.choices = choicesFor(styles)
    const isOne = choice === 1 || (choice === 'styles' && styles < 2)
    this.#list.value = isOne ? '1' : String(choice)
    this.#words.hidden = isOne
    setText(
      this.#words,
      t('You keep one; only that one goes into the folder. Next steps begin with the one that you keep.'),
    )
  }
}

const choicesFor = (styles: number) => [
  ...COUNTS.map((count) => ({ value: String(count), title: count === 1 ? t('One') : t('{0}, other seeds', count) })),
  ...(styles > 1 ? [{ value: 'styles', title: t('One in each style ({0})', styles) }] : []),
]
