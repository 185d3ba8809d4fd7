// Which of the panels beside the picture are open: the outliner and the properties.
import { element } from '../controls/index.ts'
import { t } from '../studio/l10n.ts'
import type { ModelBar, Side } from './model-bar.ts'

type Open = Readonly<Record<Side, boolean>>
type Panels = Readonly<Record<Side, { readonly root: HTMLElement }>>

export class SidePanels {
  readonly root = element('aside', 'model-sides', { 'aria-label': t('Parts and properties') })
  readonly #panels: Panels
  readonly #bar: Pick<ModelBar, 'showOpen'>
  readonly #toggled: () => void
  #open: Open = { outliner: true, properties: true }

  /** @param toggled called when the person has opened or closed a panel */
  constructor(panels: Panels, bar: Pick<ModelBar, 'showOpen'>, toggled: () => void) {
    this.#panels = panels
    this.#bar = bar
    this.#toggled = toggled
    this.root.append(panels.outliner.root, panels.properties.root)
    this.show(this.#open)
  }

  get open(): Open {
    return this.#open
  }

  show({ outliner, properties }: Open): void {
    this.#open = { outliner, properties }
    this.#panels.outliner.root.hidden = !outliner
    this.#panels.properties.root.hidden = !properties
    this.root.hidden = !outliner && !properties
    this.#bar.showOpen(this.#open)
  }

  toggle(side: Side): void {
    this.show({ ...this.#open, [side]: !this.#open[side] })
    this.#toggled()
  }
}
