// The shape of a catalogue entry: everything the product knows about one capability of the service, as data.
import type * as Type from 'typebox'
import type { FieldHint, FieldOptions } from './schema.ts'
import type { Dialect, ModelLine } from './versions.ts'

/** Parameters by wire name, as callers, forms, the journal and the provenance hold them. */
export type Params = Readonly<Record<string, unknown>>

/** Something a rule has to say about a request. Errors stop it before anything is spent; warnings are shown. */
export interface Finding {
  severity: 'error' | 'warning'
  /** The parameter the finding stands beside. */
  field: string
  /** A sentence on what is wrong, and the way out. */
  message: string
  /** The service's code for the same mistake, for the simulator. */
  code?: 1004 | 2008 | 2009 | 2015 | 2017
}

export interface RuleContext {
  dialect: Dialect
}

/** A rule over several parameters. Gets cleaned parameters; tells what is wrong. */
export type Rule = (params: Params, context: RuleContext) => Finding | undefined

/** A price in credits, with the lines that make it up. */
export interface Price {
  total: number
  lines: readonly { label: string; credits: number }[]
}

export type OutputKind =
  | 'model'
  | 'base_model'
  | 'pbr_model'
  | 'rendered_image'
  | 'generated_image'
  | 'multiview_images'
  | 'riggable'

/** Tasks of one account that count together against a limit, with the limit. Source: protocol sheet, section 5. */
export const POOLS = {
  generation: 10,
  generation_p1: 5,
  refine: 5,
  animate_prerigcheck: 10,
  animate_rig: 10,
  animate_retarget: 10,
  generate_multiview_image: 1,
  edit_multiview_image: 1,
  other: 10,
} as const
export type Pool = keyof typeof POOLS

export interface Capability<Schema extends Type.TObject = Type.TObject> {
  /** The public name, equal to the SDK reference's method in snake case. */
  id: string
  title: string
  /** One sentence for menus and agents. */
  summary: string
  category: 'generate' | 'texture' | 'shape' | 'animate' | 'convert' | 'image'
  /** A codicon name. */
  icon: string
  parameters: Schema
  rules: readonly Rule[]
  /** Credits the service will charge for these (cleaned, valid) parameters. */
  price(params: Params): Price
  v2: { type: string }
  v3: { path: string }
  outputs: readonly OutputKind[]
  /** Typical seconds on the service, before anything was learned. Source: protocol sheet, section 9. */
  nominalSeconds: number
  /** The concurrency pool it shares (protocol sheet, section 5). */
  pool(params: Params): Pool
}

/** The JSON Schema keywords that parameters use, so that checks and forms can read them. */
export type FieldSchema = Type.TSchema &
  FieldOptions & {
    type?: string
    enum?: (string | number)[]
    minLength?: number
    maxLength?: number
    minimum?: number
    maximum?: number
  }

/** A parameter of a capability with its hints, in the order of the schema. */
export interface Field {
  name: string
  schema: FieldSchema
  ui: FieldHint
  required: boolean
  lines?: readonly ModelLine[]
  serverDefault?: string | number | boolean
}
