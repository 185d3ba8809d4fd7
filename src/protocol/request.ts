// A request: a capability with its parameters and the target of the result. Created by forms, commands, menus and agents, and
// carried out by src/jobs.
import * as Type from 'typebox'
import { LocalStep, MAX_LOCAL_STEPS } from '../mesh/tools/local-step.ts'

export { LocalStep, MAX_LOCAL_STEPS }

/** A style of the project, as it was applied to a request. */
export const AppliedStyle = Type.Object({
  name: Type.String({ minLength: 1 }),
  /** The prompt as it was typed, without the style's words. */
  prompt: Type.Optional(Type.String()),
  /** The style's picture among the request's pictures. */
  image: Type.Optional(Type.String()),
})
export type AppliedStyle = Type.Static<typeof AppliedStyle>

/** Which of several results of one request it is: they wait in the extension's storage until one of them is kept. */
export const Variation = Type.Object({
  /** The same for all that were asked for at once. */
  set: Type.String({ minLength: 1 }),
  /** From 0. */
  index: Type.Integer({ minimum: 0 }),
  of: Type.Integer({ minimum: 2 }),
})
export type Variation = Type.Static<typeof Variation>

export const GenerateRequest = Type.Object({
  /** A catalogue id. */
  capability: Type.String({ minLength: 1 }),
  /** By wire name; images as FileInput, local ones as `{ upload: <uri> }`. */
  params: Type.Record(Type.String(), Type.Unknown()),
  /** A name for the files without extension; absent: a slug of the prompt or image. */
  name: Type.Optional(Type.String()),
  /** What a picture is called that is kept under another name; absent: the name of its file. */
  title: Type.Optional(Type.String()),
  /** The style of the project that is in the parameters already. */
  style: Type.Optional(AppliedStyle),
  /** The model of the project's assets file that it is for, and the hash of what was asked. */
  asset: Type.Optional(Type.Object({ name: Type.String(), asked: Type.String() })),
  variation: Type.Optional(Variation),
  /** Of a chain for its last result. */
  local: Type.Optional(Type.Array(LocalStep, { maxItems: MAX_LOCAL_STEPS })),
  /** Where pictures that it and its steps draw go; absent: beside the models. `storage`: only on the way to a model. */
  pictures: Type.Optional(Type.Enum(['assets', 'storage'])),
  /** Folder of this result, as `tripo.assetsFolder` is written; absent: what that setting says. */
  folder: Type.Optional(Type.String()),
})
export type GenerateRequest = Type.Static<typeof GenerateRequest>

/** What is to be done with a result. The task it works on is filled in when the step begins. */
export const RequestStep = Type.Object({
  /** A catalogue id. */
  capability: Type.String({ minLength: 1 }),
  /** By wire name, without the source task. */
  params: Type.Record(Type.String(), Type.Unknown()),
})
export type RequestStep = Type.Static<typeof RequestStep>

/** Most steps after the first request: more than the service's capabilities can be strung together sensibly. */
export const MAX_STEPS = 8

/** A request with what is to be done with its result, step by step; without steps it is a plain request. */
export const ChainRequest = Type.Object({
  ...GenerateRequest.properties,
  steps: Type.Optional(Type.Array(RequestStep, { maxItems: MAX_STEPS })),
})
export type ChainRequest = Type.Static<typeof ChainRequest>

export { Problem } from '../text/problem.ts'
