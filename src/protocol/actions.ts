// The actions on a job, in one table: the tree's menus, the manifest, the page and the notifications all read it, so that all of
// them offer the same. The implementation of each is in vscode/commands/tasks.ts.
import { isModelPath } from '../mesh/formats/names.ts'
import { isOfPlacement, isOver } from '../text/problem-codes.ts'
import { findCapability } from '../tripo/catalogue/index.ts'
import { isGltfPath } from './file-names.ts'
import { BUSY_PHASES, isGone, type JobView, mainFile, nextSteps } from './job.ts'

/** What stopping means: said before it is done, since the credits are gone either way. */
export const STOP_SENTENCE = 'Stops waiting. The service goes on and the credits are spent; fetch the result later.'

export interface JobActionRow {
  /** English, as buttons and menus write it everywhere: Title Case, an ellipsis where something is asked first. */
  title: string
  /** What happens, where the title alone may mislead. */
  tooltip?: string
  /** A codicon's name. */
  icon: string
  /** Its place among the icons on a row of the tree; absent: it has none. */
  inline?: number
  /** Section of a context menu and the place in it. */
  group: string
  /** Not among the icons of the selected task in the page: in its menu only. */
  isInMenuOnly?: true
  /** A way on from a failure: the first that applies is a button of its notification. */
  isRecoveryAction?: true
  /** Can be done to several tasks at once. */
  isForMany?: true
  /** Also offered for what was taken out of the list. */
  isForHistory?: true
  when(job: JobView): boolean
}

/** With its files where they were put. */
const isThere = (job: JobView) => job.phase === 'delivered' && !isGone(job)
/** The same in the person's own folder: a variation waits until it is kept. */
const isDelivered = (job: JobView) => isThere(job) && job.variation === undefined
/** What another window does can be stopped and asked about there. */
const canBeAsked = ({ phase, isElsewhere }: JobView) => BUSY_PHASES.includes(phase) && !isElsewhere
/** Whose main file games load. */
const isGameModel = (job: JobView) => isGltfPath(mainFile(job)?.path ?? '')
/** What only an imported copy of its model can be used for, since the service paints few kinds of results. */
const isClosed = ({ capability, taskId }: JobView) =>
  taskId !== undefined && findCapability('texture_model')?.source?.accepts.includes(capability) === false
const isFailed = ({ phase }: JobView) => phase === 'failed'
const isUnconfirmed = ({ phase }: JobView) => phase === 'unconfirmed'
/** What a job has drawn instead of making a model: one picture, or views. */
export function drawingOf({ capability, taskId }: JobView): 'picture' | 'views' | undefined {
  const outputs = findCapability(capability)?.outputs ?? []
  if (taskId === undefined) return undefined
  if (outputs.includes('multiview_images')) return 'views'
  return outputs.includes('generated_image') ? 'picture' : undefined
}
/** Models that an assets file can ask for: of words or one picture, with or without steps. */
const canBeListed = ({ capability, group }: JobView) =>
  capability === 'text_to_model' || capability === 'image_to_model' || group?.kind === 'chain'
const isKnown = ({ capability }: JobView) => findCapability(capability) !== undefined
/** Ended with a task that has, or may have, a result. */
const isEnded = ({ phase }: JobView) => phase === 'delivered' || phase === 'stopped' || phase === 'dismissed'

/** A finished model without a place needs another place, not another download. */
export const isUnplaced = ({ phase, problem }: JobView): boolean => phase === 'failed' && isOfPlacement(problem)

/** Whether the service knows a failed job's task, and may still have its result. */
const canFetch = (job: JobView) =>
  job.taskId !== undefined && !isUnplaced(job) && !(job.problem !== undefined && isOver(job.problem))

/** What is part of a chain is gone on with there: as a whole, from the step that failed. */
const canTryAgain = (job: JobView) =>
  isUnconfirmed(job) ||
  (isFailed(job) && !canFetch(job) && !isUnplaced(job) && job.group?.kind !== 'chain' && job.resumeCost === undefined)

/** By id, in the order in which they are shown. */
export const JOB_ACTION_ROWS = {
  resume: {
    title: 'Resume from Here…',
    tooltip: 'Continues with the remaining steps; finished ones are kept and not paid for again.',
    ...{ icon: 'debug-continue', inline: 1, group: '1_go@1', isRecoveryAction: true },
    when: (job) => isFailed(job) && job.resumeCost !== undefined,
  },
  retryDelivery: {
    title: 'Choose Another Folder…',
    tooltip: 'The model is here; only its place is missing.',
    ...{ icon: 'folder-opened', inline: 1, group: '1_go@2', isRecoveryAction: true },
    when: isUnplaced,
  },
  checkNow: {
    title: 'Check Now',
    tooltip: 'Asks the service for news at once.',
    ...{ icon: 'refresh', group: '1_check@1' },
    when: (job) => canBeAsked(job) && (job.phase === 'queued' || job.phase === 'generating'),
  },
  cancel: {
    title: 'Stop Waiting',
    tooltip: STOP_SENTENCE,
    ...{ icon: 'debug-stop', inline: 1, group: '1_go@3', isForMany: true },
    when: canBeAsked,
  },
  fetch: {
    title: 'Fetch Result',
    tooltip: 'Asks the service for the result of this task. Costs nothing.',
    ...{ icon: 'cloud-download', inline: 1, group: '1_go@4', isRecoveryAction: true, isForMany: true },
    when: (job) => job.phase === 'stopped' || (isFailed(job) && canFetch(job)),
  },
  adopt: {
    title: 'Adopt a Task by Its Id…',
    tooltip: 'The task is running at the service: take it over instead of paying again.',
    ...{ icon: 'link', inline: 1, group: '1_go@5', isRecoveryAction: true },
    when: isUnconfirmed,
  },
  submitAgain: {
    title: 'Try Again…',
    tooltip: 'Sends the request once more, after asking.',
    ...{ icon: 'debug-restart', inline: 2, group: '1_go@6', isRecoveryAction: true },
    when: canTryAgain,
  },
  deliverAgain: {
    title: 'Deliver Again',
    tooltip: 'Fetches the files from the service once more, while they are kept there. Costs nothing.',
    ...{ icon: 'cloud-download', inline: 1, group: '1_go@7', isForHistory: true, isForMany: true },
    when: (job) => (isGone(job) || job.phase === 'dismissed') && job.taskId !== undefined,
  },
  open: {
    title: 'Open',
    ...{ icon: 'open-preview', inline: 1, group: '1_open@1' },
    when: isThere,
  },
  keep: {
    title: 'Keep This One',
    tooltip: 'Puts this variation into the folder. The others leave the list; Search History finds them.',
    ...{ icon: 'check', inline: 2, group: '1_open@0' },
    when: (job) => isThere(job) && job.variation !== undefined,
  },
  insertCode: {
    title: 'Insert Code',
    tooltip: 'Puts code that loads the model at the cursor of the file you worked on last.',
    ...{ icon: 'code', group: '1_open@2' },
    when: (job) => isDelivered(job) && isGameModel(job),
  },
  reveal: {
    title: 'Reveal in Explorer',
    ...{ icon: 'files', inline: 2, group: '1_open@3', isForMany: true },
    when: isDelivered,
  },
  copyPath: {
    title: 'Copy Path',
    tooltip: 'The path by which the game loads it.',
    ...{ icon: 'copy', inline: 3, group: '5_copy@1', isForMany: true },
    when: isDelivered,
  },
  copyDiskPath: {
    title: 'Copy Disk Path',
    tooltip: 'The whole path of the file on this machine.',
    ...{ icon: 'file-symlink-file', group: '5_copy@2', isInMenuOnly: true, isForMany: true },
    when: isDelivered,
  },
  continue: {
    title: 'Continue with…',
    tooltip: 'Low poly, rig, convert and more.',
    ...{ icon: 'arrow-right', group: '2_next@1' },
    when: (job) => job.variation === undefined && nextSteps(job).length > 0,
  },
  makeModel: {
    title: 'Make a 3D Model',
    tooltip: 'Opens the form with this picture, or with these views, which are not sent again.',
    ...{ icon: 'sparkle', group: '2_next@2' },
    when: (job) => isDelivered(job) && drawingOf(job) !== undefined,
  },
  makeViews: {
    title: 'Make Views',
    tooltip: 'Opens the four views with this picture as the front.',
    ...{ icon: 'layers', group: '2_next@3' },
    when: (job) => isDelivered(job) && drawingOf(job) === 'picture',
  },
  importAnew: {
    title: 'Continue as an Import',
    tooltip: 'Free: an imported model can be textured and stylized, whatever it was made by.',
    ...{ icon: 'go-to-file', group: '2_next@7', isInMenuOnly: true },
    when: (job) => isDelivered(job) && isGameModel(job) && isClosed(job),
  },
  useSettings: {
    title: 'Use These Settings',
    tooltip: 'Puts the prompt, images and parameters back into the form.',
    ...{ icon: 'settings', group: '2_next@4', isForHistory: true },
    when: isKnown,
  },
  generateAgain: {
    title: 'Generate Again…',
    tooltip: 'The same request once more, with the same seed or a new one; says what it costs first.',
    ...{ icon: 'sync', group: '2_next@5', isForHistory: true },
    when: (job) => isEnded(job) && isKnown(job),
  },
  addToAssets: {
    title: 'Add to Assets File…',
    tooltip: 'Puts the request with its steps into tripo.assets.json. Costs nothing.',
    ...{ icon: 'json', group: '2_next@6', isInMenuOnly: true },
    when: (job) => isDelivered(job) && job.asset === undefined && canBeListed(job),
  },
  copyDetails: {
    title: 'Copy Details',
    tooltip: 'The request and the answer, with ids and times; never the key.',
    ...{ icon: 'clippy', group: '5_copy@3', isInMenuOnly: true },
    when: (job) => isFailed(job) || isUnconfirmed(job) || job.taskId !== undefined,
  },
  copyTaskId: {
    title: 'Copy Task Id',
    tooltip: 'The id by which the service knows it.',
    ...{ icon: 'key', group: '5_copy@4', isInMenuOnly: true, isForHistory: true },
    when: ({ taskId }) => taskId !== undefined,
  },
  dismiss: {
    title: 'Remove from List',
    tooltip: 'Files on disk stay.',
    ...{ icon: 'close', group: '9_end@1', isForMany: true },
    when: (job) => job.phase === 'delivered' || isFailed(job) || isUnconfirmed(job) || job.phase === 'stopped',
  },
  delete: {
    title: 'Delete…',
    tooltip: 'Moves the files to the trash, after asking.',
    ...{ icon: 'trash', group: '9_end@2', isInMenuOnly: true, isForMany: true },
    when: (job) => isDelivered(job) && job.files.length > 0,
  },
} as const satisfies Record<string, JobActionRow>

export type JobAction = keyof typeof JOB_ACTION_ROWS

const isAction = (id: string): id is JobAction => Object.hasOwn(JOB_ACTION_ROWS, id)

/** All actions, in the order in which they are shown. */
export const JOB_ACTIONS: readonly JobAction[] = Object.keys(JOB_ACTION_ROWS).filter(isAction)

/** The row of an action, with the fields that it may not have. */
export const jobAction = (action: JobAction): JobActionRow => JOB_ACTION_ROWS[action]

/** The command that stands for an action. */
export const taskCommand = (action: JobAction): string => `tripo.task.${action}`

/** The actions that make sense for a job, in the order to show them. */
export const actionsFor = (job: JobView): readonly JobAction[] =>
  job.phase === 'dismissed' ? [] : JOB_ACTIONS.filter((action) => jobAction(action).when(job))

/** What can be done with a job of the history. @param listed the same job where it is still in the list */
export const historyActionsFor = (job: JobView, listed?: JobView): readonly JobAction[] =>
  JOB_ACTIONS.filter((action) => {
    const { isForHistory, when } = jobAction(action)
    // What has not ended with a result has none to bring once more.
    const isAtRest = listed === undefined || listed.phase === 'delivered' || listed.phase === 'dismissed'
    return isForHistory && isAtRest
      ? when({ ...job, phase: 'dismissed' })
      : listed !== undefined && actionsFor(listed).includes(action)
  })

/**
 * The jobs among several (a chain's steps in their order, or what is selected) that an action is meant for.
 * What is made from a whole chain again is all of it; what cannot be done to several is done to the last result.
 */
export function jobsFor(action: JobAction, jobs: readonly JobView[]): readonly JobView[] {
  if (action === 'useSettings' || action === 'generateAgain') {
    return jobs.some((job) => actionsFor(job).includes(action)) ? jobs : []
  }
  const able = jobs.filter((job) => actionsFor(job).includes(action))
  return jobAction(action).isForMany ? able : able.slice(-1)
}

/** Whether these are all steps of one chain, which is acted on as one thing. */
export function isWholeChain(jobs: readonly JobView[]): boolean {
  const group = jobs[0]?.group
  if (group?.kind !== 'chain' || jobs.length !== group.of) return false
  return jobs.length > 1 && jobs.every((job) => job.group?.id === group.id)
}

/** What can be done to several selected jobs at once: for each, those that it is meant for; to a whole chain, all that fits. */
export const actionsForAll = (jobs: readonly JobView[]): readonly JobAction[] => {
  const isWhole = isWholeChain(jobs)
  return JOB_ACTIONS.filter((action) => (isWhole || jobAction(action).isForMany) && jobsFor(action, jobs).length > 0)
}

/** The tools of this machine: a submenu among the actions, for models that lie in the person's folder; its entries are the manifest's. */
export const LOCAL_TOOLS_MENU = { submenu: 'tripo.localTools', word: 'localTools', group: '2_next@8' } as const

/** The addresses of the models that the tools of this machine are for: of a whole chain, its last. */
export function toolModels(jobs: readonly JobView[]): readonly string[] {
  const models = jobs.flatMap((job) => {
    const file = isDelivered(job) ? mainFile(job) : undefined
    return file && isModelPath(file.path) ? [file.uri] : []
  })
  return isWholeChain(jobs) ? models.slice(-1) : models
}

const menuWords = (jobs: readonly JobView[], actions: readonly JobAction[]): string =>
  ` ${[...actions, ...(toolModels(jobs).length > 0 ? [LOCAL_TOOLS_MENU.word] : [])].join(' ')} `

/** What a menu offers as words between blanks, for `when` clauses: `viewItem =~ /\bopen\b/`. */
export const actionWords = (jobs: readonly JobView[]): string =>
  menuWords(
    jobs,
    JOB_ACTIONS.filter((action) => jobsFor(action, jobs).length > 0),
  )

/** The same of selected jobs: where they are several, what can be done to all of them at once. */
export const actionWordsForAll = (jobs: readonly JobView[]): string =>
  jobs.length > 1 ? menuWords(jobs, actionsForAll(jobs)) : actionWords(jobs)
