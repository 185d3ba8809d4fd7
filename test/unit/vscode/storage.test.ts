// The retention of the extension's storage: every folder that grows has a limit, and what unfinished jobs need stays.
import { expect, it } from 'vitest'
import * as vscode from 'vscode'
import type { JobView } from '../../../src/protocol/index.ts'
import { sweepStorage } from '../../../src/vscode/storage.ts'

const job = (id: string, phase: JobView['phase'], picture: string): JobView => ({
  ...{ id, capability: 'image_to_model', title: 'a robot', phase, startedAt: 0, service: 'service', estimate: 20 },
  params: { file: { type: 'png', upload: `file:///storage/inputs/${picture}` } },
  files: [],
})

it('keeps what unfinished, failed and unconfirmed jobs send, and their own pictures', async () => {
  const jobs = [
    job('done', 'delivered', 'done.png'),
    job('gone', 'dismissed', 'gone.png'),
    job('runs', 'generating', 'runs.png'),
    job('failed', 'failed', 'failed.png'),
    job('open', 'unconfirmed', 'open.png'),
  ]
  const stays: Record<string, string[]> = {}
  await sweepStorage({
    storage: vscode.Uri.file('/storage'),
    history: async () => jobs,
    dismissed: async () => ['gone'],
    sweep: async (folder, { age, count }, kept) => {
      expect(age).toBeGreaterThanOrEqual(30 * 86_400_000)
      expect(count).toBeGreaterThanOrEqual(40)
      const isKept = await kept()
      stays[folder] = jobs.map(({ id }) => `${id}.png`).filter(isKept)
    },
  })
  const models = {
    '/storage/backups': [],
    '/storage/commits': [],
    '/storage/edited': [],
    '/storage/edited/pictures': [],
  }
  const kept = ['runs.png', 'failed.png', 'open.png']
  expect(stays).toEqual({
    ...{ '/storage/inputs': kept, '/storage/pictures': [], '/storage/imports': [], '/storage/icons': [] },
    '/storage/variations': [],
    '/storage/model-pictures': [],
    '/storage/thumbnails': kept,
    // What is no record of a job (a window, a damaged record that was kept) stays as well.
    '/storage/jobs': ['done.png', 'runs.png', 'failed.png', 'open.png'],
    ...models,
  })
})
