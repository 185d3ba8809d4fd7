// The unit suite's settings: where tests live and how long one may take.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  // The workbench exists inside VS Code only; what our code shows it is recorded by a stand-in.
  resolve: { alias: { vscode: new URL('./support/vscode.ts', import.meta.url).pathname } },
  test: {
    include: ['test/unit/**/*.test.ts'],
    setupFiles: [new URL('./support/turn.ts', import.meta.url).pathname],
    // Generous: a busy machine is slow, and a test waits for what it checks, not for the clock.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What is waited for takes its time on a busy machine.
    expect: { poll: { timeout: 60_000 } },
    // Each file in a world of its own costs three times as much as the tests (measured over 29 files: 48 s of processor time
    // against 14): the modules under test are loaded once a thread. test/support/turn.ts puts back what a file replaced.
    isolate: false,
    pool: 'threads',
    // One more than the cores of a small machine: those that wait for a browser leave theirs to the others.
    poolOptions: { threads: { maxThreads: 3 } },
  },
})
