// Keys of the viewport, Blender's where Blender has one: a table from key to action, and nothing else.
import { NAMED_VIEW_IDS, type NamedViewId, namedViews } from './views.ts'

export interface PlainAction {
  do: 'projection' | 'frame' | 'home' | 'wireframe' | 'grid' | 'turntable'
}

export type KeyAction =
  | { do: 'view'; view: NamedViewId }
  | { do: 'orbit'; azimuth: number; elevation: number }
  | { do: 'pan'; right: number; down: number }
  | { do: 'dolly'; factor: number }
  | PlainAction

/** Keys shown beside menu entries and in tooltips, and read by `keyAction`. */
export const ACTION_KEYS = { frame: 'F', grid: 'G', wireframe: 'Z', turntable: 'T', projection: '5', home: 'Home' }

/** Blender turns by 15 degrees per number-pad arrow. */
const orbitStep = Math.PI / 12
const PAN_STEP = 40
const DOLLY_STEP = 1.2

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

const ARROWS = new Map<string, readonly [right: number, down: number]>([
  ['ArrowLeft', [-1, 0]],
  ['ArrowRight', [1, 0]],
  ['ArrowUp', [0, -1]],
  ['ArrowDown', [0, 1]],
])

const plain = new Map<string, KeyAction>([
  ['f', { do: 'frame' }],
  ['.', { do: 'frame' }],
  ['Home', { do: 'home' }],
  ['z', { do: 'wireframe' }],
  ['w', { do: 'wireframe' }],
  ['g', { do: 'grid' }],
  ['t', { do: 'turntable' }],
  ['5', { do: 'projection' }],
  ['+', { do: 'dolly', factor: 1 / DOLLY_STEP }],
  ['=', { do: 'dolly', factor: 1 / DOLLY_STEP }],
  ['-', { do: 'dolly', factor: DOLLY_STEP }],
  ['_', { do: 'dolly', factor: DOLLY_STEP }],
])

const viewKeys = new Map<string, NamedViewId>(NAMED_VIEW_IDS.map((id) => [namedViews[id].key, id]))

/** What a key press means to the viewport, or undefined when it is the editor's. */
export function keyAction(press: KeyPress): KeyAction | undefined {
  if (press.altKey) return undefined
  const control = press.ctrlKey || press.metaKey
  // `code` names the digit also where Shift or the layout makes another character of it, and the number pad.
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(press.code)?.[1]
  const view = digit === undefined ? undefined : viewKeys.get(control ? `Ctrl+${digit}` : digit)
  if (view !== undefined && !press.shiftKey) return { do: 'view', view }
  if (control) return undefined
  const arrow = ARROWS.get(press.key)
  if (arrow !== undefined) {
    const [right, down] = arrow
    if (press.shiftKey) return { do: 'pan', right: -right * PAN_STEP, down: -down * PAN_STEP }
    return { do: 'orbit', azimuth: right * orbitStep, elevation: -down * orbitStep }
  }
  if (press.code === 'NumpadDecimal') return { do: 'frame' }
  return plain.get(press.key.length === 1 ? press.key.toLowerCase() : press.key)
}
