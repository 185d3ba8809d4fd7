// Many models from a list: a CSV, JSON or text file. It is read and checked as a whole before anything is asked or sent, so that
// a person can correct all errors at once; the format is described in docs/lists.md.

import * as vscode from 'vscode'
import {
  listTooLarge,
  MAX_LIST_BYTES,
  type Mistake,
  mistakeAt,
  mistakeWords,
  problemOf,
  readList,
} from '../../jobs/index.ts'
import type { GenerateRequest } from '../../protocol/index.ts'
import { type Phrase, phrase, wordsOf } from '../../text/index.ts'
import type { Params } from '../../tripo/catalogue/index.ts'
import type { Checked, Generation } from '../generate.ts'
import { EXTENSION_ID } from '../names.ts'
import { Cancelled } from '../show-problem.ts'
import { inProjectStyle, projectStyles } from '../styles.ts'
import { notify, pickOnDisk } from '../ui.ts'
import { nameOf } from '../uris.ts'
import { said } from '../words.ts'

/** The page about lists, inside the extension. */
const PAGE = ['docs', 'lists.md'] as const

async function showPage(): Promise<void> {
  const root = vscode.extensions.getExtension(EXTENSION_ID)?.extensionUri
  if (root) await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(root, ...PAGE))
}

/** What the rules and the disk say about each request of a list. */
async function checkEach(
  generation: Pick<Generation, 'check'>,
  entries: readonly { place: Phrase; request: GenerateRequest }[],
  list: vscode.Uri,
): Promise<{ checked: Checked; mistakes: readonly Mistake[] }> {
  const found = await Promise.all(
    entries.map(async ({ place, request }): Promise<Checked | Mistake> => {
      try {
        return await generation.check([request], list)
      } catch (error) {
        return mistakeAt(place, wordsOf(problemOf(error)).sentence)
      }
    }),
  )
  const good = found.flatMap((each) => ('requests' in each ? [each] : []))
  const requests = good.flatMap((each) => each.requests)
  const words = [...new Set(good.flatMap((each) => each.words))]
  return {
    checked: { requests, words, near: list },
    mistakes: found.flatMap((each) => ('requests' in each ? [] : [each])),
  }
}

/** Lines come in the order of the file, whoever found what is wrong with them. */
const lineOf = ({ destination }: Mistake) => Number(/\d+/.exec(destination)?.[0] ?? 0)

/** Says all that is wrong with a list; resolves when the person has dealt with it. */
async function showMistakes(list: vscode.Uri, mistakes: readonly Mistake[]): Promise<void> {
  const { l10n } = vscode
  const name = nameOf(list)
  const sorted = [...mistakes].sort((a, b) => lineOf(a) - lineOf(b))
  const head =
    sorted.length === 1
      ? l10n.t('{0} has a mistake; nothing was sent or charged.', name)
      : l10n.t('{0} has {1} mistakes; nothing was sent or charged.', name, sorted.length)
  const open = { title: l10n.t('Open the List') }
  const page = { title: l10n.t('How Lists Are Written') }
  const answer = await notify('error', `${head} ${mistakeWords(sorted, said)}`, open, page)
  if (answer === page) return showPage()
  const [first] = sorted
  if (answer !== open || !first) return
  const line = first.destination.startsWith('Line') ? lineOf(first) - 1 : 0
  const selection = new vscode.Range(line, 0, line, 0)
  await vscode.commands.executeCommand('vscode.open', list, { selection })
}

async function readFile(list: vscode.Uri, defaults: Params) {
  const { size } = await vscode.workspace.fs.stat(list)
  if (size > MAX_LIST_BYTES) throw listTooLarge(size)
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(list))
  const resolve = (path: string) => vscode.Uri.joinPath(list, '..', path).toString()
  return readList(text, list.path.split('.').pop() ?? '', resolve, defaults)
}

/**
 * From a list, with one confirmation of the total.
 * @param given the list's address; anything else: the person is asked for one
 * @param defaults parameters that every request starts with
 * @returns the ids of the jobs; none when it was called off, or the list has mistakes, which are shown
 */
export async function fromList(
  generation: Pick<Generation, 'choose' | 'check' | 'confirm' | 'send'>,
  given: unknown,
  defaults: Params,
): Promise<readonly string[]> {
  const { l10n } = vscode
  const filters = { [l10n.t('Lists')]: ['csv', 'json', 'txt'] }
  const list =
    given instanceof vscode.Uri
      ? given
      : await pickOnDisk({ title: l10n.t('Choose a list of prompts or images'), filters })
  if (!list) throw new Cancelled()
  let reading: Awaited<ReturnType<typeof readFile>>
  try {
    reading = await readFile(list, defaults)
  } catch (error) {
    // The file as a whole: a person still wants to know which one, and how lists are written.
    await showMistakes(list, [mistakeAt(phrase('The file'), wordsOf(problemOf(error)).sentence)])
    return []
  }
  const styles = projectStyles(vscode.workspace.getWorkspaceFolder(list)?.uri)
  const entries = reading.entries.map((entry) => ({ ...entry, request: inProjectStyle(entry.request, styles) }))
  if (!(await generation.choose())) return []
  const { checked, mistakes: found } = await checkEach(generation, entries, list)
  const mistakes = [...reading.mistakes, ...found]
  if (mistakes.length > 0) {
    await showMistakes(list, mistakes)
    return []
  }
  const subject = l10n.t('Make {0} models from {1}', entries.length, nameOf(list))
  return (await generation.confirm(checked, subject)) === 'go' ? generation.send(checked) : []
}
