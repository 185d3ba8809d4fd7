// Adapts the service's client to what jobs need.
import type { WaitingFor } from '../../protocol/index.ts'
import type { TripoClient } from '../../tripo/client.ts'
import { taskFailed } from '../../tripo/failures.ts'
import { POOL_FULL, type Waiting } from '../../tripo/transport.ts'
import type { CallOptions, JobClient, JobConnection } from './services.ts'

/** What the client waits for, in the terms shown to a person. */
function waitingFor({ reason, serviceCode }: Waiting): WaitingFor {
  if (reason === 'pool' || (reason === 'busy' && serviceCode === POOL_FULL)) return 'place'
  if (reason === 'rate' || reason === 'busy') return 'minute'
  return reason === 'unavailable' ? 'service' : 'network'
}

/** Options in the form that the client takes. */
const callOf = <Options extends CallOptions>({ onWaiting, ...options }: Options) => ({
  ...options,
  onWaiting: (waiting: Waiting) => onWaiting?.(waitingFor(waiting)),
})

/** The client in the form that jobs use. */
export const jobClient = (client: TripoClient): JobClient => ({
  upload: (bytes, name, { kind, ...options }) =>
    kind === 'model'
      ? client.uploadModel({ bytes, name }, callOf(options))
      : client.uploadImage({ bytes, name }, callOf(options)),
  create: async (capability, params, options) =>
    client.createFrom(client.capability(capability), params, callOf(options)),
  read: (taskId, options) => client.getTask(taskId, options),
  recent: (since) => client.recentTasks(since),
  follow: async (taskId, { signal, onProgress }) => {
    const task = await client.waitForTask(taskId, { signal, onProgress })
    if (task.status !== 'success') throw taskFailed(task)
    return task
  },
  download: (task, file, folder, { signal, mostBytes, onProgress, onKept }) =>
    client.downloadFile(task, file, folder, {
      ...{ signal, mostBytes, keep: onKept && { name: file.kind, onKept } },
      onProgress: onProgress && ((_, received, total) => onProgress(received, total)),
    }),
})

/**
 * A connection for the jobs.
 * @param account identifies the account without revealing the key
 */
export function jobConnection(client: TripoClient, service: 'sandbox' | 'service', account: string): JobConnection {
  const { dialect, region, url } = client.base
  return {
    client: jobClient(client),
    service,
    dialect,
    region: region === 'custom' ? new URL(url).host : region,
    account,
  }
}
