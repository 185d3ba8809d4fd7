// The page's end of the channel to the extension, and the state VS Code stores for a webview.

import type { Problem } from '../../src/protocol/request.ts'
import { ChannelError, RpcClient } from '../../src/protocol/rpc.ts'
import type { FileKind, ImageChoice } from '../../src/protocol/studio.ts'
import { phrase } from '../../src/text/index.ts'
import { problem } from '../../src/text/problem-error.ts'
import { kindOfChoice } from './file-kinds.ts'
import { sayOf, t, together } from './l10n.ts'
import type { ImageSource } from './stage-image.ts'

/** What VS Code gives a webview, once. */
interface VsCodeApi {
  postMessage(message: unknown): void
  getState(): unknown
  setState(state: unknown): void
}

declare function acquireVsCodeApi(): VsCodeApi

export interface Host {
  /** The page's clock, in milliseconds since 1970. */
  now(): number
  rpc: RpcClient
  getState(): unknown
  setState(state: unknown): void
}

export function connect(): Host {
  const api = acquireVsCodeApi()
  const rpc = new RpcClient((message) => api.postMessage(message))
  window.addEventListener('message', (event: MessageEvent<unknown>) => rpc.receive(event.data))
  return { rpc, now: () => Date.now(), getState: () => api.getState(), setState: (state) => api.setState(state) }
}

/** Anything thrown, as something a person can read and act on. */
export function problemOf(error: unknown): Problem {
  if (error instanceof ChannelError) return error.problem
  return problem(
    'panel.unexpected',
    phrase('Something in the panel went wrong: {0}', error instanceof Error ? error.message : String(error)),
    'Reload the window. Your form and tasks are kept.',
  )
}

/** A picture is what is asked for where nothing else is said. */
const kindOf = (kind: FileKind) => (kind === 'image' ? {} : { kind })

/** Where the forms' images come from: the host reads, keeps and checks them. */
export const imagesFrom = ({ rpc }: Host): ImageSource => ({
  pick: async (from, kind) => (await rpc.ask('pickImage', { from, ...kindOf(kind) })).image,
  stage: async (name, bytes) => (await rpc.ask('stageImage', { name, bytes })).image,
  resolve: async (uri, kind) => (await rpc.ask('resolveImage', { uri, ...kindOf(kind) })).image,
  explain: (error) => {
    if (error instanceof Error && error.name === 'Error') return error.message
    const { sentence, nextStep } = sayOf(problemOf(error))
    return together(sentence, nextStep)
  },
})

/** Images of a restored draft may have moved or gone, and their web addresses belong to the last session. */
export async function refreshImages(
  { rpc }: Host,
  images: () => Readonly<Record<string, ImageChoice>>,
  setImage: (key: string, image: ImageChoice) => void,
): Promise<void> {
  for (const [key, image] of Object.entries(images())) {
    const kind = kindOfChoice(image)
    const found = await rpc.ask('resolveImage', { uri: image.upload, ...kindOf(kind) }).catch(() => undefined)
    if (images()[key]?.upload !== image.upload) continue
    const problem = t('{0} is no longer there. Choose the image again.', image.name)
    // A file that somebody has changed is not what the task has drawn.
    const task = found?.image?.bytes === image.bytes ? image.task : undefined
    setImage(
      key,
      found?.image ? { ...found.image, ...(task ? { task } : {}) } : { ...image, webUri: undefined, problem },
    )
  }
}
