// Where results go, as the settings of a folder say: the target of models, and of what is made only on the way to them.
import * as vscode from 'vscode'
import { type AssetFiles, assetsFolder, sidecarFolder } from '../assets/index.ts'
import type { Destination, Target } from '../jobs/index.ts'
import type { ChainRequest } from '../protocol/index.ts'
import { folderForResults } from './game/projects.ts'
import { namePattern, provenanceFolderSetting, wantsAsciiNames, writesProvenance } from './settings.ts'
import type { TargetFolder } from './workspace.ts'

/** What of a request decides where its parts go. */
export interface Kinds {
  pictures?: ChainRequest['pictures']
  /** Something is made of its result. */
  isChain?: boolean
  /** Several of the same request, of which one is to be kept. */
  isVariation?: boolean
}

export interface DestinationServices {
  files: AssetFiles
  /** The extension's global storage folder. */
  storage: vscode.Uri
}

/** Where models go in a folder, and their JSONs. */
export async function targetOf(files: AssetFiles, { root, isPicked, folder }: TargetFolder): Promise<Target> {
  const provenance = writesProvenance(root)
  if (isPicked) return { folder: root.fsPath, provenance }
  const path = root.fsPath
  const place =
    folder === undefined ? await folderForResults(files, root) : await assetsFolder(files, path, folder, 'request')
  const provenanceFolder = sidecarFolder(files, provenanceFolderSetting(root), path, place)
  return { workspace: path, folder: place, provenance, provenanceFolder }
}

export async function destinationOf(
  { files, storage }: DestinationServices,
  service: Destination['service'],
  place: TargetFolder,
  { pictures, isChain = false, isVariation = false }: Kinds,
): Promise<Destination> {
  const target = await targetOf(files, place)
  // Each to itself: what is made of them names them, and nobody else looks there.
  const aside = (name: string): Target => ({ folder: vscode.Uri.joinPath(storage, name).fsPath, provenance: false })
  return {
    ...{ target, service, asciiNames: wantsAsciiNames(place.root), namePattern: namePattern(place.root) },
    ...(pictures === 'storage' ? { pictures: aside('pictures') } : {}),
    ...(isVariation ? { variations: aside('variations') } : {}),
    ...(isChain ? { imports: aside('imports') } : {}),
  }
}
