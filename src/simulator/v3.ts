// The routes of the current dialect, `/v3`. Source: docs/protocol.md#routes.
import { CATALOGUE } from '../tripo/catalogue/index.ts'
import { creditsOf, isoDate, statusOf, typeOf } from './answers.ts'
import type { Clock } from './clock.ts'
import { ServiceError } from './codes.ts'
import { PUT_PATH, type UrlSigner } from './downloads.ts'
import type { Ledger } from './ledger.ts'
import type { Route } from './routes.ts'
import type { Service } from './service.ts'
import { V3_TOKEN } from './uploads.ts'

export const V3_BASE = '/v3'
const USAGE_PAGE = { usual: 20, most: 200 }

/** A whole number of the query, or its default when it is left out or empty. */
function readCount(url: URL, name: string, usual: number, least: number, most: number): number {
  const text = url.searchParams.get(name) ?? ''
  if (text === '') return usual
  const value = Number(text)
  if (!Number.isInteger(value) || value < least || value > most) {
    throw new ServiceError(1004, `${name}: must be a whole number from ${least} to ${most}.`)
  }
  return value
}

export interface V3Parts {
  service: Service
  ledger: Ledger
  signer: UrlSigner
  clock: Clock
  /** Life of a presigned upload address, seconds. */
  urlLifetime: number
}

/** @returns the routes, with paths relative to `V3_BASE` */
export function v3Routes({ service, ledger, signer, clock, urlLifetime }: V3Parts): readonly Route[] {
  return [
    ...CATALOGUE.map(
      (capability): Route => ({
        method: 'POST',
        path: capability.v3.path,
        async handle(call) {
          const task = await service.create(call, 'v3', capability, await call.json())
          return { task_id: task.id, type: typeOf(task), status: 'queued' }
        },
      }),
    ),
    {
      method: 'POST',
      path: '/tasks/list',
      handle: async (call) => service.readMany(call, 'v3', (await call.json()).task_ids),
    },
    { method: 'GET', path: '/tasks/{id}', handle: (call) => service.read(call, 'v3') },
    {
      method: 'POST',
      path: '/files',
      handle: async (call) => ({ file_token: V3_TOKEN + (await service.upload(call, 'v3')) }),
    },
    {
      method: 'POST',
      path: '/files/presign',
      async handle(call) {
        const { token } = await service.reserve(call, 'v3')
        const upload_url = await signer.sign(call.url.origin, `${PUT_PATH}${token}`)
        return { upload_url, file_token: V3_TOKEN + token, expires_in: urlLifetime }
      },
    },
    {
      method: 'POST',
      path: '/files/upload-credentials',
      async handle(call) {
        const { token, credentials } = await service.credentials(call, 'v3')
        return { ...credentials, file_token: V3_TOKEN + token }
      },
    },
    { method: 'GET', path: '/account/balance', handle: (call) => ledger.balance(call.account) },
    {
      method: 'GET',
      path: '/account/usage',
      async handle({ account, url }) {
        const limit = readCount(url, 'limit', USAGE_PAGE.usual, 1, USAGE_PAGE.most)
        const offset = readCount(url, 'offset', 0, 0, Number.MAX_SAFE_INTEGER)
        const tasks = await ledger.list(account)
        const items = tasks.slice(offset, offset + limit).map((task) => ({
          task_id: task.id,
          type: typeOf(task),
          status: statusOf(task, 'v3', clock.now()),
          created_at: isoDate(task.createdAt),
          credits_consumed: creditsOf(task),
        }))
        return { items, total: tasks.length }
      },
    },
  ]
}
