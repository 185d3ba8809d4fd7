// The service's error codes: status, meaning and suggestion of each. Source: docs/protocol.md#error-codes, docs/protocol.md#envelope.

interface CodeEntry {
  status: number
  message: string
  suggestion: string
}

export const CODES = {
  1000: {
    status: 500,
    message: 'Unknown server error.',
    suggestion: 'Try again later; quote the trace id to support.',
  },
  1001: { status: 500, message: 'Fatal server error.', suggestion: 'Try again later; quote the trace id to support.' },
  1002: {
    status: 401,
    message: 'Authentication failed.',
    suggestion: 'Send the header "Authorization: Bearer tsk_..." with a key of this region.',
  },
  1003: {
    status: 400,
    message: 'The request body is malformed.',
    suggestion: 'Send JSON with "Content-Type: application/json", or multipart/form-data where a file is asked for.',
  },
  1004: {
    status: 400,
    message: 'One or more of the parameters are invalid.',
    suggestion: 'Compare the request with the documentation of this task.',
  },
  1005: {
    status: 403,
    message: 'No access to this resource.',
    suggestion: 'Check that the resource belongs to this key.',
  },
  1007: { status: 429, message: 'Too many requests.', suggestion: 'Wait as Retry-After says and send it again.' },
  2000: {
    status: 429,
    message: 'You have reached the limit of tasks at a time.',
    suggestion: 'Wait until a running task is done; nothing was created or charged.',
  },
  2001: {
    status: 404,
    message: 'Task not found.',
    suggestion: 'Check the task id and that it was made with this key.',
  },
  2002: { status: 400, message: 'The task type is not supported.', suggestion: 'Check the spelling of the type.' },
  2003: {
    status: 400,
    message: 'The file is empty.',
    suggestion: 'Choose another file; a firewall may have emptied it.',
  },
  2004: { status: 400, message: 'The file type is not supported.', suggestion: 'Use a PNG, JPEG or WebP image.' },
  2005: { status: 400, message: 'The draft task was not successful.', suggestion: 'Choose another task.' },
  2006: { status: 400, message: 'The source task has the wrong type.', suggestion: 'Choose a task of another type.' },
  2007: {
    status: 400,
    message: 'The source task was not successful.',
    suggestion: 'Wait for it or choose another task.',
  },
  2008: {
    status: 400,
    message: 'The input goes against the content policy.',
    suggestion: 'Change the prompt or the image.',
  },
  2009: {
    status: 400,
    message: 'The prompt has characters that are not allowed.',
    suggestion: 'Remove emoji and control characters.',
  },
  2010: {
    status: 403,
    message: 'You do not have enough credits.',
    suggestion: 'Buy API credits; the wallet of the website is another one.',
  },
  2011: { status: 400, message: 'The source task has no model.', suggestion: 'Choose a task with a model.' },
  2012: { status: 400, message: 'The source task is not a rig task.', suggestion: 'Rig the model first.' },
  2013: { status: 403, message: 'Priority is not part of your plan.', suggestion: 'Leave "priority" out.' },
  2014: { status: 400, message: 'The moderation service had an error.', suggestion: 'Try again later.' },
  2015: { status: 400, message: 'This version is retired.', suggestion: 'Use a newer model version.' },
  2016: { status: 400, message: 'This task type is retired.', suggestion: 'Use its successor.' },
  2017: { status: 400, message: 'The model version is not known.', suggestion: 'Check the spelling of the version.' },
  2018: { status: 400, message: 'The model is too complex to remesh.', suggestion: 'Use a simpler model or no quads.' },
  2019: { status: 404, message: 'The uploaded file was not found.', suggestion: 'Upload the file again.' },
  2021: { status: 400, message: 'The file or body is too large.', suggestion: 'Send at most 20 MB.' },
  2022: { status: 400, message: 'The image has the wrong size.', suggestion: 'Use 20 to 6000 pixels on each side.' },
  4001: { status: 404, message: 'There is no such route.', suggestion: 'Check method and path.' },
  9404: { status: 404, message: 'There is no such route.', suggestion: 'Check method and path.' },
} as const satisfies Record<number, CodeEntry>

export type ServiceCode = keyof typeof CODES
export const isServiceCode = (code: number): code is ServiceCode => Object.hasOwn(CODES, code)

/** A refusal the service answers with; becomes the dialect's error envelope. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError'
  readonly status: number
  readonly suggestion: string

  constructor(
    readonly code: ServiceCode,
    message?: string,
    /** Seconds for the Retry-After header. */
    readonly retryAfter?: number,
  ) {
    const entry = CODES[code]
    super(message ?? entry.message)
    this.status = entry.status
    this.suggestion = entry.suggestion
  }
}
