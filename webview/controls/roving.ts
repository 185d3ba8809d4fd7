// Arrow keys within one tab stop (the "roving tabindex" of the ARIA authoring practices), for tabs, segments and strips.

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/**
 * Where a key leads from one of `count` places.
 * @param wraps whether the end leads back to the start
 * @returns undefined for keys that do not move
 */
export function movedIndex(key: string, index: number, count: number, wraps: boolean): number | undefined {
  if (count === 0) return undefined
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const step = STEPS[key]
  if (step === undefined) return undefined
  const next = index + step
  return wraps ? (next + count) % count : Math.min(count - 1, Math.max(0, next))
}
