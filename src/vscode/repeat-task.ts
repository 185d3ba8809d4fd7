// Repeats or continues a task: puts its settings back into the form, sends the same request again, or opens the forms of the
// steps that work on its result.
import * as vscode from 'vscode'
import { filesOf, type JobsApi } from '../jobs/index.ts'
import type {
  Account,
  AppliedStyle,
  ChainRequest,
  FilledRequest,
  JobView,
  LocalStep,
  RequestStep,
} from '../protocol/index.ts'
import { taskBefore, withoutSource } from '../tripo/catalogue/chain.ts'
import { fieldsOf, fileInput, findCapability, MAX_SEED, type Params } from '../tripo/catalogue/index.ts'
import { invalid } from '../tripo/failures.ts'
import { costWords } from './cost.ts'
import { pick } from './ui.ts'
import { nameOf } from './uris.ts'
import type { FoundImage } from './views/input-files.ts'
import { together } from './words.ts'

/** A request as the form takes it, before the page's addresses of its images are known. */
export type FoundRequest = Omit<FilledRequest, 'images'> & { images: Readonly<Record<string, FoundImage>> }

/** What the form is to show: requests, or steps on a job's result; with the menu of next steps open, where wished. */
export interface ShownForm {
  onJob?: string
  requests: readonly FoundRequest[]
  offerSteps?: boolean
  /** Each line of the prompt is to become a model. */
  perLine?: boolean
  /** What this machine does with the last result. */
  local?: LocalStep[]
}

export interface RepeatTaskServices {
  account: { readonly state: Account }
  jobs: Pick<JobsApi, 'list'>
  /** Starts steps on a finished job's result, checked. */
  continueWith(id: string, steps: readonly RequestStep[]): Promise<readonly string[]>
  generation: {
    price(requests: readonly ChainRequest[]): number
    moveOn(request: ChainRequest): { request: ChainRequest; words: readonly string[] }
    startAll(requests: readonly ChainRequest[]): Promise<readonly string[]>
  }
  /** Looks at a local image of a request. */
  image(uri: vscode.Uri): Promise<FoundImage>
  /** Brings the studio's form to the front: that of the first request, or of steps on a job's result. */
  showForm(form: ShownForm): void
}

/** Whether a job works on the result of another. */
const worksOnTask = ({ capability, params, group }: JobView): boolean =>
  findCapability(capability)?.source !== undefined ||
  taskBefore({ capability, params }) !== undefined ||
  (group?.kind === 'chain' && group.index > 0)

/** A request's parameters with every seed that it names drawn anew; the rest is the service's to draw. */
export function withNewSeeds(capability: string, params: Params, draw = () => Math.random()): Params {
  const known = findCapability(capability)
  const seeds = seedsOf(capability, params).map(({ name }) => [name, Math.floor(draw() * MAX_SEED)])
  return known ? { ...params, ...Object.fromEntries(seeds) } : params
}

/** The seeds that a request names. */
const seedsOf = (capability: string, params: Params) => {
  const known = findCapability(capability)
  return (known ? fieldsOf(known) : []).flatMap(({ name, ui }) => {
    const value = params[name]
    return ui.widget === 'seed' && typeof value === 'number' ? [{ name, value }] : []
  })
}

export class RepeatTask {
  readonly #services: RepeatTaskServices

  constructor(services: RepeatTaskServices) {
    this.#services = services
  }

  /** Puts the parameters and images of a job, or of all steps of a chain, back into the form. */
  async useSettings(jobs: readonly JobView[]): Promise<void> {
    const [first] = jobs
    if (!first) return
    const requests: FoundRequest[] = []
    for (const job of jobs) requests.push(await this.#filled(job))
    if (!worksOnTask(first)) return this.#services.showForm({ requests })
    const source = this.#sourceOf(first)
    if (!source) {
      throw invalid(
        'steps.no-source',
        'The task whose result this worked on is not in the list.',
        'Bring it back with Add Task by Id…, then choose Continue with….',
      )
    }
    this.#services.showForm({ onJob: source.id, requests })
  }

  /** Opens the forms of what can be made of a job's result. */
  continueFrom({ id }: JobView): void {
    this.#services.showForm({ onJob: id, requests: [] })
  }

  /** Sends a job's request, or a whole chain's, once more, after showing what that costs. @returns the new jobs' ids */
  async generateAgain(jobs: readonly JobView[]): Promise<readonly string[]> {
    const { l10n } = vscode
    const [first, ...rest] = jobs
    if (!first) return []
    const { account, generation } = this.#services
    const steps = rest.map(({ capability, params }) => ({
      capability,
      params: { ...withoutSource({ capability, params }) },
    }))
    const source = this.#sourceOf(first)
    const own = source ? withoutSource(first) : first.params
    const { capability, style } = first
    const saved: ChainRequest = { capability, params: { ...own }, name: pictureNameOf(first), steps, style }
    const { request, words: moved } = generation.moveOn(saved)
    const price = generation.price([request])
    const { cost, left } = costWords(account.state, price, source?.service)
    const seeds = [request, ...steps].flatMap(({ capability, params }) => seedsOf(capability, params))
    const words = seeds.map(({ value }) => value).join(', ')
    const go = { icon: 'sparkle', description: cost }
    const anew = { ...go, label: l10n.t('Generate'), detail: left, answer: 'new' as const }
    const same = { ...go, label: l10n.t('Generate with the Same Seed'), detail: l10n.t('Seed {0}', words) }
    const offered =
      seeds.length === 0
        ? [{ ...anew, detail: together(l10n.t('With another seed, which the service draws.'), left) }]
        : [
            { ...same, answer: 'same' as const },
            { ...anew, label: l10n.t('Generate with a New Seed') },
          ]
    const edit = { icon: 'settings', label: l10n.t('Change Options in the Studio…'), answer: 'edit' as const }
    const title = l10n.t('Generate “{0}” again', first.title)
    const placeHolder = [l10n.t('This costs {0}', cost), ...new Set(moved)].join('. ')
    const picked = await pick([...offered, edit], { title, placeHolder })
    if (!picked) return []
    if (picked.answer === 'edit') {
      await this.useSettings(jobs)
      return []
    }
    const asked = picked.answer === 'new' ? anewOf(request) : request
    if (source) return this.#services.continueWith(source.id, [asked, ...(asked.steps ?? [])])
    return generation.startAll([asked])
  }

  /** The job whose result a job worked on, if it is listed. */
  #sourceOf(job: JobView): JobView | undefined {
    if (!worksOnTask(job)) return undefined
    const { capability, params, group } = job
    const all = this.#services.jobs.list()
    const taskId = taskBefore({ capability, params })
    const byTask = taskId !== undefined ? all.find((job) => job.taskId === taskId) : undefined
    if (byTask || group?.kind !== 'chain') return byTask
    return all.find((job) => job.group?.id === group.id && job.group.index === group.index - 1)
  }

  /** A job's request with its local images found again; one that is gone says so in its field. */
  async #filled({ capability, params: sent, style }: JobView): Promise<FoundRequest> {
    const params = withoutStyle(sent, style)
    const images: Record<string, FoundImage> = {}
    const rest: Record<string, unknown> = {}
    for (const [name, value] of Object.entries(withoutSource({ capability, params }))) {
      if (Array.isArray(value)) {
        const left: unknown[] = []
        for (const [index, entry] of value.entries()) {
          const own = uploadOf(entry)
          if (own !== undefined) images[`${name}.${index}`] = await this.#found(own)
          left.push(own === undefined ? entry : {})
        }
        // What is no list of pictures is as it was; one of files alone needs no values.
        const isGone = left.length > 0 && left.every((entry) => isEmpty(entry))
        if (!isGone) rest[name] = left
        continue
      }
      const upload = uploadOf(value)
      if (upload === undefined) rest[name] = value
      else images[name] = await this.#found(upload)
    }
    return { capability, params: rest, images, ...(style ? { style } : {}) }
  }

  async #found(upload: string): Promise<FoundImage> {
    const uri = vscode.Uri.parse(upload, true)
    const name = nameOf(uri)
    const problem = vscode.l10n.t('{0} is no longer there. Choose the image again.', name)
    return this.#services.image(uri).catch(() => ({ upload, name, bytes: 0, problem }))
  }
}

/** Parameters as they were before a style was applied, which the form does again. */
function withoutStyle(params: Params, style: AppliedStyle | undefined): Params {
  if (!style) return params
  const { prompt = params.prompt, image } = style
  const lists = Object.entries(params).map(([name, value]) => {
    return [
      name,
      Array.isArray(value) ? value.filter((each) => image === undefined || uploadOf(each) !== image) : value,
    ]
  })
  return { ...Object.fromEntries(lists), ...(prompt === undefined ? {} : { prompt }) }
}

/** The local file that a value names. */
const uploadOf = (value: unknown): string | undefined =>
  typeof value === 'object' && value !== null ? fileInput(value)?.upload : undefined

const isEmpty = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length === 0

function anewOf({ steps = [], ...first }: ChainRequest): ChainRequest {
  const drawn = <Step extends RequestStep>(step: Step): Step => ({
    ...step,
    params: { ...withNewSeeds(step.capability, step.params) },
  })
  return { ...drawn(first), steps: steps.map(drawn) }
}

/** A picture's name, which its result is named after; a prompt names it by itself. */
const pictureNameOf = ({ params, title }: JobView): string | undefined =>
  filesOf(params).length > 0 && typeof params.prompt !== 'string' ? title.replace(/\.[^.]+$/, '') : undefined
