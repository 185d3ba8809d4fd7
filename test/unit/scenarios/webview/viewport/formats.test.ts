// Every format and compression on the stage of a real Chromium under the webview's policy, hostile and broken files, and what
// is missing. The files are made here, by the writers of src/mesh and by hand, or by workbench/art/codecs.mjs. The same
// compressions in the real VS Code: test/e2e/looks.test.ts.
import { readFileSync } from 'node:fs'
import { Document } from '@gltf-transform/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { write3mf } from '../../../../../src/mesh/formats/3mf.ts'
import { writeFbx } from '../../../../../src/mesh/formats/fbx-write.ts'
import { joinGlb } from '../../../../../src/mesh/formats/glb-container.ts'
import { NgonEncoding } from '../../../../../src/mesh/formats/ngon.ts'
import { writeObj } from '../../../../../src/mesh/formats/obj-write.ts'
import { writeStl } from '../../../../../src/mesh/formats/stl.ts'
import { writeUsdz } from '../../../../../src/mesh/formats/usdz.ts'
import { writeZip } from '../../../../../src/mesh/formats/zip.ts'
import { optimise } from '../../../../../src/mesh/tools/optimise.ts'
import { useViewportPage } from '../../../webview/viewport/page/fixture.ts'
import type { Opened } from '../../../webview/viewport/page/opened.ts'

/** A flat grid of `side` times `side` squares; as quads when `asQuads`. */
function grid(side: number, asQuads: boolean): Document {
  const document = new Document()
  const buffer = document.createBuffer()
  const points: number[] = []
  for (let z = 0; z <= side; z++) for (let x = 0; x <= side; x++) points.push(x, 0, z)
  const corners: number[] = []
  for (let z = 0; z < side; z++) {
    for (let x = 0; x < side; x++) {
      const at = z * (side + 1) + x
      corners.push(at, at + side + 1, at + side + 2, at, at + side + 2, at + 1)
    }
  }
  const accessor = (type: 'VEC3' | 'SCALAR', array: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>) =>
    document.createAccessor().setType(type).setArray(array).setBuffer(buffer)
  const primitive = document
    .createPrimitive()
    .setAttribute('POSITION', accessor('VEC3', new Float32Array(points)))
    .setIndices(accessor('SCALAR', new Uint32Array(corners)))
    .setMaterial(document.createMaterial('wood').setBaseColorFactor([0.5, 0.25, 0.1, 1]))
  if (asQuads) {
    primitive.setExtension(NgonEncoding.EXTENSION_NAME, document.createExtension(NgonEncoding).createMark())
  }
  document.createScene().addChild(document.createNode('grid').setMesh(document.createMesh().addPrimitive(primitive)))
  return document
}

const fixture = (name: string) => readFileSync(new URL(`../../../../fixtures/models/${name}.glb`, import.meta.url))
const text = (content: string) => new TextEncoder().encode(content)

/** A GLB of a description alone, or with a binary part. */
const glb = (json: object, bin?: Uint8Array) => joinGlb({ asset: { version: '2.0' }, ...json }, bin ? [bin] : [])

const TRIANGLE = new Uint8Array(new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]).buffer)
const drawing = (json: object = {}) => ({
  ...{ scene: 0, scenes: [{ nodes: [0] }], nodes: [{ mesh: 0 }] },
  ...{ meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }] },
  accessors: [{ bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] }],
  bufferViews: [{ buffer: 0, byteLength: 36 }],
  ...json,
})

/** Milliseconds for one file, on a machine that is busy with other things. */
const TIME = 150_000

/** What a JavaScript error says, rather than a person. */
const RAW =
  /\bundefined\b|\bnull\b|is not (a function|iterable|defined)|Cannot read|Unexpected|Invalid |THREE|RangeError|TypeError|DataView|JSON/

describe('the viewport', () => {
  const viewport = useViewportPage()
  beforeEach(() => {
    viewport.complaints.length = 0
  })

  const open = (name: string, bytes: Uint8Array | 'silence') => {
    viewport.put(name, bytes)
    return viewport.open(name)
  }
  const problemOf = (opened: Opened) => {
    if (!('problem' in opened)) throw new Error(`it was opened: ${JSON.stringify(opened)}`)
    expect(opened.problem.sentence).not.toMatch(RAW)
    expect(opened.problem.nextStep).not.toBe('')
    return opened.problem
  }
  const overlay = () => viewport.page.locator('.tv-message').textContent()

  it('shows the quads of an FBX as quads, with their count', { timeout: TIME }, async () => {
    const opened = await open('grid.fbx', writeFbx(grid(5, true)))
    expect(opened).toMatchObject({
      statistics: { faces: 25, triangles: 50, vertices: 36, materials: 1 },
      shown: { triangles: 50, materials: ['wood'] },
    })
    expect(await viewport.page.evaluate('viewport.model.hasEdges')).toBe(true)
    expect(viewport.complaints).toEqual([])
  })

  it.each([
    ['grid.stl', async () => writeStl(grid(2, false)), 8],
    ['grid.3mf', async () => write3mf(grid(2, false)), 8],
    ['grid.usdz', async () => writeUsdz(grid(2, false)), 8],
    ['grid.obj', async () => text('v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3'), 1],
    ['grid.zip', async () => writeObj(grid(2, false), { name: 'grid', vertexColors: false }), 8],
  ])('shows %s', { timeout: TIME }, async (name, make, triangles) => {
    expect(await open(name, await make())).toMatchObject({ statistics: { triangles }, shown: { triangles } })
    expect(viewport.complaints).toEqual([])
  })

  it('reads an OBJ with what lies beside it, and says what is not there', { timeout: TIME }, async () => {
    viewport.put('own/a.mtl', text('newmtl red\nKd 1 0 0\nmap_Kd paint/lost.png\n'))
    const obj = 'mtllib a.mtl\nv 0 0 0\nv 1 0 0\nv 0 1 0\nusemtl red\nf 1 2 3\n'
    expect(await open('own/a.obj', text(obj))).toMatchObject({ shown: { materials: ['red'], triangles: 1 } })
    expect(await overlay()).toContain('lost.png could not be read.')
  })

  it('draws what stands in a .gltf as data: addresses, buffers and pictures', { timeout: TIME }, async () => {
    const data = (type: string, bytes: Uint8Array) => `data:${type};base64,${Buffer.from(bytes).toString('base64')}`
    const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
    const json = {
      ...drawing({ buffers: [{ uri: data('application/octet-stream', TRIANGLE), byteLength: 36 }] }),
      ...{ images: [{ uri: `data:image/png;base64,${dot}` }], textures: [{ source: 0 }] },
      materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 0 } } }],
      meshes: [{ primitives: [{ attributes: { POSITION: 0 }, material: 0 }] }],
    }
    const opened = await open('embedded.gltf', text(JSON.stringify({ asset: { version: '2.0' }, ...json })))
    expect(opened).toMatchObject({ shown: { triangles: 1, pictures: ['1x1'] } })
    expect(viewport.complaints).toEqual([])
  })

  it('never puts a data: address into a sentence', { timeout: TIME }, async () => {
    const json = drawing({ buffers: [{ uri: `data:x;base64,${'!'.repeat(48)}`, byteLength: 36 }] })
    const opened = await open('odd.gltf', text(JSON.stringify({ asset: { version: '2.0' }, ...json })))
    expect(problemOf(opened).sentence).toBe('odd.gltf cannot be shown: its contents are damaged.')
  })

  it('draws the nodes of a glTF without a scene, or its meshes where it has no nodes', { timeout: TIME }, async () => {
    const buffers = [{ byteLength: 36 }]
    const nodes = [{ children: [1] }, { mesh: 0, translation: [5, 0, 0] }]
    const without = { scene: undefined, scenes: undefined, buffers }
    expect(await open('nodes.glb', glb(drawing({ ...without, nodes }), TRIANGLE))).toMatchObject({
      shown: { triangles: 1, min: [5, 0, 0], max: [6, 1, 0] },
    })
    expect(await open('meshes.glb', glb(drawing({ ...without, nodes: undefined }), TRIANGLE))).toMatchObject({
      shown: { triangles: 1 },
    })
  })

  it('says that there is nothing to draw in a glTF or FBX without meshes', { timeout: TIME }, async () => {
    const bones = new Document()
    bones.createBuffer()
    bones.createScene().addChild(bones.createNode('bone'))
    for (const [name, bytes] of [
      ['none.glb', glb({})],
      ['camera.glb', glb({ scene: 0, scenes: [{ nodes: [0] }], nodes: [{}] })],
      ['bones.fbx', writeFbx(bones)],
    ] as const) {
      expect(await open(name, bytes), name).toMatchObject({ statistics: { triangles: 0 } })
      expect(await overlay()).toContain(`There is nothing to draw in ${name}.`)
    }
  })

  it('names the file without which a .gltf cannot be drawn, and draws without its pictures', {
    timeout: TIME,
  }, async () => {
    const gltf = (json: object) => text(JSON.stringify({ asset: { version: '2.0' }, ...drawing(json) }))
    const lost = await open('lost.gltf', gltf({ buffers: [{ uri: 'not%20here.bin', byteLength: 36 }] }))
    expect(problemOf(lost).sentence).toBe(
      'lost.gltf cannot be shown: not here.bin, which belongs to it, could not be read.',
    )
    viewport.put('data.bin', TRIANGLE)
    const bare = gltf({
      ...{ buffers: [{ uri: 'data.bin', byteLength: 36 }], images: [{ uri: 'wood.png' }], textures: [{ source: 0 }] },
      materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 0 } } }],
      meshes: [{ primitives: [{ attributes: { POSITION: 0 }, material: 0 }] }],
    })
    expect(await open('bare.gltf', bare)).toMatchObject({ shown: { triangles: 1 } })
    expect(await overlay()).toContain('wood.png could not be read.')
  })

  it('draws what is left of a file that is damaged in places, and says what is not shown', {
    timeout: TIME,
  }, async () => {
    const two = (second: object) =>
      drawing({
        ...{ scenes: [{ nodes: [0, 1] }], nodes: [{ mesh: 0 }, { mesh: 1 }], buffers: [{ byteLength: 72 }] },
        meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }, { primitives: [{ attributes: { POSITION: 1 } }] }],
        accessors: [
          { bufferView: 0, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0] },
          { bufferView: 1, componentType: 5126, count: 3, type: 'VEC3', min: [0, 0, 0], max: [1, 1, 0], ...second },
        ],
        bufferViews: [
          { buffer: 0, byteLength: 36 },
          { buffer: 0, byteOffset: 36, byteLength: 36 },
        ],
      })
    const both = Buffer.concat([TRIANGLE, TRIANGLE])
    expect(await open('both.glb', glb(two({}), both))).toMatchObject({ shown: { triangles: 2 } })
    expect(await open('half.glb', glb(two({ count: 5000 }), both))).toMatchObject({ shown: { triangles: 1 } })
    expect(await overlay()).toContain(
      '1 of 2 parts is not shown. Accessor 1 names 5,000 elements, more than its data holds.',
    )
    const cut = glb(two({}), both)
    expect(await open('cut.glb', cut.subarray(0, cut.length - 30))).toMatchObject({ shown: { triangles: 1 } })
    expect(await overlay()).toContain('1 of 2 parts is not shown.')
    expect(await overlay()).toContain('What can be drawn is shown.')
    // Data that proves damaged only when it is unpacked.
    const packed = JSON.parse(JSON.stringify(two({})))
    packed.extensionsUsed = ['KHR_draco_mesh_compression']
    delete packed.accessors[1].bufferView
    packed.meshes[1].primitives[0].extensions = {
      KHR_draco_mesh_compression: { bufferView: 1, attributes: { POSITION: 0 } },
    }
    expect(await open('draco.glb', glb(packed, both))).toMatchObject({ shown: { triangles: 1 } })
    expect(await overlay()).toContain('1 of 2 parts is not shown: its data is damaged.')
    // A format that src/mesh reads.
    const obj = new TextEncoder().encode('v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\nf 1 2 9\n')
    expect(await open('torn.obj', obj)).toMatchObject({ shown: { triangles: 1 } })
    expect(await overlay()).toContain(
      'Faces that are not shown: 1. The OBJ file has a face that names a missing vertex (line 5).',
    )
  })

  it.each([
    [
      'an accessor of 1e8 elements and no data',
      glb(drawing({ accessors: [{ componentType: 5126, count: 1e8, type: 'VEC3' }] })),
    ],
    ['a hundred thousand nodes', glb({ scenes: [{ nodes: [0] }], nodes: Array.from({ length: 100_000 }, () => ({})) })],
    ['nodes in a ring', glb({ scenes: [{ nodes: [0] }], nodes: [{ children: [1] }, { children: [0] }] })],
    ['a buffer that is cut off', glb(drawing({ buffers: [{ byteLength: 36 }] }), TRIANGLE.subarray(0, 12))],
    [
      'meshopt data for a gigabyte',
      glb(
        drawing({
          extensionsUsed: ['EXT_meshopt_compression'],
          buffers: [{ byteLength: 36 }],
          bufferViews: [
            {
              buffer: 0,
              byteLength: 36,
              extensions: {
                EXT_meshopt_compression: {
                  buffer: 0,
                  byteLength: 36,
                  byteStride: 256,
                  count: 5_000_000,
                  mode: 'ATTRIBUTES',
                },
              },
            },
          ],
        }),
        TRIANGLE,
      ),
    ],
    ['nothing but text', text('<html>no model</html>')],
    ['no bytes at all', new Uint8Array()],
    ['a cut FBX', writeFbx(grid(5, true)).slice(0, 600)],
    ['an empty ZIP', writeZip([{ name: 'readme.txt', bytes: text('no model') }])],
    ['half a GLB', glb(drawing({ buffers: [{ byteLength: 36 }] }), TRIANGLE).subarray(0, 100)],
  ])('refuses %s in words, and goes on', { timeout: TIME }, async (name, bytes) => {
    const problem = problemOf(await open(`${name}.glb`, bytes))
    expect(problem.sentence).toContain(`${name}.glb`)
    // The page says it on the stage, which is empty, and offers to try again.
    expect(await overlay()).toContain(problem.sentence)
    expect(await viewport.page.locator('.tv-statistics').textContent()).toBe('')
    const fine = glb(drawing({ buffers: [{ byteLength: 36 }] }), TRIANGLE)
    expect(await open('fine.glb', fine)).toMatchObject({ shown: { triangles: 1 } })
  })

  it.each(['draco', 'meshopt', 'ktx2-etc1s', 'ktx2-uastc', 'webp', 'avif'])(
    'decodes %s',
    { timeout: TIME },
    async (name) => {
      const opened = await open(`${name}.glb`, fixture(name))
      expect(opened).toMatchObject({
        statistics: { triangles: 128, vertices: 81, materials: 1, textures: 1 },
        shown: { triangles: 128, pictures: ['32x32'], materials: ['paint'] },
      })
      expect('shown' in opened && opened.shown.min.map((value) => Math.round(value * 100))).toEqual([-100, -100, 0])
      expect(viewport.complaints).toEqual([])
    },
  )

  it('unpacks large parts of meshopt in a worker', { timeout: TIME }, async () => {
    const workers = () => viewport.page.workers().length
    const before = workers()
    const opened = await open('large.glb', await optimise(grid(600, false)))
    expect(opened).toMatchObject({ shown: { triangles: 720_000 } })
    expect(workers()).toBeGreaterThan(before)
    expect(viewport.complaints).toEqual([])
  })

  it('can be called off while it loads, takes the model before off the stage, and loads again', {
    timeout: TIME,
  }, async () => {
    const fine = glb(drawing({ buffers: [{ byteLength: 36 }] }), TRIANGLE)
    await open('fine.glb', fine)
    const opening = open('slow.glb', 'silence')
    await viewport.page.locator('.tv-message', { hasText: 'Loading slow.glb' }).waitFor()
    expect(await viewport.page.locator('.tv-statistics').textContent()).toBe('')
    await viewport.page.getByRole('button', { name: 'Cancel' }).click()
    await opening
    expect(await overlay()).toContain('slow.glb is not shown')
    viewport.put('slow.glb', fine)
    await viewport.page.getByRole('button', { name: 'Load again' }).click()
    await viewport.page.getByText('1 tri', { exact: true }).waitFor()
  })

  // The last one, as it leaves the page with a clock that is held.
  it('says that a picture’s decoder does not answer, gives it up in the end, and shows the shape', {
    timeout: TIME,
  }, async () => {
    const transcoder = '/decoders/basis/basis_transcoder.js'
    viewport.replace(transcoder, text('var BASIS = () => new Promise(() => {})'))
    await viewport.reload()
    viewport.asked.length = 0
    viewport.put('stuck.glb', fixture('ktx2-etc1s'))
    await viewport.page.clock.install()
    const opening = viewport.open('stuck.glb')
    while (!viewport.asked.includes(transcoder)) await viewport.page.waitForTimeout(100)
    // The page's clock is held, so the time is up however long the worker took to start.
    let opened: Opened | undefined
    opening.then((result) => {
      opened = result
    })
    while (!opened) await viewport.page.clock.fastForward(400)
    expect(opened).toMatchObject({ shown: { triangles: 128, pictures: ['1x1'] } })
    await viewport.page.clock.fastForward(40_000)
    const message = viewport.page.locator('.tv-message')
    await message.getByText('The textures of stuck.glb take long.').waitFor()
    // Whoever waits for them, such as a picture that is taken, waits no longer.
    await viewport.page.evaluate('viewport.shown.whole()')
    expect(await viewport.page.evaluate('viewport.model.pictures.isWhole')).toBe(false)
    await viewport.page.clock.fastForward(300_000)
    await message.getByText('The textures of stuck.glb did not arrive, and nobody waits for them any more').waitFor()
    // It stays there without its picture.
    expect(await viewport.page.evaluate('viewport.model.name')).toBe('stuck.glb')
    expect(await viewport.page.evaluate('viewport.model.pictures.isWhole')).toBe(true)
  })
})
