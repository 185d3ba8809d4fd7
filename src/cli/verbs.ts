// What the command line does with models: each verb with its options, and the local tool that it asks for.
import { MODEL_FORMAT_IDS } from '../mesh/formats/names.ts'
import type { Budget } from '../mesh/tools/budget-schema.ts'
import { SEVERITIES } from '../mesh/tools/finding.ts'
import type { ToolRequest } from '../mesh/tools/job.ts'
import { type OptionRule, type OptionRules, type Options, UsageError } from './options.ts'

export interface Verb {
  readonly help: string
  readonly options: OptionRules
  /** What a file is to have done. @throws UsageError when an option is missing */
  request(options: Options, budget: Budget): ToolRequest
}

const FBX_PRESETS = ['blender', '3dsmax', 'mixamo', 'bake_scale'] as const
const COMPRESSIONS = ['meshopt', 'quantise', 'none'] as const
const TEXTURE_FORMATS = ['webp', 'jpeg', 'keep'] as const

const JSON_OPTION: OptionRule = { help: 'one JSON document on standard output instead of text' }
/** Of verbs that write. */
const WRITING: OptionRules = {
  out: {
    value: 'FOLDER',
    help: 'where results go, below it as the sources lie to one another; beside them without it',
  },
  force: { help: 'with --out: replace results of an earlier run (never a source)' },
  json: JSON_OPTION,
}

/** The word of a list that an option was given. */
const choiceOf = <Word extends string>(options: Options, name: string, words: readonly Word[]): Word | undefined =>
  words.find((word) => word === options.text(name))

/** An object's fields without those that have no value. */
const given = <Fields extends object>(fields: Fields): Fields =>
  Object.assign(
    {},
    ...Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [{ [key]: value }])),
  )

export const VERBS: Readonly<Record<'inspect' | 'check' | 'convert' | 'simplify' | 'optimise', Verb>> = {
  inspect: {
    help: 'counts, size, textures with their graphics memory, clips, skins, bytes by part',
    options: { json: JSON_OPTION },
    request: () => ({ tool: 'inspect', options: {} }),
  },
  check: {
    help: 'what is wrong with models, and what passes the budgets of the project',
    options: {
      budgets: {
        value: 'FILE.json',
        optional: /\.json$/i,
        help: 'limits by glob, as `tripo.budgets`; without a file those of .vscode/settings.json',
      },
      'fail-on': { value: 'SEVERITY', choices: SEVERITIES, help: 'error (default), warning or info' },
      all: { help: 'print findings of severity info, too; JSON always has them' },
      json: JSON_OPTION,
    },
    request: (_, budget) => ({ tool: 'check', options: { budget } }),
  },
  convert: {
    help: `to another format: ${MODEL_FORMAT_IDS.join(', ')}`,
    options: {
      to: { value: 'FORMAT', choices: MODEL_FORMAT_IDS, help: 'the format to write' },
      preset: { value: 'NAME', choices: FBX_PRESETS, help: `axes and units of FBX: ${FBX_PRESETS.join(', ')}` },
      ...WRITING,
    },
    request: (options) => {
      const format = choiceOf(options, 'to', MODEL_FORMAT_IDS)
      if (!format) throw new UsageError(`convert needs --to FORMAT: ${MODEL_FORMAT_IDS.join(', ')}.`)
      const fbxPreset = choiceOf(options, 'preset', FBX_PRESETS)
      if (fbxPreset && format !== 'fbx') throw new UsageError('--preset is for --to fbx.')
      return { tool: 'convert', options: given({ format, fbxPreset }) }
    },
  },
  simplify: {
    help: 'fewer triangles; seams, skins and morph targets are kept',
    options: {
      triangles: {
        value: 'N',
        number: { least: 1, most: 1_000_000_000, whole: true },
        help: 'the most triangles that are left',
      },
      ratio: { value: 'X', number: { least: 0.0001, most: 1 }, help: 'the share that is left (default 0.5)' },
      ...WRITING,
    },
    request: (options) => {
      const [triangles, ratio] = [options.number('triangles'), options.number('ratio')]
      if (triangles !== undefined && ratio !== undefined) throw new UsageError('--triangles or --ratio, not both.')
      return { tool: 'simplify', options: given({ triangles, ratio }) }
    },
  },
  optimise: {
    help: 'a smaller GLB of the same model for the web',
    options: {
      compression: {
        value: 'KIND',
        choices: COMPRESSIONS,
        help: 'meshopt (default; needs its decoder), quantise, none',
      },
      'texture-size': {
        value: 'PIXELS',
        number: { least: 0, most: 16_384, whole: true },
        help: 'the most along a side (default 2048); 0 keeps them',
      },
      'texture-format': { value: 'FORMAT', choices: TEXTURE_FORMATS, help: 'webp (default), jpeg for colors, or keep' },
      join: { help: 'meshes of one material become one; parts lose their names' },
      ...WRITING,
    },
    request: (options) => ({
      tool: 'optimise',
      options: given({
        compression: choiceOf(options, 'compression', COMPRESSIONS),
        textureSize: options.number('texture-size'),
        textureFormat: choiceOf(options, 'texture-format', TEXTURE_FORMATS),
        join: options.on('join') || undefined,
      }),
    }),
  },
}

export type VerbName = keyof typeof VERBS
export const isVerb = (name: string): name is VerbName => Object.hasOwn(VERBS, name)
