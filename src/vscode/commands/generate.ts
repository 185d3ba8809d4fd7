// The commands that make models: from text, from an image, from the clipboard, and from images in the explorer. They
// work without the panel: input boxes, one confirmation with the price, and a progress notification.

import * as vscode from 'vscode'
import { problemOf } from '../../jobs/index.ts'
import { DEFAULT_PATTERN, fileNameOf, type GenerateRequest } from '../../protocol/index.ts'
import { message, phrase } from '../../text/index.ts'
import {
  checkRequest,
  estimate,
  imageToModel,
  PREFERRED_MODEL_VERSION,
  textToImage,
  textToModel,
} from '../../tripo/catalogue/index.ts'
import { imageRefused, invalid } from '../../tripo/failures.ts'
import type { AccountService } from '../account.ts'
import { type FromPictures, viewsForm } from '../from-pictures.ts'
import type { Generation } from '../generate.ts'
import { COMMANDS } from '../names.ts'
import { defaultModelVersion, defaultParameters, namePattern } from '../settings.ts'
import { Cancelled } from '../show-problem.ts'
import { notify, typeIn } from '../ui.ts'
import { nameOf } from '../uris.ts'
import type { FoundImage, InputFiles } from '../views/input-files.ts'
import { pickWorkspaceFile } from '../views/pick-image.ts'
import type { StudioPanels } from '../views/studio-panels.ts'
import { formatCredits, said, saidOf } from '../words.ts'
import { fromList } from './list.ts'

export interface GenerateServices {
  account: AccountService
  generation: Generation
  fromPictures: FromPictures
  inputs: InputFiles
  panels: StudioPanels
}

/** What starting from images takes of it. */
export interface ImageServices {
  generation: Pick<Generation, 'choose' | 'check' | 'confirm' | 'send'>
  inputs: Pick<InputFiles, 'admit'>
  panels: Pick<StudioPanels, 'show'>
}

const version = () => ({ model_version: defaultModelVersion(PREFERRED_MODEL_VERSION) })

/** What a model of a picture is called: after it, by the pattern of the settings. */
function namesOf(picture: string): Pick<GenerateRequest, 'name' | 'title'> {
  const pattern = namePattern()
  if (pattern === DEFAULT_PATTERN) return { name: picture }
  return { name: fileNameOf({ image: picture, pattern, capability: imageToModel.id }), title: picture }
}

const imageRequest = (image: FoundImage): GenerateRequest => ({
  capability: imageToModel.id,
  params: { ...defaultParameters()[imageToModel.id], ...version(), file: { upload: image.upload } },
  ...namesOf(image.name.replace(/\.[^.]+$/, '')),
})

/** From a prompt typed into an input box; the price stands under it. */
async function fromText({ account, generation }: GenerateServices, given?: unknown): Promise<string | undefined> {
  const { l10n } = vscode
  if (!(await account.choose())) return undefined
  const paramsOf = (prompt: string) => ({ ...defaultParameters()[textToModel.id], ...version(), prompt })
  const credits = estimate(textToModel, paramsOf('')).total
  const mistakeOf = (prompt: string) => {
    const context = { dialect: account.dialect, now: Date.now() }
    const { findings } = checkRequest(textToModel, paramsOf(prompt), context)
    const found = findings.find(({ severity }) => severity === 'error')
    return found && said(found.phrase ?? found.message)
  }
  if (typeof given === 'string') {
    const checked = await generation.check([{ capability: textToModel.id, params: paramsOf(given) }])
    return (await generation.confirm(checked, given)) === 'go' ? (await generation.send(checked))[0] : undefined
  }
  const prompt = await typeIn({
    title: l10n.t('Generate a 3D model from text'),
    prompt:
      account.state.mode === 'sandbox'
        ? l10n.t('This is made in the sandbox: no real credits.')
        : l10n.t('This costs {0}.', formatCredits(credits)),
    placeHolder: l10n.t('A wooden dining chair with a curved back'),
    validate: (value) => (value === '' ? undefined : mistakeOf(value)),
  })
  if (prompt === undefined) return undefined
  const checked = await generation.check([{ capability: textToModel.id, params: paramsOf(prompt) }])
  return (await generation.send(checked))[0]
}

/** The images among what the explorer passes: the clicked one, and all selected ones. */
function selectedImages(clicked: unknown, selected: unknown): vscode.Uri[] {
  const all = Array.isArray(selected) && selected.length > 0 ? selected : [clicked]
  return all.filter((item): item is vscode.Uri => item instanceof vscode.Uri)
}

interface LeftOut {
  name: string
  problem: string
}

/** An image that can be sent, or why a chosen file is none. */
async function lookAt(inputs: Pick<InputFiles, 'admit'>, uri: vscode.Uri): Promise<{ image: FoundImage } | LeftOut> {
  const name = nameOf(uri)
  try {
    const image = await inputs.admit(uri)
    return image.problem === undefined ? { image } : { name, problem: image.problem }
  } catch (error) {
    return { name, problem: saidOf(problemOf(error)).sentence }
  }
}

/** Files that are named; of the others only the number is told. */
const MOST_NAMED = 5

function leftOutWords(leftOut: readonly LeftOut[]): string {
  const { l10n } = vscode
  const named = leftOut.slice(0, MOST_NAMED).map(({ name, problem }) => `${name} (${problem.replace(/[.。]$/, '')})`)
  const more = leftOut.length - named.length
  const all = more > 0 ? [...named, l10n.t('{0} more', more)] : named
  return l10n.t('Left out: {0}.', all.join(', '))
}

/** One model from each image, after one confirmation with the total. */
export async function fromImages(services: ImageServices, uris: readonly vscode.Uri[]): Promise<readonly string[]> {
  const { l10n } = vscode
  const { generation, inputs, panels } = services
  const found = await Promise.all(uris.map((uri) => lookAt(inputs, uri)))
  const images = found.flatMap((each) => ('image' in each ? [each.image] : []))
  const leftOut = found.flatMap((each) => ('problem' in each ? [each] : []))
  const [first] = images
  if (!first) {
    const [bad] = leftOut
    if (leftOut.length === 1 && bad) {
      throw imageRefused({ code: 'not-an-image', ...message(phrase('{0}: {1}', bad.name, bad.problem)) })
    }
    throw invalid(
      'image.none',
      phrase('None of the {0} chosen files is an image that can be used.', uris.length),
      'Choose PNG, JPEG or WebP files.',
    )
  }
  // Told at once, beside the question, so that nobody pays for less than was meant.
  if (leftOut.length > 0) void notify('warning', leftOutWords(leftOut))
  const requests = images.map(imageRequest)
  const subject =
    images.length === 1
      ? l10n.t('Make a 3D model from {0}', first.name)
      : l10n.t('Make {0} models from {0} images', images.length)
  if (!(await generation.choose())) return []
  const checked = await generation.check(requests, uris[0])
  const answer = await generation.confirm(checked, subject)
  if (answer === 'edit') panels.show().showTab({ tab: imageToModel.id, image: first })
  return answer === 'go' ? generation.send(checked) : []
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
  const uri = given instanceof vscode.Uri ? given : await pickWorkspaceFile('image')
  if (!uri) throw new Cancelled()
  return fromImages(services, [uri])
}

/** The host's clipboard is text only, so the panel takes the paste. */
async function fromClipboard({ panels }: GenerateServices): Promise<void> {
  panels.show().showTab({ tab: imageToModel.id, awaitPaste: true })
}

/** The pictures of the explorer's selection, in the views that their names tell; the form shows them before anything is paid. */
async function fromViews({ fromPictures }: GenerateServices, clicked: unknown, selected: unknown): Promise<void> {
  await fromPictures.fromFiles(selectedImages(clicked, selected))
}

/** The commands of this file by name. */
export const generateCommands = (services: GenerateServices) => ({
  [COMMANDS.generateFromText]: (prompt?: unknown) => fromText(services, prompt),
  [COMMANDS.generateFromImage]: (uri?: unknown) => fromPickedImage(services, uri),
  [COMMANDS.generateFromClipboard]: () => fromClipboard(services),
  [COMMANDS.generateBatch]: (list?: unknown) => fromList(services.generation, list, version()),
  [COMMANDS.generateFromViews]: async () => services.panels.show().showTab({ tab: viewsForm() }),
  [COMMANDS.makePicture]: async () => services.panels.show().showTab({ tab: textToImage.id }),
  [COMMANDS.makeModelFromViews]: (clicked?: unknown, selected?: unknown) => fromViews(services, clicked, selected),
  [COMMANDS.makeModel]: (clicked?: unknown, selected?: unknown) => fromExplorer(services, clicked, selected),
})
