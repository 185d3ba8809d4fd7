// The jobs room: the life of a request, from prompt to file.
export { jobClient, jobConnection } from './client.ts'
export type { Where } from './desk.ts'
export { type ChainStep, costOf, type GroupSummary, type Groups } from './group.ts'
export { type Disposable, Jobs } from './jobs.ts'
export type { RecordStore } from './journal.ts'
export { JobError, problemOf } from './problems.ts'
export { JOB_STATES, type JobRecord, type JobState, readRecord, Target } from './record.ts'
export type { JobClient, JobConnection, JobServices } from './service.ts'
