// Each local tool by its verb, as host and command line call it: what it writes, counts, and says that it loses.
import { WebIO } from '@gltf-transform/core'
import { KHRLightsPunctual } from '@gltf-transform/extensions'
import { describe, expect, it, vi } from 'vitest'
import { detectFormat, readModel, writeGlb } from '../../../../src/mesh/formats/index.ts'
import { reportText } from '../../../../src/mesh/tools/report-text.ts'
import { runTool } from '../../../../src/mesh/tools/run-tool.ts'
import { sceneBounds } from '../../../../src/mesh/tools/scene.ts'
import { english, englishFigure } from '../../../../src/text/index.ts'
import { riggedModel, staticModel } from '../formats/sample.ts'
import { cube, documentOf, glued } from './shapes.ts'

const still = async () => writeGlb(staticModel())

describe('a job whose bytes nobody else needs', () => {
  it('gives the same as another, and the bytes of a GLB back', async () => {
    const jobs = [
      { tool: 'simplify', options: { ratio: 0.5 } },
      { tool: 'optimise', options: { textureFormat: 'keep' } },
      { tool: 'repair', options: {} },
    ] as const
    for (const request of jobs)
      for (const source of [await still(), (await runTool({ ...jobs[1], bytes: await still() })).files[0]?.bytes]) {
        const bytes = new Uint8Array(source ?? [])
        const other = bytes.slice()
        const { files } = await runTool({ ...request, bytes, isDisposable: true })
        expect(files).toEqual((await runTool({ ...request, bytes: other })).files)
        // Packing can make what is small larger: that is kept.
        const left = request.tool === 'optimise' ? source?.length : 0
        expect([bytes.length, other.length]).toEqual([left, source?.length])
      }
  })

  it('leaves what is a view of more, or another format, of which the model may have parts', async () => {
    const all = new Uint8Array([...(await still()), 0])
    const bytes = all.subarray(0, all.length - 1)
    await runTool({ tool: 'repair', options: {}, bytes, isDisposable: true })
    expect(bytes.length).toBe(all.length - 1)
    const { files } = await runTool({ tool: 'convert', options: { format: 'ply' }, bytes })
    const ply = new Uint8Array(files[0]?.bytes ?? [])
    await runTool({ tool: 'repair', options: {}, bytes: ply, isDisposable: true })
    expect(ply.length).toBeGreaterThan(0)
  })
})

describe('convert', () => {
  it('gives one file for formats of one file', async () => {
    for (const format of ['glb', 'stl', 'fbx', '3mf', 'usdz', 'ply'] as const) {
      const { files } = await runTool({ tool: 'convert', options: { format }, bytes: await still(), name: 'box' })
      expect(files.map(({ path }) => path)).toEqual([`box.${format}`])
      expect(detectFormat(files[0]?.bytes ?? new Uint8Array())?.format).toBe(format)
    }
  })

  it('gives all files of the others, the model first, which open together', async () => {
    for (const format of ['gltf', 'obj'] as const) {
      const { files } = await runTool({ tool: 'convert', options: { format }, bytes: await still(), name: 'box' })
      const [main, ...others] = files
      expect(main?.path).toBe(`box.${format}`)
      expect(others.map(({ path }) => path).some((path) => path.endsWith('.png'))).toBe(true)
      const beside = new Map(others.map(({ path, bytes }) => [path, bytes]))
      const back = await readModel(main?.bytes ?? new Uint8Array(), format, beside)
      expect(back.getRoot().listTextures()[0]?.getImage()?.length).toBeGreaterThan(0)
    }
  })

  it('keeps a picture that cannot be decoded where the format can, and tells what it leaves out elsewhere', async () => {
    const document = staticModel()
    document
      .getRoot()
      .listTextures()[0]
      ?.setImage(new Uint8Array([1, 2, 3]))
      .setMimeType('image/png')
    const bytes = await writeGlb(document)
    const to = async (format: 'gltf' | 'stl' | 'fbx') => runTool({ tool: 'convert', options: { format }, bytes })
    const whole = await to('gltf')
    expect(whole.files.some((file) => file.bytes.length === 3)).toBe(true)
    expect(whole.losses).toEqual([])
    expect((await to('stl')).losses).toEqual([])
    expect((await to('fbx')).losses.map(english).join()).toContain('cannot be read: left out.')
  })

  it('tells what the format cannot hold without writing', async () => {
    const document = riggedModel()
    const light = document.createExtension(KHRLightsPunctual).createLight('lamp')
    document.createNode('lamp').setExtension('KHR_lights_punctual', light)
    const bytes = await writeGlb(document)
    const { files, losses } = await runTool({ tool: 'losses', options: { format: 'stl' }, bytes })
    expect(files).toEqual([])
    expect(losses.map(english)).toContain("STL cannot hold the model's animations: left out.")
    expect((await runTool({ tool: 'losses', options: { format: 'glb' }, bytes })).losses).toEqual([])
  })
})

describe('inspect', () => {
  it('counts what is there, and tells what uses each texture', async () => {
    const bytes = await still()
    const { before } = await runTool({ tool: 'inspect', options: {}, bytes })
    expect(before).toMatchObject({ bytes: bytes.length, meshes: 2, primitives: 3, triangles: 16, drawCalls: 3 })
    expect(before?.textures.map(({ usedBy, width, gpuBytes }) => ({ usedBy, width, gpuBytes }))).toEqual([
      { usedBy: ['old wood: baseColorTexture'], width: 8, gpuBytes: 171 },
      { usedBy: ['old wood: normalTexture'], width: 8, gpuBytes: 171 },
    ])
    expect(JSON.parse(JSON.stringify(before))).toEqual(before)
  })

  it('counts bones and clips', async () => {
    const { before } = await runTool({ tool: 'inspect', options: {}, bytes: await writeGlb(riggedModel()) })
    expect(before?.bones).toBeGreaterThan(1)
    expect(before?.clips[0]?.seconds).toBeGreaterThan(0)
    expect(before?.byPart.animations).toBeGreaterThan(0)
  })
})

describe('simplify', () => {
  it('never goes above the target, and keeps the format', async () => {
    const bytes = await writeGlb(documentOf(glued(40, 40, 'plain')).document)
    const { files, before, after } = await runTool({
      tool: 'simplify',
      options: { triangles: 500 },
      bytes,
      name: 'ring',
    })
    expect(before?.triangles).toBe(3200)
    expect(after?.triangles).toBeLessThanOrEqual(500)
    expect(after?.triangles).toBeGreaterThan(250)
    expect(files.map(({ path }) => path)).toEqual(['ring.glb'])
    expect(after?.bytes).toBe(files[0]?.bytes.length)
  })

  it('keeps morph targets and attributes of the model’s own', async () => {
    const { document, primitive } = documentOf(glued(20, 20, 'plain'))
    const position = primitive.getAttribute('POSITION')
    if (!position) throw new Error('positions expected')
    primitive.addTarget(document.createPrimitiveTarget('grow').setAttribute('POSITION', position.clone()))
    primitive.setAttribute('_AGE', position.clone())
    const { files, after } = await runTool({
      ...{ tool: 'simplify', options: { ratio: 0.25 } },
      bytes: await writeGlb(document),
    })
    expect(after).toMatchObject({ morphTargets: 1 })
    expect(after?.triangles).toBeLessThanOrEqual(200)
    const back = await readModel(files[0]?.bytes ?? new Uint8Array())
    const [kept] = back.getRoot().listMeshes()[0]?.listPrimitives() ?? []
    const count = kept?.getAttribute('POSITION')?.getCount() ?? 0
    expect(count).toBeLessThan(400)
    expect(kept?.listTargets()[0]?.getAttribute('POSITION')?.getCount()).toBe(count)
    expect(kept?.getAttribute('_AGE')?.getCount()).toBe(count)
  })
})

describe('simplify of a small model', () => {
  it('keeps a file that has few triangles already, and says so', async () => {
    const bytes = await writeGlb(documentOf(cube()).document)
    const { files, losses, isUnchanged } = await runTool({ tool: 'simplify', options: { triangles: 12 }, bytes })
    expect({ isUnchanged, kept: files.map((file) => file.bytes) }).toEqual({ isUnchanged: true, kept: [bytes] })
    expect(losses.map(english)).toEqual(['It has 12 triangles only: the file stays as it is.'])
    expect((await runTool({ tool: 'simplify', options: { triangles: 11 }, bytes })).isUnchanged).toBeUndefined()
  })
})

describe('optimise', () => {
  it('keeps a file that would become larger, and says so', async () => {
    const bytes = await writeGlb(documentOf(cube()).document)
    const result = await runTool({ tool: 'optimise', options: {}, bytes: bytes.slice() })
    const { files, losses, before, after } = result
    expect(result.isUnchanged).toBe(true)
    expect(files.map((file) => file.bytes)).toEqual([bytes])
    expect(losses.map(english)).toEqual([
      expect.stringMatching(
        /^It would not become smaller \([\d,]+ instead of [\d,]+ bytes\): the file stays as it is\.$/,
      ),
    ])
    expect(after).toEqual(before)
    const packed = (
      await runTool({
        tool: 'optimise',
        options: {},
        bytes: await writeGlb(documentOf(glued(60, 60, 'plain')).document),
      })
    ).files
    const again = await runTool({ tool: 'optimise', options: {}, bytes: packed[0]?.bytes ?? bytes })
    expect(again.files[0]?.bytes.length).toBeLessThanOrEqual(packed[0]?.bytes.length ?? 0)
    expect(again.files[0]?.bytes.length).toBeGreaterThan(0)
  })

  it.each(['meshopt', 'quantise', 'none'] as const)('takes a skin without bind poses, by %s', async (compression) => {
    const document = riggedModel()
    for (const skin of document.getRoot().listSkins()) skin.setInverseBindMatrices(null)
    const before = sceneBounds(document)
    const { files } = await runTool({ tool: 'optimise', options: { compression }, bytes: await writeGlb(document) })
    const after = sceneBounds(await readModel(files[0]?.bytes ?? new Uint8Array()))
    for (const k of [0, 1, 2] as const) expect(after.max[k]).toBeCloseTo(before.max[k], 3)
  })

  it('keeps together what parts of other shapes have in common', async () => {
    const { document, primitive } = documentOf(glued(8, 6, 'plain'))
    const wide = document
      .createAccessor()
      .setType('VEC3')
      .setArray(glued(8, 6, 'plain').positions.map((value, i) => (i % 3 === 0 ? value * 2 : value)))
    const other = document.createPrimitive().setAttribute('POSITION', wide).setIndices(primitive.getIndices())
    document
      .getRoot()
      .listNodes()[0]
      ?.addChild(document.createNode('b').setMesh(document.createMesh('b').addPrimitive(other)))
    const { files } = await runTool({ tool: 'optimise', options: {}, bytes: await writeGlb(document), name: 'two' })
    const glb = files[0]?.bytes ?? new Uint8Array()
    const length = new DataView(glb.buffer, glb.byteOffset).getUint32(12, true)
    const json: { accessors: { type: string }[] } = JSON.parse(new TextDecoder().decode(glb.subarray(20, 20 + length)))
    expect(json.accessors.map(({ type }) => type).sort()).toEqual(['SCALAR', 'VEC3', 'VEC3'])
  })

  it('writes a smaller file of the same triangles, which opens again', async () => {
    const bytes = await writeGlb(documentOf(glued(40, 40, 'plain')).document)
    const { files, before, after } = await runTool({ tool: 'optimise', options: {}, bytes, name: 'ring' })
    expect(after?.triangles).toBe(before?.triangles)
    expect(files[0]?.bytes.length).toBeLessThan(bytes.length / 2)
    expect(new TextDecoder('latin1').decode(files[0]?.bytes)).toContain('EXT_meshopt_compression')
  })

  it('takes a .gltf of several buffers, and prints nothing', async () => {
    const { document, primitive } = documentOf(cube())
    primitive.getIndices()?.setBuffer(document.createBuffer().setURI('b.bin'))
    document.getRoot().listBuffers()[0]?.setURI('a.bin')
    const { json, resources } = await new WebIO().writeJSON(document)
    const printed = vi.spyOn(console, 'log')
    const { after } = await runTool({
      ...{ tool: 'optimise', options: {}, hint: 'gltf' },
      bytes: new TextEncoder().encode(JSON.stringify(json)),
      files: new Map(Object.entries(resources)),
    })
    expect(after?.triangles).toBe(12)
    expect(printed).not.toHaveBeenCalled()
  })

  it('makes pictures fit the limit, and leaves them alone without one', async () => {
    const options = { textureSize: 4, textureFormat: 'keep', compression: 'none' } as const
    const { after } = await runTool({ tool: 'optimise', options, bytes: await still() })
    // Both pictures are the same: one is left.
    expect(after?.textures.map(({ width, height, mimeType }) => [width, height, mimeType])).toEqual([
      [4, 2, 'image/png'],
    ])
    const whole = await runTool({ tool: 'optimise', options: { ...options, textureSize: 0 }, bytes: await still() })
    expect(whole.after?.textures[0]?.width).toBe(8)
  })

  it('keeps skins and clips', async () => {
    const bytes = await writeGlb(riggedModel())
    const { before, after } = await runTool({ tool: 'optimise', options: {}, bytes })
    expect(after?.bones).toBe(before?.bones)
    expect(after?.clips.map(({ name }) => name)).toEqual(before?.clips.map(({ name }) => name))
  })
})

it('refuses a file that is no model in words', async () => {
  const bytes = new TextEncoder().encode('nothing')
  await expect(runTool({ tool: 'inspect', options: {}, bytes })).rejects.toMatchObject({ code: 'model-unknown' })
})

describe('what has no name', () => {
  /** Two materials and clips of each: the first has a name, the second none. */
  const nameless = async () => {
    const document = riggedModel()
    const root = document.getRoot()
    const [first] = root.listAnimations()
    const channel = first?.listChannels()[0]?.clone()
    const sampler = channel?.getSampler()
    if (channel && sampler) document.createAnimation('').addChannel(channel).addSampler(sampler)
    first?.setName('walk')
    const [texture] = staticModel().getRoot().listTextures()
    const picture = document
      .createTexture('')
      .setImage(texture?.getImage() ?? new Uint8Array())
      .setMimeType('image/png')
    document.createMaterial('').setBaseColorTexture(picture)
    document.createMaterial('').setEmissiveTexture(picture)
    for (const skin of root.listSkins()) skin.setName('')
    return { document, bytes: await writeGlb(document) }
  }

  it('is told by its number, by which options name a clip', async () => {
    const { bytes, document } = await nameless()
    const { before } = await runTool({ tool: 'inspect', options: {}, bytes })
    if (!before) throw new Error('a report')
    const text = reportText('hero.glb', before, { say: english, number: englishFigure })
    const materials = document.getRoot().listMaterials().length
    expect(text).toMatch(new RegExp(`\\n {2}material ${materials - 1} \\(unnamed\\) +OPAQUE +1 texture\\n`))
    expect(text).toContain(
      `material ${materials - 2} (unnamed): baseColorTexture, material ${materials - 1} (unnamed): emissive`,
    )
    expect(text).toContain('\n  texture 0 (unnamed)  ')
    expect(text).toContain('\n  skin 0 (unnamed)  ')
    expect(text).toMatch(/\nClips\n {2}0 {2}walk /)
    const last = document.getRoot().listAnimations().length - 1
    expect(text).toMatch(new RegExp(`\\n {2}${last} {2}clip ${last} \\(unnamed\\) +1 channel`))
    const operations = [{ kind: 'run', operator: 'dropClip', values: { clip: last } } as const]
    const { steps = [] } = await runTool({ tool: 'edit', options: { operations }, bytes })
    expect(steps.map(english)).toEqual([`The clip “${last}” is deleted.`])
  })
})
