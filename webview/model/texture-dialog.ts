// A texture at full size, one channel at a time, with its properties, and the UVs of the meshes that use it drawn over it.
import { Mesh, type Object3D, type Texture, type WebGLRenderer } from 'three'
import { element, iconButton, keepFocus, setAttribute } from '../controls/index.ts'
import { language, t } from '../studio/l10n.ts'
import { formatBytes } from '../viewport/statistics.ts'
import { CHANNELS, type Channel, pictureOf } from '../viewport/texture-picture.ts'
import { sizeOf, textureMemory, texturesOf } from './facts.ts'

/** Pixels of the longer side that are shown. */
const MOST_PIXELS = 1024
/** Those of a small one, enlarged. */
const LEAST_PIXELS = 512
/** Most triangles whose UVs are drawn. */
const MOST_TRIANGLES = 150_000

export interface LookedAt {
  slot: string
  texture: Texture
  renderer: WebGLRenderer
  /** The objects that may use it. */
  root: Object3D
  /** The file's materials of a mesh, whatever it is drawn with now. */
  materialsOf(mesh: Mesh): Mesh['material']
}

export class TextureDialog {
  readonly root = element('div', 'texture-dialog', { role: 'dialog', 'aria-modal': 'true', tabindex: -1 })
  #channel: Channel = 'rgb'
  #hasUvs = false
  #shown: LookedAt | undefined
  #back: () => HTMLElement | undefined = () => undefined

  constructor() {
    this.root.hidden = true
    this.root.addEventListener('keydown', (event) => {
      event.stopPropagation()
      if (event.key === 'Escape') this.close()
      else keepFocus(this.root, event)
    })
  }

  /** The one that is looked at. */
  get texture(): Texture | undefined {
    return this.#shown?.texture
  }

  /** @param back what has the focus once it is closed; asked for then, since what it was opened by may have been drawn anew */
  open(looked: LookedAt, back: () => HTMLElement | undefined): void {
    this.#back = back
    this.#shown = looked
    this.#channel = 'rgb'
    setAttribute(this.root, 'aria-label', looked.slot)
    this.root.hidden = false
    this.#draw()
    this.root.focus()
  }

  close(): void {
    this.root.hidden = true
    this.root.replaceChildren()
    this.#shown = undefined
    this.#back()?.focus()
  }

  /** Draws it anew: its picture has come. */
  refresh(): void {
    this.#draw()
  }

  #buttons(): HTMLElement[] {
    return [...this.root.querySelectorAll('button')]
  }

  #draw(): void {
    const looked = this.#shown
    if (!looked) return
    const { activeElement } = document
    const focused = activeElement instanceof HTMLElement ? this.#buttons().indexOf(activeElement) : -1
    const { texture, renderer, slot } = looked
    const picture = pictureOf(renderer, texture, this.#channel, MOST_PIXELS)
    const canvas = enlarged(picture)
    if (this.#hasUvs) drawUvs(canvas, looked)
    const close = iconButton({ icon: 'close', label: t('Close'), onClick: () => this.close() })
    const head = element('div', 'texture-head', {}, element('h2', 'properties-title', { dir: 'auto' }, slot))
    head.append(...CHANNELS.map((channel) => this.#channelButton(channel)), this.#uvButton(), close)
    const size = sizeOf(texture)
    const facts = [
      ...(texture.name === '' ? [] : [texture.name]),
      ...(size ? [`${size.width} × ${size.height}`] : []),
      formatOf(texture),
      texture.colorSpace === 'srgb' ? t('sRGB color') : t('linear data'),
      t('{0} of GPU memory', formatBytes(textureMemory(texture), language())),
    ]
    const words = element('p', 'texture-facts', {}, facts.join(' · '))
    this.root.replaceChildren(head, element('div', 'texture-frame', {}, canvas), words)
    this.#buttons()[focused]?.focus()
  }

  #channelButton(channel: Channel): HTMLElement {
    const names: Readonly<Record<Channel, string>> = { rgb: t('Color'), r: 'R', g: 'G', b: 'B', a: 'A' }
    const made = element('button', 'tv-button', { type: 'button' }, names[channel])
    setAttribute(made, 'aria-pressed', String(channel === this.#channel))
    made.addEventListener('click', () => {
      this.#channel = channel
      this.#draw()
    })
    return made
  }

  #uvButton(): HTMLElement {
    const made = element('button', 'tv-button', { type: 'button' }, t('UVs'))
    setAttribute(made, 'aria-pressed', String(this.#hasUvs))
    made.addEventListener('click', () => {
      this.#hasUvs = !this.#hasUvs
      this.#draw()
    })
    return made
  }
}

/** What the file keeps it as, such as `PNG`; GPU formats where it stays compressed. */
function formatOf(texture: Texture): string {
  const mime: unknown = texture.userData['mimeType']
  const name = typeof mime === 'string' ? (mime.split('/').at(-1)?.toUpperCase() ?? '') : ''
  const isCompressed = 'isCompressedTexture' in texture && texture.isCompressedTexture === true
  return name === '' ? (isCompressed ? 'KTX2' : t('picture')) : name
}

/** Draws the UVs of all meshes that use a texture over its picture, by the texture's own set of UVs. */
function drawUvs(canvas: HTMLCanvasElement, { texture, root, materialsOf }: LookedAt): void {
  const context = canvas.getContext('2d')
  if (!context) return
  const { width, height } = canvas
  const set = texture.channel === 0 ? 'uv' : `uv${texture.channel}`
  let left = MOST_TRIANGLES
  context.beginPath()
  root.traverse((object) => {
    if (!(object instanceof Mesh) || object.userData['isHelper'] === true) return
    const isUsed = [materialsOf(object)].flat().some((one) => texturesOf(one).some(([, other]) => other === texture))
    const uvs = object.geometry.getAttribute(set)
    if (!isUsed || !uvs) return
    const { index } = object.geometry
    const corners = index?.count ?? uvs.count
    for (let at = 0; at + 2 < corners && left > 0; at += 3, left--) {
      for (let corner = 0; corner < 4; corner++) {
        const place = at + (corner % 3)
        const id = index?.getX(place) ?? place
        const x = uvs.getX(id) * width
        const y = uvs.getY(id) * height
        if (corner === 0) context.moveTo(x, y)
        else context.lineTo(x, y)
      }
    }
  })
  const thin = Math.max(1, Math.max(width, height) / 1024)
  // Dark beside light: one of them is seen on any picture.
  for (const [color, times] of [
    ['#000000', 3],
    ['#ffffff', 1],
  ] as const) {
    context.strokeStyle = color
    context.lineWidth = thin * times
    context.stroke()
  }
}

/** A picture on a canvas, small ones with each texel as a square, so that lines can be drawn over them. */
function enlarged(picture: ImageData): HTMLCanvasElement {
  const times = Math.max(1, Math.ceil(LEAST_PIXELS / Math.max(picture.width, picture.height)))
  const plain = new OffscreenCanvas(picture.width, picture.height)
  plain.getContext('2d')?.putImageData(picture, 0, 0)
  const canvas = element('canvas', 'texture-picture', { width: picture.width * times, height: picture.height * times })
  const context = canvas.getContext('2d')
  if (context) {
    context.imageSmoothingEnabled = false
    context.drawImage(plain, 0, 0, canvas.width, canvas.height)
  }
  return canvas
}
