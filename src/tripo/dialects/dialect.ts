// The interface of a dialect: the route of each request, and its form on the wire. Responses need no dialect: task.ts reads both.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import {
  type Capability,
  countSources,
  type Dialect,
  type FileInput,
  fieldsOf,
  fileInput,
  holdsFiles,
  type Params,
} from '../catalogue/index.ts'
import { invalid } from '../failures.ts'

export interface WireRequest {
  path: string
  body: Readonly<Record<string, unknown>>
}

/** Where files go. Source: docs/protocol.md#uploads. */
export interface UploadRoutes {
  /** Multipart, and the field of its answer that holds the token. */
  multipart: { path: string; token: string }
  /** Answers a presigned address for a PUT. */
  presign?: string
  /** Answers temporary credentials of the storage. */
  credentials: string
  /** Whether models may go by multipart. */
  modelsByMultipart: boolean
}

export interface DialectSpec {
  id: Dialect
  balancePath: string
  /** Reads many tasks at once. */
  batchPath: string
  uploads: UploadRoutes
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

/** The file object of both wires: exactly one reference, and a type where one is known. */
export function wireFile(file: FileInput, type: string | undefined): Record<string, unknown> {
  // A local reference is a mistake of ours.
  if (file.upload !== undefined) {
    throw invalid('check.upload', 'The file has not been uploaded yet.', 'Upload it first, then create the task.')
  }
  const { file_token, url, object, task_id } = file
  // A task is no file; only v3's `input` takes it, and the check sees to that.
  if (task_id !== undefined) return { task_id }
  const typed = type === undefined ? {} : { type }
  if (file_token !== undefined) return { ...typed, file_token }
  if (url !== undefined) return { ...typed, url }
  return { ...typed, object }
}

/** A list of files: an empty slot stays an empty object. */
const wireSlot = (value: unknown): unknown => {
  const file = fileInput(value)
  if (!file) return value
  return countSources(file) === 0 && file.upload === undefined ? {} : wireFile(file, file.type ?? 'jpg')
}

/** Parameters whose files look as on the wire. Pictures get a type, as all clients send one; models only a known one. */
export function wireFiles(capability: Capability, params: Params): Params {
  const body: Record<string, unknown> = { ...params }
  for (const field of fieldsOf(capability)) {
    const value = params[field.name]
    if (!holdsFiles(field) || value === undefined) continue
    const file = fileInput(value)
    if (Array.isArray(value)) body[field.name] = value.map(wireSlot)
    else if (file) body[field.name] = wireFile(file, file.type ?? (field.ui.widget === 'model' ? undefined : 'jpg'))
  }
  return body
}

/** An id that no later request could name is none: what became of the request is not known then. */
const Created = Type.Object({ task_id: Type.String({ pattern: '^[A-Za-z0-9_-]{1,128}$' }) })

/** The id of a created task, in both dialects' answers. */
export const createdId = (data: unknown): string | undefined => (Check(Created, data) ? data.task_id : undefined)
