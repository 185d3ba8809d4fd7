// Rigs: types, bone names, versions, and which family of presets each can play. Source:
// docs/protocol.md#animation, docs/protocol.md#october-2026, and the enumerations of the client reference.
import { literals } from '../../text/index.ts'
import { Animation } from './animation-presets.ts'
import type { Dialect } from './versions.ts'

/** What a rig check may answer; `others` means that the model cannot be rigged. */
export const RigType = literals({
  BIPED: 'biped',
  QUADRUPED: 'quadruped',
  HEXAPOD: 'hexapod',
  OCTOPOD: 'octopod',
  AVIAN: 'avian',
  SERPENTINE: 'serpentine',
  AQUATIC: 'aquatic',
  OTHERS: 'others',
})
export type RigType = (typeof RigType)[keyof typeof RigType]

/** Whose bone names a rig has. */
export const RigSpec = {
  TRIPO: 'tripo',
  MIXAMO: 'mixamo',
  ACTORCORE: 'actorcore',
  UNITY: 'unity',
  UNREAL: 'unreal',
  VRM: 'vrm',
} as const
export type RigSpec = (typeof RigSpec)[keyof typeof RigSpec]

export const CHECKED_RIG_TYPES = Object.values(RigType)
/** The types a model can be rigged as. */
export const RIG_TYPES = CHECKED_RIG_TYPES.filter((type) => type !== 'others')
export const RIG_SPECS = Object.values(RigSpec)

/** Rig versions: the first is the default and biped only; the last is the newest and knows all bone names. */
export const RIG_VERSIONS = ['v1.0-20240301', 'v2.5-20260210', 'v3.0-20260909'] as const
const [V1, , V3] = RIG_VERSIONS

/** Bone names that rigs of a version can have. */
export const specsOf = (version: unknown): readonly RigSpec[] => (version === V3 ? RIG_SPECS : ['tripo', 'mixamo'])

/** All presets, in the order forms show them. */
export const ANIMATION_PRESETS: readonly string[] = Object.values(Animation)

/** Presets for bipeds of rig versions v1.0 and v3.0. */
export const BIPED_PRESETS: readonly string[] = ANIMATION_PRESETS.filter((preset) => preset.startsWith('preset:biped:'))

/** A rig as its presets depend on it. */
export interface Rig {
  type: unknown
  version: unknown
  spec: unknown
}

/**
 * The presets that a rig takes. v2.5 rigs know the basic ones and a gait for some creatures; v1.0 and v3.0 bipeds those
 * made for bipeds. API v2 gave v1.0 rigs the basic ones too (docs/protocol.md#animation).
 */
export function presetsOf({ type = 'biped', version = V1, spec }: Rig, dialect: Dialect): readonly string[] {
  if (version === V1 && spec === 'mixamo') return []
  const own = ANIMATION_PRESETS.filter((preset) => presetRigType(preset) === type)
  const isFor = (preset: string) => BIPED_PRESETS.includes(preset)
  if (type !== 'biped') return version === V1 ? [] : own
  if (version === V1 && dialect === 'v2') return own
  return own.filter((preset) => isFor(preset) === (version === V1 || version === V3))
}

/** The rig type a preset is made for. */
export function presetRigType(preset: string): (typeof RIG_TYPES)[number] {
  const named = /^preset:([a-z]+):/.exec(preset)?.[1]
  return RIG_TYPES.find((type) => type === named) ?? 'biped'
}

/**
 * A preset in words that no other one of a list has: where both are in it, the basic walk is "Walk", the one made for
 * bipeds "Walk (biped)".
 */
export function presetLabel(preset: string, among: readonly string[] = ANIMATION_PRESETS): string {
  const basic = preset.replace('preset:biped:', 'preset:')
  const isTwin = basic !== preset && among.includes(basic)
  return isTwin ? `${presetTitle(preset)} (biped)` : presetTitle(preset)
}

/** A preset in words: "Wave goodbye 1". */
export function presetTitle(preset: string): string {
  const words = (preset.split(':').pop() ?? preset).replace(/_0?(\d)$/, ' $1').replace(/_/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
