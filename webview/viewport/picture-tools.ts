// Panels that commands open over the picture: the list of keys, the shading pie, the light's panel; and the panorama that is
// dropped on it. One owner, so that viewport.ts has one object to connect.
import type { Texture } from 'three'
import type { Commands } from './commands.ts'
import { KeyHelp } from './help.ts'
import type { Labels } from './labels.ts'
import type { Light } from './light.ts'
import { LightPanel } from './light-panel.ts'
import type { PanelSwitch } from './panel-switch.ts'
import { listenToPanoramas, readPanorama } from './panorama.ts'
import { ShadingPie } from './pie.ts'

export interface PictureToolEvents {
  light(light: Light): void
  /** An environment was dropped on the picture. */
  panorama(panorama: Texture): void
  /** A file that was dropped is none. */
  badPanorama(name: string): void
  /** Where a file is read that was dropped by its address; without it only files themselves are taken. */
  open?: ((uri: string) => Promise<string | undefined>) | undefined
}

export class PictureTools {
  readonly roots: readonly HTMLElement[]
  /** Those beside which the model is to be seen. */
  readonly panels: readonly HTMLElement[]
  readonly #light: LightPanel

  /** Teaches `commands` to open what is here. */
  constructor(
    surface: HTMLElement,
    labels: Labels,
    commands: Commands,
    panels: PanelSwitch,
    signal: AbortSignal,
    events: PictureToolEvents,
  ) {
    const help = new KeyHelp(labels, panels, signal)
    const pie = new ShadingPie(labels, (shading) => commands.setShading(shading), signal)
    const use = (name: string, panorama: Texture | undefined) =>
      panorama ? events.panorama(panorama) : events.badPanorama(name)
    const choose = (file: File) => void readPanorama(file).then((panorama) => use(file.name, panorama))
    const light = new LightPanel(labels, (wanted) => events.light(wanted), choose, panels, signal)
    this.#light = light
    this.roots = [pie.root, light.root, help.root]
    this.panels = [light.root]
    listenToPanoramas(surface, use, signal, events.open)
    commands.add({
      shading: { run: () => pie.open(commands.shading), state: () => labels[commands.shading] },
      light: { run: () => light.toggle(), state: () => light.isOpen },
      help: { run: () => help.toggle(commands) },
    })
  }

  showLight(light: Light): void {
    this.#light.show(light)
  }
}
