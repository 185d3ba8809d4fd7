// Rig types and animation presets. Source: protocol sheet, section 3 "Animation presets", and SEED2's enums.

export const RIG_TYPES = ['biped', 'quadruped', 'hexapod', 'octopod', 'avian', 'serpentine', 'aquatic'] as const
/** What a rig check may answer; `others` means that the model cannot be rigged. */
export const CHECKED_RIG_TYPES = [...RIG_TYPES, 'others'] as const
export const RIG_SPECS = ['tripo', 'mixamo'] as const

/** Rig versions: the first is the default, biped only, and the one the ~100 biped presets are made for. */
export const RIG_VERSIONS = ['v1.0-20240301', 'v2.5-20260210'] as const

/** Presets of SEED2's Animation. */
const BASIC = ['idle', 'walk', 'run', 'dive', 'climb', 'jump', 'slash', 'shoot', 'hurt', 'fall', 'turn'] as const

const OTHER_RIGS = [
  'preset:quadruped:walk',
  'preset:hexapod:walk',
  'preset:octopod:walk',
  'preset:serpentine:march',
  'preset:aquatic:march',
] as const

/** Names after `preset:biped:`, a number range standing for several. */
const BIPED = `afraid agree angry_01..03 basketball_shot bow box_01..03 cast_a_spell cheer chop clap climb
complain_01..02 cross_body_crunch crossover_dribble cry dance_01..06 defeat_02..03 depressed dig dive dribble fall fire
flee_01..02 flip fold_arms football_catch football_save football_pass freaky frightened front_kick_01..02
frustrated_01..02 golf greet_01..04 heart_pose hit_to_body_01..02 hit_to_head hit_to_side hit_to_stomach hug hurt idle
jump jump_down jump_rope_01..02 laugh_01..02 lift_heavy look_around make_a_call_01..02 pitch_baseball play_mobile_game
play_video_game press-up run run_upstairs scared_01..02 scratch shoot shovel sing_01..04 sit slash sob standing_relax
surf swagger swim turn victory_celebration volleyball wait walk warm_up wave_goodbye_01..02`

/** `dance_01..06` gives dance_01 to dance_06. */
function expand(word: string): string[] {
  const range = /^(.*_)(\d\d)\.\.(\d\d)$/.exec(word)
  if (!range) return [word]
  const [, stem = '', first = '', last = ''] = range
  const count = Number(last) - Number(first) + 1
  return Array.from({ length: count }, (_, index) => `${stem}${String(Number(first) + index).padStart(2, '0')}`)
}

/** Presets for rigs of version v1.0 only. */
export const BIPED_PRESETS: readonly string[] = BIPED.split(/\s+/)
  .flatMap(expand)
  .map((name) => `preset:biped:${name}`)

/** All presets, in the order forms show them. */
export const ANIMATION_PRESETS: readonly string[] = [
  ...BASIC.map((name) => `preset:${name}`),
  ...OTHER_RIGS,
  ...BIPED_PRESETS,
]

/** The rig type a preset is made for. */
export function presetRigType(preset: string): (typeof RIG_TYPES)[number] {
  const named = /^preset:([a-z]+):/.exec(preset)?.[1]
  return RIG_TYPES.find((type) => type === named) ?? 'biped'
}

/** A preset in words: "Wave goodbye 1". */
export function presetTitle(preset: string): string {
  const words = (preset.split(':').pop() ?? preset).replace(/_0?(\d)$/, ' $1').replace(/_/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
