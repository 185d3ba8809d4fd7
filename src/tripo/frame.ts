// What the v2 service's websockets say.
import { decodeTask, type Task } from './task.ts'

/** `{"event": "update" | "finalized", "data": task}` (protocol sheet, section 4). */
export function readFrame(text: string): Task | undefined {
  try {
    const frame: unknown = JSON.parse(text)
    if (typeof frame !== 'object' || frame === null || !('data' in frame)) return undefined
    return decodeTask(frame.data)
  } catch {
    return undefined
  }
}
