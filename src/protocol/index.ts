// The protocol between host and webview: types, run-time checks, and the two ends of the channel.
export * from './channel.ts'
export * from './job.ts'
export * from './messages.ts'
export * from './phase-words.ts'
export * from './remedies.ts'
export * from './request.ts'
export * from './size.ts'
export * from './studio.ts'
