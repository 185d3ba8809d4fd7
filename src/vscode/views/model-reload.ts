// Tells a page which model to show, in the order of events: describing one reads the disk, and a slow result must not be sent
// after a later one, or with an outdated list of changes.

export interface ModelReload<Model> {
  /** What is to be shown now; undefined where there is nothing. */
  read(): Promise<Model | undefined>
  /** What the description is of: another value where it is out of date. */
  version(): unknown
  tell(model: Model | undefined): void
}

/** @returns how to have the page told; of several at once only the last tells, with what is true by then */
export function lastReload<Model>({ read, version, tell }: ModelReload<Model>): () => Promise<void> {
  let last = 0
  return async () => {
    const own = ++last
    for (;;) {
      const before = version()
      const model = await read()
      if (own !== last) return
      if (version() !== before) continue
      tell(model)
      return
    }
  }
}
