// Rig types and what follows from the animation presets. Source: protocol sheet, section 3 "Animation presets", and
// SEED2's enums.
import { Animation } from './animation-presets.ts'

/** What a rig check may answer; `others` means that the model cannot be rigged. */
export const RigType = {
  BIPED: 'biped',
  QUADRUPED: 'quadruped',
  HEXAPOD: 'hexapod',
  OCTOPOD: 'octopod',
  AVIAN: 'avian',
  SERPENTINE: 'serpentine',
  AQUATIC: 'aquatic',
  OTHERS: 'others',
} as const
export type RigType = (typeof RigType)[keyof typeof RigType]

/** Whose bone names a rig has. */
export const RigSpec = { TRIPO: 'tripo', MIXAMO: 'mixamo' } as const
export type RigSpec = (typeof RigSpec)[keyof typeof RigSpec]

export const CHECKED_RIG_TYPES = Object.values(RigType)
/** The types a model can be rigged as. */
export const RIG_TYPES = CHECKED_RIG_TYPES.filter((type) => type !== 'others')
export const RIG_SPECS = Object.values(RigSpec)

/** Rig versions: the first is the default, biped only, and the one the ~100 biped presets are made for. */
export const RIG_VERSIONS = ['v1.0-20240301', 'v2.5-20260210'] as const

/** All presets, in the order forms show them. */
export const ANIMATION_PRESETS: readonly string[] = Object.values(Animation)

/** Presets for rigs of version v1.0 only. */
export const BIPED_PRESETS: readonly string[] = ANIMATION_PRESETS.filter((preset) => preset.startsWith('preset:biped:'))

/** The rig type a preset is made for. */
export function presetRigType(preset: string): (typeof RIG_TYPES)[number] {
  const named = /^preset:([a-z]+):/.exec(preset)?.[1]
  return RIG_TYPES.find((type) => type === named) ?? 'biped'
}

/** A preset in words that no other preset has: the basic walk is "Walk", the one made for bipeds "Walk (biped)". */
export function presetLabel(preset: string): string {
  const basic = preset.replace('preset:biped:', 'preset:')
  const isTwin = basic !== preset && ANIMATION_PRESETS.includes(basic)
  return isTwin ? `${presetTitle(preset)} (biped)` : presetTitle(preset)
}

/** A preset in words: "Wave goodbye 1". */
export function presetTitle(preset: string): string {
  const words = (preset.split(':').pop() ?? preset).replace(/_0?(\d)$/, ' $1').replace(/_/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
