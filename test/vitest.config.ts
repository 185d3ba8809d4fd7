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
    pool: 'threads',
    poolOptions: { threads: { maxThreads: 2 } },
  },
})
