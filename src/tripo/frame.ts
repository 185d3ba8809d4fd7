// The messages of v2's websockets.
import { readJson } from './json.ts'
import { decodeTask, type Task } from './task.ts'

/**
 * `{"event": "update" | "finalized", "data": task}` (docs/protocol.md#websocket).
 * @param hide takes the key out of a text
 */
export function readFrame(text: string, hide: (text: string) => string): Task | undefined {
  const frame = readJson(text, hide)
  if (typeof frame !== 'object' || frame === null || !('data' in frame)) return undefined
  return decodeTask(frame.data)
}
