// Converts a key press to the name in the table of keys: `Shift+H`, `Ctrl+1`, `.`, `Space`.

export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

/** The same key without and with Shift, and keys whose character cannot be seen. */
const ALIASES = new Map([
  [' ', 'Space'],
  ['=', '+'],
  ['_', '-'],
])

/** Signs that some layouts have on a third level, which arrives as Ctrl and Alt together. */
const THIRD_LEVEL = new Set(['[', ']', '/', '?'])

/** The name of a press. Cmd counts as Ctrl; Shift is named with letters and named keys, not with signs. */
export function pressName({ key, code, ctrlKey, metaKey, shiftKey, altKey }: KeyPress): string {
  const isThird = ctrlKey && altKey && THIRD_LEVEL.has(key)
  const base = isThird ? key : baseOf(key, code, shiftKey, altKey)
  const isSign = base.length === 1 && !/[A-Z]/.test(base) && !code.startsWith('Numpad')
  return [
    ...((ctrlKey || metaKey) && !isThird ? ['Ctrl'] : []),
    ...(altKey && !isThird ? ['Alt'] : []),
    ...(shiftKey && !isSign ? ['Shift'] : []),
    base,
  ].join('+')
}

function baseOf(key: string, code: string, shiftKey: boolean, altKey: boolean): string {
  if (code === 'NumpadDecimal') return '.'
  // `code` names the digit also where the layout makes another character of it, and on the number pad.
  const pad = /^Numpad(\d)$/.exec(code)?.[1]
  const row = /^Digit(\d)$/.exec(code)?.[1]
  if (pad !== undefined) return pad
  if (row !== undefined && (!shiftKey || /\d/.test(key))) return row
  // With Alt, layouts write other letters.
  const letter = altKey ? /^Key([A-Z])$/.exec(code)?.[1] : undefined
  return letter ?? ALIASES.get(key) ?? (key.length === 1 ? key.toUpperCase() : key)
}
