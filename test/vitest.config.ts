// The unit suite's settings: where tests live, what they share, and how long one may take.
import { defineConfig } from 'vitest/config'
import { LongFirst } from './support/long-first.ts'

const TESTS = 'test/unit/**/*.test.ts'
/** Files that replace a module, which must then be theirs alone. */
const ALONE = [
  'test/unit/scenarios/tripo/catalogue/made-up.test.ts',
  'test/unit/scenarios/vscode/image-read-once.test.ts',
]

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  // The workbench exists inside VS Code only; what our code shows it is recorded by a stand-in.
  resolve: { alias: { vscode: new URL('./support/vscode.ts', import.meta.url).pathname } },
  test: {
    globalSetup: [new URL('./support/browser-server.ts', import.meta.url).pathname],
    setupFiles: [new URL('./support/each-file.ts', import.meta.url).pathname],
    // Generous: a busy machine is slow, and a test waits for what it checks, not for the clock.
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // For a thread to end, whose last file may have left a browser to be closed.
    teardownTimeout: 600_000,
    // What is waited for takes its time on a busy machine.
    expect: { poll: { timeout: 180_000 } },
    sequence: { sequencer: LongFirst },
    poolOptions: {
      // One more than the cores of a small machine: those that wait for a browser or a disk leave theirs to the others. As few
      // as many: a thread that the pool ends because it is idle takes the whole run along ("Terminating worker thread").
      threads: { minThreads: 3, maxThreads: 3, isolate: false },
      forks: { minForks: 1, maxForks: 1 },
    },
    projects: [
      {
        extends: true,
        // Each file in a world of its own would cost three times as much as the tests: so the modules under test are loaded
        // once a thread, and test/support/each-file.ts puts back what a file replaced.
        test: { name: 'shared', include: [TESTS], exclude: ALONE, pool: 'threads', isolate: false },
      },
      { extends: true, test: { name: 'alone', include: ALONE, pool: 'forks' } },
    ],
  },
})
