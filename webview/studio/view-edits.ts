// Edits of views by prompt: a text for each named view. Used under the four views and in the form of a step that edits drawn
// views.

import { VIEWS } from '../../src/tripo/catalogue/index.ts'
import { element, type InputHandle, iconButton, textInput } from '../controls/index.ts'
import { VIEW_TITLES, type View, type ViewEdit } from './edits.ts'
import { t } from './l10n.ts'

/** The texts for one view, which languages build differently. */
const EDIT_LABELS: Readonly<Record<View, () => string>> = {
  front: () => t('What to change in the front view'),
  left: () => t('What to change in the left view'),
  back: () => t('What to change in the back view'),
  right: () => t('What to change in the right view'),
}

export interface ViewEditsHost {
  change(view: View, prompt: string): void
  /** Takes a view's row away; absent: all rows stay. */
  remove?(view: View): void
  left?(): void
}

export class ViewEdits {
  readonly root = element('div', 'view-edits')
  readonly #rows = new Map<View, { root: HTMLElement; input: InputHandle<string> }>()

  readonly #host: ViewEditsHost

  constructor(host: ViewEditsHost) {
    this.#host = host
  }

  /** @param views those that have a row */
  show(views: readonly View[], edits: readonly ViewEdit[]): void {
    for (const [view, { root }] of this.#rows) {
      if (views.includes(view)) continue
      root.remove()
      this.#rows.delete(view)
    }
    for (const view of views) {
      const row = this.#rows.get(view) ?? this.#row(view)
      row.input.value = edits.find((edit) => edit.view === view)?.prompt ?? ''
    }
    for (const view of VIEWS) {
      const row = this.#rows.get(view)
      if (row) this.root.append(...(this.#isLast(row.root) ? [] : [row.root]))
    }
  }

  /** Whether a row stands where it belongs already: one that moves in the page loses the focus. */
  #isLast(row: HTMLElement): boolean {
    return row.parentNode === this.root
  }

  focus(view?: View): void {
    const row = view === undefined ? [...this.#rows.values()][0] : this.#rows.get(view)
    row?.input.focus()
  }

  describe(ids: readonly string[], isInvalid: boolean): void {
    for (const { input } of this.#rows.values()) input.describe(ids, isInvalid)
  }

  #row(view: View) {
    const host = this.#host
    const input = textInput({
      label: EDIT_LABELS[view](),
      placeholder: t('Give it a red cape'),
      testId: `edit-${view}`,
      onChange: (prompt) => host.change(view, prompt),
      onBlur: () => host.left?.(),
    })
    const root = element(
      'div',
      'view-edit',
      {},
      element('span', 'view-edit-title', {}, t(VIEW_TITLES[view])),
      input.root,
    )
    if (host.remove) {
      root.append(
        iconButton({
          icon: 'close',
          label: t('Do not change {0}', t(VIEW_TITLES[view])),
          onClick: () => host.remove?.(view),
        }),
      )
    }
    const row = { root, input }
    this.#rows.set(view, row)
    return row
  }
}
