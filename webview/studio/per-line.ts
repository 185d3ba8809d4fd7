// Several models at once: a prompt of several lines can make one model of each. Offered only for prompts with several lines.
import { checkbox, element, type InputHandle } from '../controls/index.ts'
import { t } from './l10n.ts'

/** The prompts of a text, one a line; empty lines and list marks (`-`, `*`, `3.`) do not count. */
export const promptLines = (text: unknown): readonly string[] =>
  typeof text !== 'string'
    ? []
    : text
        .split(/\r?\n/)
        .map((line) => line.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, '').trim())
        .filter((line) => line !== '')

export class PerLine {
  readonly root: HTMLElement
  readonly #input: InputHandle<boolean>
  readonly #count = element('span', 'per-line-count')

  constructor(onChange: (isOn: boolean) => void) {
    this.#input = checkbox({ label: t('One model per line'), testId: 'per-line', onChange })
    this.root = element('div', 'per-line', {}, this.#input.root, this.#count)
    this.root.hidden = true
  }

  show(lines: number, isOn: boolean): void {
    this.root.hidden = lines < 2
    this.#input.value = isOn
    this.#count.textContent = t('{0} lines', lines)
  }
}
