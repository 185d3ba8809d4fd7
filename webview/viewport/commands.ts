// What a user can tell the viewport, and the two ways of telling: header and keys. Both end in the same few verbs.
import type { CameraRig } from './camera.ts'
import { type KeyAction, type KeyPress, keyAction, type PlainAction } from './keyboard.ts'
import type { Shading } from './material-overrides.ts'
import type { ToolbarActions } from './toolbar.ts'
import type { ViewId } from './views.ts'

/** The part of the viewport that commands act on. */
export interface Commanded {
  shading: Shading
  grid: boolean
  turntable: boolean
  frame(): void
  setView(view: ViewId): void
}

export class Commands implements ToolbarActions {
  readonly #viewport: Commanded
  readonly #rig: CameraRig
  readonly toggleFullScreen: () => void
  /** The actions that need no more than their name. */
  readonly #plain = {
    frame: () => this.frame(),
    home: () => this.setView('three-quarter'),
    projection: () => this.toggleProjection(),
    wireframe: () => this.toggleWireframe(),
    grid: () => this.toggleGrid(),
    turntable: () => this.toggleTurntable(),
  } satisfies Record<PlainAction['do'], () => void>
  #solidLook: Shading = 'rendered'

  constructor(viewport: Commanded, rig: CameraRig, toggleFullScreen: () => void) {
    this.#viewport = viewport
    this.#rig = rig
    this.toggleFullScreen = toggleFullScreen
  }

  setView(view: ViewId): void {
    this.#viewport.setView(view)
  }

  toggleProjection(): void {
    this.#rig.toggleProjection()
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

  /** To wireframe, and back to what was before it. */
  toggleWireframe(): void {
    const current = this.#viewport.shading
    if (current !== 'wireframe') this.#solidLook = current
    this.#viewport.shading = current === 'wireframe' ? this.#solidLook : 'wireframe'
  }

  /** Takes a key press that means something here and keeps it from everyone else. */
  key(event: KeyPress & Pick<Event, 'preventDefault' | 'stopPropagation'>): void {
    const action = keyAction(event)
    if (action === undefined) return
    // VS Code hears every key that leaves the page: Ctrl+1 would also focus the first editor group.
    event.preventDefault()
    event.stopPropagation()
    this.#run(action)
  }

  #run(action: KeyAction): void {
    if (action.do === 'view') this.setView(action.view)
    else if (action.do === 'orbit') this.#rig.turn(action.azimuth, action.elevation)
    else if (action.do === 'pan') this.#rig.pan(action.right, action.down)
    else if (action.do === 'dolly') this.#rig.dolly(action.factor)
    else this.#plain[action.do]()
  }
}
