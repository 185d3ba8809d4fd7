// Which parameters of a capability a form has, and which field a finding belongs to. No DOM.
import { message, phrase } from '../../src/text/index.ts'
import { type Capability, type Finding, fieldsOf } from '../../src/tripo/catalogue/index.ts'
import type { FieldHandle } from './field-handle.ts'

/** A style is for what begins a model or a picture: words, a look to draw after, or values that it begins with. */
export const takesStyle = (capability: Capability, hasPrompt: boolean): boolean =>
  hasPrompt || fieldsOf(capability).some(({ ui }) => ui.switchedBy !== undefined)

/** A row also carries what is found about the fields that it speaks for. */
export const covers = ({ item: { field, covers } }: FieldHandle, name: string): boolean =>
  [field, ...covers].some((each) => each.name === name)

/** What is found about the prompt of one line of several, with the line's number. */
export const ofLine = (found: Finding, index: number): Finding =>
  found.field === 'prompt'
    ? {
        ...found,
        ...message(phrase('{0}: {1}', phrase('Line {0}', index + 1), found.phrase ?? phrase(found.message))),
      }
    : found
