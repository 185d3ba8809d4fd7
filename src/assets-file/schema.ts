// tripo.assets.json: the models of a game as code. One description for types, checks, and the editor's completion and hover.
import * as Type from 'typebox'
import { BudgetSchema } from '../mesh/tools/budget-schema.ts'
import type { LocalStep } from '../mesh/tools/local-step.ts'
import { localStepSchemas } from '../mesh/tools/local-tools.ts'
import { MAX_STEPS } from '../protocol/request.ts'
import type { Style as ProjectStyle } from '../protocol/studio.ts'

/** Names of the two files; the lock is kept by us, beside the other. */
export const ASSETS_FILE = 'tripo.assets.json'
export const LOCK_FILE = 'tripo.assets.lock.json'
export const ASSETS_VERSION = 1
/** More models than one game's file is meant for. */
export const MOST_MODELS = 500

const strict = { additionalProperties: false } as const
const RelativePath = (description: string) => Type.String({ minLength: 1, maxLength: 300, description })
const Params = Type.Record(Type.String({ maxLength: 80 }), Type.Unknown(), {
  description: 'Parameters by their names at the service, such as face_limit, texture, pbr.',
})

/** A step at the service, on the result of the one before. */
const ServiceStep = Type.Object(
  {
    capability: Type.String({ maxLength: 80, description: 'What Tripo does with the result of the step before.' }),
    params: Type.Optional(Params),
  },
  { ...strict, description: 'A step at the service; it costs credits.' },
)

const Steps = Type.Array(Type.Union([ServiceStep, Type.Unsafe<LocalStep>(Type.Union([...localStepSchemas()]))]), {
  maxItems: MAX_STEPS * 2,
  description: 'What is done with the model: steps at the service first, then steps on this machine.',
})

/** What a style can say of textures. */
const TEXTURES = ['none', 'standard', 'detailed'] as const

const Style = Type.Object(
  {
    prefix: Type.Optional(Type.String({ maxLength: 500, description: 'Words before each prompt.' })),
    suffix: Type.Optional(Type.String({ maxLength: 500, description: 'Words after each prompt.' })),
    texture: Type.Optional(Type.Enum([...TEXTURES], { description: 'Textures of its models.' })),
    faceLimit: Type.Optional(Type.Integer({ minimum: 1, description: 'The most faces of its models.' })),
  },
  { ...strict, description: 'A look that models share.' },
)
export type AssetStyle = Type.Static<typeof Style>

/** A style of the setting `tripo.styles`, as an assets file uses it: without its picture, and with textures that are known. */
export const assetStyle = ({ prefix, suffix, texture, faceLimit }: ProjectStyle): AssetStyle => ({
  ...{ prefix, suffix, faceLimit },
  texture: TEXTURES.find((one) => one === texture),
})

const Name = Type.String({
  pattern: '^[A-Za-z0-9][A-Za-z0-9_-]{0,79}$',
  description: 'What the model is called in code, and its file: letters, digits, - and _.',
})
const Budgets = Type.Object(BudgetSchema.properties, {
  ...strict,
  description: 'Limits that the finished file must keep: triangles, bytes, textureSize, drawCalls, bones.',
})

const Model = Type.Object(
  {
    name: Name,
    prompt: Type.Optional(Type.String({ minLength: 1, maxLength: 1024, description: 'What to make, in words.' })),
    image: Type.Optional(RelativePath('A PNG, JPEG or WebP to make it from, relative to this file.')),
    images: Type.Optional(
      Type.Object(
        {
          front: RelativePath('The front; the others are placed around it.'),
          left: Type.Optional(RelativePath('Its left side.')),
          back: Type.Optional(RelativePath('Its back.')),
          right: Type.Optional(RelativePath('Its right side.')),
        },
        { ...strict, description: 'Two to four pictures around it instead of one, relative to this file.' },
      ),
    ),
    style: Type.Optional(Type.String({ maxLength: 60, description: 'A style of this file or of tripo.styles.' })),
    params: Type.Optional(Params),
    steps: Type.Optional(Steps),
    target: Type.Optional(
      RelativePath('Where the finished file lies, relative to this file. Default: folder/name.glb.'),
    ),
    budgets: Type.Optional(Budgets),
  },
  { ...strict, description: 'A model: from a prompt, an image, or images of its sides.' },
)
export type AssetModel = Type.Static<typeof Model>

export const AssetsFile = Type.Object(
  {
    $schema: Type.Optional(Type.String()),
    version: Type.Literal(ASSETS_VERSION, { description: 'The version of this format.' }),
    folder: Type.Optional(RelativePath('Where models lie that name no target. Default: public/assets or assets.')),
    index: Type.Optional(
      Type.Union([Type.Literal(false), RelativePath('A .ts or .js file.')], {
        description:
          'The generated list of names, addresses, clips and sizes for code: a .ts or .js file, or false for none.',
      }),
    ),
    styles: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Style)),
    defaults: Type.Optional(
      Type.Object(
        {
          style: Type.Optional(Type.String({ maxLength: 60 })),
          params: Type.Optional(Params),
          steps: Type.Optional(Steps),
          budgets: Type.Optional(Budgets),
        },
        { ...strict, description: 'What models have that do not say otherwise.' },
      ),
    ),
    models: Type.Array(Model, { maxItems: MOST_MODELS }),
  },
  { ...strict, title: 'Models of a game, made by Tripo' },
)
export type AssetsFile = Type.Static<typeof AssetsFile>
