// Reports each change of the viewport's state: to its header and panels, which show it, and to the listeners of the page.
import { Emitter } from './emitter.ts'
import type { Labels } from './labels.ts'
import type { ViewportState } from './options.ts'
import type { Overlay } from './overlay.ts'
import type { PictureTools } from './picture-tools.ts'
import { nameOfView, type Toolbar } from './toolbar.ts'

export interface StateViews {
  labels: Labels
  toolbar: Toolbar
  tools: PictureTools
  overlay: Overlay
}

export class StateReport {
  readonly #views: StateViews
  readonly #listeners = new Emitter<ViewportState>()
  #last = ''

  constructor(views: StateViews) {
    this.#views = views
  }

  /** @returns a function that removes the listener */
  on(listener: (state: ViewportState) => void): () => void {
    return this.#listeners.on(listener)
  }

  /** Shows and reports a state, if it differs from the last one. */
  update(state: ViewportState): void {
    const key = JSON.stringify(state)
    if (key === this.#last) return
    this.#last = key
    const { labels, toolbar, tools, overlay } = this.#views
    toolbar.show(state)
    tools.showLight(state.light)
    const isOnEnvironment = state.light.background && state.projection === 'perspective'
    overlay.showView(nameOfView(state, labels), isOnEnvironment)
    this.#listeners.emit(state)
  }

  /** Removes all listeners. */
  clear(): void {
    this.#listeners.clear()
  }
}
