// What the other layers use of src/jobs: the life of a request, from prompt to file.

export type { Amend, FoundResult } from './adopt.ts'
export type { Destination } from './context.ts'
export { listTooLarge, MAX_LIST_BYTES, type Mistake, mistakeAt, mistakeWords, readList } from './groups/batch-file.ts'
export { costOf, type GroupSummary, type Groups } from './groups/group.ts'
export type { History, HistoryQuery } from './history.ts'
export { type Disposable, Jobs } from './jobs.ts'
export { JobError, problemOf } from './problems.ts'
export { jobClient, jobConnection } from './run/client.ts'
export { filesOf } from './run/inputs.ts'
export type { JobClient, JobConnection, JobServices } from './run/services.ts'
export { JOB_STATES, type JobRecord, type JobState, readRecord, Target } from './store/record.ts'
export type { RecordStore } from './store/store.ts'
