// A person's preferences (`tripo.keys`, `tripo.viewer.scroll`), passed from the settings as attributes of the page's element.
import { isKeyScheme, type KeyScheme } from './bindings.ts'
import { isScrollHabit, type ScrollHabit } from './wheel.ts'

export interface Habits {
  /** The keyboard scheme; Blender's by default. */
  keys?: KeyScheme
  /** What a wheel and two fingers on a touchpad do; told apart by default. */
  scroll?: ScrollHabit
}

/** The habits that an element carries in `data-keys` and `data-scroll`; what is unknown is left out. */
export function habitsOf(app: HTMLElement | null): Habits {
  const { keys, scroll } = app?.dataset ?? {}
  return { ...(isKeyScheme(keys) && { keys }), ...(isScrollHabit(scroll) && { scroll }) }
}
