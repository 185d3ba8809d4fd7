// Turns the definition in a capability's file into a catalogue entry: rules and prices that are typed by the capability's own
// parameters are wrapped so that they accept any request and see only their own parameters.
import type * as Type from 'typebox'
import { Check } from 'typebox/schema'
import type { Capability, CapabilitySpec, Own, Params } from './capability.ts'

/** Whether all of the values are parameters of a schema, and fit it. */
const isOwn = <Schema extends Type.TObject>(schema: Schema, values: Params): values is Params & Own<Schema> =>
  Object.entries(values).every(([name, value]) => fits(schema, name, value))

function fits(schema: Type.TObject, name: string, value: unknown): boolean {
  const field = Object.hasOwn(schema.properties, name) ? schema.properties[name] : undefined
  return field !== undefined && Check(field, value)
}

/** What of a request is a schema's own and fits it. */
function ownOf<Schema extends Type.TObject>(schema: Schema, params: Params): Own<Schema> {
  if (isOwn(schema, params)) return params
  return ownOf(schema, Object.fromEntries(Object.entries(params).filter(([name, value]) => fits(schema, name, value))))
}

/** A capability of the catalogue. What its rules and prices read of its parameters is checked by the compiler. */
export function defineCapability<Schema extends Type.TObject>(spec: CapabilitySpec<Schema>): Capability<Schema> {
  const known = new WeakMap<Params, Own<Schema>>()
  /** One request is asked about by every rule: what is its own is found once. */
  const own = (params: Params): Own<Schema> => {
    const values = known.get(params) ?? ownOf(spec.parameters, params)
    known.set(params, values)
    return values
  }
  const { rules, source, losses, fileWords, price, pool } = spec
  return {
    ...spec,
    rules: rules.map((rule) => (params, context) => rule(own(params), context, params)),
    source: source && {
      ...source,
      rules: source.rules?.map((rule) => (task, params, context) => rule(task, own(params), context)),
    },
    losses: losses && ((params, holds) => losses(own(params), holds)),
    fileWords: fileWords && ((params) => fileWords(own(params))),
    price: (params) => price(own(params)),
    pool: (params) => pool(own(params)),
  }
}
