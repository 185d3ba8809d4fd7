// Requests that the service accepts and whose tasks then always fail.
import type { Params } from '../tripo/catalogue/index.ts'
import { MOST_QUAD_FACES } from './sources.ts'
import type { TaskFailure } from './store.ts'

/** The code that failed tasks of detailed quads were seen with (docs/protocol.md#error-codes); requests never get it. */
export const QUADS_FAILED = 2020

/**
 * How a task must end, judged by its complete parameters: quads of detailed geometry come to nothing beyond what
 * remeshing can do. Undefined when nothing stands in its way.
 */
export function failureOf({ quad, geometry_quality: quality, face_limit: limit }: Params): TaskFailure | undefined {
  const isTooFine = quad === true && quality === 'detailed' && typeof limit === 'number' && limit > MOST_QUAD_FACES
  if (!isTooFine) return undefined
  const errorMessage = `More than ${MOST_QUAD_FACES} quads of detailed geometry could not be made. Nothing was charged.`
  return { status: 'failed', errorCode: QUADS_FAILED, errorMessage }
}
