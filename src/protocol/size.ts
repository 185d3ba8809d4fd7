// The maximum size of a message. Measured before anything else is done with it, and never beyond the limit: a message that is far
// too large must not cost more than one that is slightly too large.

export interface Bounds {
  /** About bytes: a character counts one, a number eight, a buffer its length. */
  bytes: number
  /** Objects and lists inside each other. */
  depth: number
}

/** What a value costs by itself, without what it holds; undefined for what no message holds, such as a Map. */
function costOf(value: unknown): number | undefined {
  if (typeof value === 'string') return value.length + 2
  if (typeof value !== 'object' || value === null) return 8
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength
  if (Array.isArray(value)) return 8 + value.length * 8
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null ? 8 : undefined
}

/** Whether a value that came as a message, or out of JSON, is within bounds. Values that hold themselves are not. */
export function isWithin(value: unknown, { bytes, depth }: Bounds): boolean {
  const open: { value: unknown; level: number }[] = [{ value, level: 0 }]
  let total = 0
  for (let next = open.pop(); next; next = open.pop()) {
    const cost = costOf(next.value)
    if (cost === undefined) return false
    total += cost
    if (total > bytes) return false
    const { value: holder, level } = next
    if (typeof holder !== 'object' || holder === null || ArrayBuffer.isView(holder) || holder instanceof ArrayBuffer) {
      continue
    }
    if (level >= depth) return false
    for (const key in holder) {
      total += key.length
      if (total > bytes) return false
      open.push({ value: Reflect.get(holder, key), level: level + 1 })
    }
  }
  return true
}
