// The input and output of a code generator: code in one style, and names that the caller merges into the file. There is one
// generator per engine; `write-code.ts` chooses.
import type { Words } from '../../text/index.ts'
import type { GameUrl } from '../game-url.ts'
import type { Project } from '../project.ts'
import type { ModelFacts } from './facts.ts'
import type { Need } from './imports.ts'

/** Ways to have a model in a game. */
export const CODE_VARIANTS = ['load', 'copies', 'collider', 'levels', 'progress', 'component'] as const
export type CodeVariant = (typeof CODE_VARIANTS)[number]

export interface CodeRequest {
  project: Project
  facts: ModelFacts
  /** The model's address in the file at hand. */
  url: GameUrl
  /** Those of its further levels of detail. */
  levelUrls: readonly GameUrl[]
  /** Where copied decoders are served, with a slash at the end, as JavaScript. */
  decoders: { draco: string; basis: string; meshopt: string }
  variant: CodeVariant
  /** A name that is free in the file: `oakBarrel`. */
  name: string
  isTypeScript: boolean
  /** Whether `await` compiles where the code goes. */
  canAwait: boolean
  /** What holds the scene (three.js, Babylon.js) or the application (PlayCanvas) in the file. */
  scene: string
  /** What holds three's renderer. */
  renderer: string
}

/** Code with two spaces, single quotes and semicolons. */
export interface ModelCode {
  imports: readonly Need[]
  /** For the cursor, as code or, where `isMarkup`, as tags; empty: nothing goes there. */
  text: string
  isMarkup?: boolean
  /** Code for the top of the module, behind everything. */
  declarations?: string
  /** Code for a component of Vue or Svelte, or one of Angular: a new file, and the tag that shows it. */
  component?: ComponentFile
  notes?: readonly Words[]
}

export interface ComponentFile {
  /** `OakBarrel.svelte` */
  name: string
  text: string
  /** How another file imports it. */
  need: Omit<Need, 'from'> & { name: string }
}

/** A string of JavaScript in single quotes. */
export const quote = (text: string): string =>
  `'${text
    .replace(/[\\']/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\u2028|\u2029/g, ' ')}'`

/** `'idle' | 'walk'` */
export const unionOf = (clips: readonly string[]): string => clips.map(quote).join(' | ')

/** A comment that names the clips, so that a person need not open the file. */
export const clipComment = ({ clips }: ModelFacts): string =>
  `// Clips: ${clips.map((clip) => clip.replace(/\s+/g, ' ')).join(', ')}`

/** The clip that is played first: one of standing still, when there is one. */
export const firstClip = ({ clips }: ModelFacts): string | undefined =>
  clips.find((clip) => /idle|stand|breath/i.test(clip)) ?? clips[0]

/** A name as a property: `.walk` or `['walk cycle']`. */
export const property = (name: string): string =>
  /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) ? `.${name}` : `[${quote(name)}]`

/** Lines that are wanted, put together. */
export const lines = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part) => part !== false && part !== undefined).join('\n')

/** Moves lines in. */
export const deeper = (code: string, by = '  '): string =>
  code
    .split('\n')
    .map((line) => (line === '' ? line : by + line))
    .join('\n')

/** The imports of an address. */
export const needsOfUrl = ({ imports }: GameUrl): Need[] =>
  imports.map((each) =>
    each.default === undefined
      ? { name: each.name, from: each.from }
      : { name: each.default, kind: 'default', from: each.from },
  )
