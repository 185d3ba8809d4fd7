// The line over the picture: the model's position in its folder with buttons for its neighbors, the reason if it cannot be
// changed, and buttons for the lists beside the picture.
import type { EditedModel, ModelPlace } from '../../src/protocol/model-editor.ts'
import { element, iconButton, setAttribute, setText } from '../controls/index.ts'
import { walkToolbar } from '../controls/roving.ts'
import { t } from '../studio/l10n.ts'
import { readOnlyWords } from './read-only.ts'

/** The lists beside the picture. */
export type Side = 'outliner' | 'properties'

export class ModelBar {
  readonly root = element('div', 'model-bar', { role: 'toolbar', 'aria-label': t('Model') })
  readonly #place = element('span', 'model-place')
  readonly #readOnly = element('span', 'model-read-only')
  readonly #neighbours: readonly HTMLButtonElement[]
  readonly #sides: Readonly<Record<Side, HTMLButtonElement>>
  readonly #refresh: () => void

  constructor({ go, toggle }: { go(step: -1 | 1): void; toggle(side: Side): void }) {
    const previous = iconButton({ icon: 'chevron-left', label: t('Previous Model ([)'), onClick: () => go(-1) })
    const next = iconButton({ icon: 'chevron-right', label: t('Next Model (])'), onClick: () => go(1) })
    this.#neighbours = [previous, next]
    this.#sides = {
      outliner: iconButton({ icon: 'list-tree', label: t('Outliner (Tab)'), onClick: () => toggle('outliner') }),
      properties: iconButton({ icon: 'info', label: t('Properties (N)'), onClick: () => toggle('properties') }),
    }
    const { outliner, properties } = this.#sides
    this.root.append(previous, this.#place, next, this.#readOnly, outliner, properties)
    this.#refresh = walkToolbar(this.root)
  }

  /** Puts a button before those of the lists. */
  add(button: HTMLElement): void {
    this.#sides.outliner.before(button)
    this.#refresh()
  }

  show(model: EditedModel): void {
    setText(this.#readOnly, readOnlyWords(model))
    this.showPlace(model)
  }

  /** The model's place in its folder, of which it may be gone. */
  showPlace({ place, of }: ModelPlace): void {
    const others = place > 0 ? of - 1 : of
    setText(this.#place, place > 0 && others > 0 ? t('{0} of {1}', place, of) : '')
    for (const button of this.#neighbours) button.hidden = others === 0
    this.#refresh()
  }

  showOpen(open: Readonly<Record<Side, boolean>>): void {
    for (const side of ['outliner', 'properties'] as const)
      setAttribute(this.#sides[side], 'aria-pressed', String(open[side]))
  }
}
