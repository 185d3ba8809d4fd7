// Faults that a test orders.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A list of faults by which the first task of a capability fails, for the simulator and the sandbox. */
export function failingOnce(capability: string): { path: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'tripo-faults-'))
  const path = join(folder, 'faults.json')
  writeFileSync(path, JSON.stringify([{ match: { capability, times: 1 }, action: { type: 'task', status: 'failed' } }]))
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) }
}
