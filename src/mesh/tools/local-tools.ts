// The tools that a local step can name, as data: those of operators.ts that need no open model, and those that create another
// file. The forms' menu, the check of stored steps, the schema of tripo.assets.json and the runner are derived from this list.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { phrase } from '../../text/index.ts'
import { FBX_PRESETS, ONE_FILE_FORMATS } from '../formats/names.ts'
import type { ToolRequest } from './job.ts'
import { LocalStep, optionsOf } from './local-step.ts'
import type { Operation } from './operations.ts'
import { areValues, OPERATORS, type Operator, type OperatorField, TRIANGLES } from './operators.ts'
import type { OptimiseOptions } from './optimise.ts'
import { COMPRESSIONS, TEXTURE_FORMATS, TEXTURE_LABELS } from './optimise-presets.ts'

export interface LocalTool extends Operator {
  /** Options that a step must say. */
  readonly required?: readonly string[]
}

/** Tools on the file as a whole; `OPTIMISE_DEFAULTS` are what the second has where nothing is said. */
const FILE_TOOLS: readonly LocalTool[] = [
  {
    id: 'simplify',
    title: phrase('Limit Triangles'),
    fields: [
      {
        ...{ name: 'triangles', label: phrase('Triangles at most'), kind: 'number', initial: 5000 },
        ...{ minimum: TRIANGLES.least, maximum: TRIANGLES.most, isWhole: true },
      },
      {
        ...{ name: 'ratio', label: phrase('The share of them that is left'), kind: 'given', initial: 0.5 },
        ...{ minimum: 1e-6, maximum: 1 },
      },
    ],
  },
  {
    id: 'optimise',
    title: phrase('Pack for the Web'),
    fields: [
      {
        ...{ name: 'compression', label: phrase('Geometry'), kind: 'choice', initial: 'meshopt' },
        choices: [
          { value: 'meshopt', label: phrase('Packed with meshopt') },
          { value: 'draco', label: phrase('Packed with Draco') },
          { value: 'quantise', label: phrase('Smaller numbers') },
          { value: 'none', label: phrase('As it is') },
        ],
      },
      {
        ...{ name: 'textureSize', label: phrase('Pixels of a texture’s side at most (0: as they are)') },
        ...{ kind: 'number', initial: 2048, minimum: 0, maximum: 16_384, isWhole: true },
      },
      {
        ...{ name: 'textureFormat', label: phrase('Textures'), kind: 'choice', initial: 'webp' },
        choices: TEXTURE_FORMATS.map((value) => ({ value, label: TEXTURE_LABELS[value] })),
      },
      { name: 'join', label: phrase('Join meshes of one material'), kind: 'flag', initial: false },
    ],
  },
  {
    id: 'convert',
    title: phrase('Convert'),
    required: ['format'],
    fields: [
      {
        ...{ name: 'format', label: phrase('Format'), kind: 'choice', initial: 'fbx' },
        choices: ONE_FILE_FORMATS.map((format) => ({ value: format, label: phrase('{0}', format.toUpperCase()) })),
      },
      {
        ...{ name: 'fbxPreset', label: phrase('FBX for'), kind: 'choice', initial: 'blender' },
        beside: { name: 'format', values: ['fbx'] },
        choices: [
          { value: 'blender', label: phrase('Blender, Unity, Unreal Engine') },
          { value: '3dsmax', label: phrase('3ds Max') },
          { value: 'mixamo', label: phrase('Mixamo') },
          { value: 'bake_scale', label: phrase('Any, scaled vertices') },
        ],
      },
    ],
  },
]

/** Works on all clips, and on a model without one it changes nothing. */
const OF_ALL_CLIPS = 'inPlace'

/** Every tool that can follow a result: it needs neither selected parts nor a chosen clip nor a picture. */
export const LOCAL_TOOLS: readonly LocalTool[] = [
  ...OPERATORS.filter(({ id, isHidden, parts, needsClip }) => {
    return id === OF_ALL_CLIPS || !(isHidden || parts || needsClip)
  }),
  ...FILE_TOOLS,
]

export const localToolOf = (id: string): LocalTool | undefined => LOCAL_TOOLS.find((tool) => tool.id === id)

function isPossible(step: LocalStep): boolean {
  const tool = localToolOf(step.tool)
  const options = optionsOf(step)
  return tool !== undefined && areValues(tool, options) && (tool.required ?? []).every((name) => name in options)
}

/** The steps that this version can do, as they are written today; what it does not know, or has other options, is left out. */
export const possibleSteps = (steps: readonly LocalStep[]): readonly LocalStep[] =>
  steps.filter(isPossible).map((step) => ({ tool: step.tool, options: optionsOf(step) }))

const Steps = Type.Array(LocalStep)

/** Steps from a setting or a record; undefined when one of them is not possible: half of them would be another model. */
export const readSteps = (value: unknown): readonly LocalStep[] | undefined =>
  Check(Steps, value) && value.every(isPossible) ? possibleSteps(value) : undefined

/** The format of the file after the steps. @param before the format of the file that they begin with, as its ending */
export function formatAfter(steps: readonly LocalStep[], before: string): string {
  return steps.reduce((format, step) => {
    if (step.tool === 'optimise') return 'glb'
    return step.tool === 'convert' ? String(optionsOf(step).format) : format
  }, before)
}

/** What each step asks of `runTool`, in order; operators one after the other are changes of one file. */
export function requestsOf(steps: readonly LocalStep[]): readonly ToolRequest[] {
  const requests: ToolRequest[] = []
  let operations: Operation[] = []
  for (const { tool, options = {} } of possibleSteps(steps)) {
    const request = fileRequest(tool, options)
    if (!request) {
      if (operations.length === 0) requests.push({ tool: 'edit', options: { operations } })
      operations.push({ kind: 'run', operator: tool, values: options })
      continue
    }
    operations = []
    requests.push(request)
  }
  return requests
}

function fileRequest(tool: string, options: NonNullable<LocalStep['options']>): ToolRequest | undefined {
  const number = (name: string) => (typeof options[name] === 'number' ? { [name]: options[name] } : {})
  if (tool === 'simplify') return { tool, options: { ...number('triangles'), ...number('ratio') } }
  if (tool === 'optimise') {
    const compression = COMPRESSIONS.find((one) => one === options.compression)
    const textureFormat = TEXTURE_FORMATS.find((one) => one === options.textureFormat)
    const own: OptimiseOptions = {
      ...(compression && { compression }),
      ...(textureFormat && { textureFormat }),
      ...(typeof options.join === 'boolean' && { join: options.join }),
    }
    return { tool, options: { ...own, ...number('textureSize') } }
  }
  const format = tool === 'convert' && ONE_FILE_FORMATS.find((one) => one === options.format)
  if (!format) return undefined
  const fbxPreset = FBX_PRESETS.find((one) => one === options.fbxPreset)
  return { tool: 'convert', options: { format, ...(fbxPreset && { fbxPreset }) } }
}

/** JSON schemas of the steps, one a tool, for editors: with the names, limits and English words of their options. */
export const localStepSchemas = (): readonly Type.TObject[] =>
  LOCAL_TOOLS.map(({ id, title, fields, required = [] }) => {
    const options = fields.map((field) => {
      const schema = fieldSchema(field)
      return [field.name, required.includes(field.name) ? schema : Type.Optional(schema)] as const
    })
    const all = Type.Object(Object.fromEntries(options), STRICT)
    return Type.Object(
      { tool: Type.Literal(id), options: required.length > 0 ? all : Type.Optional(all) },
      { ...STRICT, description: title.text },
    )
  })

const STRICT = { additionalProperties: false } as const

function fieldSchema({ label, initial, choices, minimum, maximum, isWhole, unit }: OperatorField): Type.TSchema {
  const description = unit ? `${label.text} (${unit})` : label.text
  if (choices) return Type.Enum([...choices.map(({ value }) => value)], { description })
  if (typeof initial === 'boolean') return Type.Boolean({ description })
  const limits = { ...(minimum === undefined ? {} : { minimum }), ...(maximum === undefined ? {} : { maximum }) }
  if (isWhole) return Type.Integer({ description, ...limits })
  return typeof initial === 'number' ? Type.Number({ description, ...limits }) : Type.String({ description })
}
