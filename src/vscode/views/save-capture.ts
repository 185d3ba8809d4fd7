// Saves a picture or film of a model: where the person chooses, or beside the model as its thumbnail, where no file is ever
// overwritten.
import * as vscode from 'vscode'
import { placeOnDisk } from '../ui.ts'
import { stemOf } from '../uris.ts'
import { shownPath } from '../workspace.ts'

export interface Capture {
  ending: 'png' | 'gif' | 'webm' | 'zip'
  /** Beside the model, without asking. */
  beside: boolean
  bytes: unknown
}

/** Names that are tried beside a model. */
const MOST_NAMES = 1000

const FILTERS: Readonly<Record<Capture['ending'], string>> = { png: 'PNG', gif: 'GIF', webm: 'WebM', zip: 'ZIP' }

/** @returns where it lies; no path when the person called it off */
export async function saveCapture(model: vscode.Uri, { ending, beside, bytes }: Capture): Promise<{ path?: string }> {
  if (!(bytes instanceof ArrayBuffer)) throw new TypeError('a capture without bytes')
  const target = beside
    ? await freeName(model, ending)
    : await placeOnDisk({
        defaultUri: await freeName(model, ending),
        filters: { [FILTERS[ending]]: [ending] },
      })
  if (!target) return {}
  await vscode.workspace.fs.writeFile(target, new Uint8Array(bytes))
  return { path: shownPath(target) }
}

/** `chest.png` beside `chest.glb`, or `chest-2.png` ... where that is taken. */
async function freeName(model: vscode.Uri, ending: string): Promise<vscode.Uri> {
  const stem = stemOf(model)
  for (let number = 1; number <= MOST_NAMES; number++) {
    const name = `${stem}${number === 1 ? '' : `-${number}`}.${ending}`
    const target = vscode.Uri.joinPath(model, '..', name)
    const exists = await vscode.workspace.fs.stat(target).then(
      () => true,
      () => false,
    )
    if (!exists) return target
  }
  throw new Error('no name is free')
}
