// The form of one capability, made from the catalogue: its rows, the fold of advanced ones, and what stands beside them.

import type { GenerateRequest } from '../../src/protocol/request.ts'
import type { ImageChoice, Style } from '../../src/protocol/studio.ts'
import { withoutView } from '../../src/protocol/view-names.ts'
import { message } from '../../src/text/index.ts'
import {
  type Capability,
  checkRequest,
  cleanParams,
  fileInput,
  holdsList,
  moveOn,
  type Params,
} from '../../src/tripo/catalogue/index.ts'
import { element, icon, setAttribute, setText, uniqueId } from '../controls/index.ts'
import { imagesOf, keyedImages, withValue } from './drafts.ts'
import { makeField } from './field-controls.ts'
import type { FieldHandle, FieldSources } from './field-handle.ts'
import { kindOfField, otherKind } from './file-kinds.ts'
import { type FormContext, formItems, leftOut, requestParams, shownFindings } from './form-model.ts'
import { covers, ofLine, takesStyle } from './form-parts.ts'
import { sayFinding, t } from './l10n.ts'
import type { Images } from './list-files.ts'
import { PerLine, promptLines } from './per-line.ts'
import { adviceFor } from './prompt-advice.ts'
import { PromptTools, StyleChoice } from './prompt-tools.ts'
import type { Naming } from './save-as-model.ts'
import { withStyle } from './styles.ts'
import { VariationRow } from './variations.ts'
import { asVariations, takesVariations, type VariationChoice } from './variations-model.ts'

export interface FormHost {
  /** The form's own values and images, from the draft. */
  values(): Params
  images(): Readonly<Record<string, ImageChoice>>
  context(): FormContext
  change(values: Params): void
  /** Images by their keys in the draft; undefined takes one away. */
  setImages(images: Images): void
  setList(values: Params, images: Images): void
  setAdvanced(isOpen: boolean): void
  /** Whether a prompt of several lines makes one model of each. */
  perLine(): boolean
  setPerLine(isOn: boolean): void
  /** How often the same is made at once. */
  variations(): VariationChoice
  setVariations(choice: VariationChoice): void
  sources: FieldSources
  /** The project's styles, and the one that is chosen. */
  styles(): readonly Style[]
  style(): Style | undefined
  chooseStyle(name: string): void
  editStyles(): void
  recentPrompts(): readonly string[]
  clearRecent(): void
}

interface Group {
  fields: readonly FieldHandle[]
  remark: HTMLElement
}

export class CapabilityForm {
  readonly root: HTMLElement
  readonly #groups: readonly Group[]
  readonly #fold: HTMLButtonElement
  readonly #advanced: HTMLElement
  readonly #perLine: PerLine
  readonly #tools: PromptTools
  readonly #style: StyleChoice
  readonly #variations: VariationRow
  /** What is found about the whole, such as a capability that this API does not have, and about what a fold hides. */
  readonly #loose = element('div', 'field-finding', { role: 'alert' })
  readonly #touched = new Set<string>()
  #wasTried = false

  readonly #host: FormHost

  constructor(
    readonly capability: Capability,
    host: FormHost,
  ) {
    this.#host = host
    const all = formItems(capability)
    // A task is no field: pictures that a task has drawn stand for it.
    const isRow = ({ widget }: (typeof all.main)[number]) => widget !== 'task'
    const items = { main: all.main.filter(isRow), advanced: all.advanced.filter(isRow) }
    const group = (list: typeof items.main): Group => ({
      fields: list.map((item) => this.#field(item)),
      remark: element('div', 'form-remark'),
    })
    const main = group(items.main)
    const advanced = group(items.advanced)
    this.#groups = [main, advanced]
    this.#perLine = new PerLine((isOn) => host.setPerLine(isOn))
    this.#style = new StyleChoice({ choose: (name) => host.chooseStyle(name), edit: () => host.editStyles() })
    this.#variations = new VariationRow((choice) => host.setVariations(choice))
    const words = main.fields.find(({ item }) => item.widget === 'prompt')
    const write = (prompt: string) => {
      if (words) host.change(withValue(this.#moved.params, words.item.field.name, prompt))
      words?.focus()
    }
    this.#tools = new PromptTools(
      { write, recent: () => host.recentPrompts(), clearRecent: () => host.clearRecent() },
      words?.item.field.ui.examples ?? [],
    )
    const place = (into: HTMLElement, { fields, remark }: Group) => {
      into.append(...fields.map((field) => field.row.root), remark)
      return into
    }
    this.#advanced = place(element('div', 'form-rows', { id: uniqueId('advanced') }), advanced)
    this.#fold = element(
      'button',
      'form-fold',
      { type: 'button', 'aria-controls': this.#advanced.id, 'data-testid': 'advanced' },
      icon('chevron-right'),
      t('Advanced'),
    )
    this.#fold.addEventListener('click', () => host.setAdvanced(this.#fold.getAttribute('aria-expanded') !== 'true'))
    this.root = element('div', 'form', {}, this.#loose)
    this.root.append(place(element('div', 'form-rows'), main))
    words?.row.root.after(this.#perLine.root, this.#tools.root)
    // After what the model is made of.
    const [first] = main.fields
    const after = words ? this.#tools.root : first?.row.root
    after?.after(this.#style.root)
    if (items.advanced.length > 0) this.root.append(this.#fold, this.#advanced)
    this.root.append(this.#variations.root)
  }

  /** The first image field, which takes drops and pastes. */
  get imageField() {
    return this.#fields.find((field) => field.image)?.image
  }

  /** Whether it asks for words on what is made. */
  get hasPrompt(): boolean {
    return this.#fields.some(({ item }) => item.widget === 'prompt')
  }

  /** Where the form's first picture is kept; undefined in a form without pictures. */
  get imagePlace(): string | undefined {
    const field = this.#fields.find((each) => each.image)?.item.field
    return field && (holdsList(field.ui) ? `${field.name}.0` : field.name)
  }

  /** What the first picture of the form is called, without the view that it tells. */
  get #imageName(): string | undefined {
    const own = this.#images[this.imagePlace ?? '']?.name
    return own && withoutView(own)
  }

  /** The draft's values, with what the service has taken away since replaced by what follows it. */
  get #moved() {
    return moveOn(this.capability, this.#host.values(), this.#host.context())
  }

  /** The parameters as they stand. */
  get params(): Params {
    return requestParams(this.capability, this.#moved.params, this.#images, this.#host.context())
  }

  /** Brings all rows up to date with the draft. */
  show(isAdvancedOpen: boolean): void {
    const host = this.#host
    const { capability, params } = this
    const context = host.context()
    this.#perLine.show(promptLines(params.prompt).length, this.#isPerLine)
    const makesModel = capability.category === 'generate'
    this.#tools.show(params.prompt, makesModel && !this.#isPerLine ? adviceFor(params.prompt) : undefined)
    this.#style.show(takesStyle(capability, this.hasPrompt) ? host.styles() : [], host.style(), this.hasPrompt)
    this.#variations.show(this.#canVary, host.variations(), this.#fittingStyles.length)
    const all = this.#checkAll()
    const isQuiet = (field: string) =>
      !this.#wasTried && this.#fields.some((each) => each.showReason && covers(each, field))
    const findings = shownFindings(all, capability, params, (field) => {
      return this.#wasTried || this.#touched.has(field)
    }).filter(({ field }) => !isQuiet(field))
    const images = this.#images
    for (const field of this.#fields) {
      field.show({ values: this.#moved.params, params, images, context })
      field.showFinding(findings.find((finding) => covers(field, finding.field)))
      field.showReason?.(this.#wasTried ? undefined : all.find((finding) => covers(field, finding.field)))
    }
    const isHidden = ({ item, row }: FieldHandle) =>
      row.root.hidden || (item.field.ui.group === 'advanced' && !isAdvancedOpen)
    const loose = findings.find(
      (finding) => !this.#fields.some((field) => covers(field, finding.field) && !isHidden(field)),
    )
    this.#loose.hidden = loose === undefined
    setText(this.#loose, loose ? sayFinding(loose) : '')
    for (const { fields, remark } of this.#groups) {
      const left = leftOut(
        fields.map((field) => field.item),
        params,
        context,
      )
      remark.hidden = left === undefined
      const titles = left?.titles.map((title) => t(title)).join(', ') ?? ''
      setText(remark, left ? t('Not with {0}: {1}', t(left.version), titles) : '')
    }
    setAttribute(this.#fold, 'aria-expanded', isAdvancedOpen ? 'true' : 'false')
    this.#advanced.hidden = !isAdvancedOpen
  }

  get #canVary(): boolean {
    return takesVariations(this.capability) && !this.#isPerLine
  }
  /** The styles that something can be made in here. */
  get #fittingStyles(): readonly Style[] {
    return takesStyle(this.capability, this.hasPrompt) ? this.#host.styles() : []
  }

  /** How many of the same the form stands for, of which one is kept. */
  get variationCount(): number {
    const choice = this.#canVary ? this.#host.variations() : 1
    return choice === 'styles' ? Math.max(1, this.#fittingStyles.length) : choice
  }

  /** One set of parameters, or one for each line of the prompt or each variation, with the project's style in each. */
  get #each(): readonly ReturnType<typeof withStyle>[] {
    const { params, capability, variationCount } = this
    if (variationCount > 1 && this.#host.variations() === 'styles') {
      return this.#fittingStyles.map((style) => withStyle(capability, params, style))
    }
    const style = takesStyle(capability, this.hasPrompt) ? this.#host.style() : undefined
    const each = this.#isPerLine ? promptLines(params.prompt).map((prompt) => ({ ...params, prompt })) : [params]
    return each.flatMap((own) => Array.from({ length: variationCount }, () => withStyle(capability, own, style)))
  }

  /** What was typed into the prompt, a line each where each makes a model. */
  get prompts(): readonly string[] {
    const { prompt } = this.params
    return typeof prompt !== 'string' ? [] : this.#isPerLine ? promptLines(prompt) : [prompt]
  }

  /** How many models the form stands for, variations of one included. */
  get count(): number {
    return this.#each.length
  }

  /** What the files are named after while the person gives no name. */
  get naming(): Naming {
    const { prompt, url, file } = this.params
    const image = this.#imageName ?? [url, fileInput(file)?.url].find((each) => typeof each === 'string')
    const { id: capability } = this.capability
    // Of variations one is kept, under the name that a single one would have.
    const count = this.variationCount > 1 ? 1 : this.count
    return { prompt: typeof prompt === 'string' ? prompt.trim() : undefined, image, capability, count }
  }

  get #isPerLine(): boolean {
    return this.#host.perLine() && promptLines(this.params.prompt).length > 1
  }

  /** The requests, or undefined when something is wrong: then it is shown, and the first such field has the focus. */
  submit(): readonly GenerateRequest[] | undefined {
    const wrong = this.#checkAll().filter((finding) => finding.severity === 'error')
    if (wrong.length === 0) {
      this.#wasTried = false
      const name = this.#imageName
      const requests = this.#each.map(({ params, style }) => ({
        capability: this.capability.id,
        params: cleanParams(this.capability, params, this.#host.context().dialect),
        ...{ name, style },
      }))
      return this.variationCount > 1 ? asVariations(this.capability, requests) : requests
    }
    this.#wasTried = true
    const first = this.#fields.find((field) => wrong.some((finding) => covers(field, finding.field)))
    const isFolded = first?.item.field.ui.group === 'advanced'
    if (isFolded) this.#host.setAdvanced(true)
    this.show(isFolded || !this.#advanced.hidden)
    first?.focus()
    return undefined
  }

  focus(): void {
    this.#fields[0]?.focus()
  }

  get #fields(): readonly FieldHandle[] {
    return this.#groups.flatMap((group) => group.fields)
  }

  /** The form's images, by field and place. */
  get #images(): Readonly<Record<string, ImageChoice>> {
    return imagesOf(this.#host.images(), this.capability.id)
  }

  /** What is found about the first set of parameters that is wrong, with its line where there are several. */
  #checkAll() {
    const each = this.#each
    for (const [index, { params }] of each.entries()) {
      const findings = this.#check(params)
      if (!findings.some(({ severity }) => severity === 'error')) continue
      if (each.length === 1) return findings
      return this.variationCount > 1 ? findings : findings.map((found) => ofLine(found, index))
    }
    return each[0] ? this.#check(each[0].params) : []
  }

  /** What the catalogue finds, and what the host found wrong with an image. */
  #check(params: Params) {
    const { findings } = checkRequest(this.capability, params, this.#host.context())
    const images = Object.entries(this.#images)
    const bad = this.#fields.flatMap(({ item }) => {
      const { name } = item.field
      const own = images.filter(([place]) => place.split('.')[0] === name)
      const messages = own.map(([, image]) => image.problem ?? otherKind(image, kindOfField(item.field, params)))
      const words = messages.find((each) => each !== undefined)
      return words ? [{ severity: 'error' as const, field: name, ...message(words) }] : []
    })
    return [...bad, ...this.#moved.words, ...findings]
  }

  #field(item: ReturnType<typeof formItems>['main'][number]): FieldHandle {
    const host = this.#host
    const { capability } = this
    const written = new Set<string>()
    return makeField(
      capability,
      item,
      () => this.#moved.params,
      {
        change: (values) => {
          written.add(item.field.name)
          host.change(values)
        },
        setImage: (field, image) => {
          if (image) this.#wasTried = false
          host.setImages(keyedImages(capability.id, { [field]: image }))
        },
        setList: (values, images) => {
          this.#wasTried = false
          host.setList(values, keyedImages(capability.id, images))
        },
        left: (field) => {
          if (!written.has(field) || this.#touched.has(field)) return
          this.#touched.add(field)
          this.show(!this.#advanced.hidden)
        },
      },
      host.sources,
    )
  }
}
