// Jobs that draw views for a form: which job it is, which slots its pictures go to, and filling those when it finishes.
// The draft stores this, so that a closed or reloaded panel still receives the pictures that were paid for.
import { type JobView, mainFile } from '../../src/protocol/job.ts'
import type { GenerateRequest } from '../../src/protocol/request.ts'
import type { Draft, ImageChoice } from '../../src/protocol/studio.ts'
import type { Params } from '../../src/tripo/catalogue/index.ts'
import { VIEWS } from '../../src/tripo/catalogue/index.ts'
import { imageKey } from './drafts.ts'
import { sayOf, t, together } from './l10n.ts'
import { isBusy, phaseWords } from './phases.ts'

/** What a form's field needs of it. */
export interface Drawing {
  /** Something draws, for whichever form. */
  readonly isBusy: boolean
  /** Sends a request whose views then stand in these places, by place with what is there now. */
  start(request: GenerateRequest, field: string, places: Readonly<Record<string, string>>): Promise<void>
  /** The places of a field that are being drawn. */
  placesUnderway(field: string): readonly number[]
  /** How far it is, or why it ended without views. */
  words(field: string): { text: string; isError: boolean } | undefined
  /** A form's values that has no tab of its own. */
  values(capability: string): Params
  setValues(capability: string, values: Params): void
}

export interface DrawingHost {
  draft(): Draft
  change(part: Partial<Draft>): void
  job(id: string): JobView | undefined
  /** Starts a request; the ids of its jobs, none when it was called off or refused, which has then been said. */
  start(request: GenerateRequest): Promise<readonly string[]>
  /** Looks at a file that a job has made. */
  resolve(uri: string): Promise<ImageChoice | undefined>
  changed(): void
}

export class ViewDrawings {
  #isStarting = false
  #isFilling = false

  readonly #host: DrawingHost

  constructor(host: DrawingHost) {
    this.#host = host
  }

  /** For the fields of one form. */
  forForm(tab: string): Drawing {
    const host = this.#host
    const own = (field: string) => {
      const { drawing } = host.draft()
      return drawing?.tab === tab && drawing.field === field ? drawing : undefined
    }
    const drawings = this
    return {
      get isBusy() {
        return drawings.#isUnderway
      },
      start: (request, field, places) => this.#start(request, { tab, field, places: { ...places } }),
      placesUnderway: (field) => {
        const drawing = own(field)
        return drawing && this.#isUnderway
          ? Object.keys(drawing.places).map((place) => Number(place.split('.')[1]))
          : []
      },
      words: (field) => {
        const drawing = own(field)
        if (!drawing) return undefined
        const job = host.job(drawing.jobId)
        if (!job || (job.phase === 'delivered' && job.files.length > 0)) return undefined
        const problem = job.problem && sayOf(job.problem)
        if (isBusy(job)) return { text: t('Drawing the views: {0}', phaseWords(job)), isError: false }
        return {
          text: problem ? together(problem.sentence, problem.nextStep) : phaseWords(job),
          isError: true,
        }
      },
      values: (capability) => host.draft().forms[capability] ?? {},
      setValues: (capability, values) => host.change({ forms: { ...host.draft().forms, [capability]: { ...values } } }),
    }
  }

  /** To be called when jobs change: puts the views of a finished one into their places, once. */
  async look(): Promise<void> {
    const { drawing } = this.#host.draft()
    const job = drawing && this.#host.job(drawing.jobId)
    if (!drawing || !job || job.phase !== 'delivered' || !mainFile(job) || this.#isFilling) return
    this.#isFilling = true
    try {
      const drawn = await this.#choices(job)
      // Read again: the person may have put another picture there meanwhile, which stays.
      const { images, drawing: still } = this.#host.draft()
      if (still?.jobId !== drawing.jobId) return
      const next: Record<string, ImageChoice> = { ...images }
      for (const [place, before] of Object.entries(drawing.places)) {
        const key = imageKey(drawing.tab, place)
        const choice = drawn[Number(place.split('.')[1])]
        if (choice && (images[key]?.upload ?? '') === before) next[key] = choice
      }
      this.#host.change({ images: next, drawing: undefined })
    } finally {
      this.#isFilling = false
    }
  }

  get #isUnderway(): boolean {
    const { drawing } = this.#host.draft()
    const job = drawing && this.#host.job(drawing.jobId)
    return this.#isStarting || (job !== undefined && (isBusy(job) || job.phase === 'delivered'))
  }

  async #start(request: GenerateRequest, where: Omit<NonNullable<Draft['drawing']>, 'jobId'>): Promise<void> {
    if (this.#isUnderway) return
    this.#isStarting = true
    this.#host.changed()
    try {
      const [jobId] = await this.#host.start(request)
      if (jobId !== undefined) this.#host.change({ drawing: { ...where, jobId } })
    } finally {
      this.#isStarting = false
      this.#host.changed()
    }
    await this.look()
  }

  /** The drawn views as choices, with the task that can stand for them. */
  async #choices({ files, taskId, service }: JobView): Promise<readonly (ImageChoice | undefined)[]> {
    return Promise.all(
      VIEWS.map(async (view) => {
        const file = files.find(({ kind }) => kind === `${view}_view`)
        const found = file && (await this.#host.resolve(file.uri).catch(() => undefined))
        if (!found || found.problem !== undefined) return undefined
        return taskId === undefined ? found : { ...found, task: { id: taskId, service, view } }
      }),
    )
  }
}
