// The requests of a form: its current parameters, and the requests that result from them, one for each line of the prompt or each
// variation, in the project's style. No DOM.
import type { GenerateRequest } from '../../src/protocol/request.ts'
import type { ImageChoice, Style } from '../../src/protocol/studio.ts'
import { withoutView } from '../../src/protocol/view-names.ts'
import { type Capability, cleanParams, fileInput, moveOn, type Params } from '../../src/tripo/catalogue/index.ts'
import { imagesOf } from './drafts.ts'
import { type FormContext, requestParams } from './form-model.ts'
import { takesStyle } from './form-parts.ts'
import { promptLines } from './per-line.ts'
import type { Naming } from './save-as-model.ts'
import { withStyle } from './styles.ts'
import { asVariations, takesVariations, type VariationChoice } from './variations-model.ts'

/** What the requests are made of. */
export interface RequestSources {
  /** The form's own values and images, from the draft. */
  values(): Params
  images(): Readonly<Record<string, ImageChoice>>
  context(): FormContext
  /** Whether a prompt of several lines makes one model of each. */
  perLine(): boolean
  /** How often the same is made at once. */
  variations(): VariationChoice
  /** The project's styles, and the one that is chosen. */
  styles(): readonly Style[]
  style(): Style | undefined
}

/** What the form has of fields. */
export interface RequestFields {
  /** Whether it asks for words on what is made. */
  readonly hasPrompt: boolean
  /** Where its first picture is kept; undefined in a form without pictures. */
  readonly imagePlace: string | undefined
}

export class FormRequests {
  readonly #capability: Capability
  readonly #sources: RequestSources
  readonly #fields: RequestFields

  constructor(capability: Capability, sources: RequestSources, fields: RequestFields) {
    this.#capability = capability
    this.#sources = sources
    this.#fields = fields
  }

  /** The form's images, by field and place. */
  get images(): Readonly<Record<string, ImageChoice>> {
    return imagesOf(this.#sources.images(), this.#capability.id)
  }

  /** The draft's values, with what the service has taken away since replaced by what follows it. */
  get moved() {
    return moveOn(this.#capability, this.#sources.values(), this.#sources.context())
  }

  /** The parameters as they stand. */
  get params(): Params {
    return requestParams(this.#capability, this.moved.params, this.images, this.#sources.context())
  }

  get isPerLine(): boolean {
    return this.#sources.perLine() && promptLines(this.params.prompt).length > 1
  }

  get canVary(): boolean {
    return takesVariations(this.#capability) && !this.isPerLine
  }

  /** The styles that something can be made in here. */
  get fittingStyles(): readonly Style[] {
    return takesStyle(this.#capability, this.#fields.hasPrompt) ? this.#sources.styles() : []
  }

  /** How many of the same the form stands for, of which one is kept. */
  get variationCount(): number {
    const choice = this.canVary ? this.#sources.variations() : 1
    return choice === 'styles' ? Math.max(1, this.fittingStyles.length) : choice
  }

  /** One set of parameters, or one for each line of the prompt or each variation, with the project's style in each. */
  get each(): readonly ReturnType<typeof withStyle>[] {
    const capability = this.#capability
    const { params, variationCount } = this
    if (variationCount > 1 && this.#sources.variations() === 'styles') {
      return this.fittingStyles.map((style) => withStyle(capability, params, style))
    }
    const style = takesStyle(capability, this.#fields.hasPrompt) ? this.#sources.style() : undefined
    const each = this.isPerLine ? promptLines(params.prompt).map((prompt) => ({ ...params, prompt })) : [params]
    return each.flatMap((own) => Array.from({ length: variationCount }, () => withStyle(capability, own, style)))
  }

  /** What was typed into the prompt, a line each where each makes a model. */
  get prompts(): readonly string[] {
    const { prompt } = this.params
    return typeof prompt !== 'string' ? [] : this.isPerLine ? promptLines(prompt) : [prompt]
  }

  /** How many models the form stands for, variations of one included. */
  get count(): number {
    return this.each.length
  }

  /** What the files are named after while the person gives no name. */
  get naming(): Naming {
    const { prompt, url, file } = this.params
    const image = this.#imageName ?? [url, fileInput(file)?.url].find((each) => typeof each === 'string')
    const { id: capability } = this.#capability
    // Of variations one is kept, under the name that a single one would have.
    const count = this.variationCount > 1 ? 1 : this.count
    return { prompt: typeof prompt === 'string' ? prompt.trim() : undefined, image, capability, count }
  }

  /** The requests, unchecked. */
  build(): readonly GenerateRequest[] {
    const capability = this.#capability
    const { dialect } = this.#sources.context()
    const name = this.#imageName
    const requests = this.each.map(({ params, style }) => ({
      ...{ capability: capability.id, params: cleanParams(capability, params, dialect) },
      ...{ name, style },
    }))
    return this.variationCount > 1 ? asVariations(capability, requests) : requests
  }

  /** What the first picture of the form is called, without the view that it tells. */
  get #imageName(): string | undefined {
    const own = this.images[this.#fields.imagePlace ?? '']?.name
    return own && withoutView(own)
  }
}
