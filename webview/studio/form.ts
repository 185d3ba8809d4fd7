// The form of one capability, generated from the catalogue: its rows, the collapsible advanced ones, and what is beside them.

import type { GenerateRequest } from '../../src/protocol/request.ts'
import { message } from '../../src/text/index.ts'
import { type Capability, checkRequest, holdsList, type Params } from '../../src/tripo/catalogue/index.ts'
import { element, icon, setAttribute, setText, uniqueId } from '../controls/index.ts'
import { keyedImages, withValue } from './drafts.ts'
import { makeField } from './field-controls.ts'
import type { FieldHandle, FieldSources } from './field-handle.ts'
import { kindOfField, otherKind } from './file-kinds.ts'
import { formItems, leftOut, shownFindings } from './form-model.ts'
import { covers, ofLine, takesStyle } from './form-parts.ts'
import { FormRequests, type RequestSources } from './form-requests.ts'
import { sayFinding, t } from './l10n.ts'
import type { Images } from './list-files.ts'
import { PerLine, promptLines } from './per-line.ts'
import { adviceFor } from './prompt-advice.ts'
import { PromptTools, StyleChoice } from './prompt-tools.ts'
import { VariationRow } from './variations.ts'
import type { VariationChoice } from './variations-model.ts'

export interface FormHost extends RequestSources {
  change(values: Params): void
  /** Images by their keys in the draft; undefined takes one away. */
  setImages(images: Images): void
  setList(values: Params, images: Images): void
  setAdvanced(isOpen: boolean): void
  setPerLine(isOn: boolean): void
  setVariations(choice: VariationChoice): void
  sources: FieldSources
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
  /** What the form stands for. */
  readonly requests: FormRequests

  constructor(
    readonly capability: Capability,
    host: FormHost,
  ) {
    this.#host = host
    // Before the fields, which ask for it; what it asks of them is known later.
    this.requests = new FormRequests(capability, host, this)
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
      if (words) host.change(withValue(this.requests.moved.params, words.item.field.name, prompt))
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

  /** Brings all rows up to date with the draft. */
  show(isAdvancedOpen: boolean): void {
    const host = this.#host
    const { capability, requests } = this
    const { params } = requests
    const context = host.context()
    this.#perLine.show(promptLines(params.prompt).length, requests.isPerLine)
    const makesModel = capability.category === 'generate'
    this.#tools.show(params.prompt, makesModel && !requests.isPerLine ? adviceFor(params.prompt) : undefined)
    this.#style.show(takesStyle(capability, this.hasPrompt) ? host.styles() : [], host.style(), this.hasPrompt)
    this.#variations.show(requests.canVary, host.variations(), requests.fittingStyles.length)
    const all = this.#checkAll()
    const isQuiet = (field: string) =>
      !this.#wasTried && this.#fields.some((each) => each.showReason && covers(each, field))
    const findings = shownFindings(all, capability, params, (field) => {
      return this.#wasTried || this.#touched.has(field)
    }).filter(({ field }) => !isQuiet(field))
    const { images } = requests
    for (const field of this.#fields) {
      field.show({ values: this.requests.moved.params, params, images, context })
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

  /** The requests, or undefined when something is wrong: then it is shown, and the first such field has the focus. */
  submit(): readonly GenerateRequest[] | undefined {
    const wrong = this.#checkAll().filter((finding) => finding.severity === 'error')
    if (wrong.length === 0) {
      this.#wasTried = false
      return this.requests.build()
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

  /** What is found about the first set of parameters that is wrong, with its line where there are several. */
  #checkAll() {
    const { each, variationCount } = this.requests
    for (const [index, { params }] of each.entries()) {
      const findings = this.#check(params)
      if (!findings.some(({ severity }) => severity === 'error')) continue
      if (each.length === 1) return findings
      return variationCount > 1 ? findings : findings.map((found) => ofLine(found, index))
    }
    return each[0] ? this.#check(each[0].params) : []
  }

  /** What the catalogue finds, and what the host found wrong with an image. */
  #check(params: Params) {
    const { findings } = checkRequest(this.capability, params, this.#host.context())
    const images = Object.entries(this.requests.images)
    const bad = this.#fields.flatMap(({ item }) => {
      const { name } = item.field
      const own = images.filter(([place]) => place.split('.')[0] === name)
      const messages = own.map(([, image]) => image.problem ?? otherKind(image, kindOfField(item.field, params)))
      const words = messages.find((each) => each !== undefined)
      return words ? [{ severity: 'error' as const, field: name, ...message(words) }] : []
    })
    return [...bad, ...this.requests.moved.words, ...findings]
  }

  #field(item: ReturnType<typeof formItems>['main'][number]): FieldHandle {
    const host = this.#host
    const { capability } = this
    const written = new Set<string>()
    return makeField(
      capability,
      item,
      () => this.requests.moved.params,
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
