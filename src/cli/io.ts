// The environment of the command line: streams, folder, variables, the thread of the local tools. Tests inject their own.
import type { ModelTools } from '../platform/model-tools.ts'

export interface CliIo {
  /** Absolute path of the folder that paths are relative to. */
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborted by Ctrl+C, and by what ends a job of CI. */
  readonly signal: AbortSignal
  /** Standard output: what was asked for. */
  out(text: string): void
  /** Standard error: summaries, questions, mistakes. */
  err(text: string): void
  /** A path of the command line as an absolute one. */
  resolve(path: string): string
  /** The local tools, loaded when they are first asked for. @param models how many there are to work on */
  tools(models: number): Promise<Pick<ModelTools, 'run'>>
}
