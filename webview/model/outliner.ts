// The outliner: the model's parts as a tree (the ARIA tree pattern), with a filter, and an eye on each part that hides it.
// It selects and shows what was selected elsewhere; what that means to the picture is the page's business.
import type { Object3D } from 'three'
import { element, icon, setAttribute, textInput } from '../controls/index.ts'
import { t } from '../studio/l10n.ts'
import { filtered, PART_ICONS, type Part, type PartKind, partsOf } from './parts.ts'

export interface OutlinerEvents {
  select(object: Object3D | undefined): void
  /** A part was hidden or shown: the picture is different. */
  changed(): void
  /** A part is to be seen whole. */
  frame(object: Object3D): void
}

/** Levels that are open at first. */
const OPEN_LEVELS = 2

/** What a part without a name is called. */
const namelessWords = (kind: PartKind): string => {
  const words: Readonly<Record<PartKind, string>> = {
    mesh: t('Mesh'),
    'skinned mesh': t('Skinned mesh'),
    line: t('Lines'),
    points: t('Points'),
    bone: t('Bone'),
    light: t('Light'),
    camera: t('Camera'),
    group: t('Group'),
  }
  return words[kind]
}

export class Outliner {
  readonly root: HTMLElement
  readonly #events: OutlinerEvents
  readonly #filter
  readonly #tree = element('div', 'outliner-tree', { role: 'tree', 'aria-label': t('Parts of the model') })
  readonly #empty = element('p', 'outliner-empty', { role: 'status' })
  #parts: readonly Part[] = []
  readonly #closed = new Set<Object3D>()
  readonly #rows = new Map<Object3D, HTMLElement>()
  #selected: Object3D | undefined

  constructor(events: OutlinerEvents) {
    this.#events = events
    this.#filter = textInput({
      label: t('Filter parts'),
      placeholder: t('Filter parts'),
      testId: 'outliner-filter',
      onChange: () => this.#draw(),
    })
    this.root = element(
      'section',
      'outliner',
      { 'aria-label': t('Outliner') },
      this.#filter.root,
      this.#tree,
      this.#empty,
    )
    this.#tree.addEventListener('keydown', (event) => this.#key(event))
  }

  /** Shows the parts of a model; undefined: of none. */
  show(model: Object3D | undefined): void {
    this.#parts = model ? partsOf(model, namelessWords) : []
    this.#closed.clear()
    for (const { object, depth, hasChildren } of this.#parts)
      if (hasChildren && depth >= OPEN_LEVELS) this.#closed.add(object)
    this.#selected = undefined
    this.#draw()
  }

  /** Marks a part that was selected in the picture, opens what it lies in, and brings it into sight. */
  mark(object: Object3D | undefined): void {
    this.#selected = this.#parts.find((part) => part.object === object)?.object
    for (let at = this.#selected?.parent; at; at = at.parent) this.#closed.delete(at)
    this.#draw()
    if (this.#selected) this.#rows.get(this.#selected)?.scrollIntoView({ block: 'nearest' })
  }

  /** Puts the focus on the selected part, or the first. */
  focus(): void {
    const row = (this.#selected && this.#rows.get(this.#selected)) ?? this.#rows.values().next().value
    if (row) row.focus()
    else this.#filter.focus()
  }

  /** Draws anew what is hidden and what is not. */
  refresh(): void {
    this.#draw()
  }

  #draw(): void {
    const focused = [...this.#rows].find(([, row]) => row === document.activeElement)?.[0]
    const isFiltered = this.#filter.value.trim() !== ''
    const list = filtered(this.#parts, this.#filter.value)
    const visible = isFiltered ? list : list.filter((part) => !this.#isFolded(part))
    this.#rows.clear()
    const entry =
      this.#selected && visible.some(({ object }) => object === this.#selected) ? this.#selected : visible[0]?.object
    for (const part of visible) this.#rows.set(part.object, this.#row(part, part.object === entry, isFiltered))
    this.#tree.replaceChildren(...this.#rows.values())
    this.#empty.textContent =
      this.#parts.length === 0 ? t('The model has no parts.') : visible.length === 0 ? t('No part is called so.') : ''
    if (focused) this.#rows.get(focused)?.focus()
  }

  #isFolded(part: Part): boolean {
    for (let at = part.parent; at; at = at.parent) if (this.#closed.has(at.object)) return true
    return false
  }

  #row(part: Part, isEntry: boolean, isFiltered: boolean): HTMLElement {
    const { object, name, kind, depth, hasChildren } = part
    const isOpen = isFiltered || !this.#closed.has(object)
    const twist = icon(hasChildren ? (isOpen ? 'chevron-down' : 'chevron-right') : 'blank', 'outliner-twist')
    const eye = element(
      'button',
      'control-icon-button outliner-eye',
      {
        type: 'button',
        tabindex: -1,
        'aria-label': object.visible ? t('Hide {0}', name) : t('Show {0}', name),
        title: object.visible ? t('Hide (H)') : t('Show (H)'),
      },
      icon(object.visible ? 'eye' : 'eye-closed'),
    )
    const label = element('span', 'outliner-name', { dir: 'auto', title: name }, name)
    const row = element(
      'div',
      'outliner-row',
      {
        role: 'treeitem',
        tabindex: isEntry ? 0 : -1,
        'aria-level': depth + 1,
        'aria-selected': String(object === this.#selected),
        'aria-expanded': hasChildren ? String(isOpen) : undefined,
        'aria-label': object.visible ? name : t('{0}, hidden', name),
        'data-depth': Math.min(depth, 12),
      },
      twist,
      icon(PART_ICONS[kind], 'outliner-icon'),
      label,
      eye,
    )
    setAttribute(row, 'data-hidden', !object.visible)
    twist.addEventListener('click', (event) => {
      event.stopPropagation()
      if (hasChildren) this.#fold(object, isOpen)
    })
    eye.addEventListener('click', (event) => {
      event.stopPropagation()
      this.#toggle(object)
    })
    row.addEventListener('click', () => this.#select(object))
    row.addEventListener('dblclick', () => this.#events.frame(object))
    return row
  }

  #fold(object: Object3D, close: boolean): void {
    if (close) this.#closed.add(object)
    else this.#closed.delete(object)
    this.#draw()
  }

  #toggle(object: Object3D): void {
    object.visible = !object.visible
    this.#events.changed()
    this.#draw()
  }

  #select(object: Object3D | undefined): void {
    this.#selected = object
    this.#draw()
    this.#events.select(object)
  }

  #key(event: KeyboardEvent): void {
    const rows = [...this.#rows]
    const at = rows.findIndex(([, row]) => row === event.target)
    const object = rows[at]?.[0]
    if (!object || event.altKey || event.ctrlKey || event.metaKey) return
    const part = this.#parts.find((one) => one.object === object)
    const isOpen = part?.hasChildren === true && !this.#closed.has(object)
    const go = (to: Object3D | undefined) => to && this.#rows.get(to)?.focus()
    const acts: Readonly<Record<string, () => unknown>> = {
      ArrowDown: () => go(rows[at + 1]?.[0]),
      ArrowUp: () => go(rows[at - 1]?.[0]),
      Home: () => go(rows[0]?.[0]),
      End: () => go(rows.at(-1)?.[0]),
      ArrowRight: () => (isOpen ? go(rows[at + 1]?.[0]) : part?.hasChildren && this.#fold(object, false)),
      ArrowLeft: () => (isOpen ? this.#fold(object, true) : go(part?.parent?.object)),
      Enter: () => this.#select(object),
      ' ': () => this.#select(object),
      h: () => this.#toggle(object),
      '.': () => this.#events.frame(object),
    }
    const act = acts[event.key]
    if (!act) return
    event.preventDefault()
    event.stopPropagation()
    act()
  }
}
