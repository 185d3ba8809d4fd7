// Opens the form that makes a model from pictures: pictures of a task are referenced by their task, and chosen files are assigned
// by their names.
import * as vscode from 'vscode'
import { drawingOf, type EventBody, type JobView, type PictureTask, placesByName } from '../protocol/index.ts'
import { CATALOGUE, type Capability, fieldsOf, VIEWS } from '../tripo/catalogue/index.ts'
import { invalid } from '../tripo/failures.ts'
import type { FoundImage } from './views/input-files.ts'

/** A picture for the form, with the task that drew it. */
export type DrawnImage = FoundImage & { task?: PictureTask }

export interface FromPicturesServices {
  /** Looks at an image file. */
  image(uri: vscode.Uri): Promise<FoundImage>
  /** Brings a form to the front with these pictures, by their places. */
  showTab(body: Omit<EventBody<'showTab'>, 'image' | 'images'> & { images: Readonly<Record<string, DrawnImage>> }): void
}

/** Where a form takes four views, and where one picture: the first of the catalogue that makes a model of them. */
const placeFor = (widget: 'views' | 'image'): { tab: string; field: string } => {
  const makesModel = ({ outputs, category }: Capability) => category === 'generate' && outputs.includes('model')
  for (const capability of CATALOGUE.filter(makesModel)) {
    const field = fieldsOf(capability).find(({ ui }) => ui.widget === widget)
    if (field) return { tab: capability.id, field: field.name }
  }
  throw new TypeError(`No capability makes a model of ${widget}.`)
}

/** The form that takes views, by its catalogue id. */
export const viewsForm = (): string => placeFor('views').tab

export class FromPictures {
  readonly #services: FromPicturesServices

  constructor(services: FromPicturesServices) {
    this.#services = services
  }

  /** Puts what a job has drawn into the form that makes a model of it. */
  async makeModel(job: JobView): Promise<void> {
    if (drawingOf(job) === 'views') return this.#showViews(job)
    const { tab, field } = placeFor('image')
    this.#services.showTab({ tab, images: { [field]: await this.#drawn(job, undefined) } })
  }

  /** Puts a picture into the front of the views, from which the others can be drawn. */
  async makeViews(job: JobView): Promise<void> {
    const { tab, field } = placeFor('views')
    this.#services.showTab({ tab, images: { [`${field}.0`]: await this.#drawn(job, undefined) } })
  }

  /** Puts two to four files into the views that their names tell. @throws TripoCheckError `image.views` for more or fewer */
  async fromFiles(files: readonly unknown[]): Promise<void> {
    const uris = files.filter((file) => file instanceof vscode.Uri)
    const { l10n } = vscode
    if (uris.length < 2 || uris.length > VIEWS.length) {
      throw invalid(
        'image.views',
        l10n.t('A model is made from two to four views, not from {0} pictures.', uris.length),
        l10n.t('Select pictures of one object: its front and at least one other side.'),
      )
    }
    const { tab, field } = placeFor('views')
    const places = placesByName(uris.map(({ path }) => path))
    const found = await Promise.all(uris.map((uri) => this.#services.image(uri)))
    const images = found.map((image, index) => [`${field}.${places[index] ?? index}`, image])
    this.#services.showTab({ tab, images: Object.fromEntries(images) })
  }

  async #showViews(job: JobView): Promise<void> {
    const { tab, field } = placeFor('views')
    const images: Record<string, DrawnImage> = {}
    for (const [index, view] of VIEWS.entries()) images[`${field}.${index}`] = await this.#drawn(job, view)
    this.#services.showTab({ tab, images })
  }

  /** A file of a job with the task that drew it. */
  async #drawn({ files, taskId, service }: JobView, view: string | undefined): Promise<DrawnImage> {
    const file = view === undefined ? files[0] : files.find(({ kind }) => kind === `${view}_view`)
    if (!file) {
      const { l10n } = vscode
      throw invalid('image.none', l10n.t('This task has no picture.'), l10n.t('Choose a finished task that drew one.'))
    }
    const found = await this.#services.image(vscode.Uri.parse(file.uri))
    // A picture that was changed since is not what the task has drawn.
    const isSame = taskId !== undefined && found.problem === undefined && found.bytes === file.bytes
    if (!isSame) return found
    return { ...found, task: view === undefined ? { id: taskId, service } : { id: taskId, service, view } }
  }
}
