// What is in the workspace after a job: models, judged by Khronos's validator, and the JSON beside them.
import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { type Provenance, readProvenance } from '../../src/assets/index.ts'
import { workspaceFolder } from './extension.ts'

interface Validator {
  validateBytes(bytes: Uint8Array): Promise<{ issues: { numErrors: number }; info: { totalTriangleCount?: number } }>
}

/** The folder that `auto` means in the example game, which has a `public` folder. */
export const assets = (): string => join(workspaceFolder().fsPath, 'public', 'assets')

/** Where the JSONs of that folder's models go, which is served. */
export const jsons = (): string => join(workspaceFolder().fsPath, '.tripo', 'public', 'assets')

/** File names in a folder of the workspace, hidden ones too; none when it does not exist. */
export const namesIn = (folder = assets()): string[] => (existsSync(folder) ? readdirSync(folder).sort() : [])

/** Removes a folder and what is in it; of the usual one the JSONs, too. */
export function clear(folder = assets()): void {
  for (const path of folder === assets() ? [folder, jsons()] : [folder]) rmSync(path, { recursive: true, force: true })
}

/** Fails unless the file is a valid GLB with triangles. */
export async function assertModel(file: string): Promise<void> {
  const bytes = readFileSync(file)
  assert.equal(bytes.toString('latin1', 0, 4), 'glTF', `${file} starts like a GLB`)
  assert.equal(bytes.readUInt32LE(8), bytes.length, `${file} is as long as its header says`)
  // Outside the bundle: the validator is one large script of its own.
  const validator: Validator = createRequire(__filename)('gltf-validator')
  const { issues, info } = await validator.validateBytes(new Uint8Array(bytes))
  assert.equal(issues.numErrors, 0, `${file} is valid glTF`)
  assert.ok((info.totalTriangleCount ?? 0) > 0, `${file} has triangles`)
}

/** The provenance of a model of the usual folder; fails when it is missing, unreadable, or tells another file's hash. */
export function provenanceOf(model: string): Provenance {
  const file = model.replace(assets(), jsons()).replace(/\.glb$/, '.tripo.json')
  const provenance = readProvenance(readFileSync(file, 'utf8'))
  assert.ok(provenance, `${file} is provenance`)
  const [entry] = provenance.files
  const bytes = readFileSync(model)
  assert.equal(entry?.bytes, bytes.length)
  assert.equal(entry?.sha256, createHash('sha256').update(bytes).digest('hex'))
  return provenance
}
