// Which tasks of the strip are selected: one, or several as in a list of VS Code. The current one is what the viewport shows;
// ranges extend from the anchor. No DOM: all of it is plain data.

/** How a click or a key selects. `only`: this one · `toggle`: this one more or less · `range`: all from the anchor to it. */
export type SelectionKind = 'only' | 'toggle' | 'range'

/** What the modifiers of a click mean: Ctrl (Cmd on a Mac) toggles, Shift selects a range. */
export const kindOf = (event: { ctrlKey: boolean; metaKey: boolean; shiftKey: boolean }): SelectionKind =>
  event.shiftKey ? 'range' : event.ctrlKey || event.metaKey ? 'toggle' : 'only'

export class Selection {
  #ids: readonly string[] = []
  #anchor: string | undefined

  /** All selected, in the order in which they were chosen. */
  get ids(): readonly string[] {
    return this.#ids
  }

  has(id: string): boolean {
    return this.#ids.includes(id)
  }

  /**
   * Selects with a click or a key. The last one stays selected: the details are always about something.
   * @param order the ids of the list, as they stand
   * @returns the task that is current then
   */
  select(id: string, kind: SelectionKind, order: readonly string[]): string {
    if (kind === 'toggle') {
      this.#anchor = id
      const others = this.#ids.filter((other) => other !== id)
      this.#ids = this.has(id) && others.length > 0 ? others : [...others, id]
      return this.#ids.at(-1) ?? id
    }
    const from = order.indexOf(this.#anchor ?? id)
    const to = order.indexOf(id)
    if (kind === 'only' || from < 0) {
      this.#anchor = id
      this.#ids = [id]
    } else {
      const range = order.slice(Math.min(from, to), Math.max(from, to) + 1)
      this.#ids = from <= to ? range : range.reverse()
    }
    return id
  }

  /** Selects the whole list, or a chain. */
  selectAll(ids: readonly string[]): void {
    this.#ids = [...ids]
  }

  /**
   * Follows the list: what is gone from it is not selected any more, and what another part of the page made current is
   * selected alone.
   */
  follow(current: string | undefined, order: readonly string[]): void {
    this.#ids = this.#ids.filter((id) => order.includes(id))
    if (this.#anchor !== undefined && !order.includes(this.#anchor)) this.#anchor = undefined
    if (current === undefined || this.has(current)) return
    this.#ids = order.includes(current) ? [current] : []
    this.#anchor = this.#ids[0]
  }
}
