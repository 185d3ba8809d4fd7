// Reading a job's parameters by the catalogue's own schemas, so that their types are stated once.
import type * as Type from 'typebox'
import { Check } from 'typebox/schema'

/**
 * A typed reader of parameters: `paramsReader(convertModelParameters.properties, job.params)('face_limit')`. A value that
 * the catalogue would not take counts as absent, as validation is not done here.
 */
export function paramsReader<Properties extends Record<string, Type.TSchema>>(
  properties: Properties,
  params: Readonly<Record<string, unknown>>,
) {
  return <Key extends keyof Properties & string>(key: Key): Type.Static<Properties[Key]> | undefined => {
    const value = params[key]
    const schema: Properties[Key] = properties[key]
    return Check(schema, value) ? value : undefined
  }
}
