// What lies around and over the picture: the header, the gizmo, the words, and the panels that commands open. It puts them
// together in one element and shows each change of the viewport's state in all of them.
import type { CameraRig } from './camera.ts'
import type { Commands } from './commands.ts'
import { element } from './dom.ts'
import { FullScreen } from './full-screen.ts'
import { Gizmo } from './gizmo.ts'
import type { Labels } from './labels.ts'
import { Overlay } from './overlay.ts'
import type { PanelSwitch } from './panel-switch.ts'
import { type PictureToolEvents, PictureTools } from './picture-tools.ts'
import { StateReport } from './state-report.ts'
import { Toolbar } from './toolbar.ts'
import type { ViewId } from './views.ts'

export interface ChromeParts {
  labels: Labels
  commands: Commands
  rig: CameraRig
  /** The element that takes pointer and keys. */
  surface: HTMLElement
  panels: PanelSwitch
  /** The viewport's own end. */
  signal: AbortSignal
}

export interface ChromeEvents extends Omit<PictureToolEvents, 'badPanorama'> {
  /** A person does not want to wait for a load. */
  cancel(): void
  view(view: ViewId): void
  /** Full screen, or no longer. */
  changed(): void
}

export class Chrome {
  readonly root: HTMLElement
  readonly overlay: Overlay
  readonly gizmo: Gizmo
  readonly fullScreen: FullScreen
  /** Hears the state after each change of it. */
  readonly report: StateReport
  /** Those beside which the model is to be seen. */
  readonly covering: readonly HTMLElement[]

  constructor({ labels, commands, rig, surface, panels, signal }: ChromeParts, events: ChromeEvents) {
    const toolbar = new Toolbar(labels, commands, !rig.reducedMotion, signal)
    this.overlay = new Overlay(labels, () => events.cancel())
    this.gizmo = new Gizmo((view) => events.view(view), rig.turn.bind(rig), signal)
    const badPanorama = (name: string) => this.overlay.showBadPanorama(name)
    const tools = new PictureTools(surface, labels, commands, panels, signal, { ...events, badPanorama })
    this.covering = tools.panels
    const picture = element('div', 'tv-picture', {}, surface, this.gizmo.root, this.overlay.root, ...tools.roots)
    this.root = element('div', 'tv-root', {}, toolbar.root, picture)
    this.report = new StateReport({ labels, toolbar, tools, overlay: this.overlay })
    this.fullScreen = new FullScreen(this.root, () => events.changed(), signal)
  }
}
