// Finished models of assets files until they are told: those of one build together, once none of it is under way any more. What
// could not be made, or waits for a yes, is told at once, with what was finished before it.
import type { Finished } from '../assets-file/project.ts'

/** Whether a person should know now. */
const isUrgent = ({ problem, isEdited }: Finished) => problem !== undefined || isEdited === true

export class FinishedModels {
  readonly #isBuilding: () => boolean
  readonly #tell: (finished: readonly Finished[]) => void
  #kept: Finished[] = []

  /**
   * @param isBuilding whether any model of an assets file is under way
   * @param tell called with at least one
   */
  constructor(isBuilding: () => boolean, tell: (finished: readonly Finished[]) => void) {
    this.#isBuilding = isBuilding
    this.#tell = tell
  }

  /** Takes what was finished, and tells all where it is time. To be called with nothing, too, when a model's job has ended. */
  add(finished: readonly Finished[]): void {
    // A model that was made once more before anybody was told is one model.
    const names = new Set(finished.map(({ name }) => name))
    this.#kept = [...this.#kept.filter(({ name }) => !names.has(name)), ...finished]
    if (this.#kept.length === 0 || (this.#isBuilding() && !finished.some(isUrgent))) return
    const all = this.#kept
    this.#kept = []
    this.#tell(all)
  }
}
