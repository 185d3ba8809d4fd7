// Decoders that a game needs for compressed models, copied into its static folder after confirmation: from the project's own copy
// of three.js if it has one, so that they match its loaders, else those that we ship. Never from another host.
import * as vscode from 'vscode'
import type { Decoder } from '../../engines/code/facts.ts'
import { nameOf } from '../../engines/index.ts'
import { ask } from '../ui.ts'
import { isThere } from '../uris.ts'

/**
 * Files of each decoder, and where three.js and we have them. Meshopt's is a script for engines that take one; code for
 * three.js imports three's own module instead.
 */
export const DECODER_FILES: Readonly<Record<Decoder, readonly (readonly [three: string | undefined, ours: string])[]>> =
  {
    draco: [
      ['draco/gltf/draco_decoder.wasm', 'draco/draco_decoder.wasm'],
      ['draco/gltf/draco_wasm_wrapper.js', 'draco/draco_wasm_wrapper.js'],
    ],
    ktx2: [
      ['basis/basis_transcoder.js', 'basis/basis_transcoder.js'],
      ['basis/basis_transcoder.wasm', 'basis/basis_transcoder.wasm'],
    ],
    meshopt: [[undefined, 'meshopt/meshopt_decoder.js']],
  }

const THREE = 'node_modules/three/examples/jsm/libs'

/** The first folder above that has three.js installed. */
async function threeAbove(root: vscode.Uri, folder: string): Promise<vscode.Uri | undefined> {
  const parts = folder.split('/').filter(Boolean)
  for (let count = parts.length; count >= 0; count--) {
    const libraries = vscode.Uri.joinPath(root, ...parts.slice(0, count), THREE)
    if (await isThere(libraries)) return libraries
  }
  return undefined
}

/**
 * Copies what is missing, after asking once for all.
 * @param wanted decoders, with the folder below the root that each goes to
 * @param ours where the extension keeps its own copies
 * @returns the files that were written, below the root
 */
export async function copyDecoders(
  root: vscode.Uri,
  wanted: readonly { decoder: Decoder; folder: string }[],
  packageFolder: string,
  ours: vscode.Uri,
): Promise<string[]> {
  const libraries = await threeAbove(root, packageFolder)
  const copies: { from: vscode.Uri; path: string }[] = []
  for (const { decoder, folder } of wanted) {
    for (const [three, own] of DECODER_FILES[decoder]) {
      const path = `${folder}/${nameOf(own)}`
      if (await isThere(vscode.Uri.joinPath(root, path))) continue
      const theirs = libraries && three !== undefined ? [vscode.Uri.joinPath(libraries, three)] : []
      const candidates = [...theirs, vscode.Uri.joinPath(ours, own)]
      for (const from of candidates) {
        if (!(await isThere(from))) continue
        copies.push({ from, path })
        break
      }
    }
  }
  if (copies.length === 0) return []
  const { l10n } = vscode
  const copy = l10n.t('Copy Decoders')
  const names = copies.map(({ path }) => path).join('\n')
  const question = l10n.t('Copy the decoders that this model needs into the project?')
  if ((await ask('info', question, names, copy)) !== copy) return []
  for (const { from, path } of copies) await vscode.workspace.fs.copy(from, vscode.Uri.joinPath(root, path))
  return copies.map(({ path }) => path)
}
