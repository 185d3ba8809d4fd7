// Keeps the focus in an element that covers the rest: Tab cycles inside it.

/** Leads Tab from the last control of a dialog to its first, and Shift+Tab back. Call it with every key press in `root`. */
export function keepFocus(root: HTMLElement, event: KeyboardEvent): void {
  if (event.key !== 'Tab') return
  const stops = [...root.querySelectorAll<HTMLElement>('button:enabled, input:enabled, select:enabled')]
  const seen = stops.filter((one) => one.tabIndex >= 0 && one.checkVisibility())
  const [first, last] = [seen[0], seen.at(-1)]
  const at = document.activeElement
  const next = event.shiftKey ? (at === first || at === root) && last : at === last && first
  if (!next) return
  event.preventDefault()
  next.focus()
}
