// The limits of reading one file. A file from anywhere can require far more memory and time than its size suggests (a ZIP bomb, a
// count without data, a part placed inside itself). Every reader spends from one budget, whose limits are all in this file and
// grow with the file's size; a reader that exceeds it ends with an error in words. The thread that reads
// (src/platform/model-reader.ts) enforces the same limits from outside.
import { english, figure, phrase, type Words } from '../text/index.ts'
import { type Damage, type Lose, refuse } from './damage.ts'
import { MeshError } from './errors.ts'

export interface ReaderLimits {
  /** Bytes made by unpacking and decoding. */
  readonly bytes: number
  /** Points, corners, keys, nodes and values made, all together. */
  readonly elements: number
  /** From the first byte to the finished model. */
  readonly milliseconds: number
  /** Levels of things inside things. */
  readonly depth: number
}

const MEGABYTE = 1_000_000

/** What a file of no size may take, what each byte of it adds, and the ceiling. */
const BYTES = { base: 64 * MEGABYTE, perByte: 100, most: 1_000 * MEGABYTE }
const ELEMENTS = { base: 1_000_000, perByte: 8, most: 24_000_000 }
/** Generous, because a busy machine may give a thread a tenth of a core: what is made is limited by the others. */
const MILLISECONDS = { base: 60_000, perByte: 3_000 / MEGABYTE, most: 240_000 }
/** A stack frame of a recursive reader is small, but the stack is finite. */
const DEPTH = 200
/** Megabytes of JavaScript heap that a thread which reads models may have. */
export const READER_HEAP_MEGABYTES = 1_500
/** How often `spend` looks at the clock: once in this many calls. */
const CLOCK_CALLS = 256

const grown = ({ base, perByte, most }: typeof BYTES, size: number) => Math.min(most, Math.round(base + perByte * size))

/** The limits for a file (with all its companions) of this many bytes. */
export function readerLimits(size: number): ReaderLimits {
  return {
    bytes: grown(BYTES, size),
    elements: grown(ELEMENTS, size),
    milliseconds: grown(MILLISECONDS, size),
    depth: DEPTH,
  }
}

export class ReaderBudget {
  readonly #spent = { bytes: 0, elements: 0 }
  readonly #started: number
  #calls = 0

  readonly #now: () => number

  /** @param now milliseconds; a test's own clock */
  constructor(
    readonly limits: ReaderLimits,
    now: () => number = Date.now,
  ) {
    this.#now = now

    this.#started = now()
  }

  /**
   * Takes `count` of a kind, BEFORE they are made, and looks at the clock now and then.
   * @throws MeshError model-too-large when the limit is passed; model-broken for a count that is none
   */
  spend(kind: 'bytes' | 'elements', count: number): void {
    if (!(count >= 0)) throw new MeshError('model-broken', 'The model file gives a count that is no number.', AGAIN)
    this.#spent[kind] += count
    if (this.#spent[kind] > this.limits[kind]) throw kind === 'bytes' ? this.#tooManyBytes() : this.#tooManyElements()
    if (++this.#calls % CLOCK_CALLS === 0) this.checkTime()
  }

  /** @throws MeshError model-too-large when the time is up. Loops that spend nothing call it. */
  checkTime(): void {
    if (this.#now() - this.#started > this.limits.milliseconds) throw tooSlow(this.limits)
  }

  /** @throws MeshError model-too-large when things are nested deeper than the limit */
  checkDepth(level: number): void {
    if (level <= this.limits.depth) return
    throw new MeshError(
      'model-too-large',
      phrase('The model file nests its parts more than {0} levels deep.', this.limits.depth),
      'Flatten the hierarchy in a 3D program and export the model again.',
    )
  }

  #tooManyBytes(): MeshError {
    return new MeshError(
      'model-too-large',
      phrase(
        'The model file unpacks to more than {0} MB, too much for a file of its size.',
        Math.round(this.limits.bytes / MEGABYTE),
      ),
      'Check where the file comes from, or export the model again without compression.',
    )
  }

  #tooManyElements(): MeshError {
    return new MeshError(
      'model-too-large',
      phrase(
        'The model file asks for more than {0} points, corners and values, too many for a file of its size.',
        figure(this.limits.elements),
      ),
      'Reduce or split the model in a 3D program and export it again.',
    )
  }
}

const AGAIN = 'Export the model again and retry.'

/** A model that could not be read within its time. */
export function tooSlow(limits: ReaderLimits): MeshError {
  return new MeshError(
    'model-too-large',
    phrase('Reading the model takes longer than {0} s.', Math.round(limits.milliseconds / 1000)),
    'Reduce or split the model in a 3D program and export it again.',
  )
}

/** What one reading has: its budget, and a place for what the person should know although the model opened. */
export interface ReaderContext {
  readonly budget: ReaderBudget
  /** Notes a sentence such as "The picture wood.png is missing."; the same one is kept once. */
  warn(sentence: Words): void
  /** Told of damage: it throws, or the reader goes on without what is damaged. */
  readonly lose: Lose
}

/** More than this many warnings help nobody. */
const MOST_WARNINGS = 50

/**
 * The context for a file of `size` bytes.
 * @param warnings filled while the file is read
 * @param damage notes what cannot be read; without it the first damage ends the reading
 */
export function readerContext(size: number, warnings: string[] = [], damage?: Damage): ReaderContext {
  return {
    budget: new ReaderBudget(readerLimits(size)),
    lose: damage?.record ?? refuse,
    warn(words) {
      const sentence = english(words)
      if (warnings.length < MOST_WARNINGS && !warnings.includes(sentence)) warnings.push(sentence)
    },
  }
}
