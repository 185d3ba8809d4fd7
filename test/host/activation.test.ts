// How much work the extension costs at the editor's start: measured against the same machine's own pace, so that a slow or busy one
// changes nothing.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { extension } from './extension.ts'

/**
 * How many times the work of merely compiling its bundle the extension may cost: reading it, running it, activating.
 * 3 to 6 on a quiet machine, as other extensions start in the same process; a chunk that is loaded at the start, or a
 * scan of the workspace, costs more than this leaves.
 */
const TIMES = 15

/** Milliseconds of this process's processor time for the work. */
async function workOf(run: () => unknown): Promise<number> {
  const usage = process.cpuUsage()
  await run()
  const { user, system } = process.cpuUsage(usage)
  return (user + system) / 1000
}

describe('activation', () => {
  it('is quick', async function () {
    const it = extension()
    assert.equal(it.isActive, false, 'nothing has activated it before the figure is taken')
    const work = await workOf(() => it.activate())
    const source = readFileSync(join(it.extensionPath, 'dist/extension.js'), 'utf8')
    // A function around it is parsed whole, not only looked over.
    const pace = await workOf(() => new Script(`(function () {${source}\n})`, { produceCachedData: true }))
    // The title carries the figures into the results.
    if (this.test) this.test.title = `takes ${work.toFixed(0)} ms of work, compiling alone ${pace.toFixed(0)} ms`
    assert.ok(
      work < TIMES * pace,
      `activation took ${work.toFixed(0)} ms of work, compiling alone ${pace.toFixed(0)} ms`,
    )
  })
})
