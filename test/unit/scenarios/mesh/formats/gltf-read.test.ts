// GLB and glTF from anywhere: what validators and loaders accept is read, what is lost is named, and what is wrong is told
// in words. Every file is made here.
import { Document } from '@gltf-transform/core'
import { describe, expect, it } from 'vitest'
import { writeGltf } from '../../../../../src/mesh/formats/gltf.ts'
import { detectFormat, readGlb, readGltf, readModel, writeGlb } from '../../../../../src/mesh/formats/index.ts'
import { influencesOf } from '../../../../../src/mesh/formats/influences.ts'
import { readZip } from '../../../../../src/mesh/formats/zip-read.ts'
import { parseGlb as splitAndCheck } from '../../../../../src/mesh/tools/inspect.ts'
import { glbFault } from '../../../../../src/tripo/file-type.ts'
import { checkModel } from '../../../../../src/tripo/model-file.ts'
import { summary } from '../../../mesh/formats/compare.ts'
import { picture } from '../../../mesh/formats/sample.ts'
import {
  BIN_CHUNK,
  bin,
  container,
  dataUri,
  inFile,
  inline,
  JSON_CHUNK,
  json,
  text,
  triangle,
  withWarnings,
} from './gltf-samples.ts'

describe('containers', () => {
  const unaligned = json({ ...triangle(), extras: { odd: 'x' } })
  it.each<[string, Uint8Array]>([
    [
      'bytes after the end',
      container(
        [
          [JSON_CHUNK, json(triangle())],
          [BIN_CHUNK, bin()],
        ],
        5,
      ),
    ],
    [
      'an unknown chunk at the end',
      container([
        [JSON_CHUNK, json(triangle())],
        [BIN_CHUNK, bin()],
        [0x12345678, text('?')],
      ]),
    ],
    [
      'an unknown chunk between',
      container([
        [JSON_CHUNK, json(triangle())],
        [0x12345678, text('four')],
        [BIN_CHUNK, bin()],
      ]),
    ],
    [
      'chunks that are not padded',
      container([
        [JSON_CHUNK, unaligned.subarray(0)],
        [BIN_CHUNK, bin()],
      ]),
    ],
    [
      'a byte order mark',
      container([
        [JSON_CHUNK, text(`\uFEFF${JSON.stringify(triangle())}`)],
        [BIN_CHUNK, bin()],
      ]),
    ],
  ])('%s: taken by reader, statistics, import check and download check', async (_, bytes) => {
    expect(summary(await readModel(bytes)).triangles).toBe(1)
    expect(splitAndCheck(bytes).json.meshes).toHaveLength(1)
    expect(checkModel(bytes, 'a.glb')).toEqual({ format: 'glb' })
    expect(glbFault(bytes, bytes.length)).toBeUndefined()
  })

  it.each<[string, Uint8Array, RegExp]>([
    [
      'half of it',
      container([
        [JSON_CHUNK, json(triangle())],
        [BIN_CHUNK, bin()],
      ]).subarray(0, 300),
      /cut off/,
    ],
    ['no description', container([[BIN_CHUNK, bin()]]), /no glTF description/],
    ['no JSON', container([[JSON_CHUNK, text('{')]]), /no valid JSON/],
  ])('%s: told in words', (_, bytes, words) =>
    expect(readModel(bytes)).rejects.toMatchObject({ code: 'model-broken', message: expect.stringMatching(words) }),
  )
})

describe('a library without a scene', () => {
  const read = async (more: object) => {
    const document = await readModel(inline({ scenes: undefined, scene: undefined, nodes: undefined, ...more }))
    return document.getRoot().getDefaultScene() ?? document.getRoot().listScenes()[0]
  }
  it('is read with the nodes that no other holds', async () => {
    const scene = await read({ nodes: [{ children: [1] }, { mesh: 0 }, { mesh: 0, name: 'alone' }] })
    expect(scene?.listChildren().map((node) => node.getName())).toEqual(['', 'alone'])
  })
  it('is read with its meshes where it has no nodes', async () => {
    expect((await read({}))?.listChildren()).toHaveLength(1)
  })
})

describe('detection', () => {
  it('finds a glTF whose asset stands at the end', () => {
    const { asset, ...rest } = triangle({ extras: { long: 'x'.repeat(100_000) } })
    expect(detectFormat(json({ ...rest, asset }))).toEqual({ format: 'gltf', zipped: false })
  })
})

describe('files beside a .gltf', () => {
  it.each([
    ['holz%20kiste.bin', 'holz kiste.bin'],
    ['%E6%9C%A8%E7%AE%B1.bin', '木箱.bin'],
    ['木箱.bin', '木箱.bin'],
    ['./teile/%C3%A4.bin', 'teile/a\u0308.bin'],
    ['50%.bin', '50%.bin'],
    ['a%2Bb.bin', 'a+b.bin'],
  ])('%s is %s', async (uri, name) => {
    expect(summary(await readGltf(inFile(uri), new Map([[name, bin()]]))).triangles).toBe(1)
  })

  it('names a buffer that is missing', () =>
    expect(readGltf(inFile('holz%20kiste.bin'))).rejects.toMatchObject({
      code: 'model-broken',
      message: expect.stringContaining('“holz kiste.bin”'),
    }))
  it('takes no offence at a buffer without data that nobody uses', async () => {
    const spare = {
      buffers: [{ uri: dataUri(bin()), byteLength: 36 }, { byteLength: 8 }],
      bufferViews: [...triangle().bufferViews, { buffer: 1, byteOffset: 4, byteLength: 4 }],
    }
    expect(summary(await readGltf(json(triangle(spare)))).triangles).toBe(1)
  })
  it('names a buffer that is too short', () =>
    expect(readGltf(inFile('a.bin'), new Map([['a.bin', bin().subarray(4)]]))).rejects.toMatchObject({
      message: expect.stringMatching(/32 bytes.*36/),
    }))
  it('refuses to look anywhere else', () =>
    expect(readGltf(inFile('https://example.org/a.bin'))).rejects.toMatchObject({
      message: expect.stringContaining('only files beside'),
    }))
  it.each(['../parts/a.bin', 'file:///C:/a.bin', 'C:\\a.bin', '..%2fa.bin', 'https://example.org/a.bin'])(
    'reads a file of the same name beside the model in place of %s, and says so',
    async (uri) => {
      const { document, warnings } = await withWarnings(inFile(uri), new Map([['a.bin', bin()]]))
      expect(summary(document).triangles).toBe(1)
      expect(warnings).toEqual([expect.stringMatching(/^The model names “.*a\.bin”; a file of the same name/)])
    },
  )
  it('reads what is written in an address, however it is spelled', async () => {
    expect(summary(await readGltf(inFile(dataUri(bin()).replace('data:', 'DATA:')))).triangles).toBe(1)
  })
  it('opens without a picture that is missing, and names it', async () => {
    const pictured = {
      images: [{ uri: 'rot%20gr%C3%BCn.png' }, { uri: 'da.png' }],
      textures: [{ source: 0 }, { source: 1 }],
      materials: [{ pbrMetallicRoughness: { baseColorTexture: { index: 0 } }, normalTexture: { index: 1 } }],
    }
    const { document, warnings } = await withWarnings(inline(pictured), new Map([['da.png', picture()]]))
    expect(warnings).toEqual(['The picture “rot grün.png” is missing.'])
    const [material] = document.getRoot().listMaterials()
    expect(material?.getBaseColorTexture()).toBeNull()
    expect(material?.getNormalTexture()?.getURI()).toBe('da.png')
    expect(await writeGlb(document)).toBeInstanceOf(Uint8Array)
  })
  it('opens with textures that have no picture at all', async () => {
    const { document } = await withWarnings(
      inline({
        textures: [{}, { extensions: { MSFT_texture_dds: { source: 0 } } }],
        materials: [
          {
            pbrMetallicRoughness: { baseColorTexture: { index: 0 } },
            emissiveTexture: { index: 1 },
            extensions: { KHR_materials_clearcoat: { clearcoatTexture: { index: 0 } } },
          },
        ],
        extensionsUsed: ['KHR_materials_clearcoat'],
      }),
    )
    expect(document.getRoot().listTextures()).toHaveLength(0)
  })
})

describe('a model whose values are zeros alone, which need no bytes', () => {
  const still = () => {
    const [input, output] = [
      { type: 'SCALAR', componentType: 5126, count: 1, min: [0], max: [0] },
      { type: 'VEC3', componentType: 5126, count: 1 },
    ]
    const animation = {
      samplers: [{ input: 0, output: 1 }],
      channels: [{ sampler: 0, target: { node: 0, path: 'translation' } }],
    }
    const asset = { version: '2.0' }
    return readGltf(
      json({ asset, accessors: [input, output], nodes: [{}], scenes: [{ nodes: [0] }], animations: [animation] }),
    )
  }

  it('is written as a GLB that can be read', async () => {
    const back = await readGlb(await writeGlb(await still()))
    expect(back.getRoot().listAnimations()[0]?.listSamplers()[0]?.getOutput()?.getArray()).toEqual(new Float32Array(3))
  })

  it('is written as a glTF of one file', async () => {
    const files = readZip(await writeGltf(await still()))
    expect([...files.keys()]).toEqual(['model.gltf'])
    await expect(readGltf(files.get('model.gltf') ?? new Uint8Array())).resolves.toBeDefined()
  })
})

describe('numbers', () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY])('%s is refused', (bad) =>
    expect(readGltf(inline({}, new Float32Array([0, 0, 0, 1, bad, 0, 0, 1, 0])))).rejects.toMatchObject({
      message: expect.stringMatching(/numbers that are none/),
    }),
  )
  it('infinity in the description is refused', () => {
    const huge = JSON.stringify(triangle({ nodes: [{ mesh: 0, translation: [1, 2, 3] }] })).replace(
      '[1,2,3]',
      '[1,1e999,3]',
    )
    return expect(
      readModel(
        container([
          [JSON_CHUNK, text(huge)],
          [BIN_CHUNK, bin()],
        ]),
      ),
    ).rejects.toMatchObject({
      message: expect.stringMatching(/infinite/),
    })
  })
  it('a vertex that is not there is refused', () => {
    const indexed = {
      meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1 }] }],
      accessors: [...triangle().accessors, { bufferView: 1, componentType: 5121, type: 'SCALAR', count: 3 }],
      bufferViews: [...triangle().bufferViews, { buffer: 1, byteLength: 3 }],
      buffers: [
        { uri: dataUri(bin()), byteLength: 36 },
        { uri: dataUri(new Uint8Array([0, 1, 9])), byteLength: 3 },
      ],
    }
    return expect(readGltf(json(triangle(indexed)))).rejects.toMatchObject({
      message: expect.stringMatching(/vertex 9, and has only 3/),
    })
  })
  it('100,000,000 elements that stand nowhere are refused at once', () =>
    expect(
      readGltf(json({ asset: { version: '2.0' }, accessors: [{ componentType: 5126, type: 'VEC4', count: 1e8 }] })),
    ).rejects.toMatchObject({ code: 'model-too-large' }))
})

describe('influences', () => {
  it('are the four strongest of all sets, and sum to one', async () => {
    const document = new Document()
    const buffer = document.createBuffer()
    const accessor = (values: Float32Array | Uint8Array) =>
      document.createAccessor().setType('VEC4').setArray(values.slice()).setBuffer(buffer)
    const primitive = document
      .createPrimitive()
      .setAttribute('JOINTS_0', accessor(new Uint8Array([1, 2, 3, 4])))
      .setAttribute('WEIGHTS_0', accessor(new Float32Array([0.1, 0.2, 0.05, 0.05])))
      .setAttribute('JOINTS_1', accessor(new Uint8Array([5, 6, 7, 8])))
      .setAttribute('WEIGHTS_1', accessor(new Float32Array([0.3, 0.2, 0.1, 0])))
    const { joints = [], weights = [] } = influencesOf(primitive) ?? {}
    expect([...joints]).toEqual([5, 2, 6, 1])
    expect([...weights].map((weight) => Math.round(weight * 1000))).toEqual([375, 250, 250, 125])
  })
})

describe('what a GLB says of its length', () => {
  const whole = container([
    [JSON_CHUNK, json(triangle())],
    [BIN_CHUNK, bin()],
  ])

  it('is compared with what there is, in words', async () => {
    const cut = whole.slice(0, whole.length - 10)
    await expect(readGlb(cut)).rejects.toThrow(
      `The file is cut off: it is shorter than its header says (${cut.length} of ${whole.length} bytes).`,
    )
  })

  it('so is the length of a chunk', async () => {
    const bytes = whole.slice()
    new DataView(bytes.buffer).setUint32(12, 1_000_000, true)
    await expect(readGlb(bytes)).rejects.toThrow(
      'The file is cut off: it is shorter than the length of one of its chunks says.',
    )
  })
})
