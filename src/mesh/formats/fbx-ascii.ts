// FBX's text form, read only.
import { ReaderBudget, readerLimits } from '../budget.ts'
import { type Lose, refuse } from '../damage.ts'
import { MeshError } from '../errors.ts'
import { type FbxNode, type FbxValue, NAME_SEPARATOR, OLDEST, tooOld } from './fbx-tree.ts'
import { decodeText } from './text.ts'

const TOKEN =
  /;[^\n]*|"([^"]*)"|([A-Za-z_][\w|.]*)\s*:|\*(\d+)|(-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?|-?(?:nan|inf)\b)|([{},])|([A-Za-z]\w*)/g
const MAX_DEPTH = 64

interface Open {
  readonly name: string
  readonly values: FbxValue[]
  readonly children: FbxNode[]
}

export function isAsciiFbx(bytes: Uint8Array): boolean {
  return /^\s*;\s*FBX\s+\d|FBXHeaderExtension\s*:/.test(decodeText(bytes.subarray(0, 2000)))
}

/**
 * The top-level nodes of an FBX text file. Arrays (`*n { a: ... }`) become one array value of their node; names with a
 * class in front (`Model::Box`) are turned into the binary form's order.
 * @param lose told of braces that do not match; where it lets go on, the file's end closes what is open
 * @throws MeshError model-broken
 */
export function readFbxText(
  bytes: Uint8Array,
  budget = new ReaderBudget(readerLimits(bytes.length)),
  lose: Lose = refuse,
): FbxNode[] {
  const root: Open = { name: '', values: [], children: [] }
  const open: Open[] = [root]
  let current: Open | undefined
  const text = decodeText(bytes)
  const version = Number(/^\s*FBXVersion:\s*(\d+)/m.exec(text)?.[1] ?? OLDEST)
  if (version < OLDEST) throw tooOld(version)
  for (const [token, quoted, key, , number, mark, word] of text.matchAll(TOKEN)) {
    if (token.startsWith(';')) continue
    budget.spend('elements', 1)
    if (key !== undefined) {
      current = { name: key, values: [], children: [] }
      open.at(-1)?.children.push(current)
    } else if (quoted !== undefined) current?.values.push(nameOf(unescapeText(quoted)))
    else if (number !== undefined) current?.values.push(Number(number))
    else if (word !== undefined) current?.values.push(word === 'Y' || word === 'T' ? true : word)
    else if (mark === '{' && current && open.length < MAX_DEPTH) {
      open.push(current)
      current = undefined
    } else if (mark === '}') {
      if (open.length > 1) close(open.pop())
      else lose(broken())
      current = undefined
    }
  }
  if (root.children.length === 0) throw broken()
  if (open.length > 1) lose(broken())
  while (open.length > 1) close(open.pop())
  return root.children
}

/** An array is the value of the node that holds it. */
function close(node: Open | undefined): void {
  const numbers = node?.children.find((child) => child.name === 'a')
  if (numbers) node?.values.splice(0, node.values.length, Float64Array.from(numbers.values, Number))
}

function nameOf(text: string): string {
  const at = text.indexOf('::')
  return at < 0 ? text : `${text.slice(at + 2)}${NAME_SEPARATOR}${text.slice(0, at)}`
}

function unescapeText(text: string): string {
  return text.replaceAll('&quot;', '"')
}

function broken(): MeshError {
  return new MeshError('model-broken', 'The FBX file is damaged or cut off.', 'Export the model again and retry.')
}
