// How long the extension holds up the editor's start.
import assert from 'node:assert/strict'
import { performance } from 'node:perf_hooks'
import { extension } from './extension.ts'

/** Milliseconds of work that reading and activating the extension may cost the extension host. */
const WORK = 300
/** Milliseconds until activation has ended; a machine that is busy with other things makes this one longer. */
const WALL = 1500

describe('activation', () => {
  it('is quick', async function () {
    const it = extension()
    assert.equal(it.isActive, false, 'nothing has activated it before the figure is taken')
    const [begin, usage] = [performance.now(), process.cpuUsage()]
    await it.activate()
    const { user, system } = process.cpuUsage(usage)
    const [wall, work] = [performance.now() - begin, (user + system) / 1000]
    // The title carries the figures into the results.
    if (this.test) this.test.title = `takes ${work.toFixed(0)} ms of work (${wall.toFixed(0)} ms)`
    assert.ok(work < WORK, `activation took ${work.toFixed(0)} ms of work`)
    assert.ok(wall < WALL, `activation took ${wall.toFixed(0)} ms`)
  })
})
