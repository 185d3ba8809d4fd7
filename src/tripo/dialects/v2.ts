// The v2 wire: one POST /task with a `type`. Source: protocol sheet, sections 1 to 5.
import { fileInput } from '../catalogue/index.ts'
import { type DialectSpec, imageFields, wireFile } from './dialect.ts'

export const v2: DialectSpec = {
  id: 'v2',
  balancePath: '/user/balance',
  batchPath: '/task/batch',
  uploadPath: '/upload',
  uploadToken: 'image_token',
  taskPath: (taskId) => `/task/${encodeURIComponent(taskId)}`,
  watchPaths: { all: '/task/watch/all', one: (taskId) => `/task/watch/${encodeURIComponent(taskId)}` },
  create(type, capability, params) {
    const body: Record<string, unknown> = { type, ...params }
    for (const name of capability ? imageFields(capability) : []) {
      const file = fileInput(params[name])
      if (file) body[name] = wireFile(file)
    }
    return { path: '/task', body }
  },
}
