// The animations of a step: chosen ones as chips, and a field that finds more among the presets that fit the rig.
import {
  ANIMATION_GROUPS,
  ANIMATION_PRESETS,
  animationGroup,
  MAX_ANIMATIONS,
  presetLabel,
  presetsFor,
} from '../../src/tripo/catalogue/index.ts'
import { element, icon, picker, setText } from '../controls/index.ts'
import { type Maker, namesOf } from './field-handle.ts'
import { fieldRow } from './field-row.ts'
import { t } from './l10n.ts'

/** The animations that a step puts on its rig, which decides which presets fit. */
export const animationsField: Maker = ({ item, values, edits, set: put, texts, step }) => {
  const { name } = item.field
  const chosen = () => namesOf(values()[name])
  const set = (next: readonly string[]) => put(next.length > 0 ? [...next] : undefined)
  const marks = () => step?.favorites.list() ?? []
  const chips = element('div', 'chips', { role: 'list' })
  const more = picker({
    label: t('Add an animation'),
    placeholder: t('Add an animation…'),
    nothing: t('No animation fits.'),
    testId: `field-${name}`,
    onPick: (preset) => set([...chosen(), preset]),
    onBlur: () => edits.left(name),
  })
  const full = element('div', 'field-hint')
  const root = element('div', 'animations', {}, chips, more.root, full)
  const focus = () => {
    const [first] = chips.querySelectorAll<HTMLElement>('.chip')
    if (more.hidden) first?.focus()
    else more.focus()
  }
  const row = fieldRow({
    ...texts,
    label: 'above',
    control: { root, describe: (ids, isInvalid) => more.describe(ids, isInvalid), focus },
  })
  /** The presets that the rig takes; of one family, so that their names need no more than what they show. */
  let fits: readonly string[] = []
  const chip = (preset: string) => {
    const label = t(presetLabel(preset, fits))
    const made = element(
      'button',
      'chip',
      { type: 'button', 'aria-label': t('Remove {0}', label) },
      label,
      icon('close'),
    )
    made.title = t('Remove {0}', label)
    made.addEventListener('click', () => {
      const at = chosen().indexOf(preset)
      set(chosen().filter((other) => other !== preset))
      const left = chips.querySelectorAll<HTMLElement>('.chip')
      const neighbour = left[Math.min(at, left.length - 1)]
      if (neighbour) neighbour.focus()
      else more.focus()
    })
    const isMarked = marks().includes(preset)
    const star = element(
      'button',
      'chip-star',
      { type: 'button', 'aria-pressed': isMarked ? 'true' : 'false', 'aria-label': t('{0} is a favorite', label) },
      icon(isMarked ? 'star-full' : 'star-empty'),
    )
    star.title = isMarked ? t('Take {0} out of the favorites', label) : t('Make {0} a favorite', label)
    star.addEventListener('click', () => {
      const at = chosen().indexOf(preset)
      const marked = marks()
      step?.favorites.set(isMarked ? marked.filter((other) => other !== preset) : [...marked, preset])
      chips.querySelectorAll<HTMLElement>('.chip-star')[at]?.focus()
    })
    return element('span', 'chip-pair', { role: 'listitem' }, star, made)
  }
  let drawn = ''
  return {
    item,
    row,
    show({ context }) {
      const now = chosen()
      fits = step ? presetsFor(step.source(), context.dialect) : ANIMATION_PRESETS
      const marked = marks()
      const key = [...now, '', ...marked].join()
      if (key !== drawn) {
        drawn = key
        chips.replaceChildren(...now.map(chip))
      }
      chips.hidden = now.length === 0
      more.choices = inGroups(
        fits.filter((preset) => !now.includes(preset)),
        marked,
      ).map(({ preset, group }) => ({
        ...{ value: preset, title: t(presetLabel(preset, fits)) },
        group: t(group === undefined ? 'Favorites' : ANIMATION_GROUPS[group]),
      }))
      more.hidden = now.length >= MAX_ANIMATIONS
      full.hidden = !more.hidden
      setText(full, t('{0} are the most.', MAX_ANIMATIONS))
    },
    showFinding: (finding) => row.showFinding(finding),
    focus,
  }
}

const GROUPS = Object.keys(ANIMATION_GROUPS)

/** Presets by their groups, favorites first; one that is marked stands among them alone. */
function inGroups(presets: readonly string[], marked: readonly string[]) {
  const entries = presets.map((preset) => {
    const group = marked.includes(preset) ? undefined : animationGroup(preset)
    return { preset, group, place: group === undefined ? -1 : GROUPS.indexOf(group) }
  })
  return entries.sort((a, b) => a.place - b.place)
}
