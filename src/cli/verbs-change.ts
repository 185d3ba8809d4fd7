// Verbs of the command line that change models otherwise than by converting, simplifying and packing. Their options come from
// the tools' own list (mesh/tools/operators.ts), so that a tool of the model editor is one of scripts, too.
import type { ToolRequest } from '../mesh/tools/job.ts'
import {
  COLLIDER_SHAPES,
  FRONT_OF_TURN,
  LENGTHS,
  OPERATORS,
  type Operator,
  type OperatorField,
  type OperatorValue,
  operatorOf,
} from '../mesh/tools/operators.ts'
import { REPAIR_STEPS } from '../mesh/tools/repair-steps.ts'
import type { Axis } from '../mesh/tools/transform.ts'
import { type NameFault, nameFault } from '../text/portable-name.ts'
import { choiceOf, given, type OptionRule, type OptionRules, type Options, UsageError, WRITING } from './options.ts'
import type { Verb } from './verbs.ts'

/** `inPlace` as a command line writes it. */
const dashed = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

/** What is on from the start can only be switched off. */
const optionName = ({ name, initial }: OperatorField) => (initial === true ? `no-${dashed(name)}` : dashed(name))

function ruleOf({ label, kind, initial, choices, minimum, maximum, isWhole, unit }: OperatorField): OptionRule {
  const help = label.text
  if (kind === 'flag') return { help: initial === true ? `without this step: ${help}` : help }
  if (choices) {
    const values = choices.map(({ value }) => value)
    return { value: 'CHOICE', choices: values, help: `${help}: ${values.join(', ')} (default ${initial})` }
  }
  if (kind === 'clip') {
    const number = { least: 0, most: 1_000_000, whole: true }
    return { value: 'N', number, help: 'number of the clip, from 0, as `inspect` lists them (default 0)' }
  }
  if (kind === 'text') return { value: 'TEXT', help: `${help} (needed)` }
  const number = { least: minimum ?? 0, most: maximum ?? Number.MAX_SAFE_INTEGER, ...(isWhole && { whole: true }) }
  return { value: unit ?? 'N', number, help: `${help} (default ${initial})` }
}

const rulesOf = ({ fields }: Operator): OptionRules =>
  Object.fromEntries(fields.map((field) => [optionName(field), ruleOf(field)]))

function valueIn(field: OperatorField, options: Options): OperatorValue {
  const name = optionName(field)
  if (field.kind === 'flag') return options.on(name) !== (field.initial === true)
  if (field.kind !== 'text')
    return (field.kind === 'choice' ? options.text(name) : options.number(name)) ?? field.initial
  const text = options.text(name)
  if (text === undefined || text.trim() === '') throw new UsageError('usage.missing', `--${name} takes the new name.`)
  return text
}

const valuesOf = ({ fields }: Operator, options: Options): Readonly<Record<string, OperatorValue>> =>
  Object.fromEntries(fields.map((field) => [field.name, valueIn(field, options)]))

/** An operator of this version by its id. */
function operator(id: string): Operator {
  const found = operatorOf(id)
  if (!found) throw new RangeError(`no operator ${id}`)
  return found
}

const UPS: readonly Axis[] = ['y', '-y', 'z', '-z', 'x', '-x']
const PIVOTS = ['bottom', 'center'] as const

const TRANSFORM: Verb = {
  help: 'real size, axes, origin',
  options: {
    height: { value: 'M', number: LENGTHS, help: 'meters from the lowest to the highest point' },
    longest: { value: 'M', number: LENGTHS, help: 'meters along the longest side' },
    factor: { value: 'X', number: LENGTHS, help: 'times the size: 0.01 makes meters of centimeters' },
    up: { value: 'AXIS', choices: UPS, help: `the axis of the file that is up in truth: ${UPS.join(', ')}` },
    turn: {
      value: 'WHERE',
      choices: Object.keys(FRONT_OF_TURN),
      help: `about the vertical: ${Object.keys(FRONT_OF_TURN).join(', ')}`,
    },
    pivot: { value: 'PLACE', choices: PIVOTS, help: `where the origin goes: ${PIVOTS.join(' (on the ground), ')}` },
    'pivot-part': { value: 'NAME', help: 'the origin goes to that of a part' },
    apply: { help: 'what nodes do is written into the points' },
    'in-place': { help: 'clips walk on the spot' },
    ...WRITING,
  },
  request: (options) => {
    const [height, longest, factor] = [options.number('height'), options.number('longest'), options.number('factor')]
    if ([height, longest, factor].filter((one) => one !== undefined).length > 1)
      throw new UsageError('usage.combination', 'One of --height, --longest and --factor.')
    const node = options.text('pivot-part')
    const place = choiceOf(options, 'pivot', PIVOTS)
    if (place && node !== undefined) throw new UsageError('usage.combination', '--pivot or --pivot-part, not both.')
    const turn = options.text('turn')
    const wanted = given({
      ...{ height, longest, factor, up: choiceOf(options, 'up', UPS) },
      front: turn === undefined ? undefined : FRONT_OF_TURN[turn],
      pivot: node === undefined ? place : { node },
      apply: options.on('apply') || undefined,
      inPlace: options.on('in-place') || undefined,
    })
    if (Object.keys(wanted).length === 0)
      throw new UsageError('usage.missing', 'transform needs what to change, such as --height 1.8 or --pivot bottom.')
    return { tool: 'transform', options: wanted }
  },
}

const REPAIR: Verb = {
  help: 'what is wrong with a mesh made right, step by step',
  options: { ...rulesOf(operator('repair')), ...WRITING },
  request: (options) => {
    const values = valuesOf(operator('repair'), options)
    return { tool: 'repair', options: { steps: REPAIR_STEPS.filter((step) => values[step] === true) } }
  },
}

const COLLIDER_PLACES = ['node', 'file'] as const

const COLLIDER: Verb = {
  help: 'a simple shape for physics',
  options: {
    ...rulesOf(operator('collider')),
    as: {
      value: 'PLACE',
      choices: COLLIDER_PLACES,
      help: 'node `_collider` of the model (default), or a file of its own',
    },
    ...WRITING,
  },
  request: (options) => {
    const shape = choiceOf(options, 'shape', COLLIDER_SHAPES) ?? 'hull'
    const numbers = Object.fromEntries(
      ['corners', 'pieces', 'triangles'].flatMap((name) => {
        const value = options.number(name)
        return value === undefined ? [] : [[name, value]]
      }),
    )
    const as = choiceOf(options, 'as', COLLIDER_PLACES)
    return { tool: 'collider', options: { shape, ...numbers, ...(as && { as }) } }
  },
  resultName: (source, options) => (options.text('as') === 'file' ? `${source}-collider` : source),
}

const LEVEL_PLACES = ['files', 'inside'] as const
const SPLITS = ['part', 'material'] as const

/** The smallest share of a level, and how many levels there can be. */
const LEVELS = { least: 0.0001, most: 16 }

/** Levels as shares: `0.5,0.2`. */
function ratiosOf(text: string | undefined): readonly number[] | undefined {
  if (text === undefined) return undefined
  const ratios = text.split(',').map(Number)
  if (!ratios.every((ratio) => ratio >= LEVELS.least && ratio < 1))
    throw new UsageError('usage.value', `--ratios takes shares from ${LEVELS.least} to below 1, such as 0.5,0.25,0.1.`)
  if (ratios.length > LEVELS.most) throw new UsageError('usage.value', `--ratios takes ${LEVELS.most} shares at most.`)
  return ratios
}

const LOD: Verb = {
  help: 'levels of detail, with the distance from which each can be shown',
  options: {
    ratios: { value: 'A,B,C', help: 'the share of triangles that each level keeps (default 0.5,0.25,0.1)' },
    as: { value: 'PLACE', choices: LEVEL_PLACES, help: 'a file for each (default: files), or inside one (MSFT_lod)' },
    ...WRITING,
  },
  request: (options) => ({
    tool: 'lod',
    options: given({ ratios: ratiosOf(options.text('ratios')), as: choiceOf(options, 'as', LEVEL_PLACES) }),
  }),
  folder: (options) => (options.text('as') === 'inside' ? undefined : '-lod'),
}

const SPLIT: Verb = {
  help: 'a file for each part or material',
  options: {
    by: { value: 'WHAT', choices: SPLITS, help: 'part (default) or material' },
    ...WRITING,
  },
  request: (options) => ({ tool: 'split', options: { by: choiceOf(options, 'by', SPLITS) ?? 'part' } }),
  // Also of a single part: parts of several models may have one name.
  folder: () => '-parts',
}

const NAME_FAULTS: Readonly<Record<NameFault, string>> = {
  empty: 'a name has letters, such as both.',
  slash: '--name takes a name; --out names the folder.',
  strange: 'leave out : * ? " < > | and invisible characters.',
  device: 'Windows keeps this name for a device.',
  end: 'a name cannot end with a dot or a space everywhere.',
  long: 'it is too long for a file.',
}

/** What the merged model is called, without ending; undefined where nothing is said. @throws UsageError where no file can be called so */
function mergedName(options: Options): string | undefined {
  const text = options.text('name')
  const name = text?.replace(/\.glb$/i, '')
  const fault = name === undefined ? undefined : (nameFault(name) ?? nameFault(`${name}.glb`))
  if (fault) throw new UsageError('usage.value', `--name ${text}: ${NAME_FAULTS[fault]}`)
  return name
}

const MERGE: Verb = {
  help: 'several models in one GLB, each a part that is called after its file',
  options: { name: { value: 'NAME', help: 'of the new model (default: that of the first, with -merged)' }, ...WRITING },
  request: (options) => {
    mergedName(options)
    return { tool: 'merge', options: { name: '', models: [] } }
  },
  resultName: (source, options) => mergedName(options) ?? `${source}-merged`,
  isTogether: true,
}

/** Operators that are part of another verb: `reduce` of `simplify`, the others of `transform`. */
const ELSEWHERE: ReadonlySet<string> = new Set(['reduce', 'apply', 'size', 'inPlace', 'repair', 'collider'])

const operatorVerb = (one: Operator): Verb => ({
  help: one.title.text.toLowerCase(),
  options: { ...rulesOf(one), ...WRITING },
  request: (options): ToolRequest => ({
    tool: 'edit',
    options: { operations: [{ kind: 'run', operator: one.id, values: valuesOf(one, options) }] },
  }),
})

/** The verbs by name; of operators, all that need neither a selection nor a picture. */
export const CHANGES: Readonly<Record<string, Verb>> = {
  ...{ repair: REPAIR, transform: TRANSFORM, collider: COLLIDER, lod: LOD, split: SPLIT, merge: MERGE },
  ...Object.fromEntries(
    OPERATORS.filter(({ id, isHidden, parts }) => !(isHidden || parts || ELSEWHERE.has(id))).map((one) => [
      dashed(one.id),
      operatorVerb(one),
    ]),
  ),
}
