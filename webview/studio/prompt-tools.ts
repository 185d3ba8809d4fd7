// Free help with a prompt: examples while it is empty, recent prompts, the project's styles, and a hint when it asks for more
// than one object.
import type { Style } from '../../src/protocol/studio.ts'
import {
  dropdown,
  element,
  icon,
  iconButton,
  linkButton,
  type MenuItem,
  PopupMenu,
  setAttribute,
  setText,
} from '../controls/index.ts'
import { t } from './l10n.ts'
import type { Advice } from './prompt-advice.ts'

/** Prompts that are remembered: more are a search, not a glance. */
export const MOST_RECENT = 12

/** The list of prompts with one more, the newest first, each once. */
export const withRecent = (recent: readonly string[], prompts: readonly string[]): string[] =>
  [...new Set([...prompts.map((prompt) => prompt.trim()).filter((prompt) => prompt !== ''), ...recent])].slice(
    0,
    MOST_RECENT,
  )

export interface PromptToolsHost {
  /** Puts words into the prompt, and the focus. */
  write(prompt: string): void
  recent(): readonly string[]
  clearRecent(): void
}

export class PromptTools {
  readonly root: HTMLElement
  readonly #examples = element('div', 'prompt-examples', { role: 'group' })
  readonly #note = element('div', 'field-hint prompt-note', { role: 'status' })
  readonly #noteWords = element('span')
  readonly #recent: HTMLButtonElement
  readonly #menu = new PopupMenu()
  readonly #host: PromptToolsHost

  constructor(host: PromptToolsHost, examples: readonly string[]) {
    this.#host = host
    setAttribute(this.#examples, 'aria-label', t('Examples'))
    this.#examples.append(
      element('span', 'prompt-examples-title', {}, t('Try:')),
      ...examples.map((example) => {
        const words = t(example)
        const made = element('button', 'chip prompt-example', { type: 'button', title: words }, words)
        made.addEventListener('click', () => host.write(words))
        return made
      }),
    )
    this.#recent = element(
      'button',
      'control-link prompt-recent',
      { type: 'button', 'aria-haspopup': 'menu', 'aria-expanded': 'false', 'data-testid': 'recent-prompts' },
      icon('history'),
      t('Recent Prompts'),
    )
    this.#recent.addEventListener('click', () => this.#menu.toggle(this.#recent, t('Recent prompts'), this.#items()))
    this.#note.append(icon('info'), this.#noteWords)
    this.root = element('div', 'prompt-tools', {}, this.#note, this.#examples, this.#recent, this.#menu.root)
  }

  show(prompt: unknown, advice: Advice | undefined): void {
    const isEmpty = typeof prompt !== 'string' || prompt.trim() === ''
    this.#examples.hidden = !isEmpty || this.#examples.children.length < 2
    this.#recent.hidden = this.#host.recent().length === 0
    this.#note.hidden = advice === undefined
    const words = {
      several: t(
        'This asks for several objects. Models come best as one: write one a line, or ask for them one by one.',
      ),
      scene: t('This asks for a whole scene. Models come best as one object: ask for its parts one by one.'),
    }
    setText(this.#noteWords, advice === undefined ? '' : words[advice])
    this.root.hidden = this.#examples.hidden && this.#recent.hidden && this.#note.hidden
  }

  #items(): readonly MenuItem[] {
    const prompts = this.#host.recent().map((prompt) => ({
      icon: 'history',
      label: prompt,
      run: () => this.#host.write(prompt),
    }))
    return [...prompts, { icon: 'trash', label: t('Clear Recent Prompts'), run: () => this.#host.clearRecent() }]
  }
}

export interface StyleHost {
  choose(name: string): void
  edit(): void
}

/** The choice among the project's styles; with none of them, a way to the first. */
export class StyleChoice {
  readonly root: HTMLElement
  readonly #row: HTMLElement
  readonly #list
  readonly #words = element('div', 'field-hint')
  readonly #first: HTMLButtonElement

  constructor(host: StyleHost) {
    this.#list = dropdown({
      ...{ label: t('Style'), testId: 'style', choices: [{ value: '', title: t('None') }] },
      onChange: (name) => host.choose(name),
    })
    const edit = iconButton({ icon: 'edit', label: t('Edit Styles'), onClick: () => host.edit() })
    const label = element('span', 'field-label', {}, t('Style'))
    const line = element('div', 'style-line', {}, this.#list.root, edit)
    this.#row = element('div', 'field field-beside', {}, label, element('div', 'field-body', {}, line, this.#words))
    this.#first = linkButton(t('Add a Style for All Models of This Project…'), () => host.edit())
    this.#first.classList.add('style-first')
    this.root = element('div', 'style-choice', {}, this.#row, this.#first)
  }

  /** @param style the chosen one */
  show(styles: readonly Style[], style: Style | undefined, hasPrompt: boolean): void {
    this.#row.hidden = styles.length === 0
    this.#first.hidden = styles.length > 0 || !hasPrompt
    this.root.hidden = this.#row.hidden && this.#first.hidden
    this.#list.choices = [{ value: '', title: t('None') }, ...styles.map(({ name }) => ({ value: name, title: name }))]
    this.#list.value = style?.name ?? ''
    const words = hasPrompt ? [style?.prefix, style && '…', style?.suffix].filter(Boolean).join(' ') : ''
    this.#words.hidden = words === '' || words === '…'
    setText(this.#words, words)
  }
}
