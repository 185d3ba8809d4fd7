// The messages between the model editor's host and page, in addition to those of all pages: which file is shown, and how the
// person prefers to view models.
import * as Type from 'typebox'

/** How models are looked at; kept for all files of a person. */
export const Look = Type.Object({
  shading: Type.String({ maxLength: 40 }),
  grid: Type.Boolean(),
  /** Whether the lists beside the picture are open. */
  outliner: Type.Boolean(),
  properties: Type.Boolean(),
  /** The light, which the page checks. */
  light: Type.Optional(Type.Unknown()),
})
export type Look = Type.Static<typeof Look>

/** The way from the root of a model down to a part. */
const Path = Type.Array(Type.Object({ at: Type.Integer(), name: Type.String({ maxLength: 1000 }) }), { maxItems: 100 })

/** How one model of a folder was looked at, for the next one. */
export const Carried = Type.Object({
  /** A camera's place in shares of the model's size and from its middle, which the page checks. */
  camera: Type.Unknown(),
  /** All of the model was in the picture, and is to be of the next. */
  isWhole: Type.Boolean(),
  /** What stood beside it. */
  references: Type.Array(Type.String({ maxLength: 20 }), { maxItems: 10 }),
  section: Type.Optional(
    Type.Object({ axis: Type.Enum(['x', 'y', 'z']), share: Type.Number(), isTurned: Type.Boolean() }),
  ),
  clip: Type.Optional(
    Type.Object({ name: Type.String({ maxLength: 1000 }), at: Type.Number(), isPlaying: Type.Boolean() }),
  ),
  selected: Type.Array(Path, { maxItems: 100 }),
})
export type Carried = Type.Static<typeof Carried>

/** A model's place among those of its folder. */
export const ModelPlace = Type.Object({
  /** From 1; 0 where it is none of them any more. */
  place: Type.Integer(),
  /** How many there are. */
  of: Type.Integer(),
})
export type ModelPlace = Type.Static<typeof ModelPlace>

export const EditedModel = Type.Object({
  /** Where the page reads it; other each time the file has changed. */
  url: Type.String(),
  /** The file's name. */
  name: Type.String(),
  bytes: Type.Number(),
  ...ModelPlace.properties,
  look: Type.Optional(Look),
  /** Whether changes can be saved into the file: a GLB of the workspace. */
  isEditable: Type.Optional(Type.Boolean()),
  /** Why not: it is a version of git's, not on disk, or of a format that is only read. */
  readOnly: Type.Optional(Type.Enum(['version', 'place', 'format'])),
  /** What has been changed since it was opened (src/mesh/tools/operations.ts), to be done to the file at `url`. */
  operations: Type.Optional(Type.Unknown()),
  /** The last change, where a tool has made it. */
  lastTool: Type.Optional(Type.Unknown()),
  /** A finding of the check to be shown, as a sentence of its list. */
  finding: Type.Optional(Type.String()),
  /** Where the camera stood when the file was looked at last, which the page checks. */
  camera: Type.Optional(Type.Unknown()),
  /** From the model of the folder that was shown before it. */
  carried: Type.Optional(Carried),
  /** Under which the host keeps a small picture of the file as it is; absent where it has one, or wants none. */
  pictureKey: Type.Optional(Type.String({ maxLength: 64 })),
})
export type EditedModel = Type.Static<typeof EditedModel>

/** One of two models that are compared. */
export const ComparedSide = Type.Object({
  /** Where the page reads it. */
  url: Type.String(),
  /** The file's name. */
  name: Type.String(),
  /** What it is called beside the other. */
  label: Type.String(),
})
export type ComparedSide = Type.Static<typeof ComparedSide>
