// The edits of views by prompt, as a draft and the service store them. No DOM.
import { literals } from '../../src/text/index.ts'
import { VIEWS } from '../../src/tripo/catalogue/index.ts'

export type View = (typeof VIEWS)[number]

/** A change as the service takes it. */
export interface ViewEdit {
  view: View
  prompt: string
}

/** English titles of the views, for t(). */
export const VIEW_TITLES: Readonly<Record<View, string>> = literals({
  front: 'Front',
  left: 'Left',
  back: 'Back',
  right: 'Right',
})

/** Reads what a draft holds; entries that are none are left out. */
export const editsOf = (value: unknown): readonly ViewEdit[] =>
  (Array.isArray(value) ? value : []).flatMap((entry: unknown): ViewEdit[] => {
    if (typeof entry !== 'object' || entry === null || !('view' in entry) || !('prompt' in entry)) return []
    const view = VIEWS.find((each) => each === entry.view)
    return view && typeof entry.prompt === 'string' ? [{ view, prompt: entry.prompt }] : []
  })

/** The edits with the words for one view; without words none is left, unless the row is to stay. */
export function withEdit(edits: readonly ViewEdit[], view: View, prompt: string | undefined): readonly ViewEdit[] {
  const others = edits.filter((edit) => edit.view !== view)
  const all = prompt === undefined ? others : [...others, { view, prompt }]
  return VIEWS.flatMap((each) => all.filter((edit) => edit.view === each))
}
