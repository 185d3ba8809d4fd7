// What 3MF files of other programs have that ours do not: parts in other files, color groups, textures, beams, and loops among
// parts.
import { describe, expect, it } from 'vitest'
import { readerContext } from '../../../../src/mesh/budget.ts'
import { read3mf, writeZip } from '../../../../src/mesh/formats/index.ts'
import { expectClose, summary } from './compare.ts'
import { picture } from './sample.ts'

const text = (value: string) => new TextEncoder().encode(value)
const RELS = (target: string) =>
  `<Relationships><Relationship Target="${target}" Id="r" Type="http://schemas.microsoft.com/3dmanufacturing/2013/01/3dmodel"/></Relationships>`
const VERTICES =
  '<vertices><vertex x="0" y="0" z="0"/><vertex x="1000" y="0" z="0"/><vertex x="0" y="1000" z="0"/></vertices>'
const mesh = (triangle: string) =>
  `<mesh>${VERTICES}<triangles><triangle v1="0" v2="1" v3="2" ${triangle}/></triangles></mesh>`
const model = (resources: string, build: string) =>
  `<?xml version="1.0"?><model unit="millimeter" xmlns:p="p" xmlns:m="m"><resources>${resources}</resources><build>${build}</build></model>`

const pack = (files: Record<string, string | Uint8Array>) =>
  writeZip(Object.entries(files).map(([name, body]) => ({ name, bytes: typeof body === 'string' ? text(body) : body })))

async function looks(resources: string, triangle: string, files: Record<string, Uint8Array> = {}) {
  const part = model(`${resources}<object id="9">${mesh(triangle)}</object>`, '<item objectid="9"/>')
  const bytes = pack({ '3D/a.model': part, ...files })
  const warnings: string[] = []
  const document = await read3mf(bytes, readerContext(bytes.length, warnings))
  const primitive = document.getRoot().listMeshes()[0]?.listPrimitives()[0]
  const list = (name: string): number[] => Array.from(primitive?.getAttribute(name)?.getArray() ?? [])
  return { material: primitive?.getMaterial(), colors: list('COLOR_0'), uvs: list('TEXCOORD_0'), warnings, document }
}

describe('3MF', () => {
  it('begins with the part that its relationships name', async () => {
    const decoy = model(`<object id="1">${mesh('')}</object>`, '<item objectid="1"/><item objectid="1"/>')
    const real = model(`<object id="1">${mesh('')}</object>`, '<item objectid="1"/>')
    const bytes = pack({ 'Other/first.model': decoy, '_rels/.rels': RELS('/My/Real.model'), 'My/real.model': real })
    expect(summary(await read3mf(bytes)).triangles).toBe(1)
  })

  it('finds parts in other files, from items and components', async () => {
    const part = model(`<object id="1">${mesh('')}</object>`, '')
    const inner = model(
      '<object id="5"><components><component objectid="1" p:path="/3D/part.model"/></components></object>',
      '',
    )
    const root = model(
      '<object id="2" p:UUID="x"><components><component p:path="/3D/part.model" objectid="1" transform="1 0 0 0 1 0 0 0 1 2000 0 0"/></components></object>',
      '<item objectid="2"/><item objectid="1" p:path="/3D/part.model"/><item objectid="5" p:path="/3D/inner.model"/>',
    )
    const files = { '_rels/.rels': RELS('/3D/3dmodel.model'), '3D/3dmodel.model': root }
    const { triangles, max } = summary(
      await read3mf(pack({ ...files, '3D/part.model': part, '3D/inner.model': inner })),
    )
    expect(triangles).toBe(3)
    expect(max[0]).toBeCloseTo(3)
    await expect(read3mf(pack(files))).rejects.toThrow(/part 3D\/part\.model, which is missing/)
  })

  it('has colors per corner from color groups', async () => {
    const group =
      '<m:colorgroup id="4"><m:color color="#FF0000"/><m:color color="#00FF00"/><m:color color="#0000FF80"/></m:colorgroup>'
    const { colors, material } = await looks(group, 'pid="4" p1="0" p2="1" p3="2"')
    expectClose(colors, [1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 128 / 255])
    expect(material?.getAlphaMode()).toBe('BLEND')
  })

  it('has textures, also under layers of others; a missing picture is named', async () => {
    const resources =
      '<m:texture2d id="2" path="/3D/Star.png"/><m:texture2dgroup id="4" texid="2"><m:tex2coord u="0" v="0"/><m:tex2coord u="1" v="0"/><m:tex2coord u="0" v="1"/></m:texture2dgroup><m:colorgroup id="1"><m:color color="#FFFFFF"/></m:colorgroup><m:multiproperties id="6" pids="1 4"><m:multi pindices="0 0"/><m:multi pindices="0 1"/><m:multi pindices="0 2"/></m:multiproperties>'
    for (const pid of [4, 6]) {
      const files = { '3D/star.PNG': picture() }
      const { uvs, material, warnings } = await looks(resources, `pid="${pid}" p1="0" p2="1" p3="2"`, files)
      expectClose(uvs, [0, 1, 1, 1, 0, 0])
      expect(material?.getBaseColorTexture()).not.toBeNull()
      expect(warnings).toEqual([])
    }
    const { warnings } = await looks(resources, 'pid="4" p1="0" p2="1" p3="2"')
    expect(warnings).toEqual([expect.stringMatching(/Star\.png is missing/)])
  })

  it('with parts inside themselves, or copies of copies without end, has words', async () => {
    const itself = '<object id="1"><components><component objectid="1"/></components></object>'
    await expect(read3mf(pack({ 'a.model': model(itself, '<item objectid="1"/>') }))).rejects.toThrow(/levels deep/)
    const twice = (id: number) => `<component objectid="${id}"/>`.repeat(2)
    const doubling = Array.from(
      { length: 40 },
      (_, i) => `<object id="${i + 1}"><components>${twice(i)}</components></object>`,
    )
    const all = `<object id="0">${mesh('')}</object>${doubling.join('')}`
    const bytes = pack({ 'a.model': model(all, '<item objectid="40"/>') })
    const context = readerContext(bytes.length)
    Object.assign(context, {
      budget: new (await import('../../../../src/mesh/budget.ts')).ReaderBudget({
        ...context.budget.limits,
        elements: 2_000,
      }),
    })
    await expect(read3mf(bytes, context)).rejects.toMatchObject({ code: 'model-too-large' })
  })

  it('with beams only says so', async () => {
    const beams = `<object id="1"><mesh>${VERTICES}<triangles/><b:beamlattice><b:beams><b:beam v1="0" v2="1"/></b:beams></b:beamlattice></mesh></object>`
    await expect(read3mf(pack({ 'a.model': model(beams, '<item objectid="1"/>') }))).rejects.toThrow(/beam lattices/)
  })
})
