// The contract between the simulator and the code that carries out its tasks: one accepted task in, the files and facts of its
// result out. The sandbox implements it with procedural models (src/sandbox) in a worker thread; tests use a stub of a few lines.

/** The model that a post-processing task works on. */
export interface WorkSource {
  /** Catalogue id and complete parameters of the task that made it. */
  capability: string
  params: Readonly<Record<string, unknown>>
  /** The main file. */
  bytes: Uint8Array
  /** Ending without a dot: `glb`, `fbx`, `zip`. */
  extension: string
  /** Views by name, when the source drew views instead of a model. */
  views?: Readonly<Record<string, Uint8Array>>
}

/** A task to carry out. Parameters are complete (server defaults and drawn seeds filled in), by the catalogue's names. */
export interface WorkJob {
  /** A catalogue id. */
  capability: string
  params: Readonly<Record<string, unknown>>
  /** Input files by parameter: `file`, `image_prompt`, and for lists `files.0`, `files.1` ... */
  inputs: Readonly<Record<string, Uint8Array>>
  /** Present when the capability has a source in the catalogue. */
  source?: WorkSource
  /** Pixels along a side of the rendered picture; absent: what the service's have. */
  pictureSide?: number
  /** The most texels along a side of a texture; absent: as many as the quality says. */
  textureSide?: number
}

/** What a task makes beside or instead of a model and its picture. */
export type WorkFileKind =
  | 'model'
  | 'base_model'
  | 'pbr_model'
  | 'rendered_image'
  | 'generated_image'
  | 'mask_image'
  | 'splat'
  | 'front_view'
  | 'left_view'
  | 'back_view'
  | 'right_view'

export interface WorkFile {
  kind: WorkFileKind
  extension: string
  mediaType: string
  bytes: Uint8Array
}

export interface WorkResult {
  files: readonly WorkFile[]
  /** Answers that are no files, by the wire's output names. */
  facts?: { riggable?: boolean; rig_type?: string }
}

/** Carries out one capability. The same job gives the same bytes; a rejection makes the task fail. */
export type Work = (job: WorkJob) => Promise<WorkResult>
