// The commands on a task: open, reveal, copy, stop, fetch, place elsewhere, remove. The tree passes its node, the
// panel and notifications a job's id.
import * as vscode from 'vscode'
import type { JobAction, JobView } from '../../protocol/index.ts'
import { COMMANDS } from '../names.ts'
import { problemReport } from '../show-problem.ts'
import { type Node, resumable } from '../views/task-tree.ts'

/** What acting on a job needs. */
export interface TaskServices {
  get(id: string): JobView | undefined
  cancel(id: string): Promise<void>
  fetch(id: string): Promise<void>
  retryDelivery(id: string): Promise<void>
  dismiss(id: string): Promise<void>
  adopt(id: string): Promise<void>
  submitAgain(id: string): Promise<void>
  checkNow(id: string): Promise<void>
  /** Brings a result whose file is gone once more. */
  deliverAgain(id: string): Promise<void>
}

/** What goes on from a job: the rest of its chain, or something made of its result. */
export interface NextSteps {
  resume(id: string): Promise<void>
  continueFrom(id: string): Promise<string | undefined>
}

/** Formats that the panel's viewport shows; others are shown in their folder. */
const VIEWABLE = /\.(glb|gltf|fbx)$/i

const mainFile = (job: JobView | undefined) => {
  const file = job?.files[0]
  return file && { ...file, uri: vscode.Uri.parse(file.uri) }
}

/** Does something with a job; one function for tree, panel and notifications. */
export function createActor(services: TaskServices, next: NextSteps, open: (id: string) => void) {
  const reveal = (uri: vscode.Uri) => vscode.commands.executeCommand(revealCommand(uri), uri)
  return async (id: string, action: JobAction): Promise<void> => {
    const job = services.get(id)
    const file = mainFile(job)
    switch (action) {
      case 'open':
        if (file && !VIEWABLE.test(file.uri.path)) await reveal(file.uri)
        else open(id)
        return
      case 'reveal':
        if (file) await reveal(file.uri)
        return
      case 'copyPath':
        if (file) await vscode.env.clipboard.writeText(file.uri.fsPath)
        return
      case 'copyDetails':
        if (job?.problem) await vscode.env.clipboard.writeText(problemReport(job.problem))
        return
      case 'cancel':
        return services.cancel(id)
      case 'fetch':
        return services.fetch(id)
      case 'retryDelivery':
        return services.retryDelivery(id)
      case 'dismiss':
        return services.dismiss(id)
      case 'adopt':
        return services.adopt(id)
      case 'submitAgain':
        return services.submitAgain(id)
      case 'checkNow':
        return services.checkNow(id)
      case 'deliverAgain':
        return services.deliverAgain(id)
      case 'resume':
        return next.resume(id)
      case 'continue':
        await next.continueFrom(id)
        return
    }
  }
}

/** The explorer shows workspace files; anything else is shown by the system. */
const revealCommand = (uri: vscode.Uri) =>
  vscode.workspace.getWorkspaceFolder(uri) ? 'revealInExplorer' : 'revealFileInOS'

const isNode = (value: unknown): value is Extract<Node, { kind: 'job' | 'chain' }> =>
  typeof value === 'object' && value !== null && 'kind' in value && (value.kind === 'job' || value.kind === 'chain')

/** The job that a command was called for: an id, a job's node, or the step of a chain's node that it can go on from. */
function idOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument
  if (!isNode(argument)) return undefined
  return argument.kind === 'job' ? argument.job.id : resumable(argument.jobs)?.id
}

/** The commands of this file by name. */
export function taskCommands(act: ReturnType<typeof createActor>) {
  const on = (action: JobAction) => async (argument?: unknown) => {
    const id = idOf(argument)
    if (id) await act(id, action)
  }
  return {
    [COMMANDS.taskOpen]: on('open'),
    [COMMANDS.taskReveal]: on('reveal'),
    [COMMANDS.taskCopyPath]: on('copyPath'),
    [COMMANDS.taskCancel]: on('cancel'),
    [COMMANDS.taskFetch]: on('fetch'),
    [COMMANDS.taskRetryDelivery]: on('retryDelivery'),
    [COMMANDS.taskCopyDetails]: on('copyDetails'),
    [COMMANDS.taskDismiss]: on('dismiss'),
    [COMMANDS.taskAdopt]: on('adopt'),
    [COMMANDS.taskSubmitAgain]: on('submitAgain'),
    [COMMANDS.taskCheckNow]: on('checkNow'),
    [COMMANDS.taskResume]: on('resume'),
    [COMMANDS.taskContinue]: on('continue'),
    [COMMANDS.taskDeliverAgain]: on('deliverAgain'),
  }
}
