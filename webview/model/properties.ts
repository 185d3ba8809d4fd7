// The properties panel: what there is to say about the selected part, or about the whole model. Each value copies itself.
import type { Object3D } from 'three'
import { element, setText } from '../controls/index.ts'
import { language, t } from '../studio/l10n.ts'
import { type FactGroup, factsOf } from './facts.ts'

const figure = (value: number, digits = 0): string =>
  new Intl.NumberFormat(language(), { maximumFractionDigits: digits }).format(Object.is(value, -0) ? 0 : value)

export class Properties {
  readonly root: HTMLElement
  readonly #title = element('h2', 'properties-title', { dir: 'auto' })
  readonly #groups = element('div', 'properties-groups')
  readonly #said = element('p', 'visually-hidden', { role: 'status' })

  constructor() {
    this.root = element('section', 'properties', { 'aria-label': t('Properties'), tabindex: -1 })
    this.root.append(this.#title, this.#groups, this.#said)
  }

  /** Shows a part by its name; undefined: nothing is there. */
  show(object: Object3D | undefined, name: string): void {
    setText(this.#title, name)
    const groups = object ? factsOf(object, t, figure) : []
    this.#groups.replaceChildren(...groups.map((group) => this.#group(group)), ...extrasOf(object))
  }

  #group({ title, facts }: FactGroup): HTMLElement {
    const list = element('dl', 'properties-list')
    for (const { label, value } of facts) {
      const copy = element('button', 'properties-value', { type: 'button', title: t('Copy'), dir: 'auto' }, value)
      copy.addEventListener('click', () => void this.#copy(label, value))
      list.append(element('dt', '', {}, label), element('dd', '', {}, copy))
    }
    return element('div', 'properties-group', {}, element('h3', '', {}, title), list)
  }

  async #copy(label: string, value: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(value)
      setText(this.#said, t('{0} copied.', label))
    } catch {
      setText(this.#said, t('The clipboard could not be written.'))
    }
  }
}

/** Names under which three keeps what is no file's own in `userData`. */
const OWN = new Set(['name', 'isHelper', 'gltfExtensions'])

/** What the file says of a part beside all that is known: glTF's `extras`, as JSON. */
function extrasOf(object: Object3D | undefined): HTMLElement[] {
  const entries = Object.entries(object?.userData ?? {}).filter(([name]) => !OWN.has(name))
  if (entries.length === 0) return []
  const text = JSON.stringify(Object.fromEntries(entries), undefined, 2).slice(0, 20_000)
  return [
    element(
      'div',
      'properties-group',
      {},
      element('h3', '', {}, t('Extras')),
      element('pre', 'properties-extras', { tabindex: 0 }, text),
    ),
  ]
}
