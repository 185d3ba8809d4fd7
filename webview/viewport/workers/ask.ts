// One question to a worker at a time, and its answer.

/**
 * @param accept makes of what the worker says an answer; undefined for what is none
 * @param signal calls the question off
 * @returns undefined when there is no answer: it was called off, or the worker could not, mostly for want of memory
 */
export function ask<T>(
  worker: Worker,
  { task, transfer }: { task: object; transfer: Transferable[] },
  accept: (said: unknown) => T | undefined,
  signal: AbortSignal,
): Promise<T | undefined> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
    worker.onmessage = ({ data }: MessageEvent<unknown>) => resolve(accept(data))
    worker.onerror = () => resolve(undefined)
    if (signal.aborted) resolve(undefined)
    else worker.postMessage(task, transfer)
  })
}
