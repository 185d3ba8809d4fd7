// The client's public interface: what other layers may import.
export * from './bases.ts'
export {
  Animation,
  CATALOGUE,
  type Capability,
  estimate,
  findCapability,
  ModelStyle,
  PostStyle,
  type Price,
  RigSpec,
  RigType,
} from './catalogue/index.ts'
export * from './client.ts'
export type { DownloadedFile } from './download.ts'
export { type DurationMemory, Durations } from './durations.ts'
export * from './errors.ts'
export {
  checkFailed,
  diskFailed,
  imageRefused,
  invalid,
  noModel,
  taskFailed,
  unconfirmed,
} from './failures.ts'
export { type FileType, fileType, glbFault, urlExtension } from './file-type.ts'
export type { FollowHealth, FollowOptions } from './follow.ts'
export * from './key.ts'
export type * from './options.ts'
export * from './probe.ts'
export * from './problem.ts'
export type { Limits } from './rate-ledger.ts'
export {
  RateLimiter,
  type RateLimiterOptions,
  type SharedRecord,
  sharedInMemory,
} from './rate-limiter.ts'
export { redact } from './redact.ts'
export type {
  Clock,
  Fetch,
  FileSink,
  FileWriter,
  Logger,
  OpenSocket,
  PutFile,
  PutRequest,
  Resources,
  SocketEvents,
  SocketLike,
  WrittenFile,
} from './resources.ts'
export * from './sdk.ts'
export { SERVICE_CODES } from './service-codes.ts'
export { sourceOf } from './source-task.ts'
export * from './task.ts'
export type { TaskSocketMode } from './task-socket.ts'
export type { Waiting } from './transport.ts'
export type { UploadedFile, UploadOptions } from './upload.ts'
