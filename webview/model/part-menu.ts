// The menu of the selected parts, in the outliner: what is seen of them, and what the keys of the table change in them.
import type { Object3D } from 'three'
import type { MenuItem } from '../controls/index.ts'
import { t } from '../studio/l10n.ts'
import { type ActionId, type Actions, BINDINGS, type KeyScheme, keysOf, shownKey } from '../viewport/bindings.ts'
import { pressName } from '../viewport/keyboard.ts'
import type { Labels } from '../viewport/labels.ts'
import { ownName } from '../viewport/sources.ts'
import type { Selection } from './selection.ts'

/** What is hidden: what is selected, everything else, or nothing. */
export type Hiding = 'selected' | 'others' | 'none'

export interface PartMenuOwner {
  /** Brings what is selected into sight. */
  frame(): void
  hide(what: Hiding): void
  /** Whether the outliner lists it. */
  isPart(object: Object3D): boolean
  /** Changes that can be made to what is selected, in the menu's order. */
  changes(): Actions
  labels: Labels
  keys: KeyScheme | undefined
}

export function partMenu(selection: Selection, owner: PartMenuOwner): readonly MenuItem[] {
  const { frame, hide, isPart } = owner
  return [
    { label: t('Frame'), icon: 'target', run: frame },
    { label: t('Hide or Show'), icon: 'eye', run: () => hide('selected') },
    { label: t('Hide Everything Else'), icon: 'eye-closed', run: () => hide('others') },
    { label: t('Show All'), icon: 'clear-all', run: () => hide('none') },
    {
      label: t('Select What Lies In It'),
      icon: 'list-tree',
      run: () => {
        const inside: Object3D[] = []
        for (const object of selection.objects) object.traverse((one) => void inside.push(one))
        selection.set(inside.filter(isPart))
      },
    },
    {
      label: t('Copy Name'),
      icon: 'copy',
      run: () =>
        void navigator.clipboard.writeText(selection.active ? ownName(selection.active) : '').catch(() => undefined),
    },
    ...changeItems(owner),
  ]
}

/**
 * Carries out what a key that is pressed in the list changes in the selected parts, as the menu that shows it does.
 * @param changes without the keys that mean something else there
 * @returns whether it was such a key
 */
export function pressOnParts(event: KeyboardEvent, changes: Actions, keys: KeyScheme | undefined): boolean {
  const name = pressName(event)
  const row = BINDINGS.find(({ id }) => changes[id] && keysOf(id, keys).includes(name))
  const action = row && changes[row.id]
  if (!action || action.isOffered?.() === false) return false
  action.run()
  return true
}

const ICONS: Partial<Record<ActionId, string>> = {
  ...{ rename: 'edit', duplicate: 'files', remove: 'trash', join: 'combine', apply: 'check' },
}

/** Changes under the table's labels, with their keys. */
function changeItems({ changes, labels, keys }: PartMenuOwner): MenuItem[] {
  return Object.entries(changes()).flatMap(([id, action]) => {
    const row = BINDINGS.find((one) => one.id === id)
    if (!row || !action) return []
    const [key] = keysOf(row.id, keys)
    const reason = action.reason?.()
    return {
      ...{ label: labels[row.label], icon: ICONS[row.id] ?? 'edit', run: () => action.run() },
      ...(key !== undefined && { detail: shownKey(key) }),
      ...(reason !== undefined && { reason }),
    }
  })
}
