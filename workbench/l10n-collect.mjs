// Finds the English literals that people read in the sources, by their shape in the syntax tree: what is translated
// (`t('…')`, `l10n.t('…')`), what is made to be translated later (`phrase('…')`, `literals({…})`), fields of the catalogue,
// of problems and of actions, and whole sentences in the layers that are language-independent. Sentences that are put together
// from pieces cannot be translated: they are told as faults.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transform } from 'esbuild'
import { parseAst } from 'rollup/parseAst'
import { root } from './paths.mjs'

/** @typedef {{ type: string, [key: string]: any }} Node */
/** @typedef {{ strings: Record<string, string>, faults: string[] }} Collected */

/** Where people read from. The simulator speaks as the service does, and the command line as programs do: in
 * English. The schema of the assets file is the editor's, which has no languages for schemas. */
const FOLDERS = ['src', 'webview']
const SILENT = /^src\/(?:simulator|sandbox|cli)\/|^src\/assets-file\/schema|\.d\.ts$/
/** Layers whose sentences are all meant for people: they are language-independent and only create sentences and pass them on. */
const SPEAKING = /^src\/(?:tripo|jobs|assets|mesh|protocol|platform|text|assets-file)\//

/** Functions whose first text is for people. */
const TRANSLATES = /^(?:t|phrase|part|say|said|broken\w*|malformed|noResource|unsupported)$/
/** Tables of texts. */
const TABLES = /^literals$/
/** Fields of the catalogue, of actions, problems and findings. */
const FIELDS = new Set(
  'title tabTitle help note summary caution unit missing none example label tooltip sentence nextStep message wayOut'.split(
    ' ',
  ),
)
/** Errors of programs, and what is logged: nobody reads them in a view. */
const FOR_PROGRAMS = /^(?:Error|drop|TypeError|RangeError|SyntaxError|ReferenceError|DOMException)$/
const LOGS = /^(?:log|console)$/

/** Words, or the order and signs of what is filled in, which languages have of their own. @param {string} text */
const isText = (text) => /\p{L}{2}|\{\d\}/u.test(text)

/** @param {string} text */
const isSentence = (text) => /^[A-Z“{].*\s.*[.?!…”]$/s.test(text)

/** The literals that an expression can be. @param {Node} node @returns {string[] | undefined} undefined: something else */
function literalsOf(node) {
  if (node.type === 'Literal') return typeof node.value === 'string' ? [node.value] : undefined
  if (node.type === 'TemplateLiteral') {
    return node.expressions.length === 0 ? [node.quasis[0].value.cooked] : undefined
  }
  /** @type {Node[]} */
  const choices =
    node.type === 'ConditionalExpression'
      ? [node.consequent, node.alternate]
      : node.type === 'LogicalExpression'
        ? [node.left, node.right]
        : []
  return choices.length > 0 ? choices.flatMap((choice) => literalsOf(choice) ?? []) : undefined
}

/** Whether words are put together. @param {Node} node @returns {boolean} */
const isBuilt = (node) =>
  (node.type === 'TemplateLiteral' &&
    node.expressions.length > 0 &&
    /[A-Za-z]{2,} |\s[A-Za-z]{2,}/.test(node.quasis.map((/** @type {Node} */ { value }) => value.cooked).join('{}'))) ||
  (node.type === 'BinaryExpression' &&
    node.operator === '+' &&
    [node.left, node.right].some((side) => literalsOf(side)?.some((text) => /[A-Za-z]{2,} /.test(text))))

/** A template with something in its places. @param {Node} node */
const filled = (node) => node.quasis.map((/** @type {Node} */ { value }) => value.cooked).join('X')

/** @param {Node} callee */
const nameOf = (callee) =>
  callee.type === 'Identifier' ? callee.name : callee.type === 'MemberExpression' ? (callee.property.name ?? '') : ''
/** @param {Node} callee */
const receiverOf = (callee) => {
  if (callee.type !== 'MemberExpression') return ''
  const { object } = callee
  return object.type === 'Identifier' ? object.name : object.type === 'MemberExpression' ? object.property.name : ''
}

/**
 * The texts of one source.
 * @param {string} file from the root @param {string} source
 */
export async function textsOf(file, source) {
  const { code } = await transform(source, { loader: 'ts', target: 'esnext', format: 'esm' })
  /** @type {Set<string>} */
  const found = new Set()
  /** @type {string[]} */
  const faults = []
  const speaks = SPEAKING.test(file)
  /** @param {Node | undefined} node */
  const take = (node) => {
    if (!node) return
    for (const text of literalsOf(node) ?? []) if (isText(text)) found.add(text)
    if (isBuilt(node))
      faults.push(`${file}: a sentence is put together: ${code.slice(node.start, node.end).slice(0, 100)}`)
  }
  /** @param {Node} node @param {boolean} isTable */
  const visit = (node, isTable) => {
    let inTable = isTable
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      const name = nameOf(node.callee)
      if (FOR_PROGRAMS.test(name) || LOGS.test(receiverOf(node.callee))) return
      if (TRANSLATES.test(name)) take(node.arguments[0])
      if (name === 'counted') for (const text of node.arguments[1]?.elements ?? []) take(text)
      if (TABLES.test(name)) inTable = true
      if (name === 'invalid') for (const argument of node.arguments.slice(1)) take(argument)
    }
    if (node.type === 'Property' && !node.computed && speaks) {
      const key = node.key.name ?? node.key.value
      if (FIELDS.has(key)) take(node.value)
    }
    const text = node.type === 'Literal' || node.type === 'TemplateLiteral' ? literalsOf(node)?.[0] : undefined
    if (text !== undefined && (inTable || (speaks && isSentence(text)))) take(node)
    else if (speaks && node.type === 'TemplateLiteral' && isBuilt(node) && isSentence(filled(node))) take(node)
    for (const [key, value] of Object.entries(node)) {
      if (key === 'key' && node.type === 'Property' && !node.computed) continue
      if (key === 'source' && node.type.startsWith('Im')) continue
      for (const child of Array.isArray(value) ? value : [value]) {
        if (typeof child === 'object' && child !== null && typeof child.type === 'string') visit(child, inTable)
      }
    }
  }
  visit(/** @type {Node} */ (parseAst(code)), false)
  return { found: [...found], faults }
}

/**
 * What the catalogue says in its data: fields that are made by functions, values and presets that are named after the
 * service's own words, and the short titles of tabs.
 * @param {Pick<import('./docs-text.mjs').Kit, 'CATALOGUE' | 'fieldsOf' | 'ANIMATION_PRESETS' | 'presetLabel'>} kit
 */
export function derivedTexts({ CATALOGUE, fieldsOf, ANIMATION_PRESETS, presetLabel }) {
  const titles = CATALOGUE.flatMap(({ title, summary, caution }) => [
    title,
    // As webview/studio/drafts.ts and tab-entries.ts cut them.
    title.replace(/ to (?:model|image)$/, ''),
    title.replace(/^Image to (\w)/, (_, letter) => letter.toUpperCase()),
    summary,
    caution,
  ])
  const fields = CATALOGUE.flatMap((capability) => fieldsOf(capability)).flatMap(({ ui }) => [
    ...[ui.title, ui.help, ui.note, ui.unit, ui.missing, ui.none, ui.example],
    // What is called as the service calls it is a name: image models, file formats.
    ...Object.entries(ui.values ?? {}).flatMap(([value, { title, help }]) => [
      title === value ? undefined : title,
      help,
    ]),
  ])
  const presets = ANIMATION_PRESETS.flatMap((preset) => [presetLabel(preset), presetLabel(preset, [])])
  return [...titles, ...fields, ...presets].filter((text) => text !== undefined)
}

/**
 * All texts of the product, in alphabetical order.
 * @param {readonly string[]} derived texts that no source holds as they are
 * @returns {Promise<Collected>}
 */
export async function collect(derived) {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true })
      .map((name) => `${folder}/${String(name).split('\\').join('/')}`)
      .filter((name) => name.endsWith('.ts') && !SILENT.test(name)),
  )
  const read = await Promise.all(files.map((file) => textsOf(file, readFileSync(join(root, file), 'utf8'))))
  const all = [...read.flatMap(({ found }) => found), ...derived.filter((text) => /\p{L}{2}/u.test(text))]
  const texts = [...new Set(all)].sort()
  return {
    strings: Object.fromEntries(texts.map((text) => [text, text])),
    faults: read.flatMap(({ faults }) => faults).sort(),
  }
}
