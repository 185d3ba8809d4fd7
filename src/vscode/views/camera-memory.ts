// Remembers the camera of each model file that was viewed lately, so that a file opens as it was left.
import type * as vscode from 'vscode'

/** Under this key of the memory lie the cameras by address, those used last at the end. */
const KEY = 'tripo.modelEditor.cameras'
/** Most files that are remembered. */
const MOST = 200

export class CameraMemory {
  readonly #memory: vscode.Memento

  constructor(memory: vscode.Memento) {
    this.#memory = memory
  }

  /** The camera of a file, as the page gave it; nothing where none is known. */
  of(uri: vscode.Uri): { camera?: unknown } {
    const camera = this.#entries.find(([address]) => address === uri.toString())?.[1]
    return camera === undefined ? {} : { camera }
  }

  async keep(uri: vscode.Uri, camera: unknown): Promise<void> {
    const address = uri.toString()
    const others = this.#entries.filter(([known]) => known !== address)
    await this.#memory.update(KEY, [...others, [address, camera]].slice(-MOST))
  }

  get #entries(): readonly [string, unknown][] {
    const kept: unknown = this.#memory.get(KEY)
    if (!Array.isArray(kept)) return []
    return kept.flatMap((entry: unknown): [string, unknown][] => {
      const [address, camera]: unknown[] = Array.isArray(entry) ? entry : []
      return typeof address === 'string' ? [[address, camera]] : []
    })
  }
}
