// What a dialect of the service must say: where each question goes, and how requests look on its wire.
// Answers need no dialect: task.ts reads both.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import { type Capability, type Dialect, type FileInput, fieldsOf, type Params } from '../catalogue/index.ts'
import { invalid } from '../failures.ts'

export interface WireRequest {
  path: string
  body: Readonly<Record<string, unknown>>
}

export interface DialectSpec {
  id: Dialect
  balancePath: string
  /** Reads many tasks at once. */
  batchPath: string
  uploadPath: string
  /** The field of an upload's answer that holds the token. */
  uploadToken: string
  taskPath(taskId: string): string
  usagePath?(limit: number, offset: number): string
  /** Websocket paths: every task of the account, one task. */
  watchPaths?: { all: string; one(taskId: string): string }
  /**
   * The creation of a task.
   * @param type the capability's wire type
   * @param capability undefined for a type the catalogue does not know
   * @param params cleaned and checked
   */
  create(type: string, capability: Capability | undefined, params: Params): WireRequest
}

/** Names of a capability's parameters that hold an image. */
export const imageFields = (capability: Capability): readonly string[] =>
  fieldsOf(capability)
    .filter((field) => field.ui.widget === 'image')
    .map((field) => field.name)

/** The file object of both wires: a type and exactly one reference. A local reference is a mistake of ours. */
export function wireFile(file: FileInput): Record<string, unknown> {
  if (file.upload !== undefined) {
    throw invalid('check.upload', 'The image has not been uploaded yet.', 'Upload it first, then create the task.')
  }
  const { type = 'jpg', file_token, url, object } = file
  if (file_token !== undefined) return { type, file_token }
  if (url !== undefined) return { type, url }
  return { type, object }
}

const Created = Type.Object({ task_id: Type.String({ minLength: 1 }) })

/** The id of a created task, in both dialects' answers. */
export const createdId = (data: unknown): string | undefined => (Check(Created, data) ? data.task_id : undefined)
