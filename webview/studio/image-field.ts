// The image of a form: dropped, pasted, picked, or given by URL; shown with its facts, and checked before its bytes are sent
// anywhere. Drag events are handled by the page: a drop just beside the zone must not open the file.
import type { FileKind, ImageChoice } from '../../src/protocol/studio.ts'
import {
  type ButtonHandle,
  button,
  element,
  icon,
  iconButton,
  setAttribute,
  setText,
  textInput,
} from '../controls/index.ts'
import { wordsOfKind } from './file-kinds.ts'
import { formatBytes } from './format.ts'
import { isWebAddress, readTransfer, type Transfer } from './image-drop.ts'
import type { ImageTarget } from './image-events.ts'
import { t } from './l10n.ts'
import { type ImageSource, stageFile } from './stage-image.ts'

export interface ImageEdits {
  setImage(image: ImageChoice | undefined): void
  setUrl(url: string): void
}

export class ImageField implements ImageTarget {
  readonly root: HTMLElement
  readonly #zone: HTMLElement
  readonly #status = element('div', 'image-status', { 'aria-live': 'polite' })
  readonly #picture = element('img', 'image-picture', { alt: '' })
  readonly #name = element('div', 'image-name')
  readonly #facts = element('div', 'image-facts')
  readonly #thumb: HTMLElement
  readonly #url
  readonly #urlRow: HTMLElement
  readonly #dropWords = element('div')
  readonly #picks: Readonly<Record<'workspace' | 'disk', ButtonHandle>>
  readonly #zoneWords = element('div', 'image-drop-words')
  readonly #icon = icon('file-media', 'image-drop-icon')
  /** A later image wins over one that is still on its way. */
  #turn = 0
  #shown: ImageChoice | undefined
  #kind: FileKind = 'image'
  #local: { upload: string; url: string } | undefined

  readonly #source: ImageSource
  readonly #edits: ImageEdits

  constructor(name: string, source: ImageSource, edits: ImageEdits) {
    this.#source = source
    this.#edits = edits

    const fromWorkspace = button({
      label: t('From Workspace…'),
      onClick: () => this.#import(() => source.pick('workspace', this.#kind)),
    })
    const fromDisk = button({
      label: t('From Disk…'),
      onClick: () => this.#import(() => source.pick('disk', this.#kind)),
    })
    this.#picks = { workspace: fromWorkspace, disk: fromDisk }
    const picks = element('div', 'image-picks', {}, fromWorkspace.root, fromDisk.root)
    this.#zone = element(
      'div',
      'image-drop',
      { 'data-testid': 'image-drop', tabindex: 0, role: 'group' },
      this.#icon,
      this.#zoneWords,
      picks,
    )
    this.#zoneWords.append(this.#dropWords, element('div', 'image-drop-shift', {}, t('Hold Shift while dropping')))
    const remove = iconButton({ icon: 'close', label: t('Remove Image'), onClick: () => this.#remove() })
    this.#thumb = element(
      'div',
      'image-thumb',
      { 'data-testid': 'image-thumb' },
      element('div', 'image-frame', {}, this.#picture),
      element('div', 'image-words', {}, this.#name, this.#facts),
      remove,
    )
    this.#url = textInput({
      label: t('Image URL'),
      placeholder: 'https://…',
      testId: 'image-url',
      onChange: (text) => edits.setUrl(text.trim()),
    })
    const urlLabel = element('span', 'image-or', {}, t('or URL'))
    this.#urlRow = element('div', 'image-url', {}, urlLabel, this.#url.root)
    this.root = element('div', 'image-field', {}, this.#zone, this.#thumb, this.#urlRow, this.#status)
    setAttribute(this.root, 'data-testid', `field-${name}`)
    this.#showKind()
    this.#picture.addEventListener('error', () => this.#picture.classList.add('is-missing'))
  }

  /** Shows what the form holds: a chosen file, or an address. @param kind what the form takes now */
  show(image: ImageChoice | undefined, url: string, kind: FileKind = 'image'): void {
    if (kind !== this.#kind) {
      this.#kind = kind
      this.#showKind()
    }
    this.#zone.hidden = image !== undefined
    this.#urlRow.hidden = image !== undefined
    this.#thumb.hidden = image === undefined
    this.#url.value = url
    if (image === this.#shown) return
    this.#shown = image
    if (!image) return
    const picture = this.#local?.upload === image.upload ? this.#local.url : image.webUri
    this.#picture.classList.toggle('is-missing', picture === undefined)
    if (picture !== undefined) this.#picture.src = picture
    setText(this.#name, image.name)
    this.#name.title = image.name
    const pixels = image.width && image.height ? `${image.width} × ${image.height} px` : undefined
    const size = image.bytes > 0 ? formatBytes(image.bytes) : undefined
    setText(this.#facts, [pixels, size].filter((part) => part !== undefined).join(' · '))
  }

  #showKind(): void {
    const words = wordsOfKind(this.#kind)
    setText(this.#dropWords, words.drop)
    this.#zone.setAttribute('aria-label', words.label)
    setAttribute(this.#url.root, 'aria-label', words.url)
    const { workspace, disk } = this.#picks
    workspace.tooltip = words.workspace
    disk.tooltip = words.disk
    this.#icon.className = icon(words.icon, 'image-drop-icon').className
  }

  focus(): void {
    if (this.#shown) this.#thumb.querySelector('button')?.focus()
    else this.#zone.focus()
  }

  describe(ids: readonly string[], isInvalid: boolean): void {
    setAttribute(this.#zone, 'aria-describedby', ids.join(' ') || undefined)
    this.#url.describe(ids, isInvalid && this.#url.value !== '')
    this.#zone.classList.toggle('is-invalid', isInvalid)
  }

  /** Marks the zone while something hovers over the page. */
  highlight(isOver: boolean): void {
    this.#zone.classList.toggle('is-over', isOver)
    this.#thumb.classList.toggle('is-over', isOver)
  }

  /** Asks for a paste: focus where it is taken, and words that say so. */
  awaitPaste(): void {
    this.#edits.setImage(undefined)
    this.#zone.focus()
    this.#say(t('Press Ctrl+V or Cmd+V to paste the image.'))
  }

  /** Takes what was dropped or pasted; tells whether there was anything to take. */
  accept(transfer: Transfer): boolean {
    const dropped = readTransfer(transfer)
    if (dropped.kind === 'file') this.#import(() => this.#stage(dropped.file))
    else if (dropped.kind === 'uri' && isWebAddress(dropped.uri)) this.#useAddress(dropped.uri)
    else if (dropped.kind === 'uri') this.#import(() => this.#source.resolve(dropped.uri, this.#kind))
    else return false
    return true
  }

  #useAddress(url: string): void {
    this.#turn++
    this.#say('')
    this.#edits.setImage(undefined)
    this.#edits.setUrl(url)
  }

  #remove(): void {
    this.#turn++
    this.#say('')
    this.#edits.setImage(undefined)
    this.#zone.focus()
  }

  async #stage(file: File): Promise<ImageChoice | undefined> {
    // The channel to the host takes pictures; models are larger than a message may be.
    const instead = t('Choose the model with From Workspace… or From Disk….')
    if (this.#kind !== 'image') throw new Error(instead)
    const choice = await stageFile(this.#source, file)
    if (choice) {
      if (this.#local) URL.revokeObjectURL(this.#local.url)
      this.#local = { upload: choice.upload, url: URL.createObjectURL(file) }
    }
    return choice
  }

  async #import(work: () => Promise<ImageChoice | undefined>): Promise<void> {
    const turn = ++this.#turn
    this.#say(wordsOfKind(this.#kind).reading)
    try {
      const image = await work()
      if (turn !== this.#turn) return
      this.#say('')
      if (image) this.#edits.setImage(image)
    } catch (error) {
      if (turn === this.#turn) this.#say(this.#source.explain(error), true)
    }
  }

  #say(text: string, isError = false): void {
    setText(this.#status, text)
    this.#status.classList.toggle('is-error', isError)
  }
}
