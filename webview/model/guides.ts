// Helpers for judging a model that are not part of it: section, measure, references. One owner, so that the page has one object
// to connect.
import type { Object3D } from 'three'
import type { Actions } from '../viewport/bindings.ts'
import type { Model } from '../viewport/model.ts'
import type { Viewport } from '../viewport/viewport.ts'
import { Anchors } from './anchors.ts'
import { Measure } from './measure.ts'
import { REFERENCES, type Reference, References } from './references.ts'
import { type Cut, Section } from './section.ts'

export class Guides {
  readonly #measure: Measure
  readonly #references: References
  readonly #section: Section
  #selected: readonly Object3D[] = []

  constructor(viewport: Viewport) {
    const anchors = new Anchors(viewport)
    this.#measure = new Measure(viewport, anchors)
    this.#references = new References(viewport, anchors)
    this.#section = new Section(viewport, anchors)
  }

  /** What keys do with them. */
  get actions(): Actions {
    const reference = (name: Reference) => ({
      run: () => this.#references.toggle(name),
      state: () => this.#references.isOn(name),
    })
    return {
      ...{ figure: reference('figure'), axes: reference('axes') },
      ...{ bounds: reference('bounds'), bones: reference('bones') },
      section: { run: () => this.#section.toggle(), state: () => this.#section.isOn },
      measure: { run: () => this.#measure.toggle(this.#selected), state: () => this.#measure.isOn },
    }
  }

  /** Which references stand beside the model, and where it is cut; for the next model. */
  get kept(): { references: Reference[]; section?: Cut } {
    const section = this.#section.cut
    return { references: this.#references.all, ...(section && { section }) }
  }

  /** For the next model that is shown. */
  set kept({ references, section }: { references: readonly string[]; section?: Cut | undefined }) {
    this.#references.all = REFERENCES.filter((one) => references.includes(one))
    this.#section.cut = section
  }

  show(model: Model | undefined): void {
    this.#measure.clear()
    this.#references.show(model)
    this.#section.show(model)
  }

  select(objects: readonly Object3D[]): void {
    this.#selected = objects
    this.#references.select(objects)
  }

  /** The model has moved. */
  update(): void {
    this.#references.update()
  }

  /** A click on the picture; whether it meant one of these. */
  click(clientX: number, clientY: number): boolean {
    return this.#measure.click(clientX, clientY)
  }
}
