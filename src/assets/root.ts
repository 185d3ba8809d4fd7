// Which workspace folder results go to if a window has several: that of the input, else the one a person chose before, else one
// that is asked for once.

/** A workspace folder by an id that lasts longer than the window. */
export interface Root {
  id: string
}

export interface RootChoice<Folder extends Root> {
  folders: readonly Folder[]
  /** The folder that the input lies in. */
  near: Folder | undefined
  /** What was chosen before, as the memory holds it. */
  remembered: unknown
  /** Asks; undefined when the person calls it off. */
  ask(): Promise<Folder | undefined>
  remember(id: string): PromiseLike<void>
}

/**
 * The folder, or undefined when there is none or the question was called off. An input's own folder is not remembered:
 * it says nothing about the next prompt.
 */
export async function chooseRoot<Folder extends Root>(choice: RootChoice<Folder>): Promise<Folder | undefined> {
  const { folders, near, remembered } = choice
  if (folders.length < 2) return folders[0]
  const known = near ?? folders.find(({ id }) => id === remembered)
  if (known) return known
  const answer = await choice.ask()
  if (answer) await choice.remember(answer.id)
  return answer
}
