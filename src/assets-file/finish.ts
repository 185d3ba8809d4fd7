// From the delivered model to the finished file: local steps, inspection, budgets, placement. A file that somebody has edited is
// not replaced automatically.
import { formatOfPath } from '../mesh/formats/names.ts'
import type { CheckFinding } from '../mesh/tools/finding.ts'
import type { ToolJob, ToolResult } from '../mesh/tools/job.ts'
import { type Phrase, part, phrase } from '../text/index.ts'
import { sha256 } from '../tripo/digest.ts'
import type { Asked, LockEntry, ModelFacts } from './lock.ts'
import { endingOf } from './paths.ts'
import type { PlanRow } from './plan.ts'
import type { ProjectFiles } from './project.ts'

type Made = NonNullable<LockEntry['made']>

export interface FinishJob {
  readonly row: PlanRow
  /** The delivered model, relative to the project. */
  readonly source: string
  readonly from: Asked
  /** What was made before. */
  readonly before: Made | undefined
  /** Also where somebody has changed the finished file. */
  readonly replace: boolean
  readonly files: ProjectFiles
  runTool(job: ToolJob): Promise<ToolResult>
}

/** @returns what the lock says of it, or why it could not be finished */
export async function finishModel(
  job: FinishJob,
): Promise<{ made: Made; broken: CheckFinding[] } | { problem: Phrase; isEdited?: true }> {
  const { row, source, from, before, replace, files, runTool } = job
  const { model, local } = row
  const delivered = await files.read(source)
  const sourceHash = await sha256(new Uint8Array(delivered))
  let bytes = delivered
  let hint = formatOfPath(source)
  try {
    if (model.local.length > 0) {
      const options = { steps: model.local }
      const { files: made } = await runTool({ tool: 'steps', options, bytes, name: model.name, ...(hint && { hint }) })
      const [main, ...others] = made
      if (!main || others.length > 0) return { problem: phrase('“{0}”: its steps make several files.', model.name) }
      bytes = main.bytes
      hint = formatOfPath(main.path)
    }
    if (hint && hint !== endingOf(model.target))
      return { problem: phrase('“{0}” is a .{1} file, which its target is not.', model.name, hint) }
    const now = await files.sha256(model.target)
    const hash = await sha256(new Uint8Array(bytes))
    const isOurs =
      now === undefined || now === hash || (before?.file.path === model.target && before.file.sha256 === now)
    if (!isOurs && !replace)
      return {
        problem: phrase('{0} was changed by somebody since; it stays as it is.', model.target),
        isEdited: true,
      }
    const common = { bytes, name: model.name, ...(hint && { hint }) }
    const { before: report } = await runTool({ tool: 'inspect', options: {}, ...common })
    const hasBudget = Object.keys(model.budgets).length > 0
    const checked = hasBudget
      ? await runTool({ tool: 'check', options: { budget: model.budgets }, ...common })
      : undefined
    if (now !== hash) await files.write(model.target, bytes)
    const facts: ModelFacts | undefined = report && {
      size: [report.size[0], report.size[1], report.size[2]],
      triangles: report.triangles,
      clips: report.clips.map(({ name, seconds }) => ({ name, seconds })),
    }
    return {
      made: {
        ...{ asked: from.asked, service: from.service, tasks: [...from.tasks] },
        source: { path: source, bytes: delivered.length, sha256: sourceHash },
        ...{ local, file: { path: model.target, bytes: bytes.length, sha256: hash } },
        ...(facts ? { model: facts } : {}),
      },
      broken: (checked?.findings ?? []).filter(({ code }) => code.startsWith('budget.')),
    }
  } catch (error) {
    return { problem: phrase('“{0}” could not be finished: {1}', model.name, part(wordsOfError(error))) }
  }
}

/** Errors of ours say what happened in a sentence. */
function wordsOfError(error: unknown) {
  if (error instanceof Error && 'sentence' in error && typeof error.sentence === 'string') return error.sentence
  return error instanceof Error ? error.message : String(error)
}
