// The messages of the history page: all tasks with the actions that apply now, and the service's own usage count. The page has a
// channel of its own; envelopes and limits are those of messages.ts.
import * as Type from 'typebox'
import { JOB_ACTIONS } from './actions.ts'
import { JobView } from './job.ts'
import { Account } from './studio.ts'

/** One thing that was done, and what can be done with it, of the table in actions.ts. */
export const HistoryEntry = Type.Object({ job: JobView, actions: Type.Array(Type.Enum([...JOB_ACTIONS])) })
export type HistoryEntry = Type.Static<typeof HistoryEntry>

/** The two parts of the page. */
export const HISTORY_VIEWS = ['history', 'usage'] as const
export type HistoryPart = (typeof HISTORY_VIEWS)[number]

export const HistorySnapshot = Type.Object({
  view: Type.Enum([...HISTORY_VIEWS]),
  account: Account,
  /** Newest first, of all workspaces. */
  entries: Type.Array(HistoryEntry),
})
export type HistorySnapshot = Type.Static<typeof HistorySnapshot>

/** One capability of this month as the service counts it; its own name for one that is not known here. */
export const ServiceLine = Type.Object({ capability: Type.String(), credits: Type.Number(), count: Type.Number() })
export type ServiceLine = Type.Static<typeof ServiceLine>
