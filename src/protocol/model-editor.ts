// What the model editor's host and page say to each other beside the requests of all pages: which file is shown, and how
// the person likes to look at models.
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

export const EditedModel = Type.Object({
  /** Where the page reads it; other each time the file has changed. */
  url: Type.String(),
  /** The file's name. */
  name: Type.String(),
  bytes: Type.Number(),
  /** Its place among the models of its folder, from 1, and how many there are. */
  place: Type.Integer(),
  of: Type.Integer(),
  look: Type.Optional(Look),
  /** Whether changes can be saved into the file: a GLB of the workspace. */
  isEditable: Type.Optional(Type.Boolean()),
  /** What has been changed since it was opened (src/mesh/tools/operations.ts), to be done to the file at `url`. */
  operations: Type.Optional(Type.Unknown()),
  /** Where the camera stood when the file was looked at last, which the page checks. */
  camera: Type.Optional(Type.Unknown()),
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
