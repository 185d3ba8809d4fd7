// Random valid parameters, carried out for real: whatever a person may ask for, the files that come are whole. GLBs go
// through gltf-validator, everything else through our own readers, which know nothing of the writers' state.
import { validateBytes } from 'gltf-validator'
import { beforeAll, describe, expect, it } from 'vitest'
import { detectFormat, readModel } from '../../../src/mesh/formats/index.ts'
import { readParams } from '../../../src/simulator/params.ts'
import { createRandom } from '../../../src/simulator/random.ts'
import { carryOut } from '../../../src/simulator/work/index.ts'
import type { WorkFile, WorkSource } from '../../../src/simulator/work/job.ts'
import { findCapability, readImageHeader } from '../../../src/tripo/catalogue/index.ts'
import { DIALECTS } from '../../../src/tripo/dialects/index.ts'
import { seeded, validParams } from '../tripo/catalogue/random-params.ts'

const LIMIT = 120_000
/** Formats that only other programs read; their first bytes are looked at instead. */
const UNREAD = new Set(['usdz'])
let source: WorkSource

const capabilityOf = (id: string) => {
  const found = findCapability(id)
  if (!found) throw new Error(id)
  return found
}

/** Complete parameters as the simulator fills them in; fine textures take long and are tested elsewhere. */
function randomParams(id: string, random: () => number) {
  const capability = capabilityOf(id)
  const given = validParams(capability, 'v2', random)
  const quick = given.texture_quality === undefined ? given : { ...given, texture_quality: 'standard' }
  const named = 'prompt' in quick ? { ...quick, prompt: 'a small wooden chair' } : quick
  const { body } = DIALECTS.v2.create(capability.v2.type, capability, named)
  return readParams(capability, JSON.parse(JSON.stringify(body)), 'v2', createRandom(3)).full
}

async function expectWhole({ kind, extension, bytes }: WorkFile, shown: string): Promise<void> {
  if (!kind.endsWith('model')) {
    expect(readImageHeader(bytes)?.width, shown).toBeGreaterThan(100)
  } else if (extension === 'glb') {
    const { issues } = await validateBytes(new Uint8Array(bytes))
    expect(
      issues.messages.filter(({ severity }) => severity === 0),
      shown,
    ).toEqual([])
  } else if (UNREAD.has(extension)) {
    expect(detectFormat(bytes)?.format, shown).toBe(extension)
  } else if (extension !== 'schem') {
    const document = await readModel(bytes)
    expect(document.getRoot().listMeshes().length, shown).toBeGreaterThan(0)
  }
}

beforeAll(async () => {
  const params = { prompt: 'a chair', model_seed: 1, texture_seed: 1, image_seed: 1, texture: true, pbr: true }
  const { files } = await carryOut({ capability: 'text_to_model', params, inputs: {} })
  const model = files.find(({ extension }) => extension === 'glb')
  if (!model) throw new Error('no model')
  source = { capability: 'text_to_model', params, bytes: model.bytes, extension: 'glb' }
}, LIMIT)

describe.each([
  ['text_to_model', 8],
  ['convert_model', 10],
  ['smart_lowpoly', 4],
  ['mesh_segmentation', 3],
  ['stylize_model', 3],
])('%s', (id, rounds) => {
  it(`makes whole files of ${rounds} random requests`, { timeout: LIMIT }, async () => {
    const random = seeded(id.length * 13 + 5)
    for (let round = 0; round < rounds; round++) {
      const params = randomParams(id, random)
      const shown = JSON.stringify(params)
      const { files } = await carryOut({
        capability: id,
        params,
        inputs: {},
        ...(id === 'text_to_model' ? {} : { source }),
      })
      expect(
        files.some(({ kind }) => kind.endsWith('model')),
        shown,
      ).toBe(true)
      for (const file of files) await expectWhole(file, shown)
    }
  })
})
