// The viewport's header: view and shading on the left, toggles and actions on the right. It shows a state and reports clicks; it
// decides nothing.
import { walkToolbar } from '../controls/roving.ts'
import { type ActionId, type KeyScheme, keysOf, shownKey } from './bindings.ts'
import { element, icon, iconButton } from './dom.ts'
import { INSPECTIONS } from './inspection-materials.ts'
import type { Labels } from './labels.ts'
import { SHADINGS, type Shading } from './material-overrides.ts'
import { type Choice, ChoiceMenu } from './menu.ts'
import type { Projection } from './orbit.ts'
import { NAMED_VIEW_IDS, type NamedViewId, type ViewId } from './views.ts'

export interface ToolbarActions {
  setView(view: ViewId): void
  toggleProjection(): void
  setShading(shading: Shading): void
  toggleGrid(): void
  frame(): void
  toggleTurntable(): void
  toggleFullScreen(): void
  run(id: ActionId): void
  readonly scheme: KeyScheme
}

export interface ToolbarState {
  view: NamedViewId | undefined
  projection: Projection
  shading: Shading
  grid: boolean
  turntable: boolean
  fullScreen: boolean
}

const VIEW_LABELS = {
  'three-quarter': 'threeQuarter',
  front: 'front',
  back: 'back',
  right: 'right',
  left: 'left',
  top: 'top',
  bottom: 'bottom',
} as const satisfies Record<NamedViewId, keyof Labels>

/** `Front · Orthographic`; the projection alone where the view has no name. */
export function nameOfView({ view, projection }: Pick<ToolbarState, 'view' | 'projection'>, labels: Labels): string {
  return view === undefined ? labels[projection] : `${labels[VIEW_LABELS[view]]} · ${labels[projection]}`
}

export class Toolbar {
  readonly root: HTMLElement
  readonly #labels: Labels
  readonly #view: ChoiceMenu<ViewId>
  readonly #shading: ChoiceMenu<Shading>
  readonly #grid: HTMLButtonElement
  readonly #turntable: HTMLButtonElement
  readonly #fullScreen: HTMLButtonElement

  /** Without `motion` the turntable cannot be switched on. */
  constructor(labels: Labels, actions: ToolbarActions, motion: boolean, signal: AbortSignal) {
    this.#labels = labels
    const key = (id: ActionId) => shownKey(keysOf(id, actions.scheme)[0] ?? '')
    const views: Choice<ViewId>[] = NAMED_VIEW_IDS.map((id) => ({
      id,
      label: labels[VIEW_LABELS[id]],
      key: key(VIEW_LABELS[id]),
    }))
    views.push({ id: 'perspective', label: labels.perspective, key: key('projection'), isToggle: true })
    const looks = SHADINGS.map((id) => {
      const choice: Choice<Shading> = { id, label: labels[id], startsGroup: id === INSPECTIONS[0] }
      return id === 'shadedWire' ? { ...choice, key: key(id) } : choice
    })
    this.#view = new ChoiceMenu(
      labels.view,
      views,
      (id) => (id === 'perspective' ? actions.toggleProjection() : actions.setView(id)),
      signal,
    )
    this.#shading = new ChoiceMenu(labels.shading, looks, (id) => actions.setShading(id), signal)
    this.#grid = iconButton('table', labels.grid, key('grid'))
    this.#turntable = iconButton('sync', labels.turntable, key('turntable'))
    this.#turntable.disabled = !motion
    const frame = iconButton('target', labels.frame, key('frame'))
    this.#fullScreen = iconButton('screen-full', labels.fullScreen, key('fullScreen'))
    const light = iconButton('lightbulb', labels.light, key('light'))
    const help = iconButton('keyboard', labels.help, key('help'))
    this.root = element(
      'div',
      'tv-toolbar',
      { role: 'toolbar', 'aria-label': labels.toolbar },
      this.#view.root,
      this.#shading.root,
      element('span', 'tv-space'),
      light,
      this.#grid,
      this.#turntable,
      frame,
      help,
      this.#fullScreen,
    )
    walkToolbar(this.root)
    light.addEventListener('click', () => actions.run('light'), { signal })
    help.addEventListener('click', () => actions.run('help'), { signal })
    this.#grid.addEventListener('click', () => actions.toggleGrid(), { signal })
    this.#turntable.addEventListener('click', () => actions.toggleTurntable(), { signal })
    frame.addEventListener('click', () => actions.frame(), { signal })
    this.#fullScreen.addEventListener('click', () => actions.toggleFullScreen(), { signal })
  }

  show(state: ToolbarState): void {
    this.#view.show(state.view, undefined, state.projection === 'perspective')
    this.#shading.show(state.shading, this.#labels[state.shading])
    this.#grid.setAttribute('aria-pressed', String(state.grid))
    this.#turntable.setAttribute('aria-pressed', String(state.turntable))
    this.#fullScreen.setAttribute('aria-pressed', String(state.fullScreen))
    this.#fullScreen.replaceChildren(icon(state.fullScreen ? 'screen-normal' : 'screen-full'))
  }
}
