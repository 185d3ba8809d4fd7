// Telling a page which model to show, in the order of what happened: describing one takes reads of the disk, and a slow one
// must not be told after a later one, nor with changes that are no longer all.

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
