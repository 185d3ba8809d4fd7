// The window's studio panel: at most one, which is opened, brought to the front, and restored after a reload.
import * as vscode from 'vscode'
import { DisposableStore } from '../disposable-store.ts'
import { VIEWS } from '../names.ts'
import { type PanelServices, StudioPanel } from './studio-panel.ts'

/** Opens, revives and feeds the one studio panel of a window. */
export class StudioPanels implements vscode.Disposable, vscode.WebviewPanelSerializer {
  readonly #disposables = new DisposableStore()
  #open: StudioPanel | undefined
  readonly #visible = this.#disposables.add(new vscode.EventEmitter<void>())
  readonly onDidChangeVisible = this.#visible.event

  readonly #services: PanelServices

  constructor(services: PanelServices) {
    this.#services = services
    this.#disposables.add(vscode.window.registerWebviewPanelSerializer(VIEWS.studio, this))
  }

  /** Brings the panel to the front, making it when there is none. */
  show(): StudioPanel {
    if (this.#open) {
      this.#open.reveal()
      return this.#open
    }
    const panel = vscode.window.createWebviewPanel(VIEWS.studio, 'Tripo Studio', vscode.ViewColumn.Active)
    return this.#use(panel)
  }

  /** Whether the person has it in front of them. */
  get isVisible(): boolean {
    return this.#open?.isVisible ?? false
  }

  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    this.#use(panel)
  }

  /** Makes it the one panel, in place of the one before. */
  #use(panel: vscode.WebviewPanel): StudioPanel {
    this.#open?.dispose()
    const studio = new StudioPanel(panel, this.#services)
    this.#open = studio
    panel.onDidChangeViewState(() => this.#visible.fire())
    panel.onDidDispose(() => {
      if (this.#open === studio) this.#open = undefined
      this.#visible.fire()
    })
    this.#visible.fire()
    return studio
  }

  dispose(): void {
    this.#disposables.dispose()
  }
}
