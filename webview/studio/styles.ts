// The project's styles in a form: their words around a prompt, their picture among others, and their defaults for texture and
// face limit. No DOM.
import type { AppliedStyle } from '../../src/protocol/request.ts'
import type { Draft, Style } from '../../src/protocol/studio.ts'
import { type Capability, fieldsOf, type Params } from '../../src/tripo/catalogue/index.ts'
import { withValue } from './drafts.ts'
import { switchedChoice, withSwitched } from './form-model.ts'

type Chosen = NonNullable<Draft['style']>

/** The style that a draft has chosen, while the project has it. */
export const chosenStyle = ({ style }: Draft, styles: readonly Style[]): Style | undefined =>
  style && styles.find(({ name }) => name === style.name)

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '')

/** A prompt with a style's words. Words around nothing would be a prompt that nobody wrote. */
export function styledPrompt(prompt: unknown, { prefix, suffix }: Style): string | undefined {
  const own = textOf(prompt)
  if (own === '') return undefined
  return [textOf(prefix), own, textOf(suffix)].filter((part) => part !== '').join(', ')
}

/** The list that takes a style's picture, beside others. */
const listOf = (capability: Capability) => fieldsOf(capability).find(({ ui }) => ui.widget === 'pictures')

/** Parameters with a style in them, and what a request says of it. */
export function withStyle(
  capability: Capability,
  params: Params,
  style: Style | undefined,
): { params: Params; style?: AppliedStyle } {
  if (!style) return { params }
  const prompt = fieldsOf(capability).some(({ ui }) => ui.widget === 'prompt')
    ? styledPrompt(params.prompt, style)
    : undefined
  const list = listOf(capability)
  const value = list && params[list.name]
  const pictures: readonly unknown[] = Array.isArray(value) ? value : []
  const image = list && style.image
  return {
    params: {
      ...params,
      ...(prompt === undefined ? {} : { prompt }),
      ...(image === undefined ? {} : { [list?.name ?? '']: [...pictures, { upload: image }] }),
    },
    style: {
      name: style.name,
      ...(prompt === undefined ? {} : { prompt: textOf(params.prompt) }),
      ...(image === undefined ? {} : { image }),
    },
  }
}

/** The values that a style gives a form. */
const valuesOf = ({ name, texture, faceLimit }: Style): Chosen => ({
  name,
  ...(texture === undefined ? {} : { texture }),
  ...(faceLimit === undefined ? {} : { faceLimit }),
})

/** One form's values with those of a style instead of those of the one before, where nobody has chosen others since. */
function turned(capability: Capability, values: Params, before: Chosen | undefined, after: Chosen | undefined): Params {
  const fields = fieldsOf(capability)
  let next = values
  const textures = fields.find(({ ui }) => ui.switchedBy !== undefined)
  if (textures) {
    const isOwn = switchedChoice(textures, values) !== (before?.texture ?? 'standard')
    if (!isOwn) next = withSwitched(textures, next, after?.texture ?? 'standard')
  }
  for (const { name, ui } of fields)
    if (ui.styledBy && next[name] === before?.[ui.styledBy]) next = withValue(next, name, after?.[ui.styledBy])
  return next
}

/** A draft with another style, in all forms that make something of nothing. */
export function withChosenStyle(
  draft: Draft,
  capabilities: readonly Capability[],
  style: Style | undefined,
): Partial<Draft> {
  const after = style && valuesOf(style)
  const forms = capabilities.map((capability) => {
    const values = draft.forms[capability.id] ?? {}
    return [capability.id, { ...turned(capability, values, draft.style, after) }] as const
  })
  return { style: after, forms: { ...draft.forms, ...Object.fromEntries(forms) } }
}

/** Whether the project has changed the chosen style since it was chosen. */
export function isOutdated({ style }: Draft, styles: readonly Style[]): boolean {
  const now = style && styles.find(({ name }) => name === style.name)
  return now !== undefined && JSON.stringify(valuesOf(now)) !== JSON.stringify(style)
}
