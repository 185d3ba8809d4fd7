// What a reader says of a model, in terms that both readers share, and in what two of them disagree.
// Bounds are those of the vertices as they are stored: skinned ones where they stand in the file, others at their node.

export interface Seen {
  triangles: number
  min: readonly number[]
  max: readonly number[]
  clips: number
  /** Names of the materials that are used, each once; '' is one without a name, or none. */
  materials: readonly string[]
}

export type Outcome =
  | { kind: 'opened'; seen: Seen; seconds: number }
  /** In words for a person. */
  | { kind: 'refused'; words: string }
  | { kind: 'crashed' | 'hung' | 'too large'; words: string }

/** Relative to the model's size. */
const TOLERANCE = 1e-4

/** What a JavaScript error says, rather than a person. */
const RAW =
  /\b(undefined|NaN|TypeError|RangeError|SyntaxError|DataView|THREE\.|JSON at|is not (a function|iterable|defined)|Cannot read|Unexpected token|Invalid (array|typed))/

/** A refusal, or a crash when it is an error's own text. */
export const refusal = (words: string): Outcome => ({ kind: RAW.test(words) ? 'crashed' : 'refused', words })

/** In what two readers disagree, in a few words each. */
export function differences(one: Seen, other: Seen): readonly string[] {
  const found: string[] = []
  const differ = (what: string, a: string | number, b: string | number) => {
    if (a !== b) found.push(`${what} ${a} / ${b}`)
  }
  differ('triangles', one.triangles, other.triangles)
  differ('clips', one.clips, other.clips)
  const names = ({ materials }: Seen) => JSON.stringify([...materials].sort())
  differ('materials', names(one), names(other))
  const all = [...one.min, ...one.max, ...other.min, ...other.max].filter(Number.isFinite)
  const size = Math.max(...all, 0) - Math.min(...all, 0)
  const isFar = (a: readonly number[], b: readonly number[]) =>
    a.some((value, axis) => Math.abs(value - (b[axis] ?? Number.NaN)) > TOLERANCE * Math.max(size, 1e-9))
  if (one.triangles > 0 && (isFar(one.min, other.min) || isFar(one.max, other.max))) {
    const box = ({ min, max }: Seen) => `[${[...min, ...max].map((value) => Number(value.toPrecision(5))).join(' ')}]`
    found.push(`bounds ${box(one)} / ${box(other)}`)
  }
  return found
}
