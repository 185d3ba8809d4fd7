// The viewport's contract with its page: its options, and the state it reports.
import type { Words } from '../../src/text/index.ts'
import type { Habits } from './habits.ts'
import type { Labels } from './labels.ts'
import type { Light } from './light.ts'
import type { Shading } from './material-overrides.ts'
import type { Projection } from './orbit.ts'
import type { NamedViewId } from './views.ts'

export interface ViewportOptions extends Habits {
  /** URL prefix under which the decoder files are served, in `draco/` and `basis/`. */
  decoderBase: string
  /** Places change at once and nothing turns. Default: what VS Code or the system say. */
  reducedMotion?: boolean
  /** UI strings; English where left out. */
  labels?: Partial<Labels>
  /** Says what has gone wrong in the person's language; English where left out. */
  say?: (words: Words) => string
  /** Where the page reads a file that was dropped by its address, as VS Code's explorer does; none: it cannot. */
  openDropped?: (uri: string) => Promise<string | undefined>
  /** BCP 47 tag for numbers; default the document's language. */
  language?: string
}

export interface ViewportState {
  view: NamedViewId | undefined
  projection: Projection
  shading: Shading
  grid: boolean
  light: Light
  turntable: boolean
  fullScreen: boolean
  /** Name of the model that is shown. */
  model: string | undefined
  loading: boolean
  /** False where WebGL 2 is missing: then there are statistics but no picture. */
  drawing: boolean
}
