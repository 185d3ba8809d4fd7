// Copies that the host has been asked for: which parts they will be, whether they follow the pointer then, and the keys that were
// pressed for that move in the meantime.
import type { Object3D } from 'three'

/** Milliseconds for which keys wait for a copy. */
const WAIT = 5_000

export class AwaitedCopies {
  #numbers: readonly number[] = []
  #moves = true
  #since = 0
  #keys: string[] = []

  /** @param numbers of the copies' nodes @param moves whether they are moved as soon as they are there */
  begin(numbers: readonly number[], moves: boolean): void {
    this.#numbers = numbers
    this.#moves = moves
    this.#since = performance.now()
    this.#keys = []
  }

  forget(): void {
    this.begin([], false)
  }

  /** All copies once they are there, and with which keys their move begins. */
  arrived(
    find: (number: number) => Object3D | undefined,
  ): { copies: Object3D[]; moves: boolean; keys: string[] } | undefined {
    const copies = this.#numbers.flatMap((number) => find(number) ?? [])
    if (copies.length === 0 || copies.length < this.#numbers.length) return undefined
    const taken = { copies, moves: this.#moves, keys: this.#keys }
    this.forget()
    return taken
  }

  /** Takes a key of a move whose copy is not there yet: an `X` must not delete what was copied. */
  takesKey({ key, ctrlKey, metaKey }: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey'>): boolean {
    if (this.#numbers.length === 0 || !this.#moves || ctrlKey || metaKey) return false
    if (performance.now() - this.#since > WAIT) return false
    this.#keys.push(key)
    return true
  }
}
