// The model editor's own keys, Blender's where Blender has one: a table, beside the viewport's.

export type EditorKey =
  | 'outliner'
  | 'properties'
  | 'play'
  | 'hide'
  | 'hideOthers'
  | 'showAll'
  | 'local'
  | 'deselect'
  | 'frameSelected'

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>

const PLAIN = new Map<string, EditorKey>([
  ['Tab', 'outliner'],
  ['n', 'properties'],
  [' ', 'play'],
  ['h', 'hide'],
  ['H', 'hideOthers'],
  ['/', 'local'],
  ['Escape', 'deselect'],
  ['.', 'frameSelected'],
])

/** What a key press means to the editor; undefined when it is the viewport's or the workbench's. */
export function editorKey({ key, ctrlKey, metaKey, shiftKey, altKey }: Press): EditorKey | undefined {
  if (ctrlKey || metaKey) return undefined
  if (altKey) return key.toLowerCase() === 'h' ? 'showAll' : undefined
  // Shift+Tab goes back, as everywhere.
  if (key === 'Tab' && shiftKey) return undefined
  if (key === 'h' && shiftKey) return 'hideOthers'
  return PLAIN.get(key)
}
