// Drops and pastes of images anywhere in the page go to the image field of the form in front; if that form has none, the first
// form with one comes to the front. A step's image field accepts what is dropped on it or pasted into it.
import { MODEL_DRAG } from '../../src/protocol/job.ts'
import { type Transfer, URI_TYPES } from './image-drop.ts'

/** A field that takes pictures. */
export interface ImageTarget {
  /** Takes what was dropped or pasted at a place of it; tells whether there was anything to take. */
  accept(transfer: Transfer, at?: EventTarget | null): boolean
  /** Marks it while something hovers over the page. */
  highlight(isOver: boolean): void
  /** Asks for a paste: focus where it is taken, and words that say so. */
  awaitPaste(): void
}

const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement

/** Whether something dragged or pasted is a file or names one, so that dragged words stay with the text fields. */
const namesFile = (transfer: DataTransfer) =>
  transfer.files.length > 0 || transfer.types.some((type) => type === 'Files' || URI_TYPES.includes(type))

/** A model of the strip, which no image field takes. */
const isModel = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes(MODEL_DRAG) === true

/**
 * @param field the image field at a place of the page, else the one in front, at the time of the event
 * @param openForm brings a form with an image field to the front and returns the field
 */
export function listenForImages(
  field: (at?: EventTarget | null) => ImageTarget | undefined,
  openForm: () => ImageTarget | undefined,
): void {
  const transferOf = (transfer: DataTransfer) => ({
    files: transfer.files,
    getData: (type: string) => transfer.getData(type),
  })
  document.addEventListener('paste', (event) => {
    const { clipboardData } = event
    if (!clipboardData || (isText(event.target) && clipboardData.files.length === 0)) return
    const own = field(event.target)
    const target = clipboardData.files.length > 0 ? (own ?? openForm()) : own
    if (target?.accept(transferOf(clipboardData), event.target)) event.preventDefault()
  })
  let depth = 0
  const over = (change: number) => {
    depth = Math.max(0, depth + change)
    field()?.highlight(depth > 0)
  }
  document.addEventListener('dragenter', (event) => isModel(event) || over(1))
  document.addEventListener('dragleave', (event) => isModel(event) || over(-1))
  document.addEventListener('dragover', (event) => {
    if (isModel(event) || !event.dataTransfer || !(field(event.target) || namesFile(event.dataTransfer))) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
  })
  document.addEventListener('drop', (event) => {
    depth = 0
    field()?.highlight(false)
    const own = field(event.target)
    if (isModel(event) || !event.dataTransfer || !(own || namesFile(event.dataTransfer))) return
    event.preventDefault()
    const target = own ?? openForm()
    target?.accept(transferOf(event.dataTransfer), event.target)
  })
}
