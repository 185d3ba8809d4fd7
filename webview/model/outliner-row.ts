// One row of the outliner: expander, icon, name and visibility toggle of a part (the ARIA tree pattern's treeitem).
import { element, icon, setAttribute } from '../controls/index.ts'
import { t } from '../studio/l10n.ts'
import { PART_ICONS, type Part } from './parts.ts'

export interface RowState {
  isOpen: boolean
  /** Whether anything of the part is seen. */
  isSeen: boolean
  isSelected: boolean
  /** Whether Tab comes to this row. */
  isEntry: boolean
}

export interface RowEvents {
  fold(): void
  toggle(): void
  choose(event: MouseEvent): void
  frame(): void
  menu(): void
}

export function outlinerRow(
  part: Part,
  { isOpen, isSeen, isSelected, isEntry }: RowState,
  events: RowEvents,
): HTMLElement {
  const { name, kind, depth, hasChildren } = part
  const twist = icon(hasChildren ? (isOpen ? 'chevron-down' : 'chevron-right') : 'blank', 'outliner-twist')
  const eye = element(
    'button',
    'control-icon-button outliner-eye',
    {
      type: 'button',
      tabindex: -1,
      'aria-label': isSeen ? t('Hide {0}', name) : t('Show {0}', name),
      title: isSeen ? t('Hide (H)') : t('Show (H)'),
    },
    icon(isSeen ? 'eye' : 'eye-closed'),
  )
  const row = element(
    'div',
    'outliner-row',
    {
      role: 'treeitem',
      tabindex: isEntry ? 0 : -1,
      'aria-level': depth + 1,
      'aria-selected': String(isSelected),
      'aria-expanded': hasChildren ? String(isOpen) : undefined,
      'aria-label': isSeen ? name : t('{0}, hidden', name),
      'data-depth': Math.min(depth, 12),
    },
    twist,
    icon(PART_ICONS[kind], 'outliner-icon'),
    element('span', 'outliner-name', { dir: 'auto', title: name }, name),
    eye,
  )
  setAttribute(row, 'data-hidden', !isSeen)
  twist.addEventListener('click', (event) => {
    event.stopPropagation()
    if (hasChildren) events.fold()
  })
  eye.addEventListener('click', (event) => {
    event.stopPropagation()
    events.toggle()
  })
  row.addEventListener('click', (event) => events.choose(event))
  row.addEventListener('dblclick', () => events.frame())
  row.addEventListener('contextmenu', (event) => {
    event.preventDefault()
    event.stopPropagation()
    events.menu()
  })
  return row
}
