// The sandbox as an account: loads the simulator's bundle on first use, and shares its tasks with other windows through
// global storage.
import * as vscode from 'vscode'
import type * as SandboxBundle from '../sandbox/sandbox.ts'
import type { ServiceBase } from '../tripo/bases.ts'
import type { Resources } from '../tripo/resources.ts'

export interface SandboxAccess {
  base: ServiceBase
  apiKey: string
  resources: Resources
}

/** Names a file that says what goes wrong on purpose, for whoever rehearses failures (src/simulator/faults.ts). */
const FAULTS = 'TRIPO_SANDBOX_FAULTS'

/**
 * How fast the sandbox works, in times the service's speed, and the most pixels along a side of what it draws, for tests: without
 * a graphics card large textures are most of what a model costs.
 */
const [SPEED, SIDE] = ['TRIPO_SANDBOX_SPEED', 'TRIPO_SANDBOX_SIDE'] as const

/** The number above 0 in a variable of the environment, where there is one. */
function numberIn(variable: string): number | undefined {
  const value = Number(process.env[variable])
  return value > 0 && Number.isFinite(value) ? value : undefined
}

/** The JSON that the variable names; without it nothing goes wrong. @throws when it cannot be read */
async function faultsOnDemand(): Promise<unknown> {
  const path = process.env[FAULTS]
  if (!path) return []
  return JSON.parse(new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.file(path))))
}

/**
 * A sandbox that costs nothing until it is asked for.
 * @param resources the service's resources; all but the network are shared
 * @param load imports the bundle
 */
export function lazySandbox(
  extensionUri: vscode.Uri,
  storage: vscode.Uri,
  resources: Resources,
  load: () => Promise<typeof SandboxBundle>,
): vscode.Disposable & { open(): Promise<SandboxAccess> } {
  let access: Promise<SandboxAccess> | undefined
  let close = () => {}
  const start = async (): Promise<SandboxAccess> => {
    const { createSandbox, openStore, readFaults, SANDBOX_BASE_URL, SANDBOX_KEY } = await load()
    const [timeScale, side] = [numberIn(SPEED), numberIn(SIDE)]
    const sandbox = createSandbox({
      ...(side && { side }),
      workerFile: vscode.Uri.joinPath(extensionUri, 'dist', 'sandbox-worker.mjs').fsPath,
      store: openStore(vscode.Uri.joinPath(storage, 'sandbox').fsPath),
      simulator: {
        ...(timeScale && { timeScale }),
        faults: readFaults(await faultsOnDemand()),
        log: (line) => resources.log?.warn(line),
      },
    })
    close = () => sandbox.dispose()
    return {
      base: { dialect: 'v3', region: 'custom', url: SANDBOX_BASE_URL },
      apiKey: SANDBOX_KEY,
      resources: {
        ...resources,
        fetch: (url, init) => sandbox.fetch(url, init),
        put: undefined,
        openSocket: undefined,
        resolveHost: undefined,
      },
    }
  }
  return {
    open() {
      access ??= start().catch((error: unknown) => {
        access = undefined
        throw error
      })
      return access
    },
    dispose: () => close(),
  }
}
