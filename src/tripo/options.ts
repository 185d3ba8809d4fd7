// The client's options, derived from the catalogue: wire names in camel case, and files in every form a caller may have. One
// mapping of names for the types, the values and the documentation.
import type * as Type from 'typebox'
import {
  type Capability,
  type FileInput,
  fieldsOf,
  fileInput,
  fileKindOf,
  holdsFiles,
  type Params,
} from './catalogue/index.ts'

/** `texture_quality` becomes `textureQuality`. */
export type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name

/** The names of the client reference (docs/protocol.md#client-documents) for what the wire calls a file. */
const FILE_NAMES = { file: 'image', files: 'images' } as const
type OptionName<Name extends string> = Name extends keyof typeof FILE_NAMES
  ? (typeof FILE_NAMES)[Name]
  : CamelCase<Name>

/**
 * A file for a task: a path, an https address, a token of an earlier upload, the bytes themselves, or a file object
 * of the wire. A text is an address when it has a scheme, a token when it looks like one, else a path.
 */
export type FileSource = string | Uint8Array | { bytes: Uint8Array; name: string } | FileInput
export type ImageSource = FileSource

/** Files in a row; an empty text, null or undefined leaves its place empty. */
export type FileSources = readonly (FileSource | null | undefined)[]

type OptionValue<Name, Value> = Name extends 'compress'
  ? Value | boolean // The client reference has a boolean where the wire has a word.
  : [FileInput] extends [NonNullable<Value>]
    ? FileSource | Extract<Value, undefined>
    : NonNullable<Value> extends readonly (infer Entry)[]
      ? ([FileInput] extends [Entry] ? FileSources : readonly Entry[]) | Extract<Value, undefined>
      : Value

/** A capability's parameters as options of a method. */
export type Options<Schema extends Type.TSchema, Without extends string = never> = {
  [Name in keyof Type.Static<Schema> as Name extends Without
    ? never
    : Name extends string
      ? OptionName<Name>
      : never]: OptionValue<Name, Type.Static<Schema>[Name]>
}

const camelCase = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

/** The method of the client that stands for a capability. */
export const methodName = (capability: Capability): string => camelCase(capability.id)

/** What a method calls a parameter. Models stay files: only pictures are called images. */
export function optionName(capability: Capability, parameter: string): string {
  const field = fieldsOf(capability).find(({ name }) => name === parameter)
  const isPicture = field !== undefined && holdsFiles(field) && field.ui.widget !== 'model' && !field.schema.kindFrom
  if (isPicture && (parameter === 'file' || parameter === 'files')) return FILE_NAMES[parameter]
  return camelCase(parameter)
}

/**
 * Options as parameters by wire name; files are still what the caller gave. A text alone is the task to work on; a list
 * goes to the plural of its name, where there is one.
 */
export function toParams(capability: Capability, options: object | string): Params {
  if (typeof options === 'string') return capability.source ? { [capability.source.field]: options } : {}
  const names = new Map(fieldsOf(capability).map(({ name }) => [optionName(capability, name), name]))
  const wireName = (option: string, value: unknown) => {
    const several = Array.isArray(value) ? names.get(`${option}s`) : undefined
    return several ?? names.get(option) ?? snakeCase(option)
  }
  return Object.fromEntries(Object.entries(options).map(([option, value]) => [wireName(option, value), value]))
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** What kind of reference a text is. `s3://bucket/key` is what an upload into storage is called. */
export function readFileText(
  text: string,
): { url: string } | { token: string } | { object: { bucket: string; key: string } } | { path: string } {
  if (/^https?:\/\//i.test(text)) return { url: text }
  const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/.exec(text) ?? []
  if (bucket !== undefined && key !== undefined) return { object: { bucket, key } }
  if (UUID.test(text) || /^file_[0-9a-f-]{8,}$/i.test(text)) return { token: text }
  return { path: text }
}

/** Something that must be uploaded before a task can use it. */
export interface LocalFile {
  kind: 'image' | 'model'
  /** A path, or bytes with a name. */
  source: string | { bytes: Uint8Array; name: string }
}

/** What a caller gave as a file: a reference the service knows already, or something to upload. */
function readSource(source: unknown, kind: LocalFile['kind']): FileInput | LocalFile | undefined {
  if (source === null || source === undefined || source === '') return undefined
  if (source instanceof Uint8Array) return { kind, source: { bytes: source, name: kind } }
  if (typeof source === 'string') {
    const read = readFileText(source)
    if ('path' in read) return { kind, source: read.path }
    const type = kind === 'image' ? { type: 'jpg' } : {}
    if ('url' in read) return { ...type, url: read.url }
    return 'token' in read ? { ...type, file_token: read.token } : { ...type, object: read.object }
  }
  if (typeof source === 'object' && 'bytes' in source && source.bytes instanceof Uint8Array) {
    const name = 'name' in source && typeof source.name === 'string' ? source.name : kind
    return { kind, source: { bytes: source.bytes, name } }
  }
  return fileInput(source)
}

/**
 * Replaces the files among the parameters by what a task takes.
 * @param upload called for each local file, in the order of the form
 */
export async function resolveFiles(
  capability: Capability,
  params: Params,
  upload: (file: LocalFile) => FileInput | Promise<FileInput>,
): Promise<Params> {
  const resolved: Record<string, unknown> = { ...params }
  for (const field of fieldsOf(capability)) {
    const value = params[field.name]
    if (!holdsFiles(field) || value === undefined) continue
    const kind = fileKindOf(field, params)
    const one = async (source: unknown): Promise<unknown> => {
      const read = readSource(source, kind)
      return read && 'kind' in read ? await upload(read) : (read ?? source)
    }
    if (!Array.isArray(value)) {
      resolved[field.name] = await one(value)
      continue
    }
    const slots: unknown[] = []
    for (const source of value)
      slots.push(source === null || source === undefined || source === '' ? {} : await one(source))
    // Views have a fixed number of places; those at the end may be left out.
    while (slots.length < (field.schema.minItems ?? 0)) slots.push({})
    resolved[field.name] = slots
  }
  return resolved
}
