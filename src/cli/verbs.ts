// The verbs of the command line: each with its options, and the local tool that it runs.
import { CONVERT_TARGETS, type ConvertTarget, FBX_PRESETS, MODEL_FORMAT_IDS } from '../mesh/formats/names.ts'
import type { Budget } from '../mesh/tools/budget-schema.ts'
import { SEVERITIES } from '../mesh/tools/finding.ts'
import type { ToolRequest } from '../mesh/tools/job.ts'
import { LENGTHS, TRIANGLES } from '../mesh/tools/operators.ts'
import { COMPRESSIONS, OPTIMISE_PRESETS, TEXTURE_FORMATS } from '../mesh/tools/optimise-presets.ts'
import { choiceOf, given, JSON_OPTION, type OptionRules, type Options, UsageError, WRITING } from './options.ts'
import { CHANGES } from './verbs-change.ts'

export interface Verb {
  readonly help: string
  readonly options: OptionRules
  /** What a file is to have done. @throws UsageError when an option is missing */
  request(options: Options, budget: Budget): ToolRequest
  /** What the source's name, without ending, becomes for its result; the same without it. */
  resultName?(source: string, options: Options): string
  /** What a folder of several results is called after the source. */
  folder?(options: Options): string | undefined
  /** All models go into one result. */
  readonly isTogether?: boolean
}

/** Names of targets, and of the service's presets. */
const PRESETS = [...new Set([...CONVERT_TARGETS.map(({ id }) => id), ...FBX_PRESETS])]

export const VERBS: Readonly<Record<string, Verb>> = {
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
      to: { value: 'FORMAT', choices: MODEL_FORMAT_IDS, help: 'the format to write; left out: that of --preset' },
      preset: {
        value: 'NAME',
        choices: PRESETS,
        help: `what it is for, with its axes and units: ${CONVERT_TARGETS.map(({ id }) => id).join(', ')}`,
      },
      ...WRITING,
    },
    request: (options) => {
      const preset = choiceOf(options, 'preset', PRESETS)
      const target: ConvertTarget | undefined = CONVERT_TARGETS.find(({ id }) => id === preset)
      const format = choiceOf(options, 'to', MODEL_FORMAT_IDS) ?? target?.format
      if (!format)
        throw new UsageError('usage.missing', `convert needs --to FORMAT: ${MODEL_FORMAT_IDS.join(', ')}; or --preset.`)
      const fbxPreset = target ? target.fbxPreset : FBX_PRESETS.find((one) => one === preset)
      // A printer takes any format; the others are of one.
      const own = target?.inMillimetres ? format : (target?.format ?? 'fbx')
      if (preset !== undefined && format !== own)
        throw new UsageError('usage.combination', `--preset ${preset} is for --to ${own}.`)
      const inMillimetres = (target?.inMillimetres && format === 'stl') || undefined
      return { tool: 'convert', options: given({ format, fbxPreset, inMillimetres }) }
    },
  },
  simplify: {
    help: 'fewer triangles; seams, skins and morph targets are kept',
    options: {
      triangles: {
        value: 'N',
        number: { ...TRIANGLES, whole: true },
        help: 'the most triangles that are left',
      },
      ratio: { value: 'X', number: { least: 0.0001, most: 1 }, help: 'the share that is left (default 0.5)' },
      error: {
        value: 'MM',
        number: LENGTHS,
        help: 'how far the surface may move, in millimeters; alone, as few triangles as that allows',
      },
      ...WRITING,
    },
    request: (options) => {
      const [triangles, ratio] = [options.number('triangles'), options.number('ratio')]
      if (triangles !== undefined && ratio !== undefined)
        throw new UsageError('usage.combination', '--triangles or --ratio, not both.')
      return { tool: 'simplify', options: given({ triangles, ratio, millimetres: options.number('error') }) }
    },
  },
  optimise: {
    help: 'a smaller GLB of the same model for the web',
    options: {
      preset: {
        value: 'NAME',
        choices: OPTIMISE_PRESETS.map(({ id }) => id),
        help: `what for: ${OPTIMISE_PRESETS.map(({ id }) => id).join(', ')} (default web); other options go before it`,
      },
      compression: {
        value: 'KIND',
        choices: COMPRESSIONS,
        help: 'meshopt (default) or draco, which need their decoders, quantise, none',
      },
      'texture-size': {
        value: 'PIXELS',
        number: { least: 0, most: 16_384, whole: true },
        help: 'the most along a side (default 2048); 0 keeps them',
      },
      'texture-format': {
        value: 'FORMAT',
        choices: TEXTURE_FORMATS,
        help: 'webp (default), avif or jpeg for colors, or keep',
      },
      join: { help: 'meshes of one material become one; parts lose their names' },
      ...WRITING,
    },
    request: (options) => ({
      tool: 'optimise',
      options: given({
        ...OPTIMISE_PRESETS.find(({ id }) => id === options.text('preset'))?.options,
        ...given({
          compression: choiceOf(options, 'compression', COMPRESSIONS),
          textureSize: options.number('texture-size'),
          textureFormat: choiceOf(options, 'texture-format', TEXTURE_FORMATS),
          join: options.on('join') || undefined,
        }),
      }),
    }),
  },
  ...CHANGES,
}

export const isVerb = (name: string): boolean => Object.hasOwn(VERBS, name)

/** A verb that `isVerb` knows. */
export function verbOf(name: string): Verb {
  const verb = isVerb(name) ? VERBS[name] : undefined
  if (!verb) throw new RangeError(`no verb ${name}`)
  return verb
}
