// THE table of keys: which key does what, in each of three schemes. Toolbar, tooltips, the list of keys and the keyboard all read
// it. Blender's keys where Blender has one; those of the three.js editor and Babylon.js with the setting `tripo.keys`.
import type { Labels } from './labels.ts'

export const KEY_SCHEMES = ['blender', 'three', 'babylon'] as const
export type KeyScheme = (typeof KEY_SCHEMES)[number]

export const isKeyScheme = (name: string | undefined): name is KeyScheme => KEY_SCHEMES.some((one) => one === name)

export const KEY_GROUPS = [
  'groupView',
  'groupMove',
  'groupLook',
  'groupSelect',
  'groupChange',
  'groupTime',
  'groupPanels',
] as const

interface Binding {
  id: string
  group: (typeof KEY_GROUPS)[number]
  /** What it does, as a label of the viewport's. */
  label: keyof Labels
  /** Names of `pressName`; the first one is shown. */
  keys: readonly string[]
  three?: readonly string[]
  babylon?: readonly string[]
}

/** In the order of the list of keys. Of two rows with the same key the first that can be carried out wins. */
export const BINDINGS = [
  { id: 'threeQuarter', group: 'groupView', label: 'threeQuarter', keys: ['0'] },
  { id: 'front', group: 'groupView', label: 'front', keys: ['1'] },
  { id: 'back', group: 'groupView', label: 'back', keys: ['Ctrl+1'] },
  { id: 'right', group: 'groupView', label: 'right', keys: ['3'] },
  { id: 'left', group: 'groupView', label: 'left', keys: ['Ctrl+3'] },
  { id: 'top', group: 'groupView', label: 'top', keys: ['7'] },
  { id: 'bottom', group: 'groupView', label: 'bottom', keys: ['Ctrl+7'] },
  { id: 'opposite', group: 'groupView', label: 'opposite', keys: ['9'] },
  { id: 'projection', group: 'groupView', label: 'perspective', keys: ['5'] },
  {
    ...{ id: 'frameSelected', group: 'groupView', label: 'frameSelected', keys: ['.'] },
    ...{ three: ['F', '.'], babylon: ['F', '.'] },
  },
  { id: 'frame', group: 'groupView', label: 'frame', keys: ['Home', 'F', '.'] },
  {
    ...{ id: 'orbitLeft', group: 'groupMove', label: 'orbitLeft', keys: ['ArrowLeft', '4'] },
    three: ['Shift+ArrowLeft', '4'],
  },
  {
    ...{ id: 'orbitRight', group: 'groupMove', label: 'orbitRight', keys: ['ArrowRight', '6'] },
    three: ['Shift+ArrowRight', '6'],
  },
  { id: 'orbitUp', group: 'groupMove', label: 'orbitUp', keys: ['ArrowUp', '8'], three: ['Shift+ArrowUp', '8'] },
  {
    id: 'orbitDown',
    group: 'groupMove',
    label: 'orbitDown',
    keys: ['ArrowDown', '2'],
    three: ['Shift+ArrowDown', '2'],
  },
  {
    ...{ id: 'panLeft', group: 'groupMove', label: 'panLeft', keys: ['Shift+ArrowLeft'] },
    ...{ three: ['ArrowLeft'], babylon: ['Ctrl+ArrowLeft'] },
  },
  {
    ...{ id: 'panRight', group: 'groupMove', label: 'panRight', keys: ['Shift+ArrowRight'] },
    ...{ three: ['ArrowRight'], babylon: ['Ctrl+ArrowRight'] },
  },
  {
    ...{ id: 'panUp', group: 'groupMove', label: 'panUp', keys: ['Shift+ArrowUp'] },
    ...{ three: ['ArrowUp'], babylon: ['Ctrl+ArrowUp'] },
  },
  {
    ...{ id: 'panDown', group: 'groupMove', label: 'panDown', keys: ['Shift+ArrowDown'] },
    ...{ three: ['ArrowDown'], babylon: ['Ctrl+ArrowDown'] },
  },
  // Before the grid, which has the same key where nothing can be changed.
  {
    ...{ id: 'move', group: 'groupChange', label: 'move', keys: ['G'] },
    ...{ three: ['W'], babylon: ['Ctrl+T', 'G'] },
  },
  {
    ...{ id: 'turn', group: 'groupChange', label: 'turn', keys: ['R'] },
    ...{ three: ['E'], babylon: ['Ctrl+R', 'R'] },
  },
  {
    ...{ id: 'scale', group: 'groupChange', label: 'scale', keys: ['S'] },
    ...{ three: ['R'], babylon: ['Ctrl+D', 'S'] },
  },
  {
    ...{ id: 'remove', group: 'groupChange', label: 'remove', keys: ['X', 'Delete'] },
    ...{ three: ['Delete', 'X'], babylon: ['Delete', 'X'] },
  },
  { id: 'duplicate', group: 'groupChange', label: 'duplicate', keys: ['Shift+D'] },
  { id: 'rename', group: 'groupChange', label: 'rename', keys: ['F2'] },
  { id: 'tools', group: 'groupChange', label: 'tools', keys: ['F3'] },
  { id: 'toolOptions', group: 'groupChange', label: 'toolOptions', keys: ['F9'] },
  { id: 'apply', group: 'groupChange', label: 'apply', keys: ['Ctrl+A'] },
  { id: 'join', group: 'groupChange', label: 'join', keys: ['Ctrl+J'] },
  { id: 'zoomIn', group: 'groupMove', label: 'zoomIn', keys: ['+'] },
  { id: 'zoomOut', group: 'groupMove', label: 'zoomOut', keys: ['-'] },
  { id: 'shading', group: 'groupLook', label: 'shading', keys: ['Z'] },
  { id: 'shadedWire', group: 'groupLook', label: 'shadedWire', keys: ['Shift+Z'] },
  { id: 'grid', group: 'groupLook', label: 'grid', keys: ['G', 'Shift+G'] },
  { id: 'turntable', group: 'groupLook', label: 'turntable', keys: ['T'] },
  { id: 'figure', group: 'groupLook', label: 'figure', keys: ['U'] },
  { id: 'axes', group: 'groupLook', label: 'axes', keys: ['O'] },
  { id: 'bounds', group: 'groupLook', label: 'bounds', keys: ['D'] },
  { id: 'bones', group: 'groupLook', label: 'bones', keys: ['K'] },
  { id: 'section', group: 'groupLook', label: 'section', keys: ['Alt+B', 'V'] },
  { id: 'measure', group: 'groupLook', label: 'measure', keys: ['M'] },
  { id: 'light', group: 'groupLook', label: 'light', keys: ['L'] },
  { id: 'capture', group: 'groupLook', label: 'capture', keys: ['F12', 'P'] },
  { id: 'fullScreen', group: 'groupLook', label: 'fullScreen', keys: ['Ctrl+Space'] },
  { id: 'selectAll', group: 'groupSelect', label: 'selectAll', keys: ['A'] },
  { id: 'deselect', group: 'groupSelect', label: 'deselect', keys: ['Escape', 'Alt+A'] },
  { id: 'boxSelect', group: 'groupSelect', label: 'boxSelect', keys: ['B'] },
  { id: 'hide', group: 'groupSelect', label: 'hide', keys: ['H'] },
  { id: 'hideOthers', group: 'groupSelect', label: 'hideOthers', keys: ['Shift+H'] },
  { id: 'showAll', group: 'groupSelect', label: 'showAll', keys: ['Alt+H'] },
  { id: 'local', group: 'groupSelect', label: 'local', keys: ['/'] },
  { id: 'play', group: 'groupTime', label: 'play', keys: ['Space'] },
  { id: 'frameBack', group: 'groupTime', label: 'frameBack', keys: ['Alt+ArrowLeft', ','] },
  { id: 'frameOn', group: 'groupTime', label: 'frameOn', keys: ['Alt+ArrowRight', ';'] },
  { id: 'previousKey', group: 'groupTime', label: 'previousKey', keys: ['Alt+ArrowDown'] },
  { id: 'nextKey', group: 'groupTime', label: 'nextKey', keys: ['Alt+ArrowUp'] },
  { id: 'outliner', group: 'groupPanels', label: 'outliner', keys: ['Tab'] },
  { id: 'properties', group: 'groupPanels', label: 'properties', keys: ['N'] },
  { id: 'previous', group: 'groupPanels', label: 'previous', keys: ['['] },
  { id: 'next', group: 'groupPanels', label: 'next', keys: [']'] },
  { id: 'help', group: 'groupPanels', label: 'help', keys: ['?'] },
] as const satisfies readonly Binding[]

export type ActionId = (typeof BINDINGS)[number]['id']

/** What one row of the table does on a page, and how it stands now: on, off, or a word. */
export interface Action {
  run(): void
  state?(): boolean | string | undefined
  /** Whether its key means it now; else it means what comes after it in the table, or nothing. */
  isOffered?(): boolean
  /** Why it cannot be run now, for a menu; its key says so. */
  reason?(): string | undefined
}
export type Actions = Partial<Record<ActionId, Action>>

/** The keys of an action in a scheme, the first one to be shown. */
export function keysOf(id: ActionId, scheme: KeyScheme = 'blender'): readonly string[] {
  const row: Binding | undefined = BINDINGS.find((one) => one.id === id)
  return (scheme === 'blender' ? undefined : row?.[scheme]) ?? row?.keys ?? []
}

const SHOWN: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓' }

/** A key as people write it: `Shift+←`. */
export const shownKey = (key: string): string =>
  key
    .split(/\+(?=.)/)
    .map((part) => SHOWN[part] ?? part)
    .join('+')
