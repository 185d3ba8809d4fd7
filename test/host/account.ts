// Whose credits the extension spends in a test: the simulator's with a key, or nobody's.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:net'
import * as vscode from 'vscode'
import { KEY_VARIABLE, SETTINGS, SETTINGS_SECTION } from '../../src/vscode/names.ts'
import { simulator } from './extension.ts'

/** Sets a setting for the user (the machine, where its scope says so); undefined takes it away. */
export const setForUser = (name: string, value: unknown): Thenable<void> =>
  vscode.workspace.getConfiguration(SETTINGS_SECTION).update(name, value, vscode.ConfigurationTarget.Global)

/** Sets a setting for the workspace; undefined takes it away. */
export const setForWorkspace = (name: string, value: unknown): Thenable<void> =>
  vscode.workspace.getConfiguration(SETTINGS_SECTION).update(name, value, vscode.ConfigurationTarget.Workspace)

/** The key of the environment, which extension and tests share. */
export function setEnvironmentKey(key: string | undefined): void {
  if (key === undefined) delete process.env[KEY_VARIABLE]
  else process.env[KEY_VARIABLE] = key
}

/**
 * Points the extension at the launcher's simulator, or at another deployment, with a key in the environment that no test
 * has used before: the requests of a minute are an account's, and tasks that take half a second use them up.
 */
export async function useService(base = simulator().v3): Promise<void> {
  await setForUser(SETTINGS.baseUrl, base)
  setEnvironmentKey(`${simulator().key}${randomUUID().replaceAll('-', '')}`)
}

/** Points the extension at a deployment, without a key. */
export async function useServiceWithoutKey(base = simulator().v3): Promise<void> {
  await setForUser(SETTINGS.baseUrl, base)
  setEnvironmentKey(undefined)
}

/** An address of this machine where nothing listens: a port that was just free. */
export async function deadAddress(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  if (typeof address !== 'object' || !address) throw new Error('No free port.')
  return `http://127.0.0.1:${address.port}`
}

/** Back to a fresh installation: no key, no sandbox, the service's own address. */
export async function useNothing(): Promise<void> {
  setEnvironmentKey(undefined)
  await vscode.commands.executeCommand('tripo.leaveSandbox')
  await setForUser(SETTINGS.baseUrl, undefined)
}
