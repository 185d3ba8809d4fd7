// The state of the studio panel that crosses the boundary: account, image choices, drafts, and the snapshot of all.
import * as Type from 'typebox'
import { JobView } from './job.ts'
import { RecipeSetting } from './recipes.ts'
import { AppliedStyle, LocalStep, MAX_LOCAL_STEPS, MAX_STEPS, Problem, RequestStep } from './request.ts'

/** `none`: no key and no sandbox chosen yet. */
export const Account = Type.Object({
  mode: Type.Enum(['none', 'sandbox', 'service']),
  balance: Type.Optional(Type.Number()),
  /** Credits held for running tasks; absent when nothing runs. */
  frozen: Type.Optional(Type.Number()),
  /** Why the balance could not be read just now: a refused key, no network. What is known of it may be old. */
  problem: Type.Optional(Problem),
  dialect: Type.Optional(Type.Enum(['v2', 'v3'])),
  /** `global`, `china`, or the host of `tripo.baseUrl`. */
  region: Type.Optional(Type.String()),
})
export type Account = Type.Static<typeof Account>

/** What a form's file is; a model is a GLB, and an import any format that the service imports. */
export const FileKind = Type.Enum(['image', 'model', 'import'])
export type FileKind = Type.Static<typeof FileKind>

/** The finished task that drew a picture. */
export const PictureTask = Type.Object({
  id: Type.String({ minLength: 1 }),
  /** Who has the task: its id means nothing to the other. */
  service: Type.Enum(['sandbox', 'service']),
  /** Which of its views the picture is; absent: it drew one picture. */
  view: Type.Optional(Type.String()),
})
export type PictureTask = Type.Static<typeof PictureTask>

/** An image the person chose, or a model file, as the host found it. */
export const ImageChoice = Type.Object({
  /** The reference to put into `FileInput.upload`. */
  upload: Type.String(),
  name: Type.String(),
  format: Type.Optional(Type.String()),
  width: Type.Optional(Type.Number()),
  height: Type.Optional(Type.Number()),
  bytes: Type.Number(),
  /** Where the webview can fetch the picture. */
  webUri: Type.Optional(Type.String()),
  /** A sentence why the service would refuse it. */
  problem: Type.Optional(Type.String()),
  /** It can be named by this instead of being sent, as long as nobody changes the file. */
  task: Type.Optional(PictureTask),
})
export type ImageChoice = Type.Static<typeof ImageChoice>

/** A further step in the form; its images stand among the draft's, under its id. */
export const DraftStep = Type.Object({ ...RequestStep.properties, id: Type.String({ minLength: 1 }) })
export type DraftStep = Type.Static<typeof DraftStep>

/** Steps in the form that work on a finished task's result, instead of what the tab in front makes. */
export const DraftOnResult = Type.Object({
  jobId: Type.String(),
  steps: Type.Array(DraftStep, { maxItems: MAX_STEPS }),
  openStep: Type.Optional(Type.String()),
  /** What this machine does with the last result, or with this one where no step is asked for. */
  local: Type.Optional(Type.Array(LocalStep, { maxItems: MAX_LOCAL_STEPS })),
})
export type DraftOnResult = Type.Static<typeof DraftOnResult>

/** A look that all models of a project share: `tripo.styles`. */
export const Style = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 60 }),
  /** Words before and after each prompt. */
  prefix: Type.Optional(Type.String({ maxLength: 500 })),
  suffix: Type.Optional(Type.String({ maxLength: 500 })),
  /** In settings a path inside the workspace, in the page the address of that file. */
  image: Type.Optional(Type.String({ minLength: 1 })),
  /** What a form's texture begins with: `none` or a quality of the catalogue. */
  texture: Type.Optional(Type.String()),
  faceLimit: Type.Optional(Type.Integer({ minimum: 1 })),
})
export type Style = Type.Static<typeof Style>

/** A request to put into the form, its local images by parameter. */
export const FilledRequest = Type.Object({
  ...RequestStep.properties,
  images: Type.Record(Type.String(), ImageChoice),
  style: Type.Optional(AppliedStyle),
})
export type FilledRequest = Type.Static<typeof FilledRequest>

/** What the form holds; kept by the webview, mirrored by the host so that it survives everything. */
export const Draft = Type.Object({
  /** A catalogue id: the form in front. */
  tab: Type.String(),
  /** Parameters by capability id. */
  forms: Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown())),
  /** The chosen image by capability and parameter: `image_to_model.file`; in lists with its place: `generate_image.files.1`. */
  images: Type.Record(Type.String(), ImageChoice),
  advancedOpen: Type.Boolean(),
  /** The form that was last in front of a tab with several, by tab. */
  lastForms: Type.Optional(Type.Record(Type.String(), Type.String())),
  /** What is done with each result, whatever it is made from. */
  steps: Type.Optional(Type.Array(DraftStep, { maxItems: MAX_STEPS })),
  stepsOpen: Type.Optional(Type.Boolean()),
  /** The step whose parameters are shown. */
  openStep: Type.Optional(Type.String()),
  /** While it is there, the form is about this result; the rest of the draft waits. */
  onResult: Type.Optional(DraftOnResult),
  /** A job whose views are to stand in these places of a form, by place with the picture that was there. */
  drawing: Type.Optional(
    Type.Object({
      jobId: Type.String(),
      tab: Type.String(),
      field: Type.String(),
      places: Type.Record(Type.String(), Type.String()),
    }),
  ),
  /** What this machine does with the last result. */
  local: Type.Optional(Type.Array(LocalStep, { maxItems: MAX_LOCAL_STEPS })),
  /** A prompt of several lines makes one model of each. */
  perLine: Type.Optional(Type.Boolean()),
  /** How often the same is made at once, of which one is kept; `styles`: once in each style of the project. */
  variations: Type.Optional(Type.Union([Type.Integer({ minimum: 1 }), Type.Literal('styles')])),
  /** Where the result goes, as it was typed. */
  saveAs: Type.Optional(
    Type.Object({
      name: Type.Optional(Type.String()),
      folder: Type.Optional(Type.String()),
      /** The name that would have been given instead, once this one was used. */
      usedFor: Type.Optional(Type.String()),
    }),
  ),
  /** The project's style that is chosen, with the values that it gave the forms. */
  style: Type.Optional(
    Type.Object({
      name: Type.String(),
      texture: Type.Optional(Type.String()),
      faceLimit: Type.Optional(Type.Number()),
    }),
  ),
  /** Animations that the person has marked, by preset. */
  favoriteAnimations: Type.Optional(Type.Array(Type.String())),
  /** The same in older drafts; read where the newer one is not there. */
  favouriteAnimations: Type.Optional(Type.Array(Type.String())),
  /** What was asked for last, the newest first. */
  recentPrompts: Type.Optional(Type.Array(Type.String())),
  /** Whether pictures that a form draws are kept beside the models, by the form's capability. */
  keepPictures: Type.Optional(Type.Record(Type.String(), Type.Boolean())),
  /** Pixels; absent: the default. */
  formWidth: Type.Optional(Type.Number()),
  /** Milliseconds since the epoch of the last change: a window that ends abruptly may keep an older copy than the host. */
  editedAt: Type.Optional(Type.Number()),
})
export type Draft = Type.Static<typeof Draft>

/** What the form needs to show where results go. */
export const Saving = Type.Object({
  hasWorkspace: Type.Boolean(),
  /** Where `tripo.assetsFolder` leads in the workspace; absent: nowhere that can be written to. */
  assetsFolder: Type.Optional(Type.String()),
  /** `tripo.naming.ascii`. */
  asciiNames: Type.Optional(Type.Boolean()),
  /** `tripo.naming.pattern`. */
  namePattern: Type.Optional(Type.String()),
  /** `tripo.defaults.parameters`, by capability. */
  defaults: Type.Optional(Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()))),
  /** `tripo.styles`. */
  styles: Type.Optional(Type.Array(Style)),
  /** `tripo.recipes`. */
  recipes: Type.Optional(Type.Array(RecipeSetting)),
})
export type Saving = Type.Static<typeof Saving>

export const Snapshot = Type.Object({
  account: Account,
  jobs: Type.Array(JobView),
  draft: Type.Optional(Draft),
  /** `tripo.defaults.modelVersion`. */
  defaultModelVersion: Type.String(),
  /** The dialect requests will go out in: rules depend on it. */
  dialect: Type.Enum(['v2', 'v3']),
  ...Saving.properties,
})
export type Snapshot = Type.Static<typeof Snapshot>
