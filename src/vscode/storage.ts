// Keeping the extension's storage from growing for ever: pictures that requests sent, and those of finished models. What
// is under way, or can be sent again from here, keeps its own.
import * as vscode from 'vscode'
import { filesOf } from '../jobs/index.ts'
import type { JobView } from '../protocol/index.ts'

export interface StorageParts {
  /** The extension's global storage folder. */
  storage: vscode.Uri
  /** Every job ever, of all workspaces. */
  history(): Promise<readonly JobView[]>
  /** Removes old files of a folder; see platform/retention.ts. */
  sweep(
    folder: string,
    limits: { age: number; count: number },
    kept: () => Promise<(name: string) => boolean>,
  ): Promise<void>
}

/** A season, in milliseconds, and as many pictures as a long project has. */
const KEPT = { age: 90 * 86_400_000, count: 500 }

/** The name of a picture in our storage that a request sends. */
const nameOf = (upload: string) => upload.split('/').pop() ?? upload

/** Removes old pictures of finished jobs. Throws when the journal cannot be read, and then removes nothing. */
export async function sweepStorage({ storage, history, sweep }: StorageParts): Promise<void> {
  const below = (name: string) => vscode.Uri.joinPath(storage, name).fsPath
  const unfinished = async () => (await history()).filter(({ phase }) => phase !== 'delivered' && phase !== 'dismissed')
  await sweep(below('inputs'), KEPT, async () => {
    const uploads = (await unfinished()).flatMap(({ params }) => filesOf(params).map(({ file }) => file.upload ?? ''))
    const names = new Set(uploads.map(nameOf))
    return (name) => names.has(name)
  })
  await sweep(below('pictures'), KEPT, async () => () => false)
  await sweep(below('variations'), KEPT, async () => () => false)
  await sweep(below('imports'), KEPT, async () => () => false)
  await sweep(below('icons'), KEPT, async () => () => false)
  await sweep(below('thumbnails'), KEPT, async () => {
    const ids = new Set((await unfinished()).map(({ id }) => id))
    return (name) => ids.has(name.replace(/\.[^.]*$/, ''))
  })
}
