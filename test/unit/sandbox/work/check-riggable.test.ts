// The rig check judges every noun by its shape alone, whatever the seed, the fineness and the way it is turned.
import { describe, expect, it } from 'vitest'
import { boundsOf } from '../../../../src/mesh/geometry.ts'
import { writeGlb } from '../../../../src/sandbox/modelling/glb.ts'
import type { MeshData } from '../../../../src/sandbox/modelling/mesh-data.ts'
import { modelFromPrompt } from '../../../../src/sandbox/shapes/model.ts'
import { NOUNS } from '../../../../src/sandbox/shapes/nouns.ts'
import { checkRiggable } from '../../../../src/sandbox/work/check-riggable.ts'
import { creatureOf } from '../../../../src/sandbox/work/creature.ts'

const KINDS = new Map(
  Object.entries({
    person: 'biped',
    robot: 'biped',
    dog: 'quadruped',
    cat: 'quadruped',
    horse: 'quadruped',
    bird: 'avian',
    dragon: 'avian',
    fish: 'aquatic',
    snake: 'serpentine',
    spider: 'octopod',
    octopus: 'octopod',
    ant: 'hexapod',
  }),
)

const draw = async (prompt: string, modelSeed = 3, fineness = 1): Promise<MeshData> =>
  (await modelFromPrompt(prompt, { modelSeed, textureSeed: 1, fineness, textureSide: 0, pbr: false, autoSize: false }))
    .mesh

describe('creatureOf', () => {
  it.each(NOUNS.map((noun) => noun.words[0] ?? ''))('%s', async (word) => {
    expect(creatureOf(await draw(word))).toBe(KINDS.get(word))
  })

  it.each([...KINDS])('%s is a %s at another seed and few triangles', async (word, kind) => {
    expect(creatureOf(await draw(word, 8, 0.44))).toBe(kind)
  })

  it.each(['person', 'dog', 'chair', 'table'])(
    'does not mind how big %s is, or that it looks to the side',
    async (word) => {
      const mesh = await draw(word)
      const positions = mesh.positions.map((_, i, all) => {
        const [x, y, z] = [all[i - (i % 3)] ?? 0, all[i - (i % 3) + 1] ?? 0, all[i - (i % 3) + 2] ?? 0]
        return ([z, y, -x][i % 3] ?? 0) * 40 + 7
      })
      expect(creatureOf({ positions, indices: mesh.indices })).toBe(KINDS.get(word))
    },
  )

  it.each(['person', 'robot'])('%s is a biped with its arms out, too', async (word) => {
    const mesh = await draw(`a ${word} in t-pose`)
    const { min, max } = boundsOf(mesh.positions)
    expect((max[0] - min[0]) / (max[1] - min[1])).toBeGreaterThan(0.8)
    expect(creatureOf(mesh)).toBe('biped')
  })

  it('finds nothing in an empty mesh', () => {
    expect(creatureOf({ positions: new Float32Array(), indices: new Uint32Array() })).toBeUndefined()
  })
})

describe('check_riggable', () => {
  it.each([
    ['horse', true, 'quadruped'],
    ['chair', false, 'others'],
  ])('reads the source file: %s', async (word, riggable, type) => {
    const material = { name: 'm', baseColor: [1, 1, 1, 1], metallic: 0, roughness: 1 } as const
    const bytes = await writeGlb({ name: word, mesh: await draw(word), material }, { generator: 'test' })
    const source = { capability: 'import_model', params: {}, bytes, extension: 'glb' }
    const result = await checkRiggable({ capability: 'check_riggable', params: {}, inputs: {}, source })
    expect(result).toEqual({ files: [], facts: { riggable, rig_type: type } })
  })
})
