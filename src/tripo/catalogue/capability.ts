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

/**
 * A capability's own parameters, as its rules and prices see them: only those that its schema has, so that another one's
 * name does not compile, and only values that fit it. What is missing, or of another kind, is absent.
 */
export type Own<Schema extends Type.TObject> = Readonly<Partial<Type.Static<Schema>>>

/** The same names, whatever stands there: for what is asked of requests that nobody has checked. */
export type Named<Values> = { readonly [Name in keyof Values]?: unknown }

/** A rule about the task that a request works on; its message names the way out. */
export type SourceRule<Values> = (source: SourceTask, params: Values, context: RuleContext) => Finding | undefined

/** Which tasks a capability takes as its source. */
export interface SourceSpec<Values> {
  /** The parameter that holds the task's id. */
  field: keyof Values & string
  /** Catalogue ids. */
  accepts: readonly string[]
  /** The service's code for a task of another kind. */
  code: 2006 | 2011 | 2012
  /** The service's code for a task that has not succeeded. */
  unfinished: 2005 | 2007
  /** What to do about a task of another kind. */
  nextStep: string
  rules?: readonly SourceRule<Values>[]
}

/**
 * A rule over several parameters; tells what is wrong.
 * @param given all of the cleaned request, also what its capability does not know
 */
export type Rule<Values> = (params: Values, context: RuleContext, given: Params) => Finding | undefined

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

/** What a capability's file says of it: its rules and its price know its own parameters only (defineCapability). */
export interface CapabilitySpec<Schema extends Type.TObject, Values = Own<Schema>> extends Lifespan {
  /** The public name, equal to the client reference's method in snake case. */
  id: string
  title: string
  /** One sentence for menus and agents. */
  summary: string
  category: 'generate' | 'texture' | 'shape' | 'animate' | 'convert' | 'image'
  /** A codicon name. */
  icon: string
  /**
   * Where people find it: a tab of the form (and behind a result that it takes), only behind a result, or nowhere, since
   * the product asks for it by itself.
   */
  place: 'tab' | 'step' | 'neither'
  /** What its tab is called, where its title is too long for one. */
  tabTitle?: string
  parameters: Schema
  rules: readonly Rule<Values>[]
  /** What a person should know before choosing it, in a few words: menus show it beside the title. */
  caution?: string
  /** Absent: the capability starts from nothing but its parameters. */
  source?: SourceSpec<Values>
  /** What the result cannot hold of what it is made from, in words such as `textures`; `holds` as in SourceTask. */
  losses?: (params: Values, holds?: readonly string[]) => readonly string[]
  /** What a file's name says of the result, after the name of the model it was made from; absent: the title. */
  fileWords?: (params: Values) => string
  /** Credits the service will charge for these (cleaned, valid) parameters. */
  price: (params: Values) => Price
  /** `encode` shapes parameters that do not stand on the wire as they are, `decode` is its inverse. */
  v2: { type: string; encode?(params: Params): Params; decode?(body: Params): Params }
  v3: { path: string; encode?(params: Params): Params; decode?(body: Params): Params }
  outputs: readonly OutputKind[]
  /** Typical seconds on the service, before anything was learned. Source: docs/protocol.md#assumed. */
  nominalSeconds: number
  /** The concurrency pool it shares (docs/protocol.md#limits-and-pools). */
  pool: (params: Values) => Pool
}

/** A capability as everything else knows it: its rules and prices take whatever a request holds. */
export interface Capability<Schema extends Type.TObject = Type.TObject> extends CapabilitySpec<Schema, Params> {}

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
