// The two readers of the corpus run, each where a bad file can hurt nobody else: src/mesh in a child process, the viewport in
// a browser. What does not answer in time or takes too much memory is ended and begun afresh.
import { type ChildProcess, fork } from 'node:child_process'
import { relative } from 'node:path'
import { ViewportPage } from '../../unit/webview/viewport/page/serve.ts'
import { type Allowance, memoryOf, type Watched, waiting, watched } from './limits.ts'
import { type Outcome, refusal } from './seen.ts'

export interface Reader {
  open(file: string): Promise<Outcome>
  stop(): Promise<void>
}

const ended = (result: Exclude<Watched<unknown>, { kind: 'answer' }>): Outcome => ({
  kind: result.kind === 'gone' ? 'crashed' : result.kind,
  words: result.kind === 'gone' ? 'the process ended' : '',
})

/** @param program the bundle of mesh.ts */
export function meshReader(program: string, allowance: Allowance): Reader {
  let child: ChildProcess | undefined
  const started = async () => {
    if (child?.connected) return child
    const made = fork(program, { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
    await new Promise((ready) => made.once('message', ready))
    child = made
    return made
  }
  const stop = async () => {
    child?.kill('SIGKILL')
    child = undefined
  }
  return {
    stop,
    open: async (file) => {
      const own = await started()
      const answer = new Promise<unknown>((resolve, reject) => {
        own.once('message', resolve)
        own.once('exit', reject)
      })
      const pid = own.pid ?? 0
      const waited = waiting([pid])
      own.send(file)
      const result = await watched(answer, allowance, { memory: () => memoryOf(pid), waited })
      own.removeAllListeners()
      if (result.kind !== 'answer') {
        await stop()
        return ended(result)
      }
      return isOutcome(result.answer) ? result.answer : { kind: 'crashed', words: 'no answer that can be read' }
    },
  }
}

const isOutcome = (value: unknown): value is Outcome => typeof value === 'object' && value !== null && 'kind' in value

/** @param folder what the files are below */
export async function viewportReader(folder: string, allowance: Allowance): Promise<Reader> {
  const page = await ViewportPage.start({ folder })
  return {
    stop: () => page.stop(),
    open: async (file) => {
      const start = Date.now()
      const path = relative(folder, file).split('\\').join('/')
      const address = `/folder/${path.split('/').map(encodeURIComponent).join('/')}`
      const { renderer, gpu } = await page.processes()
      const waited = waiting([renderer, gpu])
      const result = await watched(page.open(path.split('/').at(-1) ?? path, address), allowance, {
        memory: () => memoryOf(renderer),
        waited,
      })
      if (result.kind !== 'answer') {
        await page.reopen()
        return ended(result)
      }
      const opened = result.answer
      if ('problem' in opened) {
        const { code, sentence } = opened.problem
        return code === 'unexpected' ? { kind: 'crashed', words: sentence } : refusal(sentence)
      }
      const { triangles, bare, materials, clips } = opened.shown
      const seen = { triangles, ...bare, clips: clips.length, materials: [...new Set(materials)] }
      return { kind: 'opened', seen, seconds: (Date.now() - start) / 1000 }
    },
  }
}
