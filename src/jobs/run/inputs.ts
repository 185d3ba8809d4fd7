// The local files that a request refers to: finds them in its parameters, reads and hashes them, and replaces them by the
// service's tokens.
import { fileNameOf, type GenerateRequest, imageTitle } from '../../protocol/index.ts'
import { type FileInput, fileInput, type Params } from '../../tripo/catalogue/index.ts'

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A file input in the parameters with its path, such as `file` or `files.1`. */
export interface FoundFile {
  parameter: string
  file: FileInput
}

const namesASource = (value: unknown): FileInput | undefined => {
  const file = isFields(value) ? fileInput(value) : undefined
  return file?.upload || file?.url || file?.file_token || file?.object ? file : undefined
}

function walk(value: unknown, place: string, change: (found: FoundFile) => unknown): unknown {
  const file = namesASource(value)
  if (file) return change({ parameter: place, file })
  const below = (key: string | number) => (place ? `${place}.${key}` : `${key}`)
  if (Array.isArray(value)) return value.map((entry, index) => walk(entry, below(index), change))
  if (!isFields(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, walk(entry, below(key), change)]))
}

/** The parameters with each file input replaced by the result of `change`. */
export function mapFiles(params: Params, change: (found: FoundFile) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(params).map(([key, value]) => [key, walk(value, key, change)]))
}

/** Every file input of the parameters, in their order. */
export function filesOf(params: Params): FoundFile[] {
  const found: FoundFile[] = []
  mapFiles(params, (file) => found.push(file))
  return found
}

/** The request's title (the prompt, or the image) and the file name derived from it. */
export function titleOf(
  { params, name, title: chosen, capability, style }: GenerateRequest,
  { ascii, pattern, at }: { ascii?: boolean; pattern?: string; at?: Date } = {},
) {
  // The style's words are the same in all names.
  const words = style?.prompt ?? params.prompt
  const prompt = typeof words === 'string' ? words.trim() : ''
  const file = filesOf(params)[0]?.file
  const image = file?.upload ?? file?.url
  // A pasted picture is kept under its content's hash, so the title that came with the request says more.
  const title = prompt || chosen?.trim() || name?.trim() || (image && imageTitle(image)) || capability
  return { title, name: fileNameOf({ name: name ?? chosen, prompt, image, ascii, pattern, capability, at }) }
}
