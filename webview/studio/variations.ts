// The row of the form that says how many variations of the same request are made at once.
import { dropdown, element, setText, uniqueId } from '../controls/index.ts'
import { t } from './l10n.ts'
import type { VariationChoice } from './variations-model.ts'

/** How many can be made at once: what a person compares at a glance. */
const COUNTS = [1, 2, 3, 4, 6, 9] as const

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
      t('You keep one; only that one is placed in the folder. Next steps start from the one you keep.'),
    )
  }
}

const choicesFor = (styles: number) => [
  ...COUNTS.map((count) => ({ value: String(count), title: count === 1 ? t('One') : t('{0}, other seeds', count) })),
  ...(styles > 1 ? [{ value: 'styles', title: t('One in each style ({0})', styles) }] : []),
]
