// Identifies the account. Any `tsk_...` key works and is a separate account; only digests of keys are stored.

import { sha256 } from '../tripo/digest.ts'
import { ServiceError } from './codes.ts'

const KEY = /^Bearer\s+(tsk_\S+)\s*$/i

/** The account id (a shortened digest of the key) a request acts for; 401/1002 without a good key. */
export async function authenticate(request: Request): Promise<string> {
  const key = KEY.exec(request.headers.get('authorization') ?? '')?.[1]
  if (key === undefined) throw new ServiceError(1002)
  return (await sha256(new TextEncoder().encode(key))).slice(0, 16)
}
