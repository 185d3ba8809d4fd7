// The v2 wire: one POST /task with a `type`. Source: docs/protocol.md#tasks.
import { type DialectSpec, wireFiles } from './dialect.ts'

export const v2: DialectSpec = {
  id: 'v2',
  balancePath: '/user/balance',
  batchPath: '/task/batch',
  uploads: {
    multipart: { path: '/upload', token: 'image_token' },
    credentials: '/upload/sts/token',
    modelsByMultipart: false,
  },
  taskPath: (taskId) => `/task/${encodeURIComponent(taskId)}`,
  watchPaths: { all: '/task/watch/all', one: (taskId) => `/task/watch/${encodeURIComponent(taskId)}` },
  create(type, capability, params) {
    const { encode } = capability?.v2 ?? {}
    const files = capability ? wireFiles(capability, params) : params
    return { path: '/task', body: { type, ...(encode ? encode(files) : files) } }
  },
}
