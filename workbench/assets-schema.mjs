// The JSON schema of tripo.assets.json as VS Code completes and checks it: the product's own description, with the
// capabilities and their parameters of the catalogue in the places where the product checks them by its rules.

/** @typedef {import('./docs-text.mjs').Kit} Kit */
/** @typedef {{ [key: string]: unknown }} Json */

/** What of a parameter's description an editor can use. */
const USED = ['type', 'enum', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems']
/** Capabilities that an assets file begins with. */
const FIRST = ['text_to_model', 'image_to_model']

/** @param {Kit} kit @param {string[]} ids @param {string[]} left out: what the file says elsewhere @returns {Json} */
function paramsSchema({ CATALOGUE, fieldsOf }, ids, left) {
  /** @type {Json} */
  const properties = {}
  for (const capability of CATALOGUE.filter(({ id }) => ids.includes(id))) {
    for (const { name, schema, ui } of fieldsOf(capability)) {
      if (left.includes(name)) continue
      const kept = Object.entries(schema).filter(([key]) => USED.includes(key))
      properties[name] ??= { ...Object.fromEntries(kept), description: ui.help }
    }
  }
  return { type: 'object', properties }
}

/**
 * @param {Kit} kit
 * @param {unknown} description of the file: src/assets-file/schema.ts
 */
export function assetsSchema(kit, description) {
  const { CATALOGUE, slotOf } = kit
  const steps = CATALOGUE.filter((capability) => slotOf(capability) && !capability.outputs.includes('riggable'))
  const variants = steps.map((capability) => ({
    type: 'object',
    description: capability.summary,
    required: ['capability'],
    additionalProperties: false,
    properties: {
      capability: { const: capability.id, description: capability.summary },
      params: paramsSchema(kit, [capability.id], [slotOf(capability)?.field ?? '']),
    },
  }))
  const first = paramsSchema(kit, FIRST, ['prompt', 'file'])
  /** @param {unknown} value @returns {unknown} */
  const enriched = (value) => {
    if (Array.isArray(value)) return value.map(enriched)
    if (typeof value !== 'object' || value === null) return value
    const entries = Object.entries(value).map(([key, each]) => {
      if (key === 'anyOf' && Array.isArray(each) && each.some((one) => one?.properties?.capability))
        return [key, [{ $ref: '#/definitions/serviceStep' }, ...each.filter((one) => !one?.properties?.capability)]]
      if (key === 'params') return [key, { $ref: '#/definitions/params' }]
      return [key, enriched(each)]
    })
    return Object.fromEntries(entries)
  }
  const schema = /** @type {Json} */ (enriched(JSON.parse(JSON.stringify(description))))
  return `${JSON.stringify(
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      ...schema,
      definitions: { params: first, serviceStep: { anyOf: variants } },
    },
    undefined,
    1,
  )}\n`
}
