// Connects the command line to the service, and runs its jobs: with the same journal, claims and attempts as the editor, in a
// folder of the user's state, so that an interrupted build is resumed and never paid for twice.
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { type JobsApi, jobConnection, openJobs as openJournalJobs } from '../jobs/index.ts'
import { createFileSink, readFile as readAny } from '../platform/file-sink.ts'
import { nodeFiles } from '../platform/files.ts'
import { openJournal } from '../platform/journal-files.ts'
import { createPicturePreparer } from '../platform/pictures.ts'
import { resolveHost } from '../platform/resolve.ts'
import { openSocket } from '../platform/sockets.ts'
import { putFile } from '../platform/upload.ts'
import { IMAGE_LIMITS } from '../tripo/catalogue/index.ts'
import { TripoClient } from '../tripo/client.ts'
import { probe } from '../tripo/probe.ts'
import { UsageError } from './options.ts'
import { stateFolder, sweepState } from './state.ts'
import { VERSION } from './version.ts'

export interface CliJobs {
  readonly jobs: JobsApi
  dispose(): Promise<void>
}

/**
 * Opens the jobs of a project. The service is asked for nothing before a job needs it.
 * @param folder absolute path of the bundles, where the thread for pictures lies
 */
export function openJobs(
  root: string,
  { env, folder }: { env: Readonly<Record<string, string | undefined>>; folder: string },
): CliJobs {
  const state = stateFolder(env, root)
  const pictures = createPicturePreparer(join(folder, 'picture-worker.mjs'))
  const resources = {
    ...{ fetch, put: putFile, openSocket, resolveHost, files: createFileSink(), readFile: readAny },
    prepareImage: pictures.prepare,
  }
  let connecting: Promise<{ client: TripoClient; account: string }> | undefined
  const connect = async () => {
    const apiKey = env.TRIPO_API_KEY?.trim()
    if (!apiKey) throw new UsageError('usage.key', 'TRIPO_API_KEY is not set; nothing was sent.')
    const { dialect, region, url } = await probe({
      ...{ apiVersion: 'auto', region: 'auto', baseUrl: env.TRIPO_BASE_URL ?? '', apiKey, resources },
    })
    const account = createHash('sha256').update(apiKey).digest('hex').slice(0, 16)
    return { client: new TripoClient({ apiKey, base: { dialect, region, url }, resources }), account }
  }
  const jobs = openJournalJobs({
    store: openJournal(join(state, 'jobs')),
    files: nodeFiles,
    storage: { downloads: join(state, 'downloads'), thumbnails: join(state, 'thumbnails') },
    connect: async () => {
      connecting ??= connect()
      const { client, account } = await connecting
      return jobConnection(client, 'service', account)
    },
    readInput: async (upload) => {
      const path = fileURLToPath(upload)
      const { size } = await stat(path)
      if (size > 10 * IMAGE_LIMITS.maxBytes) throw new RangeError(`${size} bytes`)
      return { bytes: new Uint8Array(await readFile(path)), name: basename(path) }
    },
    toUri: (path) => pathToFileURL(path).href,
    generator: { name: 'tripo-studio', version: VERSION },
    isMine: ({ workspace }) => workspace === root,
  })
  return {
    jobs,
    dispose: async () => {
      // Whatever the disk says of old files, the build is done.
      await sweepState(state, () => jobs.history.search()).catch(() => undefined)
      await jobs.dispose()
      const client = await connecting?.catch(() => undefined)
      client?.client.dispose()
      pictures.dispose()
    },
  }
}
