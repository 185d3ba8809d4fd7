// Every error code of the service with a sentence for people and their next step, instead of "HTTP 400".
// Source: docs/protocol.md#error-codes; 4001 and the 9xxx family are the unknown routes of v3 and v2.
import { phrase, type Words } from '../text/index.ts'

export interface ServiceCode {
  sentence: Words
  nextStep: Words
  /** Whether the same request can work later without being changed. */
  retryable: boolean
}

const DRAFT = 'Choose a task that has finished, or generate the model first.'
const OTHER_TASK = 'Choose another model to work on.'
const OTHER_FILE = 'Choose another file: PNG, JPEG or WebP for pictures, GLB, OBJ, FBX or STL for models.'
const TRY_LATER = 'Try again in a few minutes. If it stays, send the details to Tripo support.'
const REPORT = 'Update the extension; if it stays, report the details, which can be copied.'

export const SERVICE_CODES: Readonly<Record<number, ServiceCode>> = {
  1000: { sentence: 'The service had an unexpected error.', nextStep: TRY_LATER, retryable: true },
  1001: { sentence: 'The service failed while working on this.', nextStep: TRY_LATER, retryable: true },
  1002: {
    sentence: 'The service does not accept this API key.',
    nextStep: 'Set the key again; it begins with tsk_ and works in one region only.',
    retryable: false,
  },
  1003: { sentence: 'The service could not read the request.', nextStep: REPORT, retryable: false },
  1004: {
    sentence: 'The service refused a parameter.',
    nextStep: 'Read its message, change that parameter, and generate again.',
    retryable: false,
  },
  1005: {
    sentence: 'This key has no permission for the request.',
    nextStep: 'Check on the API key page what the key is allowed to do.',
    retryable: false,
  },
  1007: { sentence: 'Too many requests at once.', nextStep: 'Wait a minute, then try again.', retryable: true },
  2000: {
    sentence: 'As many tasks as this account may run are running already. Nothing was started or charged.',
    nextStep: 'Wait until one of them has finished, then try again.',
    retryable: true,
  },
  2001: {
    sentence: 'The service does not know this task.',
    nextStep: 'Check the task id, and that the key is the one the task was made with.',
    retryable: false,
  },
  2002: {
    sentence: 'The service does not offer this kind of task.',
    nextStep: 'Choose another capability, or another API version in the settings.',
    retryable: false,
  },
  2003: { sentence: 'The file arrived empty.', nextStep: 'Choose the file again.', retryable: false },
  2004: { sentence: 'The service does not take this type of file.', nextStep: OTHER_FILE, retryable: false },
  2005: { sentence: 'The draft this starts from did not succeed.', nextStep: DRAFT, retryable: false },
  2006: { sentence: 'This does not work on that kind of task.', nextStep: OTHER_TASK, retryable: false },
  2007: { sentence: 'The task this starts from has not succeeded.', nextStep: DRAFT, retryable: false },
  2008: {
    sentence: 'The service’s content policy does not allow this input.',
    nextStep: 'Change the prompt or the image.',
    retryable: false,
  },
  2009: {
    sentence: 'The prompt has characters the service does not take, such as emoji.',
    nextStep: 'Remove them and generate again.',
    retryable: false,
  },
  2010: {
    sentence: 'There are not enough credits in the API account.',
    nextStep: 'Add credits on the API billing page; the website’s own credits do not count here.',
    retryable: false,
  },
  2011: { sentence: 'The task to check has no model.', nextStep: OTHER_TASK, retryable: false },
  2012: {
    sentence: 'Animations need a rigged model, and this task is none.',
    nextStep: 'Rig the model first, then animate the rigged one.',
    retryable: false,
  },
  2013: {
    sentence: 'This account may not set a priority.',
    nextStep: 'Leave the priority out and generate again.',
    retryable: false,
  },
  2014: { sentence: 'The service’s content check is out of order.', nextStep: TRY_LATER, retryable: true },
  2015: {
    sentence: 'This model version is no longer offered.',
    nextStep: 'Choose a newer model version.',
    retryable: false,
  },
  2016: {
    sentence: 'The service no longer offers this kind of task.',
    nextStep: 'Choose another capability.',
    retryable: false,
  },
  2017: {
    sentence: 'The service does not know this model version.',
    nextStep: 'Choose a model version from the list.',
    retryable: false,
  },
  2018: {
    sentence: 'The model is too complex to remesh, or waited too long in the queue.',
    nextStep: 'Switch quads off or lower the face limit; else generate again later.',
    retryable: false,
  },
  2019: {
    sentence: 'The service no longer has the uploaded file.',
    nextStep: 'Generate again; the file is then uploaded again.',
    retryable: true,
  },
  2020: {
    sentence: 'The service could not make this model.',
    nextStep: 'Change the quality or quad settings, or try another prompt or image.',
    retryable: false,
  },
  2021: { sentence: 'The input is too large.', nextStep: 'Make the file or picture smaller.', retryable: false },
  2022: { sentence: 'The input has the wrong size.', nextStep: 'Scale the picture and try again.', retryable: false },
  4001: {
    sentence: 'This address does not offer the requested function.',
    nextStep: 'Check tripo.baseUrl and tripo.apiVersion in the settings.',
    retryable: false,
  },
}

const UNKNOWN_ROUTE: ServiceCode = {
  sentence: 'This address does not offer the requested function.',
  nextStep: 'Check tripo.baseUrl and tripo.apiVersion in the settings.',
  retryable: false,
}

/** Words for answers that carry no code known here, by HTTP status. */
function wordsForStatus(status: number): ServiceCode {
  if (status === 429) return { ...wordsFor(1007), retryable: true }
  if (status >= 500) {
    return {
      sentence: phrase('The service is not available right now (HTTP {0}).', status),
      nextStep: TRY_LATER,
      retryable: true,
    }
  }
  if (status === 408) return { sentence: 'The service gave up waiting.', nextStep: 'Try again.', retryable: true }
  if (status === 403) return wordsFor(1005)
  if (status === 404) return UNKNOWN_ROUTE
  return {
    sentence: phrase('The service refused the request (HTTP {0}).', status),
    nextStep: 'Read its message in the details; if it does not help, send them to Tripo support.',
    retryable: false,
  }
}

const wordsFor = (code: number): ServiceCode => SERVICE_CODES[code] ?? UNKNOWN_ROUTE

/**
 * The words for an answer of the service.
 * @param status HTTP status; 401 alone decides that the key was refused (docs/protocol.md#bases-and-keys)
 * @param code the body's code, when it had one
 */
export function serviceWords(status: number, code: number | undefined): ServiceCode {
  if (status === 401) return wordsFor(1002)
  if (code === 1002) return wordsForStatus(status)
  if (code !== undefined && code >= 9000 && code <= 9999) return UNKNOWN_ROUTE
  return (code === undefined ? undefined : SERVICE_CODES[code]) ?? wordsForStatus(status)
}
