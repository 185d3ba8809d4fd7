// Checks whether a GLB or glTF file conforms to the specification, with Khronos's own validator; loaded with the first check,
// since it is large.
import { type Message, validateBytes } from 'gltf-validator'
import { type Phrase, phrase } from '../../text/index.ts'
import { type Companions, companion } from '../formats/companions.ts'
import { decodedName } from '../formats/folder-names.ts'
import { missingFile } from '../formats/gltf-source.ts'
import type { CheckFinding } from './finding.ts'

/** The validator's severities: error, warning, information, hint. */
const LEVELS = ['error', 'warning', 'info', 'info'] as const
/** Findings of one file that are asked for. */
const MOST = 1000
/** Findings of one kind that are told one by one: the same mistake often stands in each of a thousand vectors. */
const MOST_ALIKE = 3

/**
 * What the validator says of a GLB or .gltf, the worst first; its sentences are English. Of many alike the last says how
 * many more there are. Nothing when the file is none that it can take apart.
 * @param files those beside it, by relative path
 */
export async function validateGltf(bytes: Uint8Array, files: Companions): Promise<CheckFinding[]> {
  const messages = await messagesOf(bytes, files)
  const alike = new Map<string, Message[]>()
  for (const message of messages) {
    const key = `${message.severity} ${message.code}`
    const all = alike.get(key)
    if (all) all.push(message)
    else alike.set(key, [message])
  }
  return [...alike.values()]
    .sort(([a], [b]) => (a?.severity ?? 0) - (b?.severity ?? 0))
    .flatMap((all) => {
      const shown = all.slice(0, MOST_ALIKE)
      const more = all.length - shown.length
      return shown.map((message, at) => ({
        code: message.code,
        severity: LEVELS[message.severity] ?? 'info',
        message: wordsOf(message, at === shown.length - 1 ? more : 0),
      }))
    })
}

/** The validator repeats what the function that it asks for files has thrown. */
const MISSING = /Error: (.*) is missing$/

/** The code is told beside the sentence by whoever shows it. */
function wordsOf({ message, pointer }: Message, more: number): Phrase {
  const file = MISSING.exec(message)?.[1]
  if (file !== undefined && more === 0) return missingFile(file)
  if (pointer === undefined)
    return more > 0 ? phrase('glTF: {0} ({1} more like it)', message, more) : phrase('glTF: {0}', message)
  return more > 0
    ? phrase('glTF: {0} ({1}), and {2} more like it', message, pointer, more)
    : phrase('glTF: {0} ({1})', message, pointer)
}

async function messagesOf(bytes: Uint8Array, files: Companions): Promise<readonly Message[]> {
  try {
    const { issues } = await validateBytes(bytes, {
      maxIssues: MOST,
      externalResourceFunction: async (uri) => {
        const found = companion(files, decodedName(uri))
        if (!found) throw new Error(`${uri} is missing`)
        return found
      },
    })
    return issues.messages
  } catch {
    return []
  }
}
