// Sends a picture that the page has as bytes to the host: checked first, so that a picture the service would reject never leaves
// the page; and creates mirrored copies.
import { pictureTitle } from '../../src/protocol/file-names.ts'
import type { FileKind, ImageChoice } from '../../src/protocol/studio.ts'
import { checkImage, IMAGE_LIMITS, readImageHeader } from '../../src/tripo/catalogue/index.ts'
import { type Dropped, isWebAddress } from './image-drop.ts'
import { sayFinding, t } from './l10n.ts'

/** How images are brought: all answers come from the host. `undefined`: the person cancelled. */
export interface ImageSource {
  pick(from: 'workspace' | 'disk', kind: FileKind): Promise<ImageChoice | undefined>
  stage(name: string, bytes: ArrayBuffer): Promise<ImageChoice | undefined>
  resolve(uri: string, kind: FileKind): Promise<ImageChoice | undefined>
  /** A failure as a sentence with its next step. */
  explain(error: unknown): string
}

/** Checks a file and hands it over. @throws Error with a sentence why it cannot be used */
export async function stageFile(source: ImageSource, file: File): Promise<ImageChoice | undefined> {
  const isReadable = file.size <= IMAGE_LIMITS.maxBytes
  const bytes = isReadable ? await file.arrayBuffer() : new ArrayBuffer(0)
  const problem = checkImage(file.size, readImageHeader(new Uint8Array(bytes)))
  if (problem) throw new Error(sayFinding(problem))
  return source.stage(pictureTitle(file.name, new Date()), bytes)
}

/** One thing that was dropped or pasted as what a list holds; undefined when there is nothing in it. */
export async function importDropped(
  source: ImageSource,
  dropped: Dropped,
): Promise<ImageChoice | { url: string } | undefined> {
  if (dropped.kind === 'file') return stageFile(source, dropped.file)
  if (dropped.kind === 'nothing') return undefined
  return isWebAddress(dropped.uri) ? { url: dropped.uri } : source.resolve(dropped.uri, 'image')
}

/** Quality of mirrored JPEG pictures, 0..1. */
const QUALITY = 0.95

/** A copy of a picture with left and right changed, in its own format. @throws where it cannot be read */
export async function mirrored({ webUri, name, format }: ImageChoice): Promise<File> {
  const picture = await createImageBitmap(await (await fetch(webUri ?? '')).blob())
  const canvas = document.createElement('canvas')
  canvas.width = picture.width
  canvas.height = picture.height
  const context = canvas.getContext('2d')
  const failed = t('The picture could not be mirrored.')
  if (!context) throw new Error(failed)
  context.translate(picture.width, 0)
  context.scale(-1, 1)
  context.drawImage(picture, 0, 0)
  const type = format === 'jpeg' ? 'image/jpeg' : 'image/png'
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, type, QUALITY))
  if (!blob) throw new Error(failed)
  const base = name.replace(/\.[^.]*$/, '')
  return new File([blob], `${base}-mirrored.${format === 'jpeg' ? 'jpg' : 'png'}`, { type })
}
