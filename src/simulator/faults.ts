// Faults on demand: the list that says which requests go wrong, and how. For tests (`faults` option, `setFaults`) and
// for `npm run simulator -- --faults FILE.json`, a JSON list of such entries:
//
//   { "match": { "route": "/task", "method": "POST", "dialect": "v2", "capability": "text_to_model", ... },
//     "action": { "type": "drop", "when": "after" } }
//
// match: all that is named must fit; nothing named fits every request.
//   route        path below the dialect's base or from the root (`/cdn/*`, `/tripo-data/*`); `*` stands for any text
//   method       GET, POST, PUT, HEAD, or WATCH for a websocket
//   dialect      v2 or v3; requests to the download and storage hosts have none
//   capability   creations of tasks of this catalogue id
//   nth          only the nth fitting request, or those of a list; counted from 1
//   every        only each nth fitting request
//   probability  by chance, 0 to 1; `seed` makes the chance repeatable
//   times        at most so many times
// action.type:
//   answer   `status`, `headers`, `body` (text, or a JSON value); nothing is done
//   error    the dialect's envelope with the service's `code`; nothing is done
//   html     a web page of a proxy, with `status` (default 502); nothing is done
//   garbage  200 with bytes that are no JSON; the request has been acted upon
//   drop     the connection ends without an answer, `when` "before" acting or "after" it
//   delay    the answer comes `ms` milliseconds late; `when` "before": acting waits too
//   trickle  the body comes in pieces of `bytes` every `ms`
//   cut      the body ends after `bytes`: the connection breaks, or with `honest` the Content-Length says so too
//   expire   addresses in the answer live for `seconds` (default 0); a download is answered as expired
//   task     the task that is created ends with `status` (failed, banned, expired, cancelled) and `code`
//   close    the websocket is closed with `code` (default 1011) after `frames` frames (default 0)
// The first entry that fits and fires is applied; the others only count.
import * as Type from 'typebox'
import { Check, Errors } from 'typebox/schema'
import { isServiceCode } from './codes.ts'
import { createRandom } from './random.ts'
import { FinalStatus } from './store.ts'

const Count = Type.Integer({ minimum: 1 })
const Match = Type.Object(
  {
    route: Type.Optional(Type.String({ minLength: 1 })),
    method: Type.Optional(Type.Enum(['GET', 'POST', 'PUT', 'HEAD', 'WATCH'])),
    dialect: Type.Optional(Type.Enum(['v2', 'v3'])),
    capability: Type.Optional(Type.String({ minLength: 1 })),
    nth: Type.Optional(Type.Union([Count, Type.Array(Count)])),
    every: Type.Optional(Count),
    probability: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    seed: Type.Optional(Type.Integer()),
    times: Type.Optional(Count),
  },
  { additionalProperties: false },
)

const When = Type.Optional(Type.Enum(['before', 'after']))
const Milliseconds = Type.Number({ minimum: 0, maximum: 600_000 })
const Status = Type.Integer({ minimum: 200, maximum: 599 })
const strict = { additionalProperties: false }
const ACTIONS = {
  answer: Type.Object(
    {
      type: Type.Literal('answer'),
      status: Status,
      headers: Type.Optional(Type.Record(Type.String(), Type.String())),
      body: Type.Optional(Type.Unknown()),
    },
    strict,
  ),
  error: Type.Object(
    { type: Type.Literal('error'), code: Type.Integer(), retryAfter: Type.Optional(Type.Number()) },
    strict,
  ),
  html: Type.Object({ type: Type.Literal('html'), status: Type.Optional(Status) }, strict),
  garbage: Type.Object({ type: Type.Literal('garbage') }, strict),
  drop: Type.Object({ type: Type.Literal('drop'), when: When }, strict),
  delay: Type.Object({ type: Type.Literal('delay'), ms: Milliseconds, when: When }, strict),
  trickle: Type.Object({ type: Type.Literal('trickle'), bytes: Count, ms: Milliseconds }, strict),
  cut: Type.Object(
    { type: Type.Literal('cut'), bytes: Type.Integer({ minimum: 0 }), honest: Type.Optional(Type.Boolean()) },
    strict,
  ),
  expire: Type.Object({ type: Type.Literal('expire'), seconds: Type.Optional(Type.Number({ minimum: 0 })) }, strict),
  task: Type.Object(
    {
      type: Type.Literal('task'),
      status: FinalStatus,
      code: Type.Optional(Type.Integer()),
      message: Type.Optional(Type.String()),
    },
    strict,
  ),
  close: Type.Object(
    {
      type: Type.Literal('close'),
      code: Type.Optional(Type.Integer({ minimum: 1000, maximum: 4999 })),
      frames: Type.Optional(Type.Integer({ minimum: 0 })),
    },
    strict,
  ),
}
const Action = Type.Union(Object.values(ACTIONS))
export type FaultAction = Type.Static<(typeof ACTIONS)[keyof typeof ACTIONS]>

export interface Fault {
  match?: Type.Static<typeof Match>
  action: FaultAction
}
const Entry = Type.Object({ match: Type.Optional(Match), action: Type.Unknown() }, strict)

const isAction = (value: unknown): value is FaultAction => Check(Action, value)

/** All there is in `action.type`. */
export const FAULT_TYPES: readonly string[] = Object.keys(ACTIONS)

const Tagged = Type.Object({ type: Type.String() })
const isKnown = (type: string): type is keyof typeof ACTIONS => Object.hasOwn(ACTIONS, type)

/** What is wrong with a value, where; the first of it. */
function firstError(schema: Type.TSchema, value: unknown, where: string): string {
  const [, errors] = Errors(schema, value)
  const [error] = errors
  return `${where}${(error?.instancePath ?? '').replaceAll('/', '.')} ${error?.message ?? 'is not as it must be'}.`
}

function readAction(action: unknown, where: string): FaultAction {
  const types = Object.keys(ACTIONS).join(', ')
  if (!Check(Tagged, action) || !isKnown(action.type)) throw new Error(`${where}.type must be one of ${types}.`)
  const schema: Type.TSchema = ACTIONS[action.type]
  if (!isAction(action)) throw new Error(firstError(schema, action, where))
  if (action.type === 'error' && !isServiceCode(action.code)) {
    throw new Error(`${where}.code must be one of the service's codes, such as 1000 or 2008.`)
  }
  if (action.type === 'close' && [1004, 1005].includes(action.code ?? 1011)) {
    throw new Error(`${where}.code must be one that a websocket can be closed with, or 1006 to break it.`)
  }
  if (action.type === 'task' && action.status === 'success') {
    throw new Error(`${where}.status must be failed, banned, expired or cancelled.`)
  }
  return action
}

/**
 * Reads a list of faults from parsed JSON.
 * @throws Error with a sentence that names the entry and the member that is wrong
 */
export function readFaults(value: unknown): readonly Fault[] {
  if (!Array.isArray(value)) throw new Error('The faults must be a JSON list of { match, action }.')
  return value.map((entry: unknown, index) => {
    if (!Check(Entry, entry)) throw new Error(firstError(Entry, entry, `faults[${index}]`))
    const action = readAction(entry.action, `faults[${index}].action`)
    return { ...(entry.match ? { match: entry.match } : {}), action }
  })
}

/** What a fault may be matched by. */
export interface FaultSubject {
  method: string
  /** From the root. */
  path: string
  /** Below the dialect's base. */
  route: string
  dialect?: 'v2' | 'v3'
  capability?: string
}

export interface FaultPlan {
  /** Counts a request, and tells what shall go wrong with it. */
  pick(subject: FaultSubject): FaultAction | undefined
  /** Whether an entry asks for the capability, which costs a look into the body. */
  readonly wantsCapability: boolean
}

const pattern = (route: string) => new RegExp(`^${route.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`)

/** Starts counting. */
export function createFaultPlan(faults: readonly Fault[]): FaultPlan {
  const entries = faults.map(({ match = {}, action }) => {
    const { route, method, dialect, capability, nth, every, probability, times } = match
    const path = route === undefined ? undefined : pattern(route)
    const random = createRandom(match.seed ?? 1)
    let seen = 0
    let fired = 0
    const fits = (subject: FaultSubject) =>
      (path === undefined || path.test(subject.route) || path.test(subject.path)) &&
      (method === undefined || method === subject.method) &&
      (dialect === undefined || dialect === subject.dialect) &&
      (capability === undefined || capability === subject.capability)
    /** Counts a request; whether it shall go wrong, unless another entry was first. */
    const comes = (subject: FaultSubject): boolean => {
      if (!fits(subject)) return false
      seen += 1
      if (nth !== undefined && !(Array.isArray(nth) ? nth : [nth]).includes(seen)) return false
      if (every !== undefined && seen % every !== 0) return false
      if (probability !== undefined && random() >= probability) return false
      return times === undefined || fired < times
    }
    const fire = () => {
      fired += 1
      return action
    }
    return { comes, fire }
  })
  return {
    wantsCapability: faults.some(({ match }) => match?.capability !== undefined),
    pick(subject) {
      const coming = entries.filter((entry) => entry.comes(subject))
      return coming[0]?.fire()
    },
  }
}
