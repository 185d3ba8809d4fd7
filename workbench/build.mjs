// Runs the project's one build script for the programs here.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './paths.mjs'
import { run } from './processes.mjs'
import { step } from './report.mjs'

/**
 * Builds what esbuild.mjs describes.
 * @param {('--production' | '--tests')[]} flags
 */
export function build(...flags) {
  // A bundle of a test that is gone would still be run.
  if (flags.includes('--tests')) rmSync(join(root, 'out/test'), { recursive: true, force: true })
  return step(['Build', ...flags].join(' '), () =>
    run(process.execPath, [join(root, 'esbuild.mjs'), ...flags], { cwd: root }),
  )
}
