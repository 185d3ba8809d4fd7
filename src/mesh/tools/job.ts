// Input and output of a local tool, as data: sent to a thread, written by scripts, stored for another run.
import type { Phrase } from '../../text/index.ts'
import type { FbxPreset, ModelFormat } from '../formats/names.ts'
import type { Budget } from './budget-schema.ts'
import type { ColliderMeasures, ColliderOptions } from './collider.ts'
import type { CheckFinding } from './finding.ts'
import type { ModelReport } from './inspect-model.ts'
import type { LocalStep } from './local-step.ts'
import type { LodOptions } from './lod.ts'
import type { Operation } from './operations.ts'
import type { OptimiseOptions } from './optimise.ts'
import type { RepairOptions } from './repair.ts'
import type { Pictures } from './run-operator.ts'
import type { SimplifyOptions } from './simplify-model.ts'
import type { TransformOptions } from './transform.ts'

/** One verb with its options. `losses` only tells what `convert` into the format would leave out. */
export type ToolRequest =
  | { readonly tool: 'losses'; readonly options: { readonly format: ModelFormat } }
  | {
      readonly tool: 'convert'
      /** `inMillimetres`: numbers of a format without a unit, STL, are millimeters. */
      readonly options: {
        readonly format: ModelFormat
        readonly fbxPreset?: FbxPreset
        readonly inMillimetres?: boolean
      }
    }
  | { readonly tool: 'inspect'; readonly options: Record<string, never> }
  | { readonly tool: 'check'; readonly options: { readonly budget?: Budget } }
  | { readonly tool: 'simplify'; readonly options: SimplifyOptions }
  | { readonly tool: 'optimise'; readonly options: OptimiseOptions }
  | { readonly tool: 'repair'; readonly options: RepairOptions }
  | { readonly tool: 'transform'; readonly options: TransformOptions }
  | { readonly tool: 'collider'; readonly options: ColliderOptions }
  | { readonly tool: 'lod'; readonly options: LodOptions }
  | {
      readonly tool: 'edit'
      /** `pictures`: those that operations name. */
      readonly options: { readonly operations: readonly Operation[]; readonly pictures?: Pictures }
    }
  | {
      readonly tool: 'merge'
      /** `name` of the model itself, and the models that are put beside it. */
      readonly options: { readonly name: string; readonly models: readonly MergedModel[] }
    }
  /** One after the other, each on the file that the one before has made. */
  | { readonly tool: 'steps'; readonly options: { readonly steps: readonly LocalStep[] } }
  | { readonly tool: 'split'; readonly options: { readonly by: 'part' | 'material' } }

/** A model that is put into another. */
export interface MergedModel {
  readonly name: string
  readonly bytes: Uint8Array
  readonly hint?: ModelFormat
  readonly files?: ReadonlyMap<string, Uint8Array>
}

/** A model file with those beside it, and what is to be done. */
export type ToolJob = ToolRequest & {
  readonly bytes: Uint8Array
  /** The format to assume where the content does not tell. */
  readonly hint?: ModelFormat
  /** Files beside the model by their path relative to it. */
  readonly files?: ReadonlyMap<string, Uint8Array>
  /** Whether the bytes may be emptied once they are read, which saves as much memory: nobody else needs them. */
  readonly isDisposable?: boolean
  /** The name of new files, without ending. */
  readonly name?: string
  /**
   * False where nobody asks how large the model is before and after a change, which takes a look at every vertex (25 of 285 ms
   * of packing a skinned model of 100,000 triangles): the reports have zeros then.
   */
  readonly isMeasured?: boolean
}

/** A file of a result, by its path relative to the first, which is the model. */
export interface ToolFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** A level of detail as a file. */
export interface LevelReport {
  readonly path: string
  readonly triangles: number
  /** Metres that the surface moved at most, and from which distance that is a pixel or less. */
  readonly error: number
  readonly distance: number
}

export interface ToolResult {
  /** New files, the model first; none for tools that only look. */
  readonly files: readonly ToolFile[]
  /** Whether there was nothing to change: the files are the source as it was, or there are none. Of `edit`: whether its last tool had nothing to do. */
  readonly isUnchanged?: boolean
  /** What is left out of the new file, a sentence each. */
  readonly losses: readonly Phrase[]
  /** What was noticed while the model was read, a sentence each. */
  readonly warnings: readonly string[]
  /** The model as it was; of `inspect` and of all tools that change it. */
  readonly before?: ModelReport
  /** The model as it has become. */
  readonly after?: ModelReport
  /** What `check` found. */
  readonly findings?: readonly CheckFinding[]
  /** What was done, a sentence each. */
  readonly steps?: readonly Phrase[]
  /** How far the surface moved at most, in metres; of `simplify`. */
  readonly error?: number
  /** What `collider` made. */
  readonly collider?: ColliderMeasures
  /** What `lod` made, beginning with the model itself. */
  readonly levels?: readonly LevelReport[]
}
