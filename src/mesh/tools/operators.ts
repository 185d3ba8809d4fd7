// The tools that the model editor can run on the open model, as data: names and options, from which the options panel, the search
// and the check of stored operations are derived. Their implementation is in run-operator.ts.
import { type Phrase, phrase } from '../../text/index.ts'
import { TEXTURE_LABELS } from './optimise-presets.ts'
import type { Front } from './orient.ts'

export type OperatorValue = number | string | boolean
export type OperatorValues = Readonly<Record<string, OperatorValue>>

export interface OperatorField {
  readonly name: string
  readonly label: Phrase
  /** `clip`: one of the model's clips by its number; `text`: asked for; `given`: set by what began it, shown nowhere. */
  readonly kind: 'number' | 'choice' | 'flag' | 'clip' | 'text' | 'given'
  readonly initial: OperatorValue
  readonly minimum?: number
  readonly maximum?: number
  /** Only whole numbers: of things that are counted. */
  readonly isWhole?: boolean
  readonly unit?: string
  /** It says something only while another option has one of these values. */
  readonly beside?: { readonly name: string; readonly values: readonly OperatorValue[] }
  readonly choices?: readonly { readonly value: string; readonly label: Phrase }[]
}

export interface Operator {
  readonly id: string
  readonly title: Phrase
  readonly fields: readonly OperatorField[]
  /** What must be there for it: selected parts, so many, or a clip. */
  readonly parts?: number
  readonly needsClip?: boolean
  /** A key that runs it. */
  readonly key?: string
  /** Not found by the search: something else begins it. */
  readonly isHidden?: boolean
}

const flag = (name: string, label: Phrase, initial: boolean): OperatorField => ({ name, label, kind: 'flag', initial })
const choice = (
  name: string,
  label: Phrase,
  initial: string,
  choices: readonly (readonly [string, Phrase])[],
): OperatorField => ({
  ...{ name, label, kind: 'choice', initial },
  choices: choices.map(([value, text]) => ({ value, label: text })),
})
const number = (
  name: string,
  label: Phrase,
  initial: number,
  [minimum, maximum]: readonly [number, number],
  unit?: string,
): OperatorField => ({ name, label, kind: 'number', initial, minimum, maximum, ...(unit ? { unit } : {}) })
const whole = (...[name, label, initial, limits]: Parameters<typeof number>): OperatorField => ({
  ...number(name, label, initial, limits),
  isWhole: true,
})
const CLIP: OperatorField = { name: 'clip', label: phrase('Clip'), kind: 'clip', initial: 0 }

/** Places of a material where a picture can be put. */
export const TEXTURE_SLOTS = ['color', 'normal', 'metallicRoughness', 'occlusion', 'emissive'] as const
export type TextureSlot = (typeof TEXTURE_SLOTS)[number]

export const COLLIDER_SHAPES = ['box', 'sphere', 'capsule', 'hull', 'pieces', 'mesh'] as const
export type ColliderShape = (typeof COLLIDER_SHAPES)[number]

const shapes = (...values: ColliderShape[]) => ({ name: 'shape', values })

/** Where a model's front points, with Z up, by how it is to be turned to face glTF's front. */
export const FRONT_OF_TURN: Readonly<Record<string, Front>> = { left: '-x', around: '+y', right: '+x' }

/** Metres that a model, and millimetres that an error can be: within them the numbers of files stay exact enough. */
export const LENGTHS = { least: 0.000001, most: 1_000_000 } as const

/** Triangles that a limit can name. */
export const TRIANGLES = { least: 1, most: 1e8 } as const

/** Letters of a value that is text. */
export const MOST_LETTERS = 200

const MOST_SECONDS = 100_000

export const OPERATORS: readonly Operator[] = [
  {
    id: 'reduce',
    title: phrase('Reduce Triangles'),
    fields: [
      number('percent', phrase('Triangles to keep'), 50, [0.01, 100], '%'),
      number('millimetres', phrase('Largest error (0: any)'), 0, [0, LENGTHS.most], 'mm'),
    ],
  },
  {
    id: 'repair',
    title: phrase('Repair Model'),
    fields: [
      flag('weld', phrase('Join Vertices'), true),
      flag('faces', phrase('Remove Bad Faces'), true),
      flag('winding', phrase('Face Outward'), true),
      flag('holes', phrase('Fill Holes'), false),
      flag('uvs', phrase('Texture Coordinates'), false),
      flag('normals', phrase('Normals'), true),
      flag('tangents', phrase('Tangents'), true),
      flag('weights', phrase('Bone Weights'), true),
      flag('bones', phrase('Unused Bones'), false),
      flag('unused', phrase('Unused Data'), true),
      flag('names', phrase('Names'), true),
    ],
  },
  { id: 'apply', title: phrase('Apply Transforms'), key: 'Ctrl+A', fields: [] },
  {
    id: 'size',
    title: phrase('Size and Origin'),
    fields: [
      number('height', phrase('Height (0: as it is)'), 0, [0, LENGTHS.most], 'm'),
      choice('pivot', phrase('Origin'), 'bottom', [
        ['keep', phrase('As it is')],
        ['bottom', phrase('On the ground')],
        ['center', phrase('In the middle')],
      ]),
      choice('up', phrase('Axis that is up'), 'y', [
        ['y', phrase('Y, as it is')],
        ['z', phrase('Z')],
        ['x', phrase('X')],
        ['-y', phrase('-Y')],
      ]),
      choice('front', phrase('Turn'), '0', [
        ['0', phrase('Not at all')],
        ['left', phrase('To the left')],
        ['around', phrase('Around')],
        ['right', phrase('To the right')],
      ]),
    ],
  },
  {
    id: 'textures',
    title: phrase('Shrink Textures'),
    fields: [
      choice('size', phrase('Pixels along a side'), '1024', [
        ['0', phrase('As they are')],
        ['4096', phrase('4096')],
        ['2048', phrase('2048')],
        ['1024', phrase('1024')],
        ['512', phrase('512')],
        ['256', phrase('256')],
      ]),
      choice('format', phrase('Format'), 'keep', [
        ['keep', TEXTURE_LABELS.keep],
        ['webp', TEXTURE_LABELS.webp],
        ['avif', TEXTURE_LABELS.avif],
      ]),
    ],
  },
  {
    id: 'tidy',
    title: phrase('Tidy Up'),
    fields: [
      flag('dedup', phrase('Remove duplicates'), true),
      flag('prune', phrase('Remove unused data'), true),
      flag('resample', phrase('Remove needless keys of clips'), true),
      flag('join', phrase('Join meshes of one material'), false),
      flag('instance', phrase('Draw equal meshes at once'), false),
      flag('palette', phrase('Colors of materials as one texture'), false),
    ],
  },
  {
    id: 'collider',
    title: phrase('Make Collider'),
    fields: [
      choice('shape', phrase('Shape'), 'hull', [
        ['box', phrase('Box')],
        ['sphere', phrase('Sphere')],
        ['capsule', phrase('Capsule')],
        ['hull', phrase('Convex Hull')],
        ['pieces', phrase('Convex Pieces')],
        ['mesh', phrase('Mesh')],
      ]),
      { ...whole('corners', phrase('Corners of a hull'), 64, [4, 255]), beside: shapes('hull', 'pieces') },
      { ...whole('pieces', phrase('Pieces at most'), 8, [2, 64]), beside: shapes('pieces') },
      { ...whole('triangles', phrase('Triangles of a mesh'), 500, [4, 1e6]), beside: shapes('mesh') },
    ],
  },
  { id: 'join', title: phrase('Join Parts'), key: 'Ctrl+J', parts: 2, fields: [] },
  { id: 'inPlace', title: phrase('Animate in Place'), needsClip: true, fields: [] },
  {
    id: 'trimClip',
    title: phrase('Trim Clip'),
    needsClip: true,
    fields: [
      CLIP,
      number('from', phrase('From'), 0, [0, MOST_SECONDS], 's'),
      number('to', phrase('To'), 1, [0, MOST_SECONDS], 's'),
    ],
  },
  {
    id: 'renameClip',
    title: phrase('Rename Clip'),
    needsClip: true,
    fields: [CLIP, { name: 'name', label: phrase('Name'), kind: 'text', initial: '' }],
  },
  { id: 'loopClip', title: phrase('Loop Clip'), needsClip: true, fields: [CLIP] },
  { id: 'dropClip', title: phrase('Delete Clip'), needsClip: true, fields: [CLIP] },
  {
    id: 'texture',
    title: phrase('Replace Texture'),
    isHidden: true,
    fields: [
      { name: 'material', label: phrase('Material'), kind: 'given', initial: 0 },
      { name: 'picture', label: phrase('Picture'), kind: 'given', initial: '' },
      { name: 'name', label: phrase('Name'), kind: 'given', initial: '' },
      choice('slot', phrase('Place in the material'), 'color', [
        ['color', phrase('Color')],
        ['normal', phrase('Normals')],
        ['metallicRoughness', phrase('Metal and roughness')],
        ['occlusion', phrase('Occlusion')],
        ['emissive', phrase('Glow')],
      ]),
    ],
  },
]

export const operatorOf = (id: string): Operator | undefined => OPERATORS.find((one) => one.id === id)

/** Whether an option says something beside the values of the others. */
export const isAsked = ({ fields }: Operator, { beside }: OperatorField, values: OperatorValues): boolean =>
  beside === undefined ||
  beside.values.includes(values[beside.name] ?? fields.find(({ name }) => name === beside.name)?.initial ?? '')

/** What an operator is run with at first. */
export const initialValues = ({ fields }: Operator): OperatorValues =>
  Object.fromEntries(fields.map(({ name, initial }) => [name, initial]))

/** Whether values are ones that the operator's fields can have; what is missing counts as initial. */
export function areValues({ fields }: Operator, values: OperatorValues): boolean {
  return Object.entries(values).every(([name, value]) => {
    const field = fields.find((one) => one.name === name)
    if (!field || typeof value !== typeof field.initial) return false
    if (field.choices) return field.choices.some((one) => one.value === value)
    if (field.kind === 'clip' && !(Number.isInteger(value) && Number(value) >= 0)) return false
    if (typeof value !== 'number') return true
    if (field.isWhole && !Number.isInteger(value)) return false
    return Number.isFinite(value) && value >= (field.minimum ?? 0) && value <= (field.maximum ?? Number.MAX_VALUE)
  })
}
