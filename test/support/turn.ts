// The event loop turns once after each test. Tests of models are busy for seconds and wait for nothing but promises; on a
// loaded machine a file of them would keep vitest's own messages waiting for more than the minute it grants them.
import { afterEach } from 'vitest'

// Taken before a test can replace it by a fake.
const { setImmediate } = globalThis

afterEach(() => new Promise<void>((done) => void setImmediate(done)))
