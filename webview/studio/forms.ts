// The forms of all tabs: one for each capability that has one, which of them is in front, and their part of the draft.
import type { EventBody } from '../../src/protocol/messages.ts'
import type { Draft, ImageChoice, Style } from '../../src/protocol/studio.ts'
import type { Capability, Params } from '../../src/tripo/catalogue/index.ts'
import { element, type TabsHandle, tabs } from '../controls/index.ts'
import { imageKey, imagesOf, TABS, tabWith, withImages } from './drafts.ts'
import type { FieldSources } from './field-handle.ts'
import { CapabilityForm } from './form.ts'
import type { FormContext } from './form-model.ts'
import type { ImageTarget } from './image-events.ts'
import { t } from './l10n.ts'
import { chosenStyle, isOutdated, withChosenStyle } from './styles.ts'
import { tabParts } from './tab-entries.ts'

export interface FormsHost {
  draft(): Draft
  change(part: Partial<Draft>): void
  context(): FormContext
  /** What the fields of one form get their pictures from. */
  sources(capability: string): FieldSources
  /** Another form is in front: it begins at its top. */
  turned(): void
  /** What forms begin with, by capability. */
  defaults(): Readonly<Record<string, Params>>
  /** The project's styles. */
  styles(): readonly Style[]
  editStyles(): void
}

export class Forms {
  readonly tabs: TabsHandle
  readonly panels: readonly HTMLElement[]
  readonly #forms = new Map<string, CapabilityForm>()
  readonly #parts

  readonly #host: FormsHost

  constructor(host: FormsHost) {
    this.#host = host
    for (const { forms } of TABS) for (const form of forms) this.#forms.set(form.id, this.#form(form))
    this.#parts = tabParts(
      (id) => this.#forms.get(id)?.root,
      (id) => this.#chooseForm(id),
    )
    const entries = this.#parts.map(({ tab, content }) => ({
      ...{ id: tab.id, title: t(tab.title), tooltip: t(tab.summary), panel: element('div'), content },
    }))
    this.panels = entries.map(({ panel }) => panel)
    this.tabs = tabs(t('What to start from'), entries, (id) => this.#chooseTab(id), t('More Tabs'))
  }

  get(capability: string): CapabilityForm | undefined {
    return this.#forms.get(capability)
  }

  get front(): CapabilityForm | undefined {
    return this.#forms.get(this.#host.draft().tab)
  }

  /** Brings the first form that takes a picture to the front, and gives what takes it. */
  openImageForm(): ImageTarget | undefined {
    const form = [...this.#forms.values()].find((each) => each.imageField)
    if (form) this.open({ tab: form.capability.id })
    return form?.imageField
  }

  /** Brings a form to the front, with what the host wants to see in it. */
  open({ tab, params, image, images, awaitPaste }: EventBody<'showTab'>): void {
    const form = this.#forms.get(tab)
    if (!form) return
    const { forms } = this.#host.draft()
    this.#host.change({
      ...{ tab, onResult: undefined },
      forms: params ? { ...forms, [tab]: { ...forms[tab], ...params } } : forms,
    })
    if (image && form.imagePlace !== undefined) this.setImages({ [imageKey(tab, form.imagePlace)]: image })
    if (images) this.fill(tab, images)
    if (awaitPaste) form.imageField?.awaitPaste()
    else form.focus()
  }

  /** Brings the tab of the draft's form to the front, and the form in it. */
  show(): void {
    const { tab: id } = this.#host.draft()
    const tab = tabWith(id)
    if (!tab) return
    if (this.tabs.selected !== tab.id) {
      this.#host.turned()
      this.tabs.selected = tab.id
    }
    this.#parts.find((part) => part.tab === tab)?.show(id)
  }

  /** Chooses a style of the project for all forms; none by a name that it does not have. */
  chooseStyle(name: string): void {
    const style = this.#host.styles().find((each) => each.name === name)
    const capabilities = [...this.#forms.values()].map(({ capability }) => capability)
    this.#host.change(withChosenStyle(this.#host.draft(), capabilities, style))
  }

  /** Takes up what the project has changed in the chosen style. */
  refreshStyles(): void {
    const { style } = this.#host.draft()
    if (style && isOutdated(this.#host.draft(), this.#host.styles())) this.chooseStyle(style.name)
  }

  setImages(images: Readonly<Record<string, ImageChoice | undefined>>): void {
    this.#host.change({ images: withImages(this.#host.draft().images, images) })
  }

  /** Pictures in the places of a form, whose others are emptied: what was there belonged to something else. */
  fill(capability: string, images: Readonly<Record<string, ImageChoice>>): void {
    const old = Object.keys(imagesOf(this.#host.draft().images, capability))
    const emptied = old.map((place) => [imageKey(capability, place), undefined])
    const next = Object.entries(images).map(([place, image]) => [imageKey(capability, place), image])
    this.setImages(Object.fromEntries([...emptied, ...next]))
  }

  #form(capability: Capability): CapabilityForm {
    const host = this.#host
    const { id } = capability
    const withValues = (values: Params) => ({ forms: { ...host.draft().forms, [id]: { ...values } } })
    return new CapabilityForm(capability, {
      values: () => host.draft().forms[id] ?? host.defaults()[id] ?? {},
      images: () => host.draft().images,
      context: () => host.context(),
      change: (values) => host.change(withValues(values)),
      setImages: (images) => this.setImages(images),
      setList: (values, images) =>
        host.change({ ...withValues(values), images: withImages(host.draft().images, images) }),
      setAdvanced: (advancedOpen) => host.change({ advancedOpen }),
      perLine: () => host.draft().perLine === true,
      setPerLine: (perLine) => host.change({ perLine }),
      variations: () => host.draft().variations ?? 1,
      setVariations: (variations) => host.change({ variations: variations === 1 ? undefined : variations }),
      sources: host.sources(id),
      styles: () => host.styles(),
      style: () => chosenStyle(host.draft(), host.styles()),
      chooseStyle: (name) => this.chooseStyle(name),
      editStyles: () => host.editStyles(),
      recentPrompts: () => host.draft().recentPrompts ?? [],
      clearRecent: () => host.change({ recentPrompts: [] }),
    })
  }

  /** A tab brings back the form that was in front in it. */
  #chooseTab(id: string): void {
    const tab = TABS.find((each) => each.id === id)
    if (!tab) return
    const host = this.#host
    const last = tab.forms.find((form) => form.id === host.draft().lastForms?.[id]) ?? tab.forms[0]
    host.turned()
    host.change({ tab: last.id })
  }

  /** Another form of the same tab; words that were written for one are there for the other, too. */
  #chooseForm(id: string): void {
    const { forms, tab: before, lastForms } = this.#host.draft()
    const { prompt } = forms[before] ?? {}
    const own = forms[id] ?? {}
    const isShared = own.prompt === undefined && prompt !== undefined && this.#forms.get(id)?.hasPrompt === true
    const tab = tabWith(id)
    this.#host.change({
      tab: id,
      forms: isShared ? { ...forms, [id]: { ...own, prompt } } : forms,
      lastForms: { ...lastForms, ...(tab ? { [tab.id]: id } : {}) },
    })
  }
}
