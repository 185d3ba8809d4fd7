// The generated documents: the client's page and the README's price table, as text from the catalogue. Pure functions, so that a
// test can tell when the files are stale.

/**
 * What the texts are made from.
 * @typedef {Pick<typeof import('../src/tripo/catalogue/index.ts'),
 *   'CATALOGUE' | 'MODEL_VERSIONS' | 'acceptsField' | 'estimate' | 'fieldsOf' | 'modelVersion' | 'Animation' |
 *   'ANIMATION_PRESETS' | 'presetLabel'>
 *   & Pick<typeof import('../src/tripo/options.ts'), 'methodName' | 'optionName'>
 *   & Pick<typeof import('../src/tripo/catalogue/chain.ts'), 'slotOf'>
 *   & Pick<typeof import('../src/assets-file/schema.ts'), 'AssetsFile'>} Kit
 * @typedef {import('../src/tripo/catalogue/index.ts').Capability} Capability
 * @typedef {import('../src/tripo/catalogue/index.ts').Field} Field
 */

/** @param {unknown} value */
const code = (value) => `\`${typeof value === 'string' ? `'${value}'` : JSON.stringify(value)}\``
/** @param {string} text as a table's cell */
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('\n', ' ')
/** @param {readonly string[]} cells */
const row = (cells) => `| ${cells.map(cell).join(' | ')} |`
/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
const table = (head, rows) => [row(head), `|${head.map(() => '---|').join('')}`, ...rows.map(row)].join('\n')
/** @param {number} number */
const figure = (number) => number.toLocaleString('en')

/** @param {Capability} capability @param {Field} field */
function typeOf(capability, { schema, ui }) {
  if (ui.widget === 'views') return 'files'
  if (ui.widget === 'image' || ui.widget === 'model') return 'file'
  if (schema.kindFrom) return 'file'
  if (capability.id === 'smart_segment' && schema.type === 'array') return 'list of numbers'
  if (capability.id === 'retarget_animation' && ui.widget === 'animations') return '`Animation`, or up to 5'
  if (ui.widget === 'edits') return 'list of `{ view, prompt }`'
  if (schema.enum) return schema.enum.map(code).join(', ')
  if (schema.type === 'array') return 'list of texts'
  return { string: 'text', integer: 'whole number', number: 'number', boolean: 'yes or no' }[schema.type ?? ''] ?? ''
}

/** @param {Field} field */
function rangeOf({ schema: { minimum, maximum, maxLength, minItems, maxItems }, ui }) {
  if (minimum !== undefined && maximum !== undefined) return `${figure(minimum)} to ${figure(maximum)}`
  if (minItems !== undefined && minItems === maxItems) return `${minItems} places`
  if (maxItems !== undefined) return `${minItems ?? 0} to ${maxItems}`
  return maxLength !== undefined && ui.widget !== 'task' ? `at most ${figure(maxLength)} characters` : ''
}

/** @param {Field} field */
function helpOf({ ui, lines, schema: { v3Lines, dialects, lifespans = {} } }) {
  const only = [
    ...(lines ? [`Only: ${lines.join(', ')}${v3Lines ? `; on v3: ${v3Lines.join(', ')}` : ''}.`] : []),
    ...(dialects ? [`API ${dialects.join(', ')} only.`] : []),
    ...Object.entries(lifespans).flatMap(([value, { retires, replacedBy }]) =>
      retires ? [`\`${value}\` until ${retires}${replacedBy ? `, then \`${replacedBy}\`` : ''}.`] : [],
    ),
  ]
  return [ui.help, ...(ui.note ? [ui.note] : []), ...only].join(' ')
}

/** @param {Kit} kit @param {Capability} capability */
function parameterRows({ fieldsOf, optionName }, capability) {
  // One or several animations are one option of the method.
  const merged = capability.id === 'retarget_animation' ? ['animations'] : []
  return fieldsOf(capability)
    .filter(({ name }) => !merged.includes(name))
    .map((field) => {
      const isNeeded = field.required || (capability.id === 'retarget_animation' && field.name === 'animation')
      const byDefault = field.serverDefault === undefined ? '' : code(field.serverDefault)
      const name = `\`${optionName(capability, field.name)}\`${isNeeded ? ' **required**' : ''}`
      return [name, typeOf(capability, field), byDefault, rangeOf(field), helpOf(field)]
    })
}

/** Values that may change the price. @param {Field} field @returns {unknown[]} */
function samples({ schema, serverDefault, ui }) {
  if (schema.enum) return schema.enum.filter((value) => value !== serverDefault)
  if (schema.type === 'boolean') return [serverDefault !== true]
  if (schema.type === 'integer' || schema.type === 'number') return [schema.maximum ?? 1]
  if (ui.widget === 'animations') return [['a', 'b']]
  return ui.widget === 'edits' ? [['front', 'left'].map((view) => ({ view, prompt: 'a' }))] : []
}

/** More options than this that cost the same are not listed one by one. */
const MANY = 6

/** What each option adds to the price, found by asking the catalogue. @param {Kit} kit @param {Capability} capability */
function surcharges(kit, capability) {
  const { MODEL_VERSIONS, acceptsField, estimate, fieldsOf, optionName } = kit
  const found = []
  /** @type {Record<string, unknown>} */
  const together = {}
  const deltas = new Set()
  for (const field of fieldsOf(capability)) {
    // Asked of the first version that takes the option at all.
    const fits = [{}, ...MODEL_VERSIONS.map(({ id }) => ({ model_version: id }))]
    const base = fits.find((params) => acceptsField(field, params)) ?? {}
    const plain = estimate(capability, base).total
    const name = optionName(capability, field.name)
    const values = samples(field).map((value) => ({
      value,
      delta: estimate(capability, { ...base, [field.name]: value }).total - plain,
    }))
    // An option whose every value costs the same is named once.
    const isEven = values.length > 2 && values.every(({ delta }) => delta === values[0]?.delta)
    for (const { value, delta } of isEven ? values.slice(0, 1) : values) {
      if (delta === 0) continue
      deltas.add(delta)
      together[field.name] = value
      const valued = isEven ? '' : samplesText(field, value)
      const shown = Array.isArray(value) ? `each more of \`${name}\`` : `\`${name}${valued}\``
      found.push(`${shown} ${delta > 0 ? '+' : '−'}${Math.abs(delta)}`)
    }
  }
  const whole = estimate(capability, together).total - estimate(capability, {}).total
  const isOnce = Object.keys(together).length > 1 && deltas.size === 1 && deltas.has(whole)
  if (isOnce && found.length > MANY) return [`any option but the format +${whole}, charged once`]
  return isOnce ? [...found, 'charged once'] : found
}

/** @param {Field} field @param {unknown} value */
const samplesText = ({ schema }, value) =>
  schema.enum || schema.type === 'boolean' ? `: ${typeof value === 'string' ? `'${value}'` : String(value)}` : ''

/** @param {Kit} kit @param {Capability} capability */
function priceOf(kit, capability) {
  const { MODEL_VERSIONS, estimate, fieldsOf } = kit
  const bare = { texture: false, pbr: false }
  const plain = estimate(capability, {}).total
  if (fieldsOf(capability).some(({ ui }) => ui.widget === 'version')) {
    const rows = MODEL_VERSIONS.filter(({ status }) => status !== 'retired').map(({ id }) => [
      `\`${id}\``,
      `${estimate(capability, { model_version: id, ...bare }).total}`,
      `${estimate(capability, { model_version: id }).total}`,
    ])
    return [
      `Credits: ${plain} with texture by default.`,
      '',
      table(['Version', 'Bare geometry', 'With texture'], rows),
      '',
      `More: ${surcharges(kit, capability).join(', ')}.`,
    ].join('\n')
  }
  const more = surcharges(kit, capability)
  return `Credits: ${plain === 0 ? 'free' : plain}${more.length > 0 ? `; ${more.join(', ')}` : ''}.`
}

/** Which API alone has a capability. @param {Capability} capability */
const onlyOn = ({ dialects }) => (dialects ? ` API ${dialects.join(', ')} only.` : '')

/** @param {Kit} kit @param {Capability} capability @param {string | undefined} example */
function section(kit, capability, example) {
  const { CATALOGUE, methodName } = kit
  /** @param {string} id */
  const linked = (id) => {
    const other = CATALOGUE.find((entry) => entry.id === id)
    return other ? `\`${methodName(other)}\`` : `\`${id}\``
  }
  const { source, title, summary, v2, v3, outputs, dialects = ['v2', 'v3'] } = capability
  return [
    `## ${methodName(capability)}`,
    `${title}. ${summary} ${[...(dialects.includes('v2') ? [`v2 \`${v2.type}\``] : []), ...(dialects.includes('v3') ? [`v3 \`POST ${v3.path}\``] : [])].join(', ')}. Creates: ${outputs.map((kind) => kind.replaceAll('_', ' ')).join(', ')}.${onlyOn(capability)}`,
    ...(source ? ['', `Works on results of ${source.accepts.map(linked).join(', ')}. ${source.nextStep}`] : []),
    '',
    priceOf(kit, capability),
    '',
    table(['Option', 'Type', 'Default', 'Range', 'Meaning'], parameterRows(kit, capability)),
    ...(example ? ['', '```ts', example, '```'] : []),
  ].join('\n')
}

/**
 * The page of the client.
 * @param {Kit} kit
 * @param {ReadonlyMap<string, string>} examples by method
 */
export function clientPage(kit, examples) {
  const methods = new Set(kit.CATALOGUE.map(kit.methodName))
  const common = [...examples].filter(([method]) => !methods.has(method))
  return `${[
    '<!-- Generated by `npm run docs` from the catalogue and the docstrings in src/tripo. Do not edit. -->',
    '# The client',
    '`src/tripo/index.ts` is a separate library: it needs only `fetch` and the resources that it is passed (disk, sockets, uploads with progress, a clock), so it runs in Node, in a browser’s extension host, and against the simulator.',
    "```ts\nawait using client = new TripoClient({ apiKey, dialect: 'v3', resources: { fetch } })\nconst sdk = createSdk(client)\n```",
    'Without `apiKey` the client reads `TRIPO_API_KEY` from the `env` in its resources (`{ fetch, env: process.env }`). It is closed at the end of its scope, or by `close()`.',
    '`sdk` has a method for each capability. Each returns a task id, and accepts just the id of its source task if it needs nothing else. Options and source task are checked before anything is paid for: a `TripoCheckError` means that nothing was sent. An option is sent only when it is set; the defaults below are the service’s own. A *file* is a path, an https URL, a token, bytes, or a file object; *files* are in the order front, left, back, right, with an empty string for an omitted one.',
    'Errors have a stable `code`, a sentence, a `nextStep`, and `billed`: `TripoRequestError` (network), `TripoApiError` (the service), `TripoTaskError` (the task failed), `TripoTimeoutError` (waiting took too long), `TripoFileError` and `TripoDownloadError` (disk and downloads).',
    ...common.map(([method, example]) => `## ${method}\n\`\`\`ts\n${example}\n\`\`\``),
    ...kit.CATALOGUE.map((capability) => section(kit, capability, examples.get(kit.methodName(capability)))),
    '## Animation presets',
    `\`Animation\` has ${Object.keys(kit.Animation).length} presets: ${Object.keys(kit.Animation)
      .map((name) => `\`${name}\``)
      .join(', ')}.`,
  ].join('\n\n')}\n`
}

/** Where a capability can be used, for those that more than their kind of place has. @type {Record<string, string>} */
const PLACES = {
  text_to_model: 'studio, *Generate Model from Text…*',
  image_to_model: 'studio, explorer menu, *Generate Model from Image…*',
  multiview_to_model: 'studio (*Multi-view*)',
  import_model: 'studio (*Import*), *Continue with Tripo…* in the explorer',
  text_to_image: 'studio (*Pictures*)',
  generate_image: 'studio (*Pictures*), *Continue with…*',
  generate_multiview_image: 'studio (*Pictures*, *Multi-view*), *Continue with…*',
  edit_multiview_image: 'studio (*Multi-view*, *Next steps*), *Continue with…*',
}

/** Where each kind of place is. @type {Record<Capability['place'], string>} */
const USUAL_PLACES = { tab: 'studio', step: 'studio (*Next steps*), *Continue with…*', neither: 'client' }

/** @param {Capability} capability */
const placeOf = ({ id, place }) => PLACES[id] ?? USUAL_PLACES[place]

/** The guide's section that asks for a capability. @type {Record<string, string>} */
const GUIDE = {
  text_to_model: '3.1 Text-to-3D',
  image_to_model: '3.2 Image-to-3D',
  multiview_to_model: '3.3 Multi-view',
  refine_model: '4 Refine draft',
  import_model: '6 Import',
  convert_model: '6 Format conversion',
  stylize_model: '6 Schematic',
  check_riggable: '7 Rigging',
  rig_model: '7 Rigging',
  retarget_animation: '7 Retargeting',
  mesh_segmentation: '8 Mesh completion',
  mesh_completion: '8 Mesh completion',
  smart_lowpoly: '9 Retopology',
  texture_model: '10 Textures',
}

/** What the references have beside capabilities: method, guide, place, v2, v3. */
const COMMON = [
  ['API key', '1 Authentication', '*Set API Key*, secret storage', '`Bearer`', '`Bearer`'],
  ['`uploadFile`', '2 Upload, 2.2 STS', 'automatic', '`/upload`, `/upload/sts/token`', '`/files`, `/files/presign`'],
  ['`createTask`', '3 Generation', 'automatic', '`POST /task`', 'a path for each'],
  ['`getTask`, `waitForTask`', '5 Status', 'task tree, progress', '`/task/{id}`, websocket', '`/tasks/{id}`'],
  [
    '`downloadTaskModels`, `downloadRenderedImage`',
    '5 Results',
    'assets folder',
    'signed addresses',
    'signed addresses',
  ],
  ['`getBalance`', '11 Balance', 'status bar', '`/user/balance`', '`/account/balance`'],
  ['`usageRows`', '11 Usage', '*Show Usage*', '–', '`/account/usage`'],
  ['', '8 Validation', '*Check Model*, `tripo-studio check` (local)', '–', '–'],
  ['', '9 Simplification', '*Reduce Triangles…*, `tripo-studio simplify` (local)', '–', '–'],
  ['errors', '12 Errors', 'code, sentence, next step', 'all codes', 'all codes'],
]

/** The table of docs/capabilities.md. @param {Kit} kit */
function capabilityTable({ CATALOGUE, methodName }) {
  const rows = CATALOGUE.map((capability) => {
    const { id, v2, v3, dialects = ['v2', 'v3'] } = capability
    const older = dialects.includes('v2') ? `\`${v2.type}\`` : '–'
    const newer = dialects.includes('v3') ? `\`${v3.path}\`` : '– (retired)'
    return [`\`${methodName(capability)}\``, GUIDE[id] ?? '', placeOf(capability), older, newer]
  })
  return table(['Client', 'Guide', 'In the product', 'v2', 'v3'], [...COMMON, ...rows])
}

/** The page of what the client can do and how it is called on the wire. @param {Kit} kit */
export const capabilitiesPage = (kit) =>
  `${[
    '<!-- Generated by `npm run docs` from the catalogue. Do not edit. -->',
    '# What the client can do',
    'Every method of the client reference and every section of the workflow guide ([what these are](protocol.md#client-documents)); options, ranges and prices are in [client.md](client.md).',
    capabilityTable(kit),
  ].join('\n\n')}\n`

/** What the README says of prices: capability and parameters by row; the price is asked for. @type {[string, string, Record<string, unknown>][]} */
const PRICES = [
  ['a model from words, textured', 'text_to_model', {}],
  ['the same without texture', 'text_to_model', { texture: false, pbr: false }],
  ['a model from a picture, textured', 'image_to_model', {}],
  ['the same as clean low poly (P1)', 'image_to_model', { model_version: 'P1-20260311' }],
  ['another texture for a model', 'texture_model', {}],
  ['low poly of a model', 'smart_lowpoly', {}],
  ['a rig', 'rig_model', {}],
  ['one animation', 'retarget_animation', { animations: ['preset:biped:walk'] }],
  ['another format', 'convert_model', { format: 'USDZ' }],
]

/** The README's table of prices. @param {Kit} kit */
export function priceTable({ CATALOGUE, estimate }) {
  const rows = PRICES.map(([words, id, params]) => {
    const capability = CATALOGUE.find((entry) => entry.id === id)
    if (!capability) throw new Error(`${id} is not in the catalogue.`)
    return [words, String(estimate(capability, params).total)]
  })
  return table(['for', 'credits'], rows)
}

const OPEN = '<!-- prices -->'
const CLOSE = '<!-- /prices -->'

/** The README with a fresh table of prices between its marks. @param {string} readme @param {string} text */
export function withTable(readme, text) {
  const start = readme.indexOf(OPEN)
  const end = readme.indexOf(CLOSE)
  if (start < 0 || end < start) throw new Error(`README.md has no ${OPEN} … ${CLOSE} to put the table between.`)
  return `${readme.slice(0, start + OPEN.length)}\n${text}\n${readme.slice(end)}`
}

/**
 * The examples in docstrings, by method: what stands after `@example`.
 * @param {readonly string[]} sources texts of the client's files
 * @returns {Map<string, string>}
 */
export function readExamples(sources) {
  /** @type {Map<string, string>} */
  const examples = new Map()
  const docstring = /\/\*\*((?:(?!\*\/)[\s\S])*?)\*\/\s*(?:async )?\*?\s*(\w+)(?:\(|: method\b)/g
  for (const source of sources) {
    for (const [, text = '', method = ''] of source.matchAll(docstring)) {
      const example = text.split('@example')[1]
      if (example === undefined) continue
      const lines = example.split('\n').map((line) => line.replace(/^\s*\* ?/, ''))
      examples.set(method, lines.join('\n').trim())
    }
  }
  return examples
}
