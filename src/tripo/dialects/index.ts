// The two dialects by name.
import type { Dialect } from '../catalogue/index.ts'
import type { DialectSpec } from './dialect.ts'
import { v2 } from './v2.ts'
import { v3 } from './v3.ts'

export const DIALECTS: Readonly<Record<Dialect, DialectSpec>> = { v2, v3 }
export { createdId, type DialectSpec, type UploadRoutes, type WireRequest } from './dialect.ts'
