// The styles of a project (`tripo.styles`): the words, the picture and the default values of each model, so that all props of a
// game look alike. They are part of the workspace, so that the whole team has them; each is checked separately.
import { Check } from 'typebox/schema'
import * as vscode from 'vscode'
import { styledPrompt, styleParams } from '../assets-file/read.ts'
import { type GenerateRequest, Style } from '../protocol/index.ts'
import { isInside } from './file-access.ts'
import { SETTINGS, SETTINGS_SECTION } from './names.ts'
import { editSetting } from './settings.ts'

/** More than a project can keep apart. */
const MOST = 50

/** The address of a style's picture; undefined for one that is not inside the workspace. */
function imageOf(path: string, root: vscode.Uri | undefined): string | undefined {
  if (!root || /^[a-z][a-z0-9+.-]*:|^[/\\~]/i.test(path)) return undefined
  const uri = vscode.Uri.joinPath(root, path)
  return isInside(uri, root) ? uri.toString() : undefined
}

/**
 * The styles that can be chosen, in their order. One that is not written as it should be is left out, a second of the same
 * name too; a picture that lies elsewhere is left out of its style.
 * @param root the workspace folder that pictures lie in
 */
export function projectStyles(root: vscode.Uri | undefined): readonly Style[] {
  const value: unknown = vscode.workspace.getConfiguration(SETTINGS_SECTION, root).get(SETTINGS.styles)
  const found: readonly unknown[] = Array.isArray(value) ? value : []
  const styles: Style[] = []
  for (const each of found) {
    if (!Check(Style, each) || styles.some(({ name }) => name === each.name) || styles.length >= MOST) continue
    const { image: path, ...style } = each
    const image = path === undefined ? undefined : imageOf(path, root)
    styles.push(image === undefined ? style : { ...style, image })
  }
  return styles
}

/**
 * A request whose `style` names one of the project's, with that one's words, texture and faces; what it says itself goes
 * before them. Any other is as it was: the service has styles of its own.
 */
export function inProjectStyle(request: GenerateRequest, styles: readonly Style[]): GenerateRequest {
  const { style: named, prompt, ...params } = request.params
  const style = styles.find(({ name }) => name === named)
  if (!style) return request
  const words = typeof prompt === 'string' ? { prompt } : {}
  const styled = words.prompt === undefined ? {} : { prompt: styledPrompt(words.prompt, style) }
  return {
    ...request,
    params: { ...styleParams(style), ...params, ...styled },
    style: { name: style.name, ...words },
  }
}

/** Opens the settings at the styles. */
export const editStyles = (): Promise<void> => editSetting(SETTINGS.styles)
