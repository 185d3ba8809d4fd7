// The service's client as a job uses it.
import type { TripoClient } from '../tripo/client.ts'
import { taskFailed } from '../tripo/failures.ts'
import type { JobClient, JobConnection } from './service.ts'

/** Makes the client fit what the jobs need. */
export const jobClient = (client: TripoClient): JobClient => ({
  upload: (bytes, name, options) => client.uploadImage({ bytes, name }, options),
  create: (capability, params, options) => client.createTask({ ...params, type: capability }, options),
  read: (taskId, options) => client.getTask(taskId, options),
  recent: (since) => client.recentTasks(since),
  follow: async (taskId, { signal, onUpdate }) => {
    const task = await client.waitForTask(taskId, { signal, onProgress: onUpdate })
    if (task.status !== 'success') throw taskFailed(task)
    return task
  },
  download: (task, file, folder, { signal, onProgress, onKept }) =>
    client.downloadFile(task, file, folder, {
      ...{ signal, keep: onKept && { name: file.kind, onKept } },
      onProgress: onProgress && ((_, received, total) => onProgress(received, total)),
    }),
})

/**
 * A connection for the jobs.
 * @param account identifies the account without giving the key away
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
