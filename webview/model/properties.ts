// The properties panel: the facts about the selected part, or about the whole model. A click copies a value; textures show their
// picture, morph targets have sliders.
import type { Mesh, Object3D, Texture } from 'three'
import { element, iconButton, setText } from '../controls/index.ts'
import { putStops, stopsIn, walkToolbar } from '../controls/roving.ts'
import { language, t } from '../studio/l10n.ts'
import { isBare } from '../viewport/late-pictures.ts'
import type { Stage } from '../viewport/stage.ts'
import { pictureOf } from '../viewport/texture-picture.ts'
import { type Fact, type FactGroup, factsOf, meshesIn } from './facts.ts'
import { type MaterialOwner, materialEditors } from './material-editor.ts'
import { morphSliders } from './morphs.ts'
import { TextureDialog } from './texture-dialog.ts'
import { variantChoice } from './variant-choice.ts'

const figure = (value: number, digits = 0): string =>
  new Intl.NumberFormat(language(), { maximumFractionDigits: digits, signDisplay: 'negative' }).format(value)

/** Pixels of a thumbnail's side, at two to a CSS pixel. */
const THUMBNAIL = 64

export interface PropertiesOwner {
  /** Where textures are read. */
  stage(): Stage | undefined
  /** A morph target has another weight. */
  moved(): void
  /** The model is drawn with other materials. */
  restyled(): void
  materials: MaterialOwner
}

export class Properties {
  readonly root: HTMLElement
  readonly dialog = new TextureDialog()
  readonly #owner: PropertiesOwner
  readonly #title = element('h2', 'properties-title', { dir: 'auto' })
  readonly #groups = element('div', 'properties-groups')
  readonly #said = element('p', 'visually-hidden', { role: 'status' })
  readonly #thumbnails = new WeakMap<Texture, ImageData>()
  #shown: Object3D | undefined
  /** Which materials' editors a person has opened or closed. */
  readonly #folded = new Map<number, boolean>()

  constructor(owner: PropertiesOwner) {
    this.#owner = owner
    this.root = element('section', 'properties', { 'aria-label': t('Properties'), tabindex: -1 })
    this.root.append(this.#title, this.#groups, this.#said)
  }

  /** Shows a part by its name; undefined: nothing is there. */
  show(object: Object3D | undefined, name: string): void {
    setText(this.#title, name)
    const materials = this.#owner.stage()?.materials
    const ownOf = (mesh: Mesh) => materials?.ownOf(mesh) ?? mesh.material
    const groups = object ? factsOf(object, t, figure, ownOf) : []
    const sliders = object ? morphSliders(meshesIn(object), () => this.#owner.moved()) : undefined
    const focused = this.#controls().indexOf(document.activeElement)
    const stops = object === this.#shown ? stopsIn(this.#groups) : undefined
    this.#shown = object
    this.#groups.replaceChildren(
      ...(object ? variantChoice(this.#owner.stage(), () => this.#owner.restyled()) : []),
      ...(sliders ? [sliders] : []),
      ...(object
        ? materialEditors(
            meshesIn(object).flatMap(ownOf),
            this.#owner.materials,
            (texture) => this.#small(texture),
            this.#folded,
          )
        : []),
      this.#values(groups),
      ...this.#extras(object),
    )
    if (stops) putStops(this.#groups, stops)
    // Each change is drawn anew: whoever changes a value by keys goes on where they were.
    const again = this.#controls()[focused]
    if (again instanceof HTMLElement) again.focus()
    this.#followTexture(groups)
  }

  /** The texture that is looked at may have its picture now, or be gone with its file. */
  #followTexture(groups: readonly FactGroup[]): void {
    const looked = this.dialog.texture
    if (!looked) return
    if (groups.some(({ facts }) => facts.some(({ texture }) => texture === looked))) this.dialog.refresh()
    else this.dialog.close()
  }

  #thumbnailButtons(): HTMLElement[] {
    return [...this.#groups.querySelectorAll<HTMLElement>('.properties-thumbnail')]
  }

  /** All values are one tab stop, which the arrow keys walk: there are dozens of them. */
  #values(groups: readonly FactGroup[]): HTMLElement {
    const list = element('div', '', { role: 'toolbar', 'aria-label': t('Values, to be copied') })
    list.append(...groups.map((group) => this.#group(group)))
    walkToolbar(list, { isVertical: true })
    return list
  }

  #controls(): (Element | null)[] {
    return [...this.#groups.querySelectorAll('input, select, button, summary')]
  }

  #group({ title, facts }: FactGroup): HTMLElement {
    const list = element('dl', 'properties-list')
    for (const fact of facts) {
      const { label, value, texture } = fact
      const copy = element('button', 'properties-value', { type: 'button', title: t('Copy'), dir: 'auto' }, value)
      copy.addEventListener('click', () => void this.#copy(label, value))
      const cell = element(
        'dd',
        texture ? 'properties-texture' : '',
        {},
        texture && this.#thumbnail(fact, texture),
        copy,
      )
      list.append(element('dt', '', {}, label), cell)
    }
    return element('div', 'properties-group', {}, element('h3', '', {}, title), list)
  }

  /** A texture's picture, small. */
  #small(texture: Texture): HTMLElement | undefined {
    const stage = this.#owner.stage()
    if (!stage) return undefined
    const picture = this.#thumbnails.get(texture) ?? pictureOf(stage.renderer, texture, 'rgb', THUMBNAIL)
    if (!isBare(texture)) this.#thumbnails.set(texture, picture)
    const canvas = element('canvas', '', { width: picture.width, height: picture.height })
    canvas.getContext('2d')?.putImageData(picture, 0, 0)
    return canvas
  }

  #thumbnail({ label }: Fact, texture: Texture): HTMLElement | undefined {
    const stage = this.#owner.stage()
    if (!stage) return undefined
    const canvas = this.#small(texture)
    const name = t('Look at “{0}”', label)
    const button = element(
      'button',
      'properties-thumbnail',
      { type: 'button', 'aria-label': name, title: name },
      ...(canvas ? [canvas] : []),
    )
    button.addEventListener('click', () => {
      const root = stage.model?.root
      const materialsOf = (mesh: Mesh) => stage.materials.ownOf(mesh)
      const at = this.#thumbnailButtons().indexOf(button)
      if (root)
        this.dialog.open(
          { slot: label, texture, renderer: stage.renderer, root, materialsOf },
          () => this.#thumbnailButtons()[at] ?? this.root,
        )
    })
    return button
  }

  async #copy(label: string, value: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(value)
      setText(this.#said, t('{0} copied.', label))
    } catch {
      setText(this.#said, t('The clipboard could not be written.'))
    }
  }

  /** What the file says of a part beside all that is known: glTF's `extras`, as JSON. */
  #extras(object: Object3D | undefined): HTMLElement[] {
    const entries = Object.entries(object?.userData ?? {}).filter(([name]) => !OWN.has(name))
    if (entries.length === 0) return []
    const text = JSON.stringify(Object.fromEntries(entries), undefined, 2).slice(0, 20_000)
    const copy = iconButton({
      icon: 'copy',
      label: t('Copy Extras'),
      onClick: () => void this.#copy(t('Extras'), text),
    })
    const head = element('h3', '', {}, t('Extras'), copy)
    return [element('div', 'properties-group', {}, head, element('pre', 'properties-extras', { tabindex: 0 }, text))]
  }
}

/** Names under which three keeps what is no file's own in `userData`. */
const OWN = new Set(['name', 'isHelper', 'gltfExtensions', 'targetNames'])
