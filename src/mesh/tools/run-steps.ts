// Runs local steps one after the other: each works on the file that the previous one has created.
import { formatOfPath } from '../formats/names.ts'
import type { ToolJob, ToolResult } from './job.ts'
import { requestsOf } from './local-tools.ts'

/**
 * @param run one tool on one file
 * @returns the last file, with what all steps left out and noticed. @throws MeshError
 */
export async function runSteps(
  job: ToolJob & { tool: 'steps' },
  run: (job: ToolJob) => Promise<ToolResult>,
): Promise<ToolResult> {
  const { options, name = 'model' } = job
  let { bytes, hint, files } = job
  let last: ToolResult = { files: [], losses: [], warnings: [] }
  for (const request of requestsOf(options.steps)) {
    const result = await run({ ...request, bytes, name, ...(hint && { hint }), ...(files && { files }) })
    const [main, ...beside] = result.files
    last = {
      ...{ files: main ? result.files : last.files, losses: [...last.losses, ...result.losses] },
      ...{ warnings: [...last.warnings, ...result.warnings], steps: [...(last.steps ?? []), ...(result.steps ?? [])] },
    }
    if (!main) continue
    bytes = main.bytes
    hint = formatOfPath(main.path)
    files = new Map(beside.map((one) => [one.path, one.bytes]))
  }
  return last
}
