// What has to be done for each model of an assets file, and what it costs: decided by the hash of the request and by the files on
// disk. Read-only.
import { chainPrice, type Step } from '../tripo/catalogue/chain.ts'
import { cleanParams, fileInput, findCapability, type Params } from '../tripo/catalogue/index.ts'
import { hashOf } from './hash.ts'
import { type Asked, entryOf, type Lock } from './lock.ts'
import type { PlannedModel } from './read.ts'

/**
 * - `wrong`: something is wrong with its entry
 * - `new`, `changed`: it is to be asked for, and paid
 * - `sample`: what lies there was made in the sandbox; the service makes it for credits
 * - `resume`: some of its steps are paid and done; the others go on from there
 * - `underway`: it was asked for already, here or by somebody else
 * - `local`: only steps on this machine are to be done
 * - `fetch`: it was paid, and is to be fetched from the service
 * - `edited`: somebody has changed the finished file since; it stays
 * - `current`: nothing is to be done
 */
export type ModelState =
  | 'wrong'
  | 'new'
  | 'changed'
  | 'sample'
  | 'resume'
  | 'underway'
  | 'local'
  | 'fetch'
  | 'edited'
  | 'current'

export interface PlanRow {
  readonly model: PlannedModel
  readonly state: ModelState
  /** Credits that building it takes; 0 for what was paid. */
  readonly credits: number
  readonly asked: string
  readonly local: string
  /** Of what was made, or is on its way. */
  readonly known?: Asked
  /** There is no finished file at its target. */
  readonly isGone?: true
  /** A job of the chain that goes on. */
  readonly job?: string
  /** A picture that is not there. */
  readonly missingImage?: string
}

export interface PlanFacts {
  readonly lock: Lock
  readonly service: 'sandbox' | 'service'
  /** SHA-256 of a file of the project; undefined: there is none. */
  sha256(path: string): Promise<string | undefined>
  /** What was asked for on this machine and is on its way: name and hash of each. */
  readonly sent: ReadonlySet<string>
}

/** States in which building takes credits. */
const PAID: readonly ModelState[] = ['new', 'changed', 'sample', 'resume']
/** States that a build changes at no cost. */
const FREE: readonly ModelState[] = ['local', 'fetch', 'underway']

export const isPaid = ({ state }: Pick<PlanRow, 'state'>): boolean => PAID.includes(state)
export const isFree = ({ state }: Pick<PlanRow, 'state'>): boolean => FREE.includes(state)

/** How `sent` has a request. */
export const sentKey = (name: string, asked: string): string => `${name} ${asked}`

/** Credits of all that is to be paid. */
export const totalOf = (rows: readonly PlanRow[]): number => rows.reduce((sum, { credits }) => sum + credits, 0)

/** Parameters with something else for each picture that they name by its path. */
export function withPictures(params: Params, other: (path: string) => unknown): Params {
  const pathOf = (input: unknown) => fileInput(input)?.upload
  const exchanged = (input: unknown) => {
    const path = pathOf(input)
    return path === undefined ? input : other(path)
  }
  const { file, files } = params
  return {
    ...params,
    ...(file === undefined ? {} : { file: exchanged(file) }),
    ...(Array.isArray(files) ? { files: files.map(exchanged) } : {}),
  }
}

/** The hash of what the service is asked: as it is sent, with pictures by what is in them. @param hashes by path */
export function askedHash(chain: readonly Step[], hashes: ReadonlyMap<string, string | undefined>): Promise<string> {
  const asked = chain.map(({ capability: id, params }) => {
    const capability = findCapability(id)
    const cleaned = capability ? cleanParams(capability, params) : params
    return { capability: id, params: withPictures(cleaned, (path) => hashes.get(path) ?? path) }
  })
  return hashOf(asked)
}

/** Looks at every model. */
export async function planModels(models: readonly PlannedModel[], facts: PlanFacts): Promise<PlanRow[]> {
  const rows: PlanRow[] = []
  for (const model of models) rows.push(await planModel(model, facts))
  return rows
}

async function planModel(model: PlannedModel, { lock, service, sha256, sent }: PlanFacts): Promise<PlanRow> {
  const hashes = new Map<string, string | undefined>()
  for (const path of model.pictures) hashes.set(path, await sha256(path))
  const asked = await askedHash(model.chain, hashes)
  const local = await hashOf(model.local)
  const price = chainPrice(model.chain).total
  const row = { model, asked, local }
  if (!model.ok) return { ...row, state: 'wrong', credits: 0 }
  const { made, pending } = entryOf(lock, model.name)
  // Samples are never in the way of the real thing; real models are good enough for the sandbox.
  const fits = (one: Asked | undefined) =>
    one !== undefined && one.asked === asked && (one.service === service || one.service === 'service')
  if (fits(pending) || sent.has(sentKey(model.name, asked)))
    return { ...row, state: 'underway', credits: 0, ...(pending && { known: pending }) }
  if (!made || !fits(made)) {
    const missingImage = model.pictures.find((path) => hashes.get(path) === undefined)
    const isMissing = missingImage !== undefined
    const state = !made ? 'new' : made.asked === asked ? 'sample' : 'changed'
    return {
      ...row,
      state: isMissing ? 'wrong' : state,
      credits: isMissing ? 0 : price,
      ...(isMissing && { missingImage }),
    }
  }
  const known = { asked: made.asked, service: made.service, tasks: made.tasks }
  const now = await sha256(model.target)
  if (now === made.file.sha256 && local === made.local) return { ...row, state: 'current', credits: 0, known }
  const isEdited = now !== undefined && now !== made.file.sha256
  if (isEdited && local === made.local) return { ...row, state: 'edited', credits: 0, known }
  const gone = now === undefined ? { isGone: true as const } : {}
  return { ...row, ...gone, state: (await hasSource(made, sha256)) ? 'local' : 'fetch', credits: 0, known }
}

type Made = NonNullable<ReturnType<typeof entryOf>['made']>

/** Where the delivered model still lies: where it was put, or at the target where no step has changed it. */
export async function findSource(
  { source, file }: Pick<Made, 'source' | 'file'>,
  sha256: PlanFacts['sha256'],
): Promise<string | undefined> {
  for (const path of [source.path, file.path]) if ((await sha256(path)) === source.sha256) return path
  return undefined
}

const hasSource = async (made: Made, sha256: PlanFacts['sha256']) => (await findSource(made, sha256)) !== undefined
