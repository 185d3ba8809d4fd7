// The form's draft and how it survives: merged from the page's own memory and the host's, written back to both.

import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { Draft, type ImageChoice } from '../../src/protocol/studio.ts'
import { literals } from '../../src/text/index.ts'
import { CATALOGUE, type Capability, fieldsOf, importModel, type Params } from '../../src/tripo/catalogue/index.ts'

/** What the page itself remembers: the draft, and which jobs it started, so that their models load by themselves. */
export const PageState = Type.Object({
  draft: Draft,
  started: Type.Array(Type.String()),
  selectedJob: Type.Optional(Type.String()),
  /** How models are looked at, which the viewport checks. */
  view: Type.Optional(Type.Unknown()),
})
export type PageState = Type.Static<typeof PageState>

const isPicture = ({ category }: Capability): boolean => category === 'image'

/** The capabilities that have a form: what makes models or pictures, not of a task. */
const FORMS = CATALOGUE.filter(({ place }) => place === 'tab')

/** One tab of the form, with one capability or with several that a switch in it tells apart. */
export interface FormTab {
  id: string
  title: string
  summary: string
  forms: readonly [Capability, ...Capability[]]
}

const tabOf = (capability: Capability): FormTab => {
  const { id, title, tabTitle = title, summary } = capability
  return { id, title: tabTitle, summary, forms: [capability] }
}

/** What makes models of a category of its own comes last: cutting into parts, splats. */
const isFirst = ({ category, outputs }: Capability): boolean => category === 'generate' && outputs.includes('model')

const [firstPicture, ...otherPictures] = FORMS.filter(isPicture)

const PICTURES = literals({ title: 'Pictures', summary: 'Draw pictures to make models of.' })

/** The tabs in their order: what makes models, what draws pictures (one tab for all), the rest. */
export const TABS: readonly FormTab[] = [
  ...FORMS.filter(isFirst).map(tabOf),
  ...(firstPicture
    ? [
        {
          ...{ id: 'pictures', ...PICTURES },
          forms: [firstPicture, ...otherPictures] as const,
        },
      ]
    : []),
  ...FORMS.filter((capability) => !isFirst(capability) && !isPicture(capability)).map(tabOf),
]

/** The tab that a capability's form stands in; undefined for one without a form. */
export const tabWith = (capability: string): FormTab | undefined =>
  TABS.find(({ forms }) => forms.some(({ id }) => id === capability))

export const emptyDraft = (): Draft => ({ tab: TABS[0]?.forms[0].id ?? '', forms: {}, images: {}, advancedOpen: false })

/**
 * The page's state after a start: its own memory where it has one, being newer than the host's mirror, else the host's.
 * A tab that no longer exists falls back to the first.
 */
export function restore(own: unknown, mirrored: Draft | undefined): PageState {
  const state = Check(PageState, own) ? own : { draft: mirrored ?? emptyDraft(), started: [] }
  const tab = tabWith(state.draft.tab) ? state.draft.tab : emptyDraft().tab
  return { ...state, draft: { ...state.draft, tab } }
}

/**
 * Whether the host's mirror is newer than the page's own draft. In a browser VS Code writes a page's memory only now and
 * then, so that after an abrupt end the mirror may be ahead.
 */
export const isNewer = (mirrored: Draft, own: Draft): boolean => (mirrored.editedAt ?? 0) > (own.editedAt ?? 0)

/** Where a draft keeps the image of a parameter. */
export const imageKey = (capability: string, field: string): string => `${capability}.${field}`

/** Images of one form, or of one step, as a draft keeps them. */
export const keyedImages = <Image>(owner: string, images: Readonly<Record<string, Image>>): Record<string, Image> =>
  Object.fromEntries(Object.entries(images).map(([place, image]) => [imageKey(owner, place), image]))

/** The images of one form, or of one step, by field and place. */
export function imagesOf(images: Draft['images'], owner: string): Readonly<Record<string, ImageChoice>> {
  const begin = imageKey(owner, '')
  const own = Object.entries(images).filter(([key]) => key.startsWith(begin))
  return Object.fromEntries(own.map(([key, image]) => [key.slice(begin.length), image]))
}

/** A draft's images with some set, and those taken away that are undefined. */
export function withImages(
  images: Draft['images'],
  changes: Readonly<Record<string, ImageChoice | undefined>>,
): Draft['images'] {
  const next: Record<string, ImageChoice> = { ...images }
  for (const [key, image] of Object.entries(changes)) {
    if (image) next[key] = image
    else delete next[key]
  }
  return next
}

/**
 * Whether the pictures that the form in front draws are kept beside the models: what was asked for is, views that are
 * only drawn on the way to a model are not, unless the person says so. Undefined: it draws none.
 */
export function keepsPictures({ tab, keepPictures }: Draft): boolean | undefined {
  const capability = FORMS.find(({ id }) => id === tab)
  if (!capability) return undefined
  const draws = isPicture(capability)
  const drawsOnTheWay = fieldsOf(capability).some(({ ui }) => ui.widget === 'views')
  return draws || drawsOnTheWay ? (keepPictures?.[tab] ?? draws) : undefined
}

/** What a draft becomes when the form in front keeps its pictures, or does not. */
export const withKept = ({ tab, keepPictures }: Draft, isOn: boolean): Partial<Draft> => ({
  keepPictures: { ...keepPictures, [tab]: isOn },
})

/** A form's values with one set, or taken away when it is `undefined`. */
export function withValue(values: Params, name: string, value: unknown): Params {
  const { [name]: _, ...rest } = values
  return value === undefined ? rest : { ...rest, [name]: value }
}

export interface DraftSinks {
  /** At once: the webview's own state. */
  remember(state: PageState): void
  /** A moment later: the host's mirror. */
  mirror(draft: Draft): void
}

/** The most milliseconds from a change until the host is told: who closes the tab while typing loses no more than that. */
const MIRROR_DELAY = 300

/** Holds the page's state and writes each change to both memories. */
export class DraftKeeper {
  #timer: ReturnType<typeof setTimeout> | undefined
  readonly #sinks: DraftSinks

  constructor(
    public state: PageState,
    sinks: DraftSinks,
  ) {
    this.#sinks = sinks
  }

  get draft(): Draft {
    return this.state.draft
  }

  /** Changes parts of the draft. */
  change(part: Partial<Draft>): void {
    this.remember({ draft: { ...this.state.draft, ...part, editedAt: Date.now() } })
    this.#timer ??= setTimeout(() => this.flush(), MIRROR_DELAY)
  }

  /** Changes what only the page remembers, or takes a draft over without telling the host. */
  remember(part: Partial<PageState>): void {
    this.state = { ...this.state, ...part }
    this.#sinks.remember(this.state)
  }

  /** Tells the host now what is still waiting, for the moment the page is hidden or ends. */
  flush(): void {
    if (this.#timer === undefined) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#sinks.mirror(this.state.draft)
  }
}

/** The address of the file that the form in front imports. */
export const importedFile = ({ tab, images }: Draft): string | undefined =>
  tab === importModel.id ? images[imageKey(tab, 'file')]?.upload : undefined
