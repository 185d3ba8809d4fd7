// What a test has measured: printed with the suite's result, since a runner's report says only what passed.
import type { TestContext } from 'vitest'

declare module 'vitest' {
  interface TaskMeta {
    /** Lines. */
    figures?: string[]
  }
}

/** Prints lines, and notes them for `npm test`. */
export function tell({ task }: Pick<TestContext, 'task'>, text: string): void {
  console.log(text)
  task.meta.figures = [...(task.meta.figures ?? []), ...text.split('\n')]
}
