// Which model files the service imports, determined by the file's bytes, so that a bad file is rejected before it is uploaded.
// Source: docs/protocol.md#uploads.
import { figure, message, type Phrase, part, phrase, type Words } from '../text/index.ts'
import { IMPORT_FORMATS, IMPORT_MAX_BYTES } from './catalogue/index.ts'
import { fileType, glbFault } from './file-type.ts'

export type ModelFormat = (typeof IMPORT_FORMATS)[number]

/** A reason why the service would refuse a model, with a code for tests and a sentence with its way out. */
export interface ModelProblem {
  code: 'empty' | 'too-large' | 'not-a-model' | 'broken'
  message: string
  /** The same with its places, where it has values. */
  phrase?: Phrase
}

/** Enough of a file to know it by. */
const HEAD = 4096
const FORMATS = IMPORT_FORMATS.map((format) => format.toUpperCase()).join(', ')
const megabytes = (bytes: number) => phrase('{0} MB', figure(Math.round(bytes / 100_000) / 10))

/** OBJ is plain text without a mark: lines that begin with one of its words. */
function looksLikeObj(head: Uint8Array): boolean {
  const text = new TextDecoder().decode(head)
  return !text.includes('\0') && /^\s*(?:#|v|vn|vt|vp|f|o|g|s|mtllib|usemtl)\s/m.test(text)
}

/**
 * The format of a model by its bytes; its name only tells formats without a mark apart.
 * @param bytes the whole file
 */
export function modelFormat(bytes: Uint8Array, name: string): ModelFormat | undefined {
  const head = bytes.subarray(0, HEAD)
  const ending = /\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const { extension } = fileType(head, bytes.length, `file:///model.${ending}`)
  if (extension === 'obj' || (extension === 'bin' && ending === '')) return looksLikeObj(head) ? 'obj' : undefined
  return IMPORT_FORMATS.find((format) => format === extension)
}

/** Checks a model as the service would. */
export function checkModel(
  bytes: Uint8Array,
  name: string,
): { format: ModelFormat; problem?: undefined } | { problem: ModelProblem } {
  const problem = (code: ModelProblem['code'], words: Words) => ({ problem: { code, ...message(words) } })
  if (bytes.length === 0) return problem('empty', 'The model file is empty. Choose another file.')
  if (bytes.length >= IMPORT_MAX_BYTES) {
    const words = 'The model file is {0}; the service takes less than {1}. Simplify it or shrink its textures first.'
    return problem('too-large', phrase(words, megabytes(bytes.length), megabytes(IMPORT_MAX_BYTES)))
  }
  const format = modelFormat(bytes, name)
  if (!format)
    return problem('not-a-model', phrase('This is none of {0}, regardless of its name. Export it as GLB.', FORMATS))
  const fault = glbFault(bytes.subarray(0, HEAD), bytes.length)
  return fault === undefined
    ? { format }
    : problem('broken', phrase('The GLB is damaged: {0}. Export or download it again.', part(fault)))
}
