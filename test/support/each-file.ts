// What stands before every file of tests: the real world, and a turn of the event loop after each test. The files of a thread
// share their modules and globals (see test/vitest.config.ts), so that one begins where another ended.
import { afterEach, vi } from 'vitest'
import { reset } from './vscode.ts'

vi.useRealTimers()
vi.unstubAllGlobals()
vi.unstubAllEnvs()
vi.restoreAllMocks()
reset()

// Taken before a test can replace it by a fake.
const { setImmediate } = globalThis

// Tests of models are busy for seconds and wait for nothing but promises; on a loaded machine a file of them would keep
// vitest's own messages waiting for more than the minute it grants them.
afterEach(() => new Promise<void>((done) => void setImmediate(done)))
