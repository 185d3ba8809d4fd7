// Drops and pastes anywhere in the page go to the image field of the form in front, if it has one.
import type { ImageField } from './image-field.ts'

const isText = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement

/** @param field the image field in front, at the time of the event */
export function listenForImages(field: () => ImageField | undefined): void {
  const transferOf = (transfer: DataTransfer) => ({
    files: transfer.files,
    getData: (type: string) => transfer.getData(type),
  })
  document.addEventListener('paste', (event) => {
    const { clipboardData } = event
    if (!clipboardData || (isText(event.target) && clipboardData.files.length === 0)) return
    if (field()?.take(transferOf(clipboardData))) event.preventDefault()
  })
  let depth = 0
  const over = (change: number) => {
    depth = Math.max(0, depth + change)
    field()?.highlight(depth > 0)
  }
  document.addEventListener('dragenter', () => over(1))
  document.addEventListener('dragleave', () => over(-1))
  document.addEventListener('dragover', (event) => {
    if (!field() || !event.dataTransfer) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
  })
  document.addEventListener('drop', (event) => {
    depth = 0
    field()?.highlight(false)
    if (isText(event.target) && event.dataTransfer?.files.length === 0 && !field()) return
    event.preventDefault()
    if (event.dataTransfer) field()?.take(transferOf(event.dataTransfer))
  })
}
