// GLB, glTF, STL, OBJ and 3MF there and back, and with meshopt; a file cut in half has words.
import { Box3, Mesh } from 'three'
import { OBJLoader } from 'three/examples/jsm/loaders/OBJLoader.js'
import { STLLoader } from 'three/examples/jsm/loaders/STLLoader.js'
import { describe, expect, it } from 'vitest'
import { read3mf, write3mf } from '../../../../../src/mesh/formats/3mf.ts'
import { readGlb, readGltf, writeGltf } from '../../../../../src/mesh/formats/gltf.ts'
import { readObj } from '../../../../../src/mesh/formats/obj-read.ts'
import { writeObj } from '../../../../../src/mesh/formats/obj-write.ts'
import { readStl, writeStl } from '../../../../../src/mesh/formats/stl.ts'
import { readZip, writeZip } from '../../../../../src/mesh/formats/zip.ts'
import { polygonCount } from '../../../../../src/mesh/tools/quads.ts'
import { writeGlb as writePlainGlb } from '../../../../../src/sandbox/modelling/glb.ts'
import { cornerUvs, expectClose, expectSameShape, summary, validGlb } from '../../../mesh/formats/compare.ts'
import { boxFaces, picture, riggedModel, staticModel } from '../../../mesh/formats/sample.ts'

const text = (words: string) => new TextEncoder().encode(words)
const utf8 = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)

describe('GLB and glTF', () => {
  it('keeps everything through GLB', async () => {
    const back = await readGlb(await validGlb(riggedModel()))
    expectSameShape(back, riggedModel())
    expect(
      back
        .getRoot()
        .listAnimations()
        .map((clip) => clip.getName()),
    ).toEqual(['preset:walk', 'preset:idle'])
  })

  it('writes a ZIP of glTF, buffer and pictures that reads back', async () => {
    const files = readZip(await writeGltf(staticModel(), { name: 'crate' }))
    expect([...files.keys()].sort()).toEqual(['crate.bin', 'crate.gltf', 'bark.png', 'bumps.png'].sort())
    const back = await readGltf(files.get('crate.gltf') ?? new Uint8Array(), files)
    expectSameShape(back, staticModel())
    expect(back.getRoot().listTextures()[0]?.getImage()).toEqual(picture())
  })

  it('unpacks meshopt compression and does not pass it on', async () => {
    const { positions, normals, uvs, indices } = boxFaces([0, 1, 2, 3, 4, 5])
    const mesh = { positions, normals, uvs, indices: new Uint32Array(indices) }
    const material = { name: 'm', baseColor: [1, 1, 1, 1], metallic: 0, roughness: 1 } as const
    const packed = await writePlainGlb({ name: 'box', mesh, material }, { meshopt: true, generator: 'test' })
    const back = await readGlb(packed)
    expectClose(summary(back).max, [0.5, 0.5, 0.5])
    expect(summary(back).triangles).toBe(12)
    expect(new TextDecoder('latin1').decode(await validGlb(back))).not.toContain('EXT_meshopt')
  })

  it('refuses a GLB cut in half', async () => {
    const bytes = await validGlb(staticModel())
    await expect(readGlb(bytes.subarray(0, bytes.length / 2))).rejects.toMatchObject({ code: 'model-broken' })
  })
})

describe('STL', () => {
  it('comes back in the same place', async () => {
    const back = await readStl(writeStl(staticModel()))
    expectSameShape(back, staticModel())
    await validGlb(back)
  })

  it('is Z up in metres for other programs', () => {
    const bytes = writeStl(staticModel())
    const geometry = new STLLoader().parse(bytes.slice().buffer)
    geometry.computeBoundingBox()
    const { min, max } = summary(staticModel())
    expect(geometry.getAttribute('position').count).toBe(summary(staticModel()).triangles * 3)
    expect(geometry.boundingBox?.max.z).toBeCloseTo(max[1] ?? 0, 5)
    expect(geometry.boundingBox?.min.y).toBeCloseTo(-(max[2] ?? 0), 5)
    expect(geometry.boundingBox?.min.x).toBeCloseTo(min[0] ?? 0, 5)
  })

  it('poses skinned meshes', async () => expectSameShape(await readStl(writeStl(riggedModel())), riggedModel()))

  it('reads text with several solids', async () => {
    const facet = 'facet normal 0 0 1\n outer loop\n vertex 0 0 0\n vertex 1 0 0\n vertex 0 1e0 0\n endloop\nendfacet\n'
    const back = await readStl(text(`solid left part\n${facet}endsolid\nsolid right\n${facet}${facet}endsolid`))
    expect(
      back
        .getRoot()
        .listNodes()
        .map((node) => node.getName()),
    ).toEqual(['left part', 'right'])
    expect(summary(back)).toMatchObject({ triangles: 3, max: [1, 0, 0] })
    expect(summary(back).min[2]).toBeCloseTo(-1)
  })

  it('refuses text without triangles and numbers that are none', async () => {
    await expect(readStl(text('solid nothing\nendsolid'))).rejects.toMatchObject({ code: 'model-broken' })
    await expect(readStl(text('solid x\nvertex a b c\nvertex 0 0 0\nvertex 1 1 1'))).rejects.toMatchObject({
      code: 'model-broken',
    })
  })
})

describe('OBJ', () => {
  it('comes back with shape, uvs, materials and pictures', async () => {
    const files = readZip(writeObj(staticModel(), { name: 'crate' }))
    const back = await readObj(files.get('crate.obj') ?? new Uint8Array(), files)
    expectSameShape(back, staticModel())
    expect(cornerUvs(back)).toEqual(expect.arrayContaining(cornerUvs(staticModel())))
    const materials = back.getRoot().listMaterials()
    expect(materials.map((material) => material.getName())).toEqual(['old_wood', 'glass'])
    expect(materials[0]?.getBaseColorTexture()?.getImage()).toEqual(picture())
    expect(materials[0]?.getRoughnessFactor()).toBeCloseTo(0.75)
    expect(materials[0]?.getMetallicFactor()).toBeCloseTo(0.25)
    expectClose(materials[1]?.getBaseColorFactor(), [0.1, 0.2, 0.6, 0.5])
    expect(
      back
        .getRoot()
        .listNodes()
        .map((node) => node.getName()),
    ).toEqual(['crate', 'tip'])
    await validGlb(back)
  })

  it('opens in three.js', () => {
    const files = readZip(writeObj(staticModel()))
    const group = new OBJLoader().parse(utf8(files.get('model.obj')))
    const box = new Box3().setFromObject(group)
    const { min, max } = summary(staticModel())
    expect(box.min.toArray().map((v) => v.toFixed(4))).toEqual(min.map((v) => v.toFixed(4)))
    expect(box.max.toArray().map((v) => v.toFixed(4))).toEqual(max.map((v) => v.toFixed(4)))
    const names = group.children
      .flatMap((child) => (child instanceof Mesh ? [child.material].flat() : []))
      .map((m) => m.name)
    expect(new Set(names)).toEqual(new Set(['old_wood', 'glass']))
  })

  it('reads pentagons, negative places, missing uvs and continued lines', async () => {
    const back = await readObj(
      text('v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0.5 2 0\nv 0 1 0\nvt 0.25 0.25\ng roof\nf -5 -4/1 -3 \\\n -2 -1\n'),
    )
    expect(summary(back)).toMatchObject({ triangles: 3, max: [1, 2, 0] })
    expect(back.getRoot().listNodes()[0]?.getName()).toBe('roof')
    expect(back.getRoot().listMeshes()[0]?.listPrimitives().map(polygonCount)).toEqual([1])
    const normals = back.getRoot().listMeshes()[0]?.listPrimitives()[0]?.getAttribute('NORMAL')?.getArray()
    expect(normals?.[2]).toBeCloseTo(1)
  })

  it('keeps vertex colors', async () => {
    const back = await readObj(text('v 0 0 0 1 0 0\nv 1 0 0 1 0 0\nv 0 1 0 0 1 0\nf 1 2 3'))
    const colors = back.getRoot().listMeshes()[0]?.listPrimitives()[0]?.getAttribute('COLOR_0')
    expect(Array.from(colors?.getArray() ?? [])).toEqual([1, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 1])
    const again = readZip(writeObj(back, { vertexColors: true }))
    expect(utf8(again.get('model.obj'))).toContain('v 0 1 0 0 1 0')
  })

  it('keeps quads that share their first corner apart', async () => {
    const back = await readObj(text('v 0 0 0\nv 1 0 0\nv 1 1 0\nv 0 1 0\nv -1 1 0\nv -1 0 0\nf 1 2 3 4\nf 1 4 5 6\n'))
    const [primitive] = back.getRoot().listMeshes()[0]?.listPrimitives() ?? []
    expect(primitive && polygonCount(primitive)).toBe(2)
    expect(summary(back).triangles).toBe(4)
  })

  it('refuses faces that name missing vertices', async () => {
    await expect(readObj(text('v 0 0 0\nf 1 2 3'))).rejects.toMatchObject({ code: 'model-broken' })
  })
})

describe('3MF', () => {
  it('comes back in metres with its colors', async () => {
    const back = await read3mf(write3mf(staticModel()))
    expectSameShape(back, staticModel())
    const glass = back
      .getRoot()
      .listMaterials()
      .find((material) => material.getName() === 'glass')
    expectClose(glass?.getBaseColorFactor(), [0.1, 0.2, 0.6, 0.5], 0.005)
    await validGlb(back)
  })

  it('shares vertices so that a closed box is closed', () => {
    const files = readZip(write3mf(riggedModel()))
    const model = utf8(files.get('3D/3dmodel.model'))
    expect(model.match(/<vertex /g)).toHaveLength(8)
    expect(model.match(/<triangle /g)).toHaveLength(12)
    expect(model).toContain('unit="millimeter"')
    expect([...files.keys()][0]).toBe('[Content_Types].xml')
  })

  it('is refused when it names missing vertices', async () => {
    const files = readZip(write3mf(riggedModel()))
    const bad = utf8(files.get('3D/3dmodel.model')).replace('v1="0"', 'v1="99"')
    const zip = writeZip([{ name: '3D/3dmodel.model', bytes: text(bad) }])
    await expect(read3mf(zip)).rejects.toMatchObject({ code: 'model-broken' })
  })
})
