// The interface of a form's row, shared by all controls of parameters.
import type { ImageChoice } from '../../src/protocol/studio.ts'
import type { Capability, Field, Finding, Params, SourceTask } from '../../src/tripo/catalogue/index.ts'
import type { Choice } from '../controls/index.ts'
import type { RowHandle } from './field-row.ts'
import type { FormContext, FormItem } from './form-model.ts'
import type { ImageTarget } from './image-events.ts'
import type { Images } from './list-files.ts'
import type { ImageSource } from './stage-image.ts'
import type { Drawing } from './view-drawings.ts'

/** What a control shows besides the form's values. */
export interface FormView {
  values: Params
  /** As they would be sent. */
  params: Params
  /** By field, in lists by field and place. */
  images: Images
  context: FormContext
}

/** What a control may do to its form. */
export interface FormEdits {
  change(values: Params): void
  setImage(field: string, image: ImageChoice | undefined): void
  /** Both at once: what a list holds may be files and addresses. */
  setList(values: Params, images: Images): void
  left(field: string): void
}

export interface FieldHandle {
  item: FormItem
  row: RowHandle
  show(view: FormView): void
  showFinding(finding: Finding | undefined): void
  /** What is missing, said quietly while nobody has asked for more. */
  showReason?(finding: Finding | undefined): void
  focus(): void
  image?: ImageTarget
}

/** Where a form's pictures come from, and what draws some of them. */
export interface FieldSources {
  images: ImageSource
  drawing?: Drawing
  /** A further step knows what it works on. */
  step?: {
    source(): SourceTask
    /** Animations that the person has marked. */
    favorites: Favorites
    /** The parts of its model, where that is on the stage. */
    parts(): PartsSource | undefined
  }
}

/** What a person marks to find it again. */
export interface Favorites {
  list(): readonly string[]
  set(presets: readonly string[]): void
}

/** The parts of the model on the stage. */
export interface PartsSource {
  names(): readonly string[]
  /** Frames a part; undefined: none. */
  highlight(name: string | undefined): void
}

/** What a widget is made from. */
export interface FieldParts extends FieldSources {
  capability: Capability
  item: FormItem
  field: Field
  /** The form's values at the time of a change. */
  values(): Params
  edits: FormEdits
  /** Sets the field's value; an empty text takes it away. */
  set(value: unknown): void
  /** What every control takes. */
  common: { label: string; testId: string; onBlur(): void }
  /** What every row takes. */
  texts: { title: string; help: string; note?: string }
  choices: readonly Choice[]
  /** The row's handle, once its control is there. */
  finish(row: RowHandle, control: { focus(): void }, show: (view: FormView) => void, image?: ImageTarget): FieldHandle
}

/** Makes the control of a parameter and its row. */
export type Maker = (parts: FieldParts) => FieldHandle

/** The names in a list; none for everything else. */
export const namesOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((name) => typeof name === 'string') : []

/** A value as text; empty for everything else. */
export const asText = (value: unknown): string => (typeof value === 'string' ? value : '')
