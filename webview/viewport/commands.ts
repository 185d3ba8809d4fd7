// The viewport's commands, by header, keys, or the list of keys: all of them run the same actions, by the ids of the table in
// bindings.ts. A page adds its own.
import { type Action, type ActionId, type Actions, BINDINGS, type KeyScheme, keysOf } from './bindings.ts'
import type { CameraRig } from './camera.ts'
import { type KeyPress, pressName } from './keyboard.ts'
import type { Shading } from './material-overrides.ts'
import type { ToolbarActions } from './toolbar.ts'
import { type NamedViewId, namedViews, type ViewId } from './views.ts'

/** The part of the viewport that commands act on. */
export interface Commanded {
  shading: Shading
  grid: boolean
  turntable: boolean
  frame(): void
  setView(view: ViewId): void
}

/** Blender turns by 15 degrees per number-pad arrow. */
const ORBIT_STEP = Math.PI / 12
/** CSS pixels. */
const PAN_STEP = 40
const DOLLY_STEP = 1.2

export class Commands implements ToolbarActions {
  readonly #viewport: Commanded
  readonly #rig: CameraRig
  readonly toggleFullScreen: () => void
  readonly #scheme: KeyScheme
  readonly #actions = new Map<string, Action>()
  #solidLook: Shading = 'rendered'

  constructor(viewport: Commanded, rig: CameraRig, toggleFullScreen: () => void, scheme: KeyScheme = 'blender') {
    this.#viewport = viewport
    this.#rig = rig
    this.toggleFullScreen = toggleFullScreen
    this.#scheme = scheme
    this.add({ ...this.#moves(), ...this.#looks() })
    for (const id of Object.keys(namedViews)) if (isNamedView(id)) this.#addView(id)
  }

  get scheme(): KeyScheme {
    return this.#scheme
  }

  /** Teaches further actions, in place of those of the same id. */
  add(actions: Actions): void {
    for (const [id, action] of Object.entries(actions)) if (action) this.#actions.set(id, action)
  }

  /** What can be carried out here, in the order of the table. */
  get list(): readonly { id: ActionId; action: Action; keys: readonly string[] }[] {
    return BINDINGS.flatMap(({ id }) => {
      const action = this.#actions.get(id)
      return action ? [{ id, action, keys: keysOf(id, this.#scheme).filter((key) => this.#rowOf(key) === id) }] : []
    })
  }

  setView(view: ViewId): void {
    this.#viewport.setView(view)
  }

  toggleProjection(): void {
    this.#rig.toggleProjection()
  }

  get shading(): Shading {
    return this.#viewport.shading
  }

  setShading(shading: Shading): void {
    this.#viewport.shading = shading
  }

  toggleGrid(): void {
    this.#viewport.grid = !this.#viewport.grid
  }

  frame(): void {
    this.#viewport.frame()
  }

  toggleTurntable(): void {
    this.#viewport.turntable = !this.#viewport.turntable
  }

  run(id: ActionId): void {
    this.#actions.get(id)?.run()
  }

  /** To the shaded wire, and back to what was before it. */
  toggleShadedWire(): void {
    const current = this.#viewport.shading
    if (current !== 'shadedWire') this.#solidLook = current
    this.#viewport.shading = current === 'shadedWire' ? this.#solidLook : 'shadedWire'
  }

  /** Takes a key press that means something here and keeps it from everyone else. */
  key(event: KeyPress & Pick<Event, 'preventDefault' | 'stopPropagation'>): void {
    const name = pressName(event)
    const id = this.#rowOf(name, (action) => action.isOffered?.() !== false)
    const action = id === undefined ? undefined : this.#actions.get(id)
    if (action === undefined) return
    // VS Code hears every key that leaves the page: Ctrl+1 would also focus the first editor group.
    event.preventDefault()
    event.stopPropagation()
    action.run()
  }

  /** The first row with this key that can be carried out. */
  #rowOf(name: string, isMeant: (action: Action) => boolean = () => true): ActionId | undefined {
    return BINDINGS.find(({ id }) => {
      const action = this.#actions.get(id)
      return action !== undefined && keysOf(id, this.#scheme).includes(name) && isMeant(action)
    })?.id
  }

  #moves(): Actions {
    const rig = this.#rig
    const turn = (right: number, up: number) => ({ run: () => rig.turn(right * ORBIT_STEP, up * ORBIT_STEP) })
    const pan = (right: number, down: number) => ({ run: () => rig.pan(right * PAN_STEP, down * PAN_STEP) })
    return {
      ...{ orbitLeft: turn(-1, 0), orbitRight: turn(1, 0), orbitUp: turn(0, 1), orbitDown: turn(0, -1) },
      ...{ panLeft: pan(1, 0), panRight: pan(-1, 0), panUp: pan(0, 1), panDown: pan(0, -1) },
      zoomIn: { run: () => rig.dolly(1 / DOLLY_STEP) },
      zoomOut: { run: () => rig.dolly(DOLLY_STEP) },
      opposite: { run: () => rig.turn(Math.PI, -2 * rig.orbit.elevation) },
      projection: { run: () => this.toggleProjection(), state: () => rig.projection === 'perspective' },
      frame: { run: () => this.frame() },
    }
  }

  #looks(): Actions {
    const viewport = this.#viewport
    return {
      shadedWire: { run: () => this.toggleShadedWire(), state: () => viewport.shading === 'shadedWire' },
      grid: { run: () => this.toggleGrid(), state: () => viewport.grid },
      turntable: { run: () => this.toggleTurntable(), state: () => viewport.turntable },
      fullScreen: { run: () => this.toggleFullScreen() },
    }
  }

  #addView(id: NamedViewId): void {
    const action = { run: () => this.setView(id), state: () => (this.#rig.view === id ? true : undefined) }
    this.#actions.set(id === 'three-quarter' ? 'threeQuarter' : id, action)
  }
}

const isNamedView = (id: string): id is NamedViewId => Object.hasOwn(namedViews, id)
