// The figures: what counts, what counts twice, and how they are written.
import { describe, expect, it } from 'vitest'
import { ENGLISH_LABELS } from '../../../../webview/viewport/labels.ts'
import { countStatistics, formatBytes, formatStatistics } from '../../../../webview/viewport/statistics.ts'

const asset = { version: '2.0' }
const accessors = [{ count: 24 }, { count: 36 }, { count: 10 }]
const triangles = { attributes: { POSITION: 0 }, indices: 1 }

describe('countStatistics', () => {
  it('counts indexed and plain triangles, strips and fans; lines and points are no triangles', () => {
    const primitives = [
      triangles,
      { attributes: { POSITION: 0 } },
      { attributes: { POSITION: 2 }, mode: 5 },
      { attributes: { POSITION: 2 }, mode: 6 },
      { attributes: { POSITION: 2 }, mode: 1 },
      { attributes: { POSITION: 2 }, mode: 0 },
    ]
    const document = { asset, scenes: [{ nodes: [0] }], nodes: [{ mesh: 0 }], meshes: [{ primitives }], accessors }
    expect(countStatistics(document, 99)).toMatchObject({ triangles: 12 + 8 + 8 + 8, vertices: 24 * 2 + 40, bytes: 99 })
  })

  it('counts a mesh once per node that draws it, and not at all outside the default scene', () => {
    const document = {
      asset,
      scene: 1,
      scenes: [{ nodes: [3] }, { nodes: [0] }],
      nodes: [{ children: [1, 2] }, { mesh: 0 }, { mesh: 0 }, { mesh: 0 }],
      meshes: [{ primitives: [triangles] }],
      accessors,
    }
    expect(countStatistics(document, 0)).toMatchObject({ triangles: 24, vertices: 48 })
  })

  it('counts what instances draw, and tells what is stored', () => {
    const extensions = { EXT_mesh_gpu_instancing: { attributes: { TRANSLATION: 3 } } }
    const document = {
      asset,
      scenes: [{ nodes: [0, 1] }],
      nodes: [
        { mesh: 0, extensions },
        { mesh: 0, extensions: { EXT_mesh_gpu_instancing: { attributes: 'none' } } },
      ],
      meshes: [{ primitives: [triangles] }],
      accessors: [...accessors, { count: 4 }],
    }
    const counts = countStatistics(document, 0)
    expect(counts).toMatchObject({ triangles: 60, vertices: 120, storedTriangles: 12 })
    expect(formatStatistics(counts, ENGLISH_LABELS, 'en')[0]).toBe('60 tris (12 stored)')
  })

  it('counts every mesh of a file without scenes', () => {
    const meshes = [{ primitives: [triangles] }, { primitives: [triangles] }]
    expect(countStatistics({ asset, meshes, accessors }, 0).triangles).toBe(24)
  })

  it('ends on a damaged file whose nodes form a ring or name what is not there', () => {
    const document = {
      asset,
      scenes: [{ nodes: [0, 9] }],
      nodes: [
        { mesh: 0, children: [1] },
        { mesh: 7, children: [0] },
      ],
      meshes: [{ primitives: [{ attributes: { POSITION: 5 }, indices: 6 }] }],
    }
    expect(countStatistics(document, 0)).toMatchObject({ triangles: 0, vertices: 0 })
  })

  it('counts materials, textures and animations of the file', () => {
    const document = { asset, materials: [{}, {}], textures: [{}], animations: [{}, {}, {}] }
    expect(countStatistics(document, 0)).toMatchObject({ materials: 2, textures: 1, animations: 3 })
  })
})

describe('formatStatistics', () => {
  it('writes the line of the design', () => {
    const figures = {
      triangles: 12480,
      storedTriangles: 12480,
      vertices: 6301,
      materials: 1,
      textures: 3,
      bytes: 2_202_009,
      animations: 0,
      contents: [],
    }
    expect(formatStatistics(figures, ENGLISH_LABELS, 'en')).toEqual([
      '12,480 tris',
      '6,301 verts',
      '1 material',
      '3 textures',
      '2.1 MB',
    ])
  })

  it('names animations when there are some, and counts in the language it is given', () => {
    const figures = {
      triangles: 1,
      storedTriangles: 1,
      vertices: 12480,
      materials: 0,
      textures: 0,
      bytes: 0,
      animations: 1,
      contents: [],
    }
    const parts = formatStatistics(figures, { ...ENGLISH_LABELS, vertices: '{0} Punkte' }, 'de')
    expect(parts[0]).toBe('1 tri')
    expect(parts[1]).toBe('12.480 Punkte')
    expect(parts.at(-1)).toBe('1 animation')
  })
})

it.each([
  [0, '0 B'],
  [1023, '1,023 B'],
  [1024, '1 KB'],
  [1024 * 1024 - 1, '1,024 KB'],
  [1024 * 1024, '1.0 MB'],
  [150 * 1024 * 1024, '150 MB'],
  [5 * 1024 ** 4, '5,120 GB'],
])('writes %i bytes as %s', (bytes, text) => {
  expect(formatBytes(bytes, 'en')).toBe(text)
})
