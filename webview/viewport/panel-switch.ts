// Of the panels over the picture one is open at a time: opening one closes the other. And where the focus goes: back to where it
// was before a panel was opened, never to what is no longer seen.

export interface SwitchedPanel {
  readonly root: HTMLElement
  /** Hides it. Where the focus goes then is not its concern. */
  hide(): void
}

export class PanelSwitch {
  readonly #fallback: () => HTMLElement
  #open: SwitchedPanel | undefined
  #back: Element | null = null

  /** @param fallback gets the focus where nothing else can */
  constructor(fallback: () => HTMLElement) {
    this.#fallback = fallback
  }

  /** Call when a panel is shown, before it takes the focus. */
  opened(panel: SwitchedPanel): void {
    const before = this.#open
    const at = document.activeElement
    const isWithin = [before, panel].some((one) => one?.root.contains(at))
    if (!isWithin) this.#back = at
    this.#open = panel
    if (!before || before === panel) return
    before.hide()
    // Not every panel takes it.
    if (isWithin) this.#fallback().focus({ preventScroll: true })
  }

  /** Hides a panel that a person has closed; the focus goes back. */
  close(panel: SwitchedPanel): void {
    panel.hide()
    if (this.#open !== panel) return
    this.#open = undefined
    const back = this.#back
    this.#back = null
    const isThere = back instanceof HTMLElement && back !== document.body && back.checkVisibility()
    ;(isThere ? back : this.#fallback()).focus({ preventScroll: true })
  }
}
