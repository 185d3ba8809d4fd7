// The routes of the older dialect, `/v2/openapi`. Source: docs/protocol.md#tasks.
import { CATALOGUE } from '../tripo/catalogue/index.ts'
import { mediaType } from './body.ts'
import { ServiceError } from './codes.ts'
import type { Ledger } from './ledger.ts'
import type { Route } from './routes.ts'
import type { Service } from './service.ts'

export const V2_BASE = '/v2/openapi'

/** Task types the service once had (docs/protocol.md#routes). */
const RETIRED_TYPES = ['animate_model', 'classification', 'render_image', 'render_video']

/** @returns the routes, with paths relative to `V2_BASE` */
export function v2Routes(service: Service, ledger: Ledger): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/task',
      async handle(call) {
        const body = await call.json()
        const { type } = body
        if (typeof type !== 'string' || type === '') throw new ServiceError(1004, 'type: the task type is missing.')
        if (RETIRED_TYPES.includes(type)) throw new ServiceError(2016, `The task type ${type} is retired.`)
        const capability = CATALOGUE.find((entry) => entry.v2.type === type)
        if (!capability) throw new ServiceError(2002, `The task type ${type} is not supported.`)
        return { task_id: (await service.create(call, 'v2', capability, body)).id }
      },
    },
    {
      method: 'POST',
      path: '/task/batch',
      handle: async (call) => service.readMany(call, 'v2', (await call.json()).task_ids),
    },
    { method: 'GET', path: '/task/{id}', handle: (call) => service.read(call, 'v2') },
    {
      method: 'POST',
      path: '/upload',
      handle: async (call) => ({ image_token: await service.upload(call, 'v2') }),
    },
    {
      // the documents print this path for multipart uploads, while some clients ask it for storage credentials
      method: 'POST',
      path: '/upload/sts',
      async handle(call) {
        if (mediaType(call.request) === 'application/json') return (await service.credentials(call, 'v2')).credentials
        return { image_token: await service.upload(call, 'v2') }
      },
    },
    {
      method: 'POST',
      path: '/upload/sts/token',
      handle: async (call) => (await service.credentials(call, 'v2')).credentials,
    },
    { method: 'GET', path: '/user/balance', handle: (call) => ledger.balance(call.account) },
  ]
}
