// The extension under test, as the extension host knows it.
import * as vscode from 'vscode'

/** The installed or developed extension; throws when the launcher did not load it. */
export function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.all.find((candidate) => candidate.packageJSON.name === 'tripo-studio')
  if (!found) throw new Error('The extension tripo-studio is not loaded in this VS Code.')
  return found
}

/** The simulator's addresses and a key it takes, from the launcher (workbench/suites/host.mjs). */
export function simulator(): { url: string; v2: string; v3: string; key: string } {
  const addresses = process.env['TRIPO_TEST_SIMULATOR']
  const key = process.env['TRIPO_TEST_KEY']
  if (!addresses || !key)
    throw new Error('TRIPO_TEST_SIMULATOR and TRIPO_TEST_KEY are not set; start the suite with `npm test -- host`.')
  return { ...JSON.parse(addresses), key }
}

/** The workspace folder that the launcher opened: a fresh copy of the example game. */
export function workspaceFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0]
  if (!folder) throw new Error('No workspace folder is open.')
  return folder.uri
}
