// Loads one model at a time: the latest request wins, a person can cancel it, and the stage never shows a model that is no longer
// the requested one.

import { type Words, wordsOf } from '../../src/text/index.ts'
import type { Decoders } from './decoders.ts'
import { aborted, errors, isAbort, ViewportError } from './errors.ts'
import type { Labels } from './labels.ts'
import { type LoadedModel, loadModel, type ModelSource } from './load-model.ts'
import { disposeModel } from './model.ts'
import type { Overlay } from './overlay.ts'
import type { Stage } from './stage.ts'
import type { ModelStatistics } from './statistics.ts'

/** Milliseconds that the model before may stay while the next is read, so that a quick change does not flash. */
const PATIENCE = 400

/**
 * Milliseconds after which a load is told of, and the stage shows how far it is. A shorter one would only flash, and painting it
 * takes the processor from what decodes: small models were seen a third later for it.
 */
const UNSHOWN = 200

export interface LoadParts {
  labels: Labels
  say: (words: Words) => string
  overlay: Pick<Overlay, 'showProgress' | 'hideProgress' | 'setState' | 'render' | 'show'>
  decoders: Decoders
  /** The viewport's own end. */
  end: AbortSignal
  stage(): Stage | undefined
  /** Puts a loaded model on the stage. */
  show(source: ModelSource, result: LoadedModel): void
  /** Takes what stands there off the stage. */
  empty(): void
  /** How much of what is loaded has arrived, 0..1. */
  expect(fraction: number): void
  /** Whether and what is loaded is different. @param isSeen whether the picture is, too */
  changed(isSeen?: boolean): void
}

export class Loads {
  #current: AbortController | undefined

  readonly #parts: LoadParts

  constructor(parts: LoadParts) {
    this.#parts = parts
  }

  get active(): boolean {
    return this.#current !== undefined
  }

  /** Without a word, as another model or none is wanted. */
  callOff(): void {
    this.#current?.abort()
    this.#end(this.#current)
  }

  /** Because a person does not want to wait. */
  cancel(): void {
    this.#current?.abort(CANCELLED)
  }

  /** @throws ViewportError, which is also shown, and AbortError */
  async load(source: ModelSource): Promise<ModelStatistics> {
    const { overlay, stage, decoders, end, empty, show, changed } = this.#parts
    this.#current?.abort()
    const load = new AbortController()
    this.#current = load
    const signal = AbortSignal.any([load.signal, end, ...(source.signal ? [source.signal] : [])])
    changed(false)
    const late = setTimeout(empty, PATIENCE)
    const progress = { fraction: 0, isShown: false }
    const unshown = setTimeout(() => {
      progress.isShown = true
      overlay.setState({ loading: source.name, reason: undefined })
      overlay.render()
      this.#showProgress(source.name, progress.fraction)
    }, UNSHOWN)
    try {
      const result = await loadModel(this.#watched(source, signal, progress), signal, stage(), decoders)
      if (signal.aborted) {
        if (result.model) disposeModel(result.model, [])
        throw aborted()
      }
      this.#end(load)
      show(source, result)
      return result.statistics
    } catch (error) {
      if (signal.aborted) {
        if (load.signal.reason === CANCELLED) this.#setCancelled(load, source)
        throw aborted()
      }
      const shown = error instanceof ViewportError ? error : errors.damaged(source.name, error)
      if (!isAbort(error)) this.#setFailure(load, source, shown)
      throw shown
    } finally {
      clearTimeout(late)
      clearTimeout(unshown)
      this.#end(load)
    }
  }

  #watched(source: ModelSource, signal: AbortSignal, progress: { fraction: number; isShown: boolean }): ModelSource {
    const onProgress = (fraction: number) => {
      if (!signal.aborted) {
        progress.fraction = fraction
        if (progress.isShown) this.#showProgress(source.name, fraction)
      }
      source.onProgress?.(fraction)
    }
    return { ...source, onProgress }
  }

  #showProgress(name: string, fraction: number): void {
    // Before there is a length, and once all has arrived, it goes on for a while without a measure.
    this.#parts.overlay.showProgress(name, fraction > 0 && fraction < 1 ? fraction : undefined)
    this.#parts.expect(fraction)
  }

  #end(load: AbortController | undefined): void {
    if (load === undefined || this.#current !== load) return
    this.#current = undefined
    this.#parts.overlay.hideProgress()
    this.#parts.overlay.setState({ loading: undefined, reason: undefined })
    this.#parts.expect(0)
    this.#parts.changed()
  }

  #setCancelled(load: AbortController, source: ModelSource): void {
    const { cancelled, cancelledNext } = this.#parts.labels
    this.#setNotice(load, source, 'warning', cancelled.replace('{0}', source.name), cancelledNext)
  }

  #setFailure(load: AbortController, source: ModelSource, error: ViewportError): void {
    const { say } = this.#parts
    const { sentence, nextStep } = wordsOf(error)
    this.#setNotice(load, source, 'error', say(sentence), say(nextStep))
  }

  #setNotice(
    load: AbortController,
    source: ModelSource,
    tone: 'warning' | 'error',
    text: string,
    nextStep: string,
  ): void {
    if (this.#current !== load) return
    this.#parts.empty()
    // What the viewport says itself it also answers itself, where its page does not: nobody waits for this load any more.
    const run = source.again ?? (() => void this.load({ url: source.url, name: source.name }).catch(() => undefined))
    this.#parts.overlay.show({ tone, text, nextStep, action: { label: this.#parts.labels.again, run } })
    this.#end(load)
  }
}

const CANCELLED = Symbol('cancelled')
