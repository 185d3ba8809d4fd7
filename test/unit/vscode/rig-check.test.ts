// The free check before a rig: asked of who has the task, and never of one that is not finished.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFileSink } from '../../../src/platform/file-sink.ts'
import type { JobView } from '../../../src/protocol/index.ts'
import { TripoClient } from '../../../src/tripo/client.ts'
import { checkRig } from '../../../src/vscode/rig-check.ts'

let base: string
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'tripo-rig-'))
})
afterEach(() => rm(base, { recursive: true, force: true, maxRetries: 5 }))

const KEY = 'tsk_0123456789abcdef0123456789abcdef'
const service = { dialect: 'v3', region: 'custom', url: 'http://127.0.0.1:9/v3' } as const
const job = (part: Partial<JobView>): JobView => ({
  ...{ id: 'j', capability: 'text_to_model', title: 'a dog', phase: 'delivered', startedAt: 0, estimate: 20 },
  ...{ service: 'service', taskId: 'task-1', params: { prompt: 'a dog' }, files: [] },
  ...part,
})

test('nothing is asked about a model that is not finished', async () => {
  const asked: string[] = []
  const fetch = async (address: string | URL | Request) => {
    asked.push(String(address))
    return new Response('{}')
  }
  const client = new TripoClient({
    ...{ apiKey: KEY, base: service },
    resources: { fetch, files: createFileSink() },
  })
  const account = { connect: async () => ({ client, service: 'service' as const, base: service, account: 'a' }) }
  for (const part of [{ phase: 'generating' as const }, { taskId: undefined }]) {
    const jobs = { get: () => job(part) }
    await expect(checkRig({ account, jobs }, 'j')).rejects.toThrow('finished model')
  }
  expect(asked).toEqual([])
  client.dispose()
})
