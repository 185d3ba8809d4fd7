// The picture of a model in the hover over its path: that of the task that made it, else a thumbnail beside the file, else the
// one that the model editor has taken.
import * as vscode from 'vscode'
import type { JobsApi } from '../../jobs/index.ts'
import { mainFile } from '../../protocol/index.ts'
import { stemOf } from '../uris.ts'
import type { ModelPictures } from '../views/model-pictures.ts'
import { finishedOf, type Locks } from './projects.ts'

/** Endings of thumbnails: PNG is what the model editor saves beside a model. */
const PICTURES = ['png', 'webp', 'jpg'] as const

/** @returns a file on this machine; undefined where there is none */
export async function pictureOf(
  jobs: Pick<JobsApi, 'list' | 'thumbnail'>,
  model: vscode.Uri,
  kept: Pick<ModelPictures, 'of'>,
): Promise<vscode.Uri | undefined> {
  return (await taskPicture(jobs, model)) ?? (await pictureBeside(model)) ?? (await kept.of(model))
}

async function taskPicture(
  jobs: Pick<JobsApi, 'list' | 'thumbnail'>,
  model: vscode.Uri,
): Promise<vscode.Uri | undefined> {
  const wanted = model.toString()
  const all = jobs.list()
  const delivered = all.find((one) => mainFile(one)?.uri === wanted)
  if (delivered) return fileAt(jobs.thumbnail(delivered.id))
  const locks: Locks = new Map()
  for (const job of all) {
    const file = job.asset && mainFile(job)?.uri
    if (file === undefined) continue
    const finished = await finishedOf(vscode.Uri.parse(file), locks)
    if (finished.toString() === wanted) return fileAt(jobs.thumbnail(job.id))
  }
  return undefined
}

/** A file system without a disk has no address that a hover could show. */
async function pictureBeside(model: vscode.Uri): Promise<vscode.Uri | undefined> {
  if (model.scheme !== 'file') return undefined
  for (const ending of PICTURES) {
    const picture = vscode.Uri.joinPath(model, '..', `${stemOf(model)}.${ending}`)
    const found = await vscode.workspace.fs.stat(picture).then(
      ({ type }) => type === vscode.FileType.File,
      () => false,
    )
    if (found) return picture
  }
  return undefined
}

const fileAt = (path: string | undefined) => (path === undefined ? undefined : vscode.Uri.file(path))
