// Runs the project's one build script for the programs here.
import { join } from 'node:path'
import { root } from './paths.mjs'
import { run } from './processes.mjs'
import { step } from './report.mjs'

/**
 * Builds what esbuild.mjs describes.
 * @param {('--production' | '--tests')[]} flags
 */
export function build(...flags) {
  return step(['Build', ...flags].join(' '), () =>
    run(process.execPath, [join(root, 'esbuild.mjs'), ...flags], { cwd: root }),
  )
}
