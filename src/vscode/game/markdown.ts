// The only place that creates Markdown, for the hover over a path in code. All text from outside is escaped, so that it never
// becomes a link or a picture, and links run only the commands that are listed here.
import * as vscode from 'vscode'
import { COMMANDS } from '../names.ts'
import { plain } from '../plain.ts'

const ALLOWED: readonly string[] = [
  COMMANDS.openInModelEditor,
  COMMANDS.checkModel,
  COMMANDS.optimiseModel,
  COMMANDS.insertCode,
]

/** Text that markdown shows as it stands. */
export const escaped = (text: string): string => plain(text).replace(/[\\`*_{}[\]()#+\-.!|<>&~$]/g, '\\$&')

export interface MarkdownLink {
  title: string
  command: (typeof COMMANDS)[keyof typeof COMMANDS]
  /** The file that the command works on. */
  uri: vscode.Uri
}

export interface HoverWords {
  /** Shown as text. */
  title: string
  lines: readonly string[]
  /** A picture on this machine. */
  picture?: vscode.Uri
  links: readonly MarkdownLink[]
}

/** @throws TypeError for a command that is not allowed in a link */
export function hoverMarkdown({ title, lines, picture, links }: HoverWords): vscode.MarkdownString {
  const markdown = new vscode.MarkdownString()
  markdown.isTrusted = { enabledCommands: ALLOWED }
  markdown.supportThemeIcons = false
  markdown.supportHtml = false
  if (picture) markdown.appendMarkdown(`![](${picture.with({ fragment: '' }).toString()}|height=120)\n\n`)
  markdown.appendMarkdown(`**${escaped(title)}**\n\n`)
  for (const line of lines) markdown.appendMarkdown(`${escaped(line)}\n\n`)
  const written = links.map(({ title: words, command, uri }) => {
    if (!ALLOWED.includes(command)) throw new TypeError(`${command} is not for links`)
    return `[${escaped(words)}](command:${command}?${encodeURIComponent(JSON.stringify([uri.toJSON()]))})`
  })
  markdown.appendMarkdown(written.join(' · '))
  return markdown
}
