// What the mesh tools write is what Insert Code looks for: levels of detail by their files' names, colliders by their node's.
import { describe, expect, it } from 'vitest'
import { factsOf, levelsOf } from '../../../src/engines/code/facts.ts'
import { parseJson, splitGlb } from '../../../src/mesh/formats/glb-container.ts'
import { writeGlb } from '../../../src/mesh/formats/index.ts'
import { runTool } from '../../../src/mesh/tools/run-tool.ts'
import { staticModel } from '../mesh/formats/sample.ts'

const jsonOf = (glb: Uint8Array) => {
  const chunks = splitGlb(glb)
  return 'json' in chunks ? parseJson(chunks.json) : undefined
}

describe('models of the tools', () => {
  it('have their chain of levels offered, beside the model and for the finest of the chain', async () => {
    const bytes = await writeGlb(staticModel())
    const { files } = await runTool({ tool: 'lod', options: {}, bytes, name: 'oak-barrel' })
    const names = files.map(({ path }) => path)
    expect(names.length).toBeGreaterThan(2)
    const coarse = names.slice(1).map((name) => `public/models/${name}`)
    expect(levelsOf('public/models/oak-barrel.glb', [...names, 'oak_LOD1.glb', 'oak-barrel.glb'])).toEqual(coarse)
    expect(levelsOf(`public/models/${names[0]}`, names)).toEqual(coarse)
  })

  it('have the collider that was added found', async () => {
    const bytes = await writeGlb(staticModel())
    const { files } = await runTool({ tool: 'collider', options: { shape: 'hull' }, bytes, name: 'crate' })
    expect(factsOf('crate.glb', jsonOf(files[0]?.bytes ?? bytes)).collider).toBe('_collider')
    expect(factsOf('crate.glb', jsonOf(bytes)).collider).toBeUndefined()
  })
})
