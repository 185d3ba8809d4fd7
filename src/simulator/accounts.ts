// Identifies the account. Any `tsk_...` key works and is a separate account; only digests of keys are stored.

import { sha256 } from '../tripo/digest.ts'
import { ServiceError } from './codes.ts'

const KEY = /^Bearer\s+(tsk_\S+)\s*$/i

/** Account ids by key. Each request has one, and a digest costs more than answering many of them. */
const known = new Map<string, Promise<string>>()
/** Keys that are remembered at a time. */
const MOST_KNOWN = 100

/** The account id (a shortened digest of the key) a request acts for; 401/1002 without a good key. */
export async function authenticate(request: Request): Promise<string> {
  const key = KEY.exec(request.headers.get('authorization') ?? '')?.[1]
  if (key === undefined) throw new ServiceError(1002)
  const id = known.get(key) ?? sha256(new TextEncoder().encode(key)).then((digest) => digest.slice(0, 16))
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, id)
  return id
}
