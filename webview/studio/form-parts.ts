// What of a capability a form has, and which field a finding is about. No DOM.
import { message, phrase } from '../../src/text/index.ts'
import type { Capability, Finding } from '../../src/tripo/catalogue/index.ts'
import type { FieldHandle } from './field-controls.ts'

/** A style is for what begins a model or a picture: words, a look to draw after, or values that it begins with. */
export const takesStyle = ({ category, parameters }: Capability, hasPrompt: boolean): boolean =>
  hasPrompt || (category === 'generate' && parameters.properties.texture_quality !== undefined)

/** Texture and its quality share a row, so that row also carries what is found about `texture`. */
export const covers = ({ item: { field, widget } }: FieldHandle, name: string): boolean =>
  field.name === name || (widget === 'texture' && name === 'texture') || (widget === 'pictures' && name === 'file')

/** What is found about the prompt of one line of several, with the line's number. */
export const ofLine = (found: Finding, index: number): Finding =>
  found.field === 'prompt'
    ? {
        ...found,
        ...message(phrase('{0}: {1}', phrase('Line {0}', index + 1), found.phrase ?? phrase(found.message))),
      }
    : found
