// The vocabulary in which a capability's parameters are described: JSON Schema (through TypeBox) plus a `ui` hint
// and the model lines that accept the parameter. Forms, checks, the simulator and agents all read these schemas.

import * as Type from 'typebox'
import { literals } from '../../text/index.ts'
import type { Lifespan } from './lifespan.ts'
import type { Dialect, ModelLine } from './versions.ts'

/** How a form shows a parameter. Title, help and unit are English source strings for l10n. */
export type FieldHint = {
  title: string
  help: string
  /** Which control; the default follows from the schema (boolean: switch, enum: select, integer: number). */
  widget?:
    | 'prompt'
    | 'text'
    | 'select'
    | 'segmented'
    | 'switch'
    | 'number'
    | 'seed'
    | 'image'
    | 'views'
    | 'pictures'
    | 'suggest'
    | 'model'
    | 'version'
    | 'task'
    | 'names'
    | 'numbers'
    | 'animations'
    | 'edits'
  /** `main` fields are always visible, `advanced` ones under the fold. */
  group: 'main' | 'advanced'
  unit?: string
  /** What to do when a required value is missing; the default names the field. */
  missing?: string
  /** A word and a sentence for each value of an enum. */
  values?: Readonly<Record<string, { title: string; help?: string }>>
  /** What a form begins with where the service has no default of its own; absent: the first value that fits. */
  start?: string
  /** What a person might write, shown while a text is empty. */
  example?: string
  /** What a person might begin with: each is put into the empty text on a click. */
  examples?: readonly string[]
  /** Values of a text that are known, with their words in `values`; others can be typed too, unless `onlySuggested`. */
  suggestions?: readonly string[]
  onlySuggested?: true
  /** What a list of values calls the choice of none of them. */
  none?: string
  /** Another parameter that says all that this one does: forms have a row for that one only. */
  saidBy?: string
  /** The flag that the choice of none of the values switches off, and the flags that would switch it on again. */
  switchedBy?: { field: string; along: readonly string[] }
  /** A flag without which this one means nothing, and what is said then. */
  needs?: { field: string; note: string }
  /** Of several seeds the one that the shape follows: variations are told from each other by it. */
  isShapeSeed?: true
  /** It is about one model alone, as its prompt is: no recipe has it. */
  isOfOneModel?: true
  /** The value of a style that it begins with. */
  styledBy?: 'faceLimit'
  /** There is a small drawing of each value. */
  isDrawn?: true
  /** A capability that finds the value out, and costs nothing: the form asks it by itself. */
  foundBy?: string
  /** A remark the form always shows, such as "the live service ignores this". */
  note?: string
}

/** What the catalogue adds to a parameter's JSON Schema. */
export type FieldOptions = {
  ui: FieldHint
  /** Model lines that accept the parameter; absent: all. A line not listed must not receive it at all. */
  lines?: readonly ModelLine[]
  /** The same on v3, where it differs. */
  v3Lines?: readonly ModelLine[]
  /** Dialects that know the parameter; absent: both. */
  dialects?: readonly Dialect[]
  /** The service itself takes the parameter and does nothing with it; other deployments and the sandbox do. */
  isIgnoredLive?: true
  /** The parameter means something only where another one has one of these values. */
  beside?: { field: string; values: readonly string[] }
  /** What becomes of single values, by value: when they go, and what follows them. Also of values that are gone. */
  lifespans?: Readonly<Record<string, Lifespan>>
  /** For files: whether v3 takes the id of a finished image task in the place of one. */
  takesTask?: boolean
  /** For files: the parameter whose value says whether it is an `image` or a `model`. */
  kindFrom?: string
  /** The service's own default when the parameter is left out. A parameter is sent only when the caller set it. */
  serverDefault?: string | number | boolean
}

/** An optional free text of at most `maxLength` code points. */
export const text = (options: FieldOptions & { minLength?: number; maxLength: number }) => Type.String(options)

/** A value in words, for those that have none of their own: `ancient_bronze` is Ancient bronze. */
export const titleOf = (value: string) => (value.charAt(0).toUpperCase() + value.slice(1)).replace(/_/g, ' ')

/** One of a closed list of strings. Values without words get a title of their own name. */
export const choice = <Values extends string[]>(values: readonly [...Values], options: FieldOptions) => {
  const words = Object.fromEntries(values.map((value) => [value, { title: titleOf(value) }]))
  return Type.Enum<Values>(values, { ...options, ui: { ...options.ui, values: { ...words, ...options.ui.values } } })
}

export const flag = (options: FieldOptions) => Type.Boolean(options)

export const integer = (options: FieldOptions & { minimum?: number; maximum?: number }) => Type.Integer(options)

export const number = (options: FieldOptions & { minimum?: number; maximum?: number }) => Type.Number(options)

/** A list of short texts, such as part names. */
export const names = (options: FieldOptions & { maxItems?: number; minItems?: number }) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 256 }), options)

/** The id of a task at the service. */
export const taskId = (options: FieldOptions) => Type.String({ minLength: 1, maxLength: 128, ...options })

/**
 * An input file of a task. Exactly one of the references is set:
 * - `file_token`: an earlier upload; `url`: a public https address; `object`: the service's storage;
 * - `task_id`: the picture that a finished image task drew (v3);
 * - `upload`: a local reference that the host resolves (uploads, then replaces) and that never reaches the wire.
 */
export const FileInput = Type.Object({
  type: Type.Optional(Type.String()),
  file_token: Type.Optional(Type.String({ minLength: 1 })),
  url: Type.Optional(Type.String({ minLength: 1 })),
  object: Type.Optional(Type.Object({ bucket: Type.String(), key: Type.String() })),
  task_id: Type.Optional(Type.String({ minLength: 1 })),
  upload: Type.Optional(Type.String({ minLength: 1 })),
})
export type FileInput = Type.Static<typeof FileInput>

/** The keys of a FileInput that name its source. */
export const FILE_SOURCES = ['file_token', 'url', 'object', 'task_id', 'upload'] as const

/** A single image input. */
export const image = (options: FieldOptions) => Type.Object(FileInput.properties, options)

/** The views of a multi-view input, in the order of the wire's four slots. */
export const VIEWS = literals(['front', 'left', 'back', 'right'])

/** Exactly four images in the order of VIEWS; an empty object is a view left out. */
export const views = (options: FieldOptions) =>
  Type.Array(Type.Object(FileInput.properties), { minItems: VIEWS.length, maxItems: VIEWS.length, ...options })

/** Makes each schema of a record optional, keeping its type, so that entries can spread shared fields. */
export const optional = <Fields extends Type.TProperties>(fields: Fields) =>
  Type.Partial(Type.Object(fields)).properties
