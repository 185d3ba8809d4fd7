// The menu of the selected parts, in the outliner.
import type { Object3D } from 'three'
import type { MenuItem } from '../controls/index.ts'
import { t } from '../studio/l10n.ts'
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
}

export function partMenu(selection: Selection, { frame, hide, isPart }: PartMenuOwner): readonly MenuItem[] {
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
  ]
}
