// The client's option types, derived from the catalogue: wire names in camel case, as TypeScript callers expect them.
import type * as Type from 'typebox'
import type { imageToModelParameters } from './catalogue/image-to-model.ts'
import type { FileInput, Params } from './catalogue/index.ts'
import type { textToModelParameters } from './catalogue/text-to-model.ts'

/** `texture_quality` becomes `textureQuality`. */
export type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name

/** SEED2 has a boolean where the wire has a word. */
type Loosened<Name, Value> = Name extends 'compress' ? Value | boolean : Value

/** A capability's parameters as options of a method. */
export type Options<Schema extends Type.TSchema, Without extends string = never> = {
  [Name in keyof Type.Static<Schema> as Name extends Without
    ? never
    : Name extends string
      ? CamelCase<Name>
      : never]: Loosened<Name, Type.Static<Schema>[Name]>
}

/**
 * An image for a task: a path, an https address, a token of an earlier upload, the bytes themselves, or a file object
 * of the wire. A text is an address when it has a scheme, a token when it looks like one, else a path.
 */
export type ImageSource = string | Uint8Array | { bytes: Uint8Array; name: string } | FileInput

export type TextToModelOptions = Options<typeof textToModelParameters>
export type ImageToModelOptions = Options<typeof imageToModelParameters, 'file'> & { image: ImageSource }

const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** Options as parameters by wire name. */
export const toParams = (options: object): Params =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [snakeCase(name), value]))

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** What kind of reference a text is. */
export function readImageText(text: string): { url: string } | { token: string } | { path: string } {
  if (/^https?:\/\//i.test(text)) return { url: text }
  if (UUID.test(text) || /^file_[0-9a-f-]{8,}$/i.test(text)) return { token: text }
  return { path: text }
}
