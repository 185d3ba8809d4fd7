// What a file or folder can be called on every system: one answer for all names that this product takes, makes or writes. Rules of
// Windows, the strictest: Microsoft, "Naming Files, Paths, and Namespaces". In this layer, since each of the others needs it.

/** What Windows cannot store, control characters, lone surrogates, and marks that change the direction of text. */
const STRANGE = '[:*?"<>|\\p{Cc}\\p{Zl}\\p{Zp}\\p{Cs}\\u061C\\u200B\\u200E\\u200F\\u202A-\\u202E\\u2060-\\u2069\\uFEFF]'
const STRANGE_ANYWHERE = new RegExp(STRANGE, 'u')
const STRANGE_OR_SLASH = new RegExp(`[\\\\/]|${STRANGE}`, 'gu')

/** Names that Windows keeps for devices, with any ending, and blanks before it. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9]|lpt[0-9])\s*(\.|$)/i

/** Bytes of UTF-8 that a name may have on the file systems in use. */
const MOST_BYTES = 255

/** Why a name cannot be used everywhere. */
export type NameFault = 'empty' | 'strange' | 'slash' | 'device' | 'end' | 'long'

/** Whether a path, or a name in it, has characters that no system needs and Windows cannot store. */
export const hasStrangeCharacters = (path: string): boolean => STRANGE_ANYWHERE.test(path)

/** Whether Windows keeps this name, with or without an ending, for a device. NFKC makes look-alikes, such as COM¹, what it reads. */
export const isDeviceName = (name: string): boolean => DEVICE.test(name.normalize('NFKC'))

/** What is wrong with the name of a file or folder, without its path; undefined where every system can store it. */
export function nameFault(name: string): NameFault | undefined {
  if (/^\.{0,2}$/.test(name.trim())) return 'empty'
  if (/[\\/]/.test(name)) return 'slash'
  if (hasStrangeCharacters(name)) return 'strange'
  if (isDeviceName(name)) return 'device'
  if (/[. ]$/.test(name)) return 'end'
  return new TextEncoder().encode(name).length > MOST_BYTES ? 'long' : undefined
}

/**
 * A name that came with data, such as that of a model's part, as a file can be called everywhere: without an ending, which
 * may be put after it.
 * @param most code points that are kept
 */
export function portableName(name: string, fallback: string, most = 80): string {
  const plain = name.replace(STRANGE_OR_SLASH, '_').replace(/^\.+/, '_')
  const short = [...plain]
    .slice(0, most)
    .join('')
    .replace(/[. ]+$/, '')
    .trimStart()
  if (short === '') return fallback
  return isDeviceName(short) ? `_${short}` : short
}
