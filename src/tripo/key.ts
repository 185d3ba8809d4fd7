// Recognizes usual mistakes in a pasted key. Source: docs/protocol.md#known-complaints.

export interface KeyReading {
  /** The key to use, when the text holds one. */
  key?: string
  /** What is odd about it. With a key it is a doubt to show; without one the text cannot be used. */
  problem?: string
}

const PREFIX = 'tsk_'
/** Keys of the service are longer; a shorter one is tried all the same, since other deployments may differ. */
const USUAL_LENGTH = 24

/** Reads what a person typed or pasted as their API key. */
export function explainKey(text: string): KeyReading {
  const trimmed = text.trim()
  const unquoted = /^(["'`])(.*)\1$/s.exec(trimmed)?.[2]?.trim() ?? trimmed
  const bare = unquoted.replace(/^(?:Authorization:\s*)?Bearer\s+/i, '').replace(/^TRIPO_API_KEY\s*=\s*/, '')
  if (bare !== trimmed) return explainKey(bare)
  if (bare === '') return { problem: 'Nothing was entered. Paste the key from the API key page.' }
  if (bare.startsWith('tcli_')) {
    return { problem: 'This is a client id (tcli_…), not a key. Copy the API key, which begins with tsk_.' }
  }
  const doubled = /^(tsk_.+?)\s*\1$/s.exec(bare)?.[1]
  if (doubled) return { ...explainKey(doubled), problem: 'The key was pasted twice; one copy of it is used.' }
  if (bare.split(PREFIX).length > 2) {
    return { problem: 'There is more than one key in this text. Paste a single one.' }
  }
  if (/\s/.test(bare)) return { problem: 'There are spaces or line breaks inside the key. Copy it again in one piece.' }
  if (/["'`]/.test(bare)) return { problem: 'There are quotation marks in the key. Paste it without them.' }
  if (/\*{2,}|…|\.{3}/.test(bare)) {
    return { problem: 'This is the shortened form of a key. Keys are shown in full only once: create a new one.' }
  }
  if (!bare.startsWith(PREFIX)) {
    return { problem: 'This is not a Tripo API key: keys begin with tsk_. Copy it from the API key page.' }
  }
  if (!/^tsk_[A-Za-z0-9_-]+$/.test(bare)) {
    return { problem: 'The key is cut off or holds characters that keys do not have. Copy it again.' }
  }
  if (bare.length < USUAL_LENGTH) return { key: bare, problem: 'The key is shorter than usual; it may be cut off.' }
  return { key: bare }
}
