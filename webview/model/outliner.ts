// The outliner: the model's parts as a tree (the ARIA tree pattern), with a filter, an order, a visibility toggle on each part,
// and a menu. It selects parts and shows what was selected elsewhere; the page connects it with the picture.
import type { Object3D } from 'three'
import { element, iconButton, setAttribute, textInput } from '../controls/index.ts'
import { type MenuItem, PopupMenu } from '../controls/popup-menu.ts'
import { walkToolbar } from '../controls/roving.ts'
import { t } from '../studio/l10n.ts'
import { outlinerRow } from './outliner-row.ts'
import { filtered, type Part, type PartKind, partsOf, sorted } from './parts.ts'
import { seenIn, toggleVisibility } from './visibility.ts'

export interface OutlinerEvents {
  /** `isMany` where the part comes beside those that are selected already. */
  choose(object: Object3D, isMany: boolean): void
  /** All of these and no others. */
  select(objects: readonly Object3D[]): void
  /** A part was hidden or shown: the picture is different. */
  changed(): void
  /** A part is to be seen whole. */
  frame(object: Object3D): void
  /** What can be done with what is selected. */
  menu(): readonly MenuItem[]
  /** Does it by a key. @returns whether it was one of its keys */
  press(event: KeyboardEvent): boolean
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
  readonly #sort: HTMLButtonElement
  readonly #menu = new PopupMenu()
  readonly #tree = element('div', 'outliner-tree', {
    role: 'tree',
    'aria-label': t('Parts of the model'),
    'aria-multiselectable': 'true',
  })
  readonly #empty = element('p', 'outliner-empty', { role: 'status' })
  #parts: readonly Part[] = []
  readonly #closed = new Set<Object3D>()
  readonly #rows = new Map<Object3D, HTMLElement>()
  #selected: readonly Object3D[] = []
  #byName = false

  constructor(events: OutlinerEvents) {
    this.#events = events
    this.#filter = textInput({
      label: t('Filter parts'),
      placeholder: t('Filter parts'),
      testId: 'outliner-filter',
      onChange: () => this.#draw(),
    })
    this.#sort = iconButton({ icon: 'sort-precedence', label: t('Sort by Name'), onClick: () => this.#toggleSort() })
    const expand = iconButton({ icon: 'expand-all', label: t('Expand All'), onClick: () => this.#foldAll(false) })
    const collapse = iconButton({ icon: 'collapse-all', label: t('Collapse All'), onClick: () => this.#foldAll(true) })
    const tools = element('div', 'outliner-tools', { role: 'toolbar', 'aria-label': t('Parts') })
    tools.append(this.#sort, expand, collapse)
    walkToolbar(tools)
    const head = element('div', 'outliner-head', {}, this.#filter.root, tools)
    this.root = element('section', 'outliner', { 'aria-label': t('Outliner') })
    this.root.append(head, this.#tree, this.#empty, this.#menu.root)
    setAttribute(this.#sort, 'aria-pressed', 'false')
    this.#tree.addEventListener('keydown', (event) => this.#key(event))
  }

  /** Shows the parts of a model; undefined: of none. */
  show(model: Object3D | undefined): void {
    this.#parts = model ? partsOf(model, namelessWords) : []
    if (this.#byName) this.#parts = sorted(this.#parts)
    this.#closed.clear()
    for (const { object, depth, hasChildren } of this.#parts)
      if (hasChildren && depth >= OPEN_LEVELS) this.#closed.add(object)
    this.#selected = []
    this.#draw()
  }

  /** All parts, in the order of the list. */
  get objects(): readonly Object3D[] {
    return this.#parts.map(({ object }) => object)
  }

  /** Marks what is selected; `isSeen` opens what it lies in and brings it into sight. */
  mark(objects: readonly Object3D[], isSeen: boolean): void {
    const known = new Set(this.objects)
    this.#selected = objects.filter((object) => known.has(object))
    const last = this.#selected.at(-1)
    if (isSeen) for (let at = last?.parent; at; at = at.parent) this.#closed.delete(at)
    this.#draw()
    if (isSeen && last) this.#rows.get(last)?.scrollIntoView({ block: 'nearest' })
  }

  /** Puts the focus on the selected part, or the first. */
  focus(): void {
    const last = this.#selected.at(-1)
    const row = (last && this.#rows.get(last)) ?? this.#rows.values().next().value
    if (row) row.focus()
    else this.#filter.focus()
  }

  /** Draws anew what is hidden and what is not. */
  refresh(): void {
    this.#draw()
  }

  #toggleSort(): void {
    this.#byName = !this.#byName
    setAttribute(this.#sort, 'aria-pressed', String(this.#byName))
    const root = this.#parts[0]?.object.parent
    if (root) {
      this.#parts = partsOf(root, namelessWords)
      if (this.#byName) this.#parts = sorted(this.#parts)
    }
    this.#draw()
  }

  #foldAll(close: boolean): void {
    this.#closed.clear()
    if (close) for (const { object, hasChildren } of this.#parts) if (hasChildren) this.#closed.add(object)
    this.#draw()
  }

  #draw(): void {
    const focused = [...this.#rows].find(([, row]) => row === document.activeElement)?.[0]
    const isFiltered = this.#filter.value.trim() !== ''
    const list = filtered(this.#parts, this.#filter.value)
    const visible = isFiltered ? list : list.filter((part) => !this.#isFolded(part))
    this.#rows.clear()
    const selected = new Set(this.#selected)
    const root = this.#parts[0]?.object.parent
    const seen = root ? seenIn(root) : new Set<Object3D>()
    const last = this.#selected.at(-1)
    const entry = visible.some(({ object }) => object === last) ? last : visible[0]?.object
    for (const part of visible) {
      const { object } = part
      const isOpen = isFiltered || !this.#closed.has(object)
      const isSeen = seen.has(object)
      const state = { isOpen, isSeen, isSelected: selected.has(object), isEntry: object === entry }
      const row = outlinerRow(part, state, {
        fold: () => this.#fold(object, isOpen),
        toggle: () => this.#toggle(object),
        choose: (event) => this.#choose(object, event),
        frame: () => this.#events.frame(object),
        menu: () => this.#openMenu(object),
      })
      this.#rows.set(object, row)
    }
    this.#tree.replaceChildren(...this.#rows.values())
    this.#empty.textContent =
      this.#parts.length === 0 ? t('The model has no parts.') : visible.length === 0 ? t('No part is called so.') : ''
    if (focused) this.#rows.get(focused)?.focus()
  }

  #isFolded(part: Part): boolean {
    for (let at = part.parent; at; at = at.parent) if (this.#closed.has(at.object)) return true
    return false
  }

  #fold(object: Object3D, close: boolean): void {
    if (close) this.#closed.add(object)
    else this.#closed.delete(object)
    this.#draw()
  }

  #toggle(object: Object3D): void {
    toggleVisibility([object])
    this.#events.changed()
    this.#draw()
  }

  /** Ctrl takes one more or less, Shift all from the last one to this. */
  #choose(
    object: Object3D,
    { ctrlKey, metaKey, shiftKey }: Pick<MouseEvent, 'ctrlKey' | 'metaKey' | 'shiftKey'>,
  ): void {
    const from = this.#selected.at(-1)
    if (!shiftKey || !from) {
      this.#events.choose(object, ctrlKey || metaKey)
      return
    }
    const rows = [...this.#rows.keys()]
    const ends = [rows.indexOf(from), rows.indexOf(object)]
    const between = rows.slice(Math.max(0, Math.min(...ends)), Math.max(...ends) + 1)
    this.#events.select([...between.filter((one) => one !== from), from])
  }

  #openMenu(object: Object3D): void {
    if (!this.#selected.includes(object)) this.#events.choose(object, false)
    const row = this.#rows.get(object)
    if (row) this.#menu.toggle(row, t('What to do with the selection'), this.#events.menu())
  }

  #key(event: KeyboardEvent): void {
    const rows = [...this.#rows]
    const at = rows.findIndex(([, row]) => row === event.target)
    const object = rows[at]?.[0]
    if (!object || event.altKey) return
    const part = this.#parts.find((one) => one.object === object)
    const isOpen = part?.hasChildren === true && !this.#closed.has(object)
    const go = (to: Object3D | undefined) => {
      if (!to) return
      this.#rows.get(to)?.focus()
      if (event.shiftKey) this.#events.choose(to, true)
    }
    const actions: Readonly<Record<string, () => unknown>> = {
      ArrowDown: () => go(rows[at + 1]?.[0]),
      ArrowUp: () => go(rows[at - 1]?.[0]),
      Home: () => go(rows[0]?.[0]),
      End: () => go(rows.at(-1)?.[0]),
      ArrowRight: () => (isOpen ? go(rows[at + 1]?.[0]) : part?.hasChildren && this.#fold(object, false)),
      ArrowLeft: () => (isOpen ? this.#fold(object, true) : go(part?.parent?.object)),
      Enter: () => this.#choose(object, event),
      ' ': () => this.#choose(object, event),
      h: () => this.#toggle(object),
      '.': () => this.#events.frame(object),
      '*': () => this.#foldAll(false),
      a: () => this.#events.select([...this.#rows.keys()]),
    }
    const action =
      (event.ctrlKey || event.metaKey) && event.key !== 'a' && event.key !== ' ' ? undefined : actions[event.key]
    if (!action && !this.#events.press(event)) return
    // Of others the workbench has some, such as Ctrl+J.
    event.preventDefault()
    event.stopPropagation()
    action?.()
  }
}
