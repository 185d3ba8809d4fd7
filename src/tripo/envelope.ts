// The envelope of the service's responses, and what other servers on the way return instead: parsed leniently, since any message
// must reach the person. Source: docs/protocol.md#envelope.
import { integer, text } from './values.ts'

export interface Envelope {
  /** 0: success. Absent: the answer is JSON, but not in the service's own form. */
  code?: number
  message?: string
  suggestion?: string
  requestId?: string
  data?: unknown
}

const isFields = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** One entry of a validator's list: `{loc: ['body', 'prompt'], msg: 'field required'}`. */
function entryText(entry: unknown): string | undefined {
  if (!isFields(entry)) return text(entry)
  const said = text(entry.msg) ?? text(entry.message)
  const at = Array.isArray(entry.loc) ? entry.loc.filter((part) => part !== 'body').join('.') : text(entry.field)
  return said && at ? `${at}: ${said}` : said
}

/** What a refusal says, in the words of the service or of the common web frameworks. */
function messageOf({ message, error, detail, errors, msg, error_message }: Record<string, unknown>) {
  for (const value of [message, error_message, detail, error, errors, msg]) {
    const said = Array.isArray(value)
      ? value
          .slice(0, 5)
          .flatMap((entry) => entryText(entry) ?? [])
          .join('; ')
      : entryText(value)
    if (said) return said
  }
  return undefined
}

/** Reads an answer's JSON; undefined when it has neither a code nor a message. */
export function readEnvelope(body: unknown): Envelope | undefined {
  if (!isFields(body)) return undefined
  const code = integer(body.code)
  const message = messageOf(body)
  if (code === undefined && message === undefined) return undefined
  const { data } = body
  return { code, message, suggestion: text(body.suggestion), requestId: text(body.request_id), data }
}
