// Which presses on the picture are clicks, when the camera may have moved, and which element gets the keyboard focus first.

/** Pixels that a press may move and still be a click. */
const CLICK_TOLERANCE = 4

export interface ClickOptions {
  click(event: PointerEvent): unknown
  /** After a press, a turn of the wheel or a key: where one looks from may be another. */
  moved(): void
}

export function listenForClicks(surface: HTMLElement, { click, moved }: ClickOptions): void {
  let pressed: { x: number; y: number } | undefined
  surface.addEventListener('pointerdown', ({ clientX: x, clientY: y, button }) => {
    pressed = button === 0 ? { x, y } : undefined
  })
  surface.addEventListener('pointerup', (event) => {
    const isClick = pressed && Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) <= CLICK_TOLERANCE
    pressed = undefined
    if (isClick) click(event)
    moved()
  })
  surface.addEventListener('wheel', moved, { passive: true })
  surface.addEventListener('keyup', moved)
}

/** The picture has the keys of a page that has the focus, where nothing in it has. */
export function focusSurface(surface: HTMLElement): void {
  if (document.hasFocus() && document.activeElement === document.body) surface.focus({ preventScroll: true })
}

/**
 * The keys that mean the same wherever the focus is: brackets lead from model to model, but in a text, and Escape back to
 * the picture, where nothing else took it.
 */
export function listenForPageKeys(surface: HTMLElement, go: (step: -1 | 1) => void): void {
  document.addEventListener('keydown', (event) => {
    const isTyping = event.target instanceof HTMLInputElement && event.target.type === 'text'
    if (!isTyping && (event.key === '[' || event.key === ']')) go(event.key === '[' ? -1 : 1)
    if (event.key === 'Escape' && !event.defaultPrevented) surface.focus({ preventScroll: true })
  })
}

/** Whether the focus can go to something that lies on the picture, such as the controls of a tool or of a message. */
export function hasStopsOn(surface: HTMLElement): boolean {
  const picture = surface.closest('.model-picture') ?? surface
  const stops = picture.querySelectorAll('.tv-root ~ * button, .tv-surface ~ * :is(button, input, select)')
  return [...stops].some((one) => one.checkVisibility())
}
