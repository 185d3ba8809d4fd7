// Retention of the extension's storage, run once per activation: pictures that requests sent, thumbnails, backups and other copies
// of models, and records of dismissed jobs. Files that an unfinished job needs, or that may be sent again, are never removed.
import * as vscode from 'vscode'
import { FORGOTTEN_AFTER, filesOf } from '../jobs/index.ts'
import type { JobView } from '../protocol/index.ts'

export interface StorageParts {
  /** The extension's global storage folder. */
  storage: vscode.Uri
  /** Every job ever, of all workspaces. */
  history(): Promise<readonly JobView[]>
  /** Ids of the jobs that were removed from the list. */
  dismissed(): Promise<readonly string[]>
  /** Removes old files of a folder; see platform/retention.ts. */
  sweep(
    folder: string,
    limits: { age: number; count: number },
    kept: () => Promise<(name: string) => boolean>,
  ): Promise<void>
}

/** Pictures: 90 days, and the newest 500. */
const KEPT = { age: 90 * 86_400_000, count: 500 }

/** Copies of models, which are large: 30 days, and the newest 40. A copy that is still displayed is only as old as its window. */
const KEPT_MODELS = { age: 30 * 86_400_000, count: 40 }

/** Records, which are small, and from which the history shows what was paid. */
const KEPT_RECORDS = { age: FORGOTTEN_AFTER, count: 2000 }

/** The name of a picture in our storage that a request sends. */
const nameOf = (upload: string) => upload.split('/').pop() ?? upload

const stemOf = (name: string) => name.replace(/\.[^.]*$/, '')

/** Removes what is old and not needed. Throws when the journal cannot be read; then nothing more is removed. */
export async function sweepStorage({ storage, history, dismissed, sweep }: StorageParts): Promise<void> {
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
  await sweep(below('model-pictures'), KEPT, async () => () => false)
  await sweep(below('backups'), KEPT_MODELS, async () => () => false)
  await sweep(below('commits'), KEPT_MODELS, async () => () => false)
  await sweep(below('edited'), KEPT_MODELS, async () => (name) => name === 'pictures')
  await sweep(below('edited/pictures'), KEPT_MODELS, async () => () => false)
  await sweep(below('thumbnails'), KEPT, async () => {
    const ids = new Set((await unfinished()).map(({ id }) => id))
    return (name) => ids.has(stemOf(name))
  })
  await sweep(below('jobs'), KEPT_RECORDS, async () => {
    const ids = new Set(await dismissed())
    return (name) => !ids.has(stemOf(name))
  })
}
