// What one request of the client is in each dialect, as the tables beside this say it by hand.
import type { TripoSdk } from '../../../../../src/tripo/index.ts'

export const TOKEN = '11111111-2222-4333-8444-555555555555'
export const FILE = `file_${TOKEN}`
export const TASK_ID = '66666666-2222-4333-8444-555555555555'
export const URL_ = 'https://example.com/a.png'

type Make = (sdk: TripoSdk) => Promise<string>
export type Body = Record<string, unknown>

/** What one request is in each dialect. `v2` without its type, which stands first. */
export interface Expectation {
  type: string
  path: string
  make: Make
  /** Absent: the dialect has no such request, and nothing is sent. */
  v2?: Body
  v3?: Body
}
