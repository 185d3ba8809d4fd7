// Where results go according to the settings of a folder: the target of models, and of intermediate results.
import * as vscode from 'vscode'
import { type AssetFiles, assetsFolder, sidecarFolder } from '../assets/index.ts'
import type { Destination, Target } from '../jobs/index.ts'
import type { Account, ChainRequest } from '../protocol/index.ts'
import { folderForResults } from './game/projects.ts'
import { namePattern, provenanceFolderSetting, wantsAsciiNames, writesProvenance } from './settings.ts'
import type { TargetFolder } from './workspace.ts'

export interface DestinationServices {
  files: AssetFiles
  /** The extension's global storage folder. */
  storage: vscode.Uri
  account: { readonly state: Pick<Account, 'mode'> }
}

export class Destinations {
  readonly #services: DestinationServices

  constructor(services: DestinationServices) {
    this.#services = services
  }

  /** Whose credits pay now. */
  get service(): Destination['service'] {
    return this.#services.account.state.mode === 'sandbox' ? 'sandbox' : 'service'
  }

  /** Where models go in a folder, and their JSONs. */
  target(folder: TargetFolder): Promise<Target> {
    return targetOf(this.#services.files, folder)
  }

  /**
   * Where what is made in a folder goes.
   * @param requests of one click: whether something is made of their results, or one of them is kept, decides where those wait
   */
  async of(folder: TargetFolder, requests: readonly ChainRequest[] = []): Promise<Destination> {
    const { storage } = this.#services
    const target = await this.target(folder)
    // Each to itself: what is made of them names them, and nobody else looks there.
    const aside = (name: string): Target => ({ folder: vscode.Uri.joinPath(storage, name).fsPath, provenance: false })
    const [first] = requests
    const isChain = requests.some((request) => (request.steps?.length ?? 0) > 0)
    return {
      ...{ target, service: this.service },
      ...{ asciiNames: wantsAsciiNames(folder.root), namePattern: namePattern(folder.root) },
      ...(first?.pictures === 'storage' ? { pictures: aside('pictures') } : {}),
      ...(first?.variation && requests.length > 1 ? { variations: aside('variations') } : {}),
      ...(isChain ? { imports: aside('imports') } : {}),
    }
  }
}

async function targetOf(files: AssetFiles, { root, isPicked, folder }: TargetFolder): Promise<Target> {
  const provenance = writesProvenance(root)
  if (isPicked) return { folder: root.fsPath, provenance }
  const path = root.fsPath
  const target =
    folder === undefined ? await folderForResults(files, root) : await assetsFolder(files, path, folder, 'request')
  const provenanceFolder = sidecarFolder(files, provenanceFolderSetting(root), path, target)
  return { workspace: path, folder: target, provenance, provenanceFolder }
}
