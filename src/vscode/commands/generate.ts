// The commands that make models: from text, from an image, from the clipboard, and from images in the explorer. They
// work without the panel: input boxes, one confirmation with the price, and a progress notification.
import * as vscode from 'vscode'
import { listTooLarge, MAX_LIST_BYTES, readBatch } from '../../jobs/index.ts'
import type { GenerateRequest } from '../../protocol/index.ts'
import {
  checkRequest,
  estimate,
  imageToModel,
  PREFERRED_MODEL_VERSION,
  textToModel,
} from '../../tripo/catalogue/index.ts'
import { imageRefused, invalid } from '../../tripo/failures.ts'
import type { AccountService } from '../account.ts'
import type { Generation } from '../generate.ts'
import { COMMANDS } from '../names.ts'
import { defaultModelVersion } from '../settings.ts'
import { Cancelled } from '../show-problem.ts'
import { pickOnDisk, typeIn } from '../ui.ts'
import type { FoundImage, Inputs } from '../views/inputs.ts'
import { pickWorkspaceImage } from '../views/pick-image.ts'
import type { StudioPanels } from '../views/studio-panel.ts'
import { formatCredits } from '../words.ts'

export interface GenerateServices {
  account: AccountService
  generation: Generation
  inputs: Inputs
  panels: StudioPanels
}

const version = () => ({ model_version: defaultModelVersion(PREFERRED_MODEL_VERSION) })

const imageRequest = (image: FoundImage): GenerateRequest => ({
  capability: imageToModel.id,
  params: { file: { upload: image.upload }, ...version() },
  name: image.name.replace(/\.[^.]+$/, ''),
})

/** From a prompt typed into an input box; the price stands under it. */
async function fromText({ account, generation }: GenerateServices, given?: unknown): Promise<string | undefined> {
  const { l10n } = vscode
  if (!(await account.choose())) return undefined
  const start = async (request: GenerateRequest) => (await generation.start(request))[0]
  const paramsOf = (prompt: string) => ({ prompt, ...version() })
  const credits = estimate(textToModel, paramsOf('')).total
  const problemOf = (prompt: string) =>
    checkRequest(textToModel, paramsOf(prompt), { dialect: account.dialect }).findings.find(
      ({ severity }) => severity === 'error',
    )?.message
  if (typeof given === 'string') {
    const request = { capability: textToModel.id, params: paramsOf(given) }
    return (await generation.confirm([request], given)) === 'go' ? start(request) : undefined
  }
  const prompt = await typeIn({
    title: l10n.t('Generate a 3D model from text'),
    prompt:
      account.state.mode === 'sandbox'
        ? l10n.t('This is made in the sandbox: no real credits.')
        : l10n.t('This costs {0}.', formatCredits(credits)),
    placeHolder: l10n.t('A wooden dining chair with a curved back'),
    validate: (value) => (value === '' ? undefined : problemOf(value)),
  })
  if (prompt === undefined) return undefined
  return start({ capability: textToModel.id, params: paramsOf(prompt) })
}

/** The images among what the explorer passes: the clicked one, and all selected ones. */
function selectedImages(clicked: unknown, selected: unknown): vscode.Uri[] {
  const all = Array.isArray(selected) && selected.length > 0 ? selected : [clicked]
  return all.filter((item): item is vscode.Uri => item instanceof vscode.Uri)
}

/** One model from each image, after one confirmation with the total. */
async function fromImages(services: GenerateServices, uris: readonly vscode.Uri[]): Promise<readonly string[]> {
  const { l10n } = vscode
  const { generation, inputs, panels } = services
  const images = await Promise.all(uris.map((uri) => inputs.take(uri)))
  const bad = images.find((image) => image.problem)
  if (bad?.problem) {
    throw imageRefused({ code: 'not-an-image', message: `${bad.name}: ${bad.problem}` })
  }
  const requests = images.map(imageRequest)
  const subject =
    images.length === 1
      ? l10n.t('Make a 3D model from {0}', images[0]?.name ?? '')
      : l10n.t('Make {0} 3D models from {0} images', images.length)
  const answer = await generation.confirm(requests, subject)
  if (answer === 'edit') panels.show().showTab({ tab: imageToModel.id, image: images[0] })
  return answer === 'go' ? generation.startAll(requests, uris[0]) : []
}

async function fromExplorer(
  services: GenerateServices,
  clicked: unknown,
  selected: unknown,
): Promise<readonly string[]> {
  const uris = selectedImages(clicked, selected)
  if (uris.length > 0) return fromImages(services, uris)
  throw invalid('image.none', 'No image was chosen.', 'Right-click a PNG, JPEG or WebP file in the explorer.')
}

async function fromPickedImage(services: GenerateServices, given: unknown): Promise<readonly string[]> {
  const uri = given instanceof vscode.Uri ? given : await pickWorkspaceImage()
  if (!uri) throw new Cancelled()
  return fromImages(services, [uri])
}

/** From a list: a CSV, JSON or text file, with one confirmation of the total. */
async function fromList({ generation }: GenerateServices, given: unknown): Promise<readonly string[]> {
  const { l10n } = vscode
  const list =
    given instanceof vscode.Uri
      ? given
      : await pickOnDisk({
          title: l10n.t('Choose a list of prompts or images'),
          filters: { [l10n.t('Lists')]: ['csv', 'json', 'txt'] },
        })
  if (!list) throw new Cancelled()
  const { size } = await vscode.workspace.fs.stat(list)
  if (size > MAX_LIST_BYTES) throw listTooLarge(size)
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(list))
  const resolve = (path: string) => vscode.Uri.joinPath(list, '..', path).toString()
  const requests = readBatch(text, list.path.split('.').pop() ?? '', resolve, version())
  await generation.checkAll(requests, list)
  const subject = l10n.t('Make {0} 3D models from {1}', requests.length, list.path.split('/').pop() ?? '')
  return (await generation.confirm(requests, subject)) === 'go' ? generation.startAll(requests, list) : []
}

/** The host's clipboard is text only, so the panel takes the paste. */
async function fromClipboard({ panels }: GenerateServices): Promise<void> {
  panels.show().showTab({ tab: imageToModel.id, awaitPaste: true })
}

/** The commands of this file by name. */
export const generateCommands = (services: GenerateServices) => ({
  [COMMANDS.generateFromText]: (prompt?: unknown) => fromText(services, prompt),
  [COMMANDS.generateFromImage]: (uri?: unknown) => fromPickedImage(services, uri),
  [COMMANDS.generateFromClipboard]: () => fromClipboard(services),
  [COMMANDS.generateBatch]: (list?: unknown) => fromList(services, list),
  [COMMANDS.makeModel]: (clicked?: unknown, selected?: unknown) => fromExplorer(services, clicked, selected),
})
