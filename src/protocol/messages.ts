// All messages between host and webview. One map of requests and responses, and one of events in each direction; both sides
// derive their types and run-time checks from it.
import * as Type from 'typebox'
import { JOB_ACTIONS } from './actions.ts'
import { HISTORY_VIEWS, HistorySnapshot, ServiceLine } from './history.ts'
import { JobView } from './job.ts'
import { Carried, ComparedSide, EditedModel, Look, ModelPlace } from './model-editor.ts'
import { RecipeSetting } from './recipes.ts'
import { ChainRequest, LocalStep, MAX_LOCAL_STEPS, MAX_STEPS, Problem, RequestStep } from './request.ts'
import type { Bounds } from './size.ts'
import { Account, Draft, FileKind, FilledRequest, ImageChoice, Saving, Snapshot } from './studio.ts'

const Nothing = Type.Object({})
const Comparison = Type.Object({ sides: Type.Array(ComparedSide, { minItems: 2, maxItems: 2 }) })
const OptionalImage = Type.Object({ image: Type.Optional(ImageChoice) })

/** Commands that the panel may run on the host; nothing else can be started from a webview. */
export const PANEL_COMMANDS = [
  'tripo.openStudio',
  'tripo.setApiKey',
  'tripo.openApiKeyPage',
  'tripo.openBillingPage',
  'tripo.useSandbox',
  'tripo.leaveSandbox',
  'tripo.refreshBalance',
  'tripo.openSettings',
  'tripo.editStyles',
  'tripo.editRecipes',
  'tripo.pasteRecipe',
] as const
export type PanelCommand = (typeof PANEL_COMMANDS)[number]

/** Most requests of one batch: more than a person looks through, fewer than an accident with a large file. */
export const MAX_BATCH = 500

/** Requests of the webview and the host's answers. */
export const REQUESTS = {
  /** The page is ready for messages: answers all it needs to draw. */
  ready: { params: Nothing, result: Snapshot },
  /** The ids of the jobs, one for each step, in order; none when the person called it off. */
  generate: { params: ChainRequest, result: Type.Object({ jobIds: Type.Array(Type.String()) }) },
  /** Many requests of one click; the host shows the total and asks once. */
  generateMany: {
    params: Type.Object({ requests: Type.Array(ChainRequest, { minItems: 1, maxItems: MAX_BATCH }) }),
    result: Type.Object({ jobIds: Type.Array(Type.String()) }),
  },
  /**
   * Steps on a finished job's result, whose price the form has shown, and what this machine does with the last one's; the
   * ids of their jobs. Without a step this machine works on the result itself.
   */
  continueWith: {
    params: Type.Object({
      jobId: Type.String(),
      steps: Type.Array(RequestStep, { maxItems: MAX_STEPS }),
      local: Type.Optional(Type.Array(LocalStep, { maxItems: MAX_LOCAL_STEPS })),
    }),
    result: Type.Object({ jobIds: Type.Array(Type.String()) }),
  },
  /** Opens the host's picker; no image when the person cancels. */
  pickImage: {
    params: Type.Object({ from: Type.Enum(['workspace', 'disk']), kind: Type.Optional(FileKind) }),
    result: OptionalImage,
  },
  /** A pasted or dropped image whose bytes the page has. */
  stageImage: { params: Type.Object({ name: Type.String(), bytes: Type.Unknown() }), result: OptionalImage },
  /** An image named by address: `text/uri-list` of a drop, or a draft's image after a reload. */
  resolveImage: {
    params: Type.Object({ uri: Type.String(), kind: Type.Optional(FileKind) }),
    result: OptionalImage,
  },
  /** The answer may say what was done, where nothing else shows it. */
  runAction: {
    params: Type.Object({ jobId: Type.String(), action: Type.Enum([...JOB_ACTIONS]) }),
    result: Type.Object({ words: Type.Optional(Type.String()) }),
  },
  /** The same for several at once; the host asks what has to be asked. */
  runActionOnAll: {
    params: Type.Object({ jobIds: Type.Array(Type.String()), action: Type.Enum([...JOB_ACTIONS]) }),
    result: Type.Object({ words: Type.Optional(Type.String()) }),
  },
  /** Whether a finished job's model can be rigged, and as what; the service's free check, nothing is noted of it. */
  checkRig: {
    params: Type.Object({ jobId: Type.String() }),
    result: Type.Object({ riggable: Type.Boolean(), rigType: Type.Optional(Type.String()) }),
  },
  run: { params: Type.Object({ command: Type.Enum([...PANEL_COMMANDS]) }), result: Nothing },
  saveDraft: { params: Draft, result: Nothing },
  /** Keeps a chain in the settings; the host asks for its name and where. The answer says what it is called. */
  saveRecipe: {
    params: Type.Object({ recipe: Type.Omit(RecipeSetting, ['name']) }),
    result: Type.Object({ name: Type.Optional(Type.String()) }),
  },
  /** Of the page of history and usage: all it needs to draw. */
  history: { params: Nothing, result: HistorySnapshot },
  /** Of the same: this month by capability, as the service counts; no lines where it does not. */
  serviceUsage: { params: Nothing, result: Type.Object({ lines: Type.Optional(Type.Array(ServiceLine)) }) },
  /** Of the model editor: the file it shows; none when the person does not want it opened, which `anyway` does not ask. */
  openModel: {
    params: Type.Object({ anyway: Type.Optional(Type.Literal(true)) }),
    result: Type.Object({ model: Type.Optional(EditedModel) }),
  },
  /** Of the same: goes to the next or previous model of the folder. */
  nextModel: { params: Type.Object({ step: Type.Enum([-1, 1]), carried: Type.Optional(Carried) }), result: Nothing },
  /** Of the same: where the page reads a file of the workspace that was dropped on the picture by its address; none elsewhere. */
  openDropped: {
    params: Type.Object({ uri: Type.String() }),
    result: Type.Object({ url: Type.Optional(Type.String()) }),
  },
  /** Of the same: compares the model with another of the workspace that was dropped on the picture; false where it is none. */
  compareDropped: { params: Type.Object({ uri: Type.String() }), result: Type.Object({ isShown: Type.Boolean() }) },
  /** Of the same: how the person looks at models. */
  saveLook: { params: Look, result: Nothing },
  /** Of the same: where the camera stands, for this file. */
  saveCamera: { params: Type.Object({ camera: Type.Unknown() }), result: Nothing },
  /** Of the same: a picture or film of the model, which the person puts somewhere, or which lies beside the file. */
  saveCapture: {
    params: Type.Object({
      ending: Type.Enum(['png', 'gif', 'webm', 'zip']),
      beside: Type.Boolean(),
      bytes: Type.Unknown(),
    }),
    result: Type.Object({ path: Type.Optional(Type.String()) }),
  },
  /** Of the same: the small picture that `pictureKey` asks for, as PNG. */
  keepModelPicture: {
    params: Type.Object({ key: Type.String({ maxLength: 64 }), bytes: Type.Unknown() }),
    result: Nothing,
  },
  /** Of the page that compares: its two models. */
  openComparison: { params: Nothing, result: Comparison },
  /**
   * Of the same: changes to the model (src/mesh/tools/operations.ts), undone as one. `replaces`: in place of the last tool,
   * which is run again. The answer says what a tool did; `isDone` is false when it was called off, or had nothing to change.
   */
  editModel: {
    params: Type.Object({ operations: Type.Unknown(), replaces: Type.Optional(Type.Boolean()) }),
    result: Type.Object({
      isDone: Type.Boolean(),
      isUnchanged: Type.Optional(Type.Boolean()),
      said: Type.Array(Type.String()),
    }),
  },
  /** Of the same: what is wrong with the model as it is now, with places in it and the step of the repair that mends it. */
  checkModel: {
    params: Nothing,
    result: Type.Object({
      findings: Type.Array(
        Type.Object({
          severity: Type.Enum(['error', 'warning', 'info']),
          text: Type.String(),
          places: Type.Array(Type.Array(Type.Number())),
          repair: Type.Optional(Type.String()),
        }),
      ),
    }),
  },
  /** Of the same: lets the person choose one of these tools (src/mesh/tools/operators.ts); none when called off. */
  pickOperator: {
    params: Type.Object({ ids: Type.Array(Type.String(), { maxItems: 100 }) }),
    result: Type.Object({ id: Type.Optional(Type.String()) }),
  },
  /** Of the same: keeps a picture that a change names. @returns its name */
  keepPicture: { params: Type.Object({ bytes: Type.Unknown() }), result: Type.Object({ name: Type.String() }) },
  /** Of the same, of a model that can only be looked at: one as GLB beside it, which is opened. */
  saveAsGlb: { params: Nothing, result: Nothing },
  /** Of the same: asks for a name; none when called off. */
  askName: {
    params: Type.Object({ name: Type.String() }),
    result: Type.Object({ name: Type.Optional(Type.String()) }),
  },
} as const

/** Events of the host. */
export const EVENTS = {
  /** All jobs that changed. */
  jobs: Type.Object({ jobs: Type.Array(JobView), removed: Type.Array(Type.String()) }),
  account: Account,
  /** Bring a finished job into the viewport. */
  showJob: Type.Object({ jobId: Type.String() }),
  /** Bring a tab to the front, with parameters or an image filled in. */
  showTab: Type.Object({
    tab: Type.String(),
    params: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    image: Type.Optional(ImageChoice),
    /** Pictures by their places in the form, such as `files.0`; the form's other places are emptied. */
    images: Type.Optional(Type.Record(Type.String(), ImageChoice)),
    /** Put the focus where a paste is taken. */
    awaitPaste: Type.Optional(Type.Boolean()),
  }),
  /**
   * Put requests into the form: the first into its tab and the others as steps after it; with `onJob` all of them as
   * steps on that job's result, which may be none yet.
   */
  showForm: Type.Object({
    onJob: Type.Optional(Type.String()),
    requests: Type.Array(FilledRequest),
    /** Each line of the prompt is to become a model. */
    perLine: Type.Optional(Type.Boolean()),
    /** What this machine does with the last result. */
    local: Type.Optional(Type.Array(LocalStep, { maxItems: MAX_LOCAL_STEPS })),
    /** Asks for the next step at once. */
    offerSteps: Type.Optional(Type.Boolean()),
  }),
  /** Of the page of history and usage: something changed; read it anew. */
  historyChanged: Nothing,
  /** Of the same: bring a part to the front. */
  showHistory: Type.Object({ view: Type.Enum([...HISTORY_VIEWS]) }),
  /** What VS Code asks the person at the moment, which a request of the page may be waiting for; none: nothing. */
  question: Type.Object({ text: Type.Optional(Type.String()) }),
  /** Of the model editor: the file has changed; none: it is gone. */
  modelChanged: Type.Object({ model: Type.Optional(EditedModel) }),
  /** Of the same: models of its folder came or went, which gives it another place among them. */
  modelPlace: ModelPlace,
  /** Of the same: whether the page is seen, which a webview is not told by the browser. */
  pageSeen: Type.Object({ isSeen: Type.Boolean() }),
  /** Of the page that compares: one of its files has changed. */
  comparisonChanged: Comparison,
  /** Of the same: all changes since the file was opened; something was changed, undone or done again. */
  modelEdited: Type.Object({ operations: Type.Unknown(), lastTool: Type.Optional(Type.Unknown()) }),
  /** Of the same: a finding of the check is to be shown, by its sentence. */
  showFinding: Type.Object({ text: Type.String() }),
  settings: Type.Object({
    defaultModelVersion: Type.String(),
    dialect: Type.Enum(['v2', 'v3']),
    ...Saving.properties,
  }),
} as const

const KIB = 1024
const MIB = 1024 * KIB

/** The largest picture that is looked at: what the service takes, and as much again for one that can be made smaller. */
export const MAX_PICTURE_BYTES = 40 * MIB

/** The largest picture or film of a model. */
const MAX_CAPTURE_BYTES = 512 * MIB

/** How much each request may hold; what is larger is refused before it is looked at. */
export const REQUEST_BOUNDS: Readonly<Record<keyof typeof REQUESTS, Bounds>> = {
  ready: { bytes: KIB, depth: 2 },
  generate: { bytes: 256 * KIB, depth: 16 },
  generateMany: { bytes: 8 * MIB, depth: 16 },
  continueWith: { bytes: 256 * KIB, depth: 16 },
  pickImage: { bytes: KIB, depth: 2 },
  stageImage: { bytes: MAX_PICTURE_BYTES + 16 * KIB, depth: 4 },
  resolveImage: { bytes: 16 * KIB, depth: 2 },
  runAction: { bytes: 4 * KIB, depth: 2 },
  runActionOnAll: { bytes: 256 * KIB, depth: 3 },
  checkRig: { bytes: KIB, depth: 2 },
  run: { bytes: KIB, depth: 2 },
  saveDraft: { bytes: MIB, depth: 16 },
  saveRecipe: { bytes: 64 * KIB, depth: 16 },
  history: { bytes: KIB, depth: 2 },
  serviceUsage: { bytes: KIB, depth: 2 },
  openModel: { bytes: KIB, depth: 2 },
  nextModel: { bytes: 256 * KIB, depth: 8 },
  openDropped: { bytes: 8 * KIB, depth: 2 },
  compareDropped: { bytes: 8 * KIB, depth: 2 },
  saveLook: { bytes: KIB, depth: 3 },
  saveCamera: { bytes: KIB, depth: 4 },
  saveCapture: { bytes: MAX_CAPTURE_BYTES, depth: 3 },
  keepModelPicture: { bytes: MIB, depth: 3 },
  openComparison: { bytes: KIB, depth: 2 },
  editModel: { bytes: 256 * KIB, depth: 6 },
  checkModel: { bytes: KIB, depth: 2 },
  pickOperator: { bytes: 8 * KIB, depth: 3 },
  keepPicture: { bytes: MAX_PICTURE_BYTES + 16 * KIB, depth: 3 },
  saveAsGlb: { bytes: KIB, depth: 2 },
  askName: { bytes: 8 * KIB, depth: 2 },
}

export type RequestName = keyof typeof REQUESTS
export type RequestParams<Name extends RequestName> = Type.Static<(typeof REQUESTS)[Name]['params']>
export type RequestResult<Name extends RequestName> = Type.Static<(typeof REQUESTS)[Name]['result']>
export type EventName = keyof typeof EVENTS
export type EventBody<Name extends EventName> = Type.Static<(typeof EVENTS)[Name]>

/** The envelopes on the wire between the two. */
export const Envelope = Type.Union([
  Type.Object({ kind: Type.Literal('request'), id: Type.Number(), name: Type.String(), params: Type.Unknown() }),
  Type.Object({ kind: Type.Literal('result'), id: Type.Number(), result: Type.Unknown() }),
  Type.Object({ kind: Type.Literal('error'), id: Type.Number(), problem: Problem }),
  Type.Object({ kind: Type.Literal('event'), name: Type.String(), body: Type.Unknown() }),
])
export type Envelope = Type.Static<typeof Envelope>
