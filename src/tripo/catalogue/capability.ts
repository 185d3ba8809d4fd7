// The shape of a catalogue entry: everything the product knows about one capability of the service, as data.

import type * as Type from 'typebox'
import { literals, type Phrase } from '../../text/index.ts'
import type { Lifespan } from './lifespan.ts'
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
  /** The same with its places, where it has values. */
  phrase?: Phrase
  /** The service's code for the same mistake, for the simulator. */
  code?: 1004 | 2002 | 2005 | 2006 | 2007 | 2008 | 2009 | 2011 | 2012 | 2015 | 2017
}

export interface RuleContext {
  dialect: Dialect
  /** Milliseconds since 1970, for what the service retires on a day: each boundary has one clock. */
  now: number
}

export interface CheckContext extends RuleContext {
  /** The task the request works on, where it was looked up. */
  source?: SourceTask
}

/** What is known of the task that a request works on. */
export interface SourceTask {
  /** Catalogue id, or the wire's type where the catalogue does not know it. */
  capability: string
  params: Params
  status: string
  /** Extensions and kinds of what it made, where known. */
  outputs?: readonly string[]
  /** What its model was seen to hold beside a textured shape, such as `lights`; absent where nobody has looked. */
  holds?: readonly string[]
}

/** A rule about the task that a request works on; its message names the way out. */
export type SourceRule = (source: SourceTask, params: Params, context: RuleContext) => Finding | undefined

/** Which tasks a capability takes as its source. */
export interface SourceSpec {
  /** The parameter that holds the task's id. */
  field: string
  /** Catalogue ids. */
  accepts: readonly string[]
  /** The service's code for a task of another kind. */
  code: 2006 | 2011 | 2012
  /** The service's code for a task that has not succeeded. */
  unfinished: 2005 | 2007
  /** What to do about a task of another kind. */
  wayOut: string
  rules?: readonly SourceRule[]
}

/** A rule over several parameters. Gets cleaned parameters; tells what is wrong. */
export type Rule = (params: Params, context: RuleContext) => Finding | undefined

/** A price in credits, with the lines that make it up. */
export interface Price {
  total: number
  lines: readonly { label: string; phrase?: Phrase; credits: number }[]
}

export type OutputKind =
  | 'model'
  | 'base_model'
  | 'pbr_model'
  | 'splat'
  | 'mask_image'
  | 'rendered_image'
  | 'generated_image'
  | 'multiview_images'
  | 'riggable'

/** What each kind of output is called in sentences. */
export const OUTPUT_WORDS: Readonly<Record<OutputKind, string>> = literals({
  model: 'model',
  base_model: 'model without textures',
  pbr_model: 'PBR model',
  splat: 'splat',
  mask_image: 'mask image',
  rendered_image: 'rendered picture',
  generated_image: 'picture',
  multiview_images: 'views',
  riggable: 'answer',
})

/** Tasks of one account that count together against a limit, with the limit. Source: docs/protocol.md#limits-and-pools. */
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

export interface Capability<Schema extends Type.TObject = Type.TObject> extends Lifespan {
  /** The public name, equal to the client reference's method in snake case. */
  id: string
  title: string
  /** One sentence for menus and agents. */
  summary: string
  category: 'generate' | 'texture' | 'shape' | 'animate' | 'convert' | 'image'
  /** A codicon name. */
  icon: string
  parameters: Schema
  rules: readonly Rule[]
  /** What a person should know before choosing it, in a few words: menus show it beside the title. */
  caution?: string
  /** Absent: the capability starts from nothing but its parameters. */
  source?: SourceSpec
  /** What the result cannot hold of what it is made from, in words such as `textures`; `holds` as in SourceTask. */
  losses?(params: Params, holds?: readonly string[]): readonly string[]
  /** What a file's name says of the result, after the name of the model it was made from; absent: the title. */
  fileWords?(params: Params): string
  /** Credits the service will charge for these (cleaned, valid) parameters. */
  price(params: Params): Price
  /** `encode` shapes parameters that do not stand on the wire as they are, `decode` is its inverse. */
  v2: { type: string; encode?(params: Params): Params; decode?(body: Params): Params }
  v3: { path: string; encode?(params: Params): Params; decode?(body: Params): Params }
  outputs: readonly OutputKind[]
  /** Typical seconds on the service, before anything was learned. Source: docs/protocol.md#assumed. */
  nominalSeconds: number
  /** The concurrency pool it shares (docs/protocol.md#limits-and-pools). */
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
    minItems?: number
    maxItems?: number
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
