// The extension host's worker threads as they ship, built into a folder of the test's.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import esbuild from 'esbuild'
import { hostWorkersBuild } from '../../workbench/host-files.mjs'

export interface BuiltWorkers {
  /** Absolute path of one of them, such as `model-worker`. */
  file(name: 'model-worker' | 'picture-worker' | 'sandbox-worker'): string
  remove(): Promise<void>
}

/** Builds them (about a second). The caller removes them. */
export async function buildWorkers(): Promise<BuiltWorkers> {
  const directory = await mkdtemp(join(tmpdir(), 'tripo-workers-'))
  await esbuild.build(hostWorkersBuild({ logLevel: 'silent' }, directory))
  return {
    file: (name) => join(directory, `${name}.mjs`),
    remove: () => rm(directory, { recursive: true, force: true }),
  }
}
