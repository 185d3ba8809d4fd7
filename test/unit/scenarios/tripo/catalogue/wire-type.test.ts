// What a task calls itself on either wire, and which capability that is.
import { expect, test } from 'vitest'
import { CATALOGUE, capabilityOfType } from '../../../../../src/tripo/catalogue/index.ts'

test.each(CATALOGUE.map((capability) => [capability.id, capability] as const))(
  '%s is found by its id and by the words of both wires, with either dash',
  (id, { v2, v3 }) => {
    for (const word of [id, v2.type, v3.path.split('/').at(-1) ?? '']) {
      expect(capabilityOfType(word.replace(/-/g, '_'))?.id, word).toBe(id)
      expect(capabilityOfType(word.replace(/_/g, '-'))?.id, word).toBe(id)
    }
  },
)

test.each([
  ['highpoly_to_lowpoly', 'smart_lowpoly'],
  ['decimate', 'smart_lowpoly'],
  ['animate_prerigcheck', 'check_riggable'],
  ['rig-check', 'check_riggable'],
  ['text-to-model', 'text_to_model'],
  ['image-to-image', 'generate_image'],
])('%s is %s', (type, id) => expect(capabilityOfType(type)?.id).toBe(id))

test.each(['', 'render_video', 'text to model', 'constructor'])('"%s" is no capability', (type) =>
  expect(capabilityOfType(type)).toBeUndefined(),
)
