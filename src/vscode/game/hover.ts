// The hover over a model's path in code: its picture, size, triangles, bytes, clips, exceeded budgets, and links to open, check
// and optimize it.
import * as vscode from 'vscode'
import { filesOf, nameOf } from '../../engines/index.ts'
import { referencesIn } from '../../engines/references.ts'
import { budgetOf } from '../../mesh/tools/budgets.ts'
import { bytesText } from '../../mesh/tools/report-text.ts'
import { COMMANDS } from '../names.ts'
import { budgetsSetting } from '../settings.ts'
import { formatNumber, said } from '../words.ts'
import { hoverMarkdown } from './markdown.ts'
import { type FoundModel, type InProject, modelAt, projectOf } from './projects.ts'

/** The picture of a model, where there is one. */
export type PictureOf = (uri: vscode.Uri) => Promise<vscode.Uri | undefined>

const metres = (value: number): string => value.toLocaleString(vscode.env.language, { maximumSignificantDigits: 3 })

/** Limits of the project that a model does not keep. */
function brokenBudgets(path: string, model: FoundModel, root: vscode.Uri): string[] {
  const { l10n } = vscode
  const { triangles, bytes, drawCalls, bones } = budgetOf(path, budgetsSetting(root))
  const broken = (value: number, limit: number | undefined) => limit !== undefined && value > limit
  return [
    ...(broken(model.triangles, triangles)
      ? [l10n.t('Over the budget of {0} triangles', formatNumber(triangles ?? 0))]
      : []),
    ...(broken(model.bytes, bytes) ? [l10n.t('Over the budget of {0} bytes', formatNumber(bytes ?? 0))] : []),
    ...(broken(model.drawCalls, drawCalls)
      ? [l10n.t('Over the budget of {0} draw calls', formatNumber(drawCalls ?? 0))]
      : []),
    ...(broken(model.bones, bones) ? [l10n.t('Over the budget of {0} bones', formatNumber(bones ?? 0))] : []),
  ]
}

/** Facts of a model as lines of text. */
export function factLines(path: string, model: FoundModel, root: vscode.Uri): string[] {
  const { l10n } = vscode
  const [x = 0, y = 0, z = 0] = model.size ?? []
  const speaker = { number: formatNumber, say: said }
  return [
    ...(model.size ? [l10n.t('{0} × {1} × {2} m', metres(x), metres(y), metres(z))] : []),
    `${l10n.t('{0} triangles', formatNumber(model.triangles))} · ${bytesText(model.bytes, speaker)}`,
    ...(model.clips.length > 0 ? [l10n.t('Clips: {0}', model.clips.slice(0, 20).join(', '))] : []),
    ...brokenBudgets(path, model, root),
  ]
}

/** The model file that the code names at an offset. */
export async function referenceAt(document: vscode.TextDocument, offset: number) {
  const reference = referencesIn(document.getText(), document.uri.path).find(
    ({ start, end }) => offset >= start && offset <= end,
  )
  const found = reference && (await projectOf(document.uri))
  return reference && found ? { reference, found } : undefined
}

/** The first file of those that an address may mean that is there. */
export async function resolved(
  found: InProject,
  address: string,
): Promise<{ path: string; model: FoundModel } | undefined> {
  for (const path of filesOf(found.project, address, found.path)) {
    const model = await modelAt(found.root, path)
    if (model) return { path, model }
  }
  return undefined
}

export class ModelHovers implements vscode.HoverProvider {
  readonly #pictureOf: PictureOf

  constructor(pictureOf: PictureOf) {
    this.#pictureOf = pictureOf
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | undefined> {
    const { l10n } = vscode
    const at = await referenceAt(document, document.offsetAt(position))
    const target = at && (await resolved(at.found, at.reference.address))
    if (!at || !target) return undefined
    const { root } = at.found
    const uri = vscode.Uri.joinPath(root, target.path)
    const markdown = hoverMarkdown({
      title: nameOf(target.path),
      lines: factLines(target.path, target.model, root),
      picture: await this.#pictureOf(uri),
      links: [
        { title: l10n.t('Open'), command: COMMANDS.openInModelEditor, uri },
        { title: l10n.t('Check'), command: COMMANDS.checkModel, uri },
        { title: l10n.t('Optimize'), command: COMMANDS.optimiseModel, uri },
      ],
    })
    const { start, end } = at.reference
    return new vscode.Hover(markdown, new vscode.Range(document.positionAt(start), document.positionAt(end)))
  }
}
