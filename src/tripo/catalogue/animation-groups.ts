// Groups of animations, for forms that offer a hundred of them: a person looks for a fight or a dance, and the service lists them
// alphabetically.
import { literals } from '../../text/index.ts'

/** In the order of forms. */
export const ANIMATION_GROUPS = literals({
  move: 'Moving',
  rest: 'Standing and sitting',
  fight: 'Fighting',
  hurt: 'Being hit',
  feel: 'Feelings',
  greet: 'Greeting and showing',
  dance: 'Dancing and singing',
  sport: 'Sport',
  work: 'Working and everyday',
})
export type AnimationGroup = keyof typeof ANIMATION_GROUPS

/** The first words of the presets of each group; one that is in none, such as a new one, is everyday. */
const FIRST: readonly (readonly [AnimationGroup, RegExp])[] = [
  ['move', /^(?:walk|run|march|jump(?!_rope)|climb|swim|dive|turn|flee|flip|fall|swagger)/],
  ['rest', /^(?:idle|wait|sit|standing|look_around|fold_arms)/],
  ['hurt', /^(?:hurt|hit_)/],
  ['fight', /^(?:slash|shoot|box|chop|front_kick|cast_a_spell|fire|defeat)/],
  ['feel', /^(?:afraid|angry|cheer|complain|cry|depressed|freaky|frightened|frustrated|laugh|scared|sob)/],
  ['greet', /^(?:agree|bow|clap|greet|heart_pose|hug|wave|victory)/],
  ['dance', /^(?:dance|sing)/],
  ['sport', /^(?:basketball|cross|dribble|football|golf|jump_rope|pitch|press|surf|volleyball|warm_up)/],
]

/** The group of a preset, by what it is named after: `preset:biped:walk` is moving. */
export function animationGroup(preset: string): AnimationGroup {
  const own = preset.split(':').pop() ?? preset
  return FIRST.find(([, first]) => first.test(own))?.[0] ?? 'work'
}
