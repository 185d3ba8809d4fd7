// The confirmation before a large model is opened.
import * as vscode from 'vscode'
import { askAboveSetting } from '../settings.ts'
import { ask } from '../ui.ts'
import { nameOf } from '../uris.ts'
import type { ModelDocument } from './model-document.ts'

const MEBIBYTE = 1024 * 1024

/** Whether a file is small enough, or the person wants to wait for it. @param isSure who has said so is not asked */
export async function mayOpen(document: ModelDocument, isSure: boolean): Promise<boolean> {
  const { l10n } = vscode
  document.isAllowed ||= isSure
  const limit = askAboveSetting(document.uri)
  const { size } = await vscode.workspace.fs.stat(document.uri)
  if (document.isAllowed || limit <= 0 || size <= limit * MEBIBYTE) return true
  const open = l10n.t('Open Anyway')
  const answer = await ask(
    'warning',
    l10n.t('{0} has {1} MB. Open it?', nameOf(document.uri), rounded(size / MEBIBYTE)),
    l10n.t(
      'A model of this size can take a minute and much memory. The setting “tripo.viewer.askAbove” decides when this is asked.',
    ),
    open,
  )
  document.isAllowed = answer === open
  return document.isAllowed
}

/** Whole from ten on; with two digits below, since the limit can be as small. */
const rounded = (size: number): number => (size < 10 ? Number(size.toPrecision(2)) : Math.round(size))
