// Full screen for one element. A webview's frame may forbid the real thing; then the element fills its page instead.

export class FullScreen {
  readonly #element: HTMLElement
  readonly #changed: () => void

  constructor(element: HTMLElement, changed: () => void, signal: AbortSignal) {
    this.#element = element
    this.#changed = changed
    document.addEventListener('fullscreenchange', () => changed(), { signal })
    document.addEventListener(
      'keydown',
      (event) => {
        if (event.key !== 'Escape' || !this.#maximised || event.defaultPrevented) return
        this.#maximise(false)
      },
      { signal },
    )
  }

  get on(): boolean {
    return this.#maximised || document.fullscreenElement === this.#element
  }

  async toggle(): Promise<void> {
    if (this.#maximised) return this.#maximise(false)
    if (document.fullscreenElement === this.#element) return await document.exitFullscreen()
    try {
      if (!document.fullscreenEnabled) throw new Error('not allowed here')
      await this.#element.requestFullscreen()
    } catch {
      this.#maximise(true)
    }
  }

  get #maximised(): boolean {
    return this.#element.classList.contains('tv-maximised')
  }

  #maximise(on: boolean): void {
    this.#element.classList.toggle('tv-maximised', on)
    this.#changed()
  }
}
