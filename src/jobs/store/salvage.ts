// What can still be read of a damaged record: a job whose task is known stays in the list, so that its result can be delivered
// again; all its other data may be lost.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { findCapability } from '../../tripo/catalogue/index.ts'
import { recordMended } from '../problems.ts'
import { JobRecord, RECORD_VERSION, Target } from './record.ts'

/** Characters of a damaged text that are searched. */
const MOST = 1_000_000

const Text = Type.String({ minLength: 1 })

/** A field's string in the text of an object that may be cut off; the first one of the name. */
function textIn(text: string, name: string): string | undefined {
  const found = new RegExp(`"${name}":("(?:[^"\\\\]|\\\\.)*")`).exec(text.slice(0, MOST))?.[1]
  try {
    const value: unknown = found === undefined ? undefined : JSON.parse(found)
    return Check(Text, value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Fields that are flat: an object without others in it. */
function objectIn(text: string, name: string): unknown {
  const found = new RegExp(`"${name}":(\\{[^{}]*\\})`).exec(text.slice(0, MOST))?.[1]
  try {
    return found === undefined ? undefined : JSON.parse(found)
  } catch {
    return undefined
  }
}

/**
 * The record of a job whose own one is damaged: undefined when no task is named in it, or too little else.
 * @param damaged the text, as far as it goes, or its value when it is whole but not what it should be
 */
export function salvage(id: string, damaged: unknown, now: number): JobRecord | undefined {
  const text = typeof damaged === 'string' ? damaged : JSON.stringify(damaged ?? '')
  const own = textIn(text, 'id')
  const taskId = textIn(text, 'taskId')
  const capability = findCapability(textIn(text, 'capability') ?? '')
  const target = objectIn(text, 'target')
  const service = textIn(text, 'service')
  if (own !== id || taskId === undefined || !capability || !Check(Target, target)) return undefined
  const prompt = textIn(text, 'prompt')
  const connection = objectIn(text, 'connection')
  const record = {
    version: RECORD_VERSION,
    revision: 1,
    ...{ id, taskId, target, connection, state: 'delivered', createdAt: now, updatedAt: now, deliveredAt: now },
    request: { capability: capability.id, params: prompt === undefined ? {} : { prompt } },
    title: textIn(text, 'title') ?? capability.title,
    name: textIn(text, 'name') ?? 'model',
    ...{ estimate: 0, workspace: target.workspace, service: service ?? 'service', inputs: [], files: [] },
    problem: recordMended(id).problem,
  }
  const plain: unknown = JSON.parse(JSON.stringify(record))
  return Check(JobRecord, plain) ? plain : undefined
}
