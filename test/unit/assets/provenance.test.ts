// The JSON beside a model: complete, readable by a newer and an older reader, and without secrets.
import { describe, expect, test } from 'vitest'
import { type Origin, readProvenance, withoutSecrets, writeProvenance } from '../../../src/assets/index.ts'

const origin: Origin = {
  generator: { name: 'Tripo Studio', version: '0.1.0' },
  capability: 'text_to_model',
  parameters: { prompt: 'a chair' },
  seeds: { model_seed: 7 },
  taskId: 't-1',
  dialect: 'v3',
  region: 'global',
  service: 'sandbox',
  credits: 20,
  times: { created: '2026-11-01T10:00:00.000Z', finished: '2026-11-01T10:00:30.000Z' },
  sources: [{ parameter: 'prompt', prompt: 'a chair' }],
}
const file = {
  kind: 'model',
  path: '/home/anna/game/assets/chair.glb',
  name: 'chair.glb',
  bytes: 5,
  sha256: 'a'.repeat(64),
}

test('what is written can be read, with paths beside the file', () => {
  const text = writeProvenance(origin, [file])
  expect(text).not.toContain('/home/anna')
  expect(readProvenance(text)).toEqual({
    schemaVersion: 1,
    ...origin,
    files: [{ kind: 'model', path: 'chair.glb', bytes: 5, sha256: 'a'.repeat(64) }],
  })
})

test('a newer version with unknown fields is read; anything else is not', () => {
  const newer = { ...JSON.parse(writeProvenance(origin, [file])), schemaVersion: 2, color: 'red' }
  expect(readProvenance(JSON.stringify(newer))?.taskId).toBe('t-1')
  expect(readProvenance(JSON.stringify(newer), 't-1')?.taskId).toBe('t-1')
  expect(readProvenance(JSON.stringify(newer), 't-2')).toBeUndefined()
  for (const text of ['', '{', 'null', '[]', '{}', '{"schemaVersion":1}']) expect(readProvenance(text)).toBeUndefined()
  expect(readProvenance('{"taskId":"t-1"}', 't-1')).toBeUndefined()
})

describe('addresses lose what may be secret', () => {
  test.each([
    ['https://u:p@host/a.png?X-Amz-Signature=1#f', 'https://host/a.png'],
    ['file:///home/anna/game/lantern.png', 'lantern.png'],
    ['just a prompt with a? mark', 'just a prompt with a? mark'],
    ['http://', 'http://'],
  ])('%j', (text, expected) => expect(withoutSecrets(text)).toBe(expected))
})
