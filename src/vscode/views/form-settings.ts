// What the forms of all pages are told about the project and the account.
import * as vscode from 'vscode'
import type { EventBody, Saving } from '../../protocol/index.ts'
import { PREFERRED_MODEL_VERSION } from '../../tripo/catalogue/index.ts'
import { isOnDisk } from '../model-files.ts'
import { defaultModelVersion } from '../settings.ts'

/** Where results go, and what the project gives the forms. */
export type FormSaving = Pick<Saving, 'assetsFolder' | 'asciiNames' | 'namePattern' | 'defaults' | 'styles' | 'recipes'>

/** @param services the account whose API the forms are for, and where results go */
export async function formSettings({
  account: { dialect },
  saving,
}: {
  account: { readonly dialect: 'v2' | 'v3' }
  saving(): Promise<FormSaving>
}): Promise<EventBody<'settings'>> {
  return {
    defaultModelVersion: defaultModelVersion(PREFERRED_MODEL_VERSION),
    dialect,
    hasWorkspace: (vscode.workspace.workspaceFolders ?? []).some(({ uri }) => isOnDisk(uri)),
    ...(await saving()),
  }
}
