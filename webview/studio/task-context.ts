// The context menu of tasks in the page: VS Code draws it from the manifest, whose conditions use the words defined here. It
// opens with a right click, the menu key or Shift+F10 by itself, and from a button through `openMenu`.
import { actionWordsForAll } from '../../src/protocol/actions.ts'
import type { JobView } from '../../src/protocol/job.ts'
import { setAttribute } from '../controls/index.ts'

/** Gives an element the menu of these tasks. */
export function setTaskContext(root: HTMLElement, jobs: readonly JobView[]): void {
  const context = {
    tripoActions: actionWordsForAll(jobs),
    tripoJobs: jobs.map(({ id }) => id),
    preventDefaultContextMenuItems: true,
  }
  setAttribute(root, 'data-vscode-context', jobs.length > 0 ? JSON.stringify(context) : undefined)
}

/** Gives an element the menu of the list as a whole, for all inside it, too. */
export const setListContext = (root: HTMLElement): void =>
  setAttribute(root, 'data-vscode-context', JSON.stringify({ tripoList: true, preventDefaultContextMenuItems: true }))

/** Opens the menu of what an element lies in, under it. */
export function openMenu(at: HTMLElement): void {
  const { left, bottom } = at.getBoundingClientRect()
  at.dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: left, clientY: bottom }))
}
