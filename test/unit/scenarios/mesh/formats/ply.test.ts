// PLY there and back in each encoding, in three.js, and as other programs write it.
import { Mesh } from 'three'
import { PLYLoader } from 'three/examples/jsm/loaders/PLYLoader.js'
import { describe, expect, it } from 'vitest'
import { detectFormat, readModel, readPly, writePly } from '../../../../../src/mesh/formats/index.ts'
import { PLY_ENCODINGS } from '../../../../../src/mesh/formats/ply-header.ts'
import { cornerUvs, expectClose, expectSameShape, summary, validGlb } from '../../../mesh/formats/compare.ts'
import { picture, riggedModel, staticModel } from '../../../mesh/formats/sample.ts'

const text = (value: string) => new TextEncoder().encode(value)
const XYZ = 'property float x\nproperty float y\nproperty float z\n'
const FACES = 'property list uchar int vertex_indices\nend_header\n'
const triangle = (properties: string, rows: readonly string[]) =>
  text(`ply\nformat ascii 1.0\nelement vertex 3\n${properties}element face 1\n${FACES}${rows.join('\n')}\n3 0 1 2\n`)

/** The first primitive's values. */
async function values(bytes: Uint8Array, semantic: string): Promise<number[]> {
  const primitive = (await readPly(bytes)).getRoot().listMeshes()[0]?.listPrimitives()[0]
  return Array.from(primitive?.getAttribute(semantic)?.getArray() ?? [])
}

describe('PLY', () => {
  it.each(PLY_ENCODINGS)('comes back from %s with shape, uvs and polygons', async (encoding) => {
    const bytes = writePly(staticModel(), { encoding })
    expect(detectFormat(bytes)).toEqual({ format: 'ply', zipped: false })
    const back = await readModel(bytes)
    expectSameShape(back, staticModel())
    expect(cornerUvs(back)).toEqual(expect.arrayContaining(cornerUvs(staticModel())))
    await validGlb(back)
  })

  it('opens in three.js', () => {
    const bytes = writePly(riggedModel())
    const mesh = new Mesh(new PLYLoader().parse(bytes.slice().buffer))
    expect(mesh.geometry.index?.count).toBe(36)
    expect(mesh.geometry.getAttribute('normal').count).toBe(24)
  })

  it('keeps vertex colors, of bytes, of fractions and of faces, through a file of its own', async () => {
    const bytes = triangle(`${XYZ}property uchar red\nproperty uchar green\nproperty uchar blue\n`, [
      ...['0 0 0 255 0 0', '1 0 0 255 0 0', '0 1 0 0 0 255'],
    ])
    const expected = [1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 1, 1]
    expect(await values(bytes, 'COLOR_0')).toEqual(expected)
    expect(await values(writePly(await readPly(bytes)), 'COLOR_0')).toEqual(expected)
    const floats = triangle(
      `${XYZ}property float red\nproperty float green\nproperty float blue\nproperty float alpha\n`,
      [...['0 0 0 0 0 1 0.5', '1 0 0 0 0 1 0.5', '0 1 0 0 0 1 0.5']],
    )
    expectClose(await values(floats, 'COLOR_0'), [0, 0, 1, 0.5, 0, 0, 1, 0.5, 0, 0, 1, 0.5])
    const faces = `element vertex 3\n${XYZ}element face 1\nproperty uchar red\nproperty uchar green\nproperty uchar blue\n`
    const ofFaces = text(`ply\nformat ascii 1.0\n${faces}${FACES}0 0 0\n1 0 0\n0 1 0\n0 255 0 3 0 1 2\n`)
    expect((await values(ofFaces, 'COLOR_0')).slice(0, 4)).toEqual([0, 1, 0, 1])
  })

  it('reads polygons, strips and uvs of corners with their picture', async () => {
    const head = `ply\nformat ascii 1.0\ncomment TextureFile my skin.png\nelement vertex 5\n${XYZ}element face 1\n`
    const points = '0 0 0\n2 0 0\n2 2 0\n1 0.5 0\n0 2 0\n'
    const list = 'property list uchar int vertex_indices\nproperty list uchar float texcoord\nend_header\n'
    const dart = text(`${head}${list}${points}5 0 1 2 3 4 10 0 0 1 0 1 1 0.5 0.25 0 1\n`)
    const warnings: string[] = []
    const { readerContext } = await import('../../../../../src/mesh/budget.ts')
    const back = await readPly(dart, new Map([['my skin.png', picture()]]), readerContext(dart.length, warnings))
    expect(summary(back).triangles).toBe(3)
    expect(back.getRoot().listTextures()).toHaveLength(1)
    expect(warnings).toEqual([])
    await readPly(dart, new Map(), readerContext(dart.length, warnings))
    expect(warnings).toEqual([expect.stringMatching(/my skin\.png is missing/)])
    const strip = `element vertex 5\n${XYZ}element tristrips 1\nproperty list int int vertex_indices\nend_header\n`
    expect(summary(await readPly(text(`ply\nformat ascii 1.0\n${strip}${points}7 0 1 2 -1 2 3 4\n`))).triangles).toBe(2)
  })

  it('takes header lines of Windows, and values that begin with a line feed', async () => {
    const header = `ply\r\nformat binary_little_endian 1.0\r\nelement vertex 3\r\n${XYZ}element face 1\n${FACES}`
    const body = new DataView(new ArrayBuffer(3 * 12 + 13))
    body.setUint8(0, 0x0a)
    body.setFloat32(12, 1, true)
    body.setFloat32(28, 1, true)
    body.setUint8(36, 3)
    for (const [i, vertex] of [0, 1, 2].entries()) body.setInt32(37 + i * 4, vertex, true)
    for (const newline of ['\n', '\r\n', '\r']) {
      const bytes = new Uint8Array([...text(header.replaceAll(/\r?\n/g, newline)), ...new Uint8Array(body.buffer)])
      const { triangles, max } = summary(await readPly(bytes))
      expect([triangles, ...max]).toEqual([1, 1, 1, 0])
    }
  })

  it('says what a file without faces is', async () => {
    const points = text(`ply\nformat ascii 1.0\nelement vertex 1\n${XYZ}element face 0\n${FACES}0 0 0\n`)
    await expect(readPly(points)).rejects.toThrow(/only points/)
    const splat = ['f_dc_0', 'opacity', 'scale_0', 'rot_0'].map((name) => `property float ${name}\n`).join('')
    const head = `ply\nformat binary_little_endian 1.0\nelement vertex 9\n${XYZ}${splat}end_header\n`
    await expect(readPly(text(head))).rejects.toThrow(/Gaussian splat/)
  })

  it.each([
    ['a count beyond the file', `ply\nformat ascii 1.0\nelement vertex 4000000000\n${XYZ}end_header\n0 0 0\n`],
    ['an element of nothing', 'ply\nformat ascii 1.0\nelement vertex 4000000000\nend_header\n'],
    ['a list beyond the file', `ply\nformat ascii 1.0\nelement vertex 1\n${XYZ}element face 1\n${FACES}0 0 0\n1e9 0\n`],
    ['missing points', `ply\nformat ascii 1.0\nelement vertex 1\n${XYZ}element face 1\n${FACES}0 0 0\n3 0 1 2\n`],
    ['words for numbers', `ply\nformat ascii 1.0\nelement vertex 1\n${XYZ}element face 0\n${FACES}a b c\n`],
    ['a type of its own', 'ply\nformat ascii 1.0\nelement vertex 1\nproperty quad x\nend_header\n'],
    ['no end', `ply\nformat ascii 1.0\nelement vertex 1\n${XYZ}`],
    ['no format', `ply\nelement vertex 1\n${XYZ}end_header\n0 0 0\n`],
    ['no positions', 'ply\nformat ascii 1.0\nelement vertex 1\nproperty float x\nend_header\n0\n'],
  ])('with %s is refused with words', async (_, file) => {
    await expect(readPly(text(file))).rejects.toMatchObject({
      name: 'MeshError',
      code: expect.stringMatching(/^model-/),
    })
  })
})
