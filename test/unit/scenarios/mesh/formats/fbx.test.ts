// FBX there and back: its tree cut anywhere, its angles at the poles, and shape, skeleton, clips and pictures of models.
import { type Document, Primitive } from '@gltf-transform/core'
import { Box3, type Material, Mesh, type Object3D, Texture } from 'three'
import { describe, expect, it } from 'vitest'
import { readFbxTree, writeFbxTree } from '../../../../../src/mesh/formats/fbx-binary.ts'
import { readFbx } from '../../../../../src/mesh/formats/fbx-read.ts'
import { fbx, Int } from '../../../../../src/mesh/formats/fbx-tree.ts'
import { writeFbx } from '../../../../../src/mesh/formats/fbx-write.ts'
import { readGlb, writeGlb } from '../../../../../src/mesh/formats/gltf.ts'
import { NgonEncoding } from '../../../../../src/mesh/formats/ngon.ts'
import { eulerOf, quaternionOfEuler } from '../../../../../src/mesh/math/matrix.ts'
import { polygonCount } from '../../../../../src/mesh/tools/quads.ts'
import { cornerUvs, expectClose, expectSameShape, summary, validGlb } from '../../../mesh/formats/compare.ts'
import { fbxInThree } from '../../../mesh/formats/fbx-in-three.ts'
import { expectRigged } from '../../../mesh/formats/rigged-in-three.ts'
import { picture, riggedModel, staticModel } from '../../../mesh/formats/sample.ts'

function meshesOf(group: Object3D): Mesh[] {
  const found: Mesh[] = []
  group.traverse((object) => {
    if (object instanceof Mesh) found.push(object)
  })
  return found
}

function quads(): Document {
  const document = staticModel()
  const extension = document.createExtension(NgonEncoding)
  for (const primitive of document.getRoot().listMeshes()[0]?.listPrimitives() ?? [])
    primitive.setExtension(NgonEncoding.EXTENSION_NAME, extension.createMark())
  return document
}

describe('FBX tree', () => {
  it('keeps every kind of value', () => {
    const values = [new Int(-7), 1.5, 9_007_199_254_740_993n, true, 'Wörter', new Uint8Array([1, 2, 3])]
    const long = Float64Array.from({ length: 100 }, (_, i) => i / 3)
    const tree = [fbx('A', values, [fbx('B', [long, new Int32Array([1, -2])]), fbx('C')]), fbx('D')]
    expect(readFbxTree(writeFbxTree(tree))).toEqual(tree)
  })

  it('refuses a file cut anywhere in its nodes', async () => {
    const bytes = writeFbx(staticModel())
    for (const length of [30, 100, 1000, Math.floor(bytes.length / 2)])
      await expect(readFbx(bytes.subarray(0, length))).rejects.toMatchObject({ code: 'model-broken' })
  })
})

describe('Euler angles', () => {
  it('come back as the same rotation, also at the poles', () => {
    for (const angles of [
      [10, 20, 30],
      [-170, 80, 5],
      [40, 90, 0],
      [0, -90, 70],
      [25, 90, 115],
      [180, 0, 0],
    ]) {
      const q = quaternionOfEuler(angles)
      const back = quaternionOfEuler(eulerOf(q))
      const dot = q.reduce((sum, value, i) => sum + value * (back[i] ?? 0), 0)
      expect(Math.abs(dot)).toBeCloseTo(1, 5)
    }
  })
})

describe('FBX round trip', () => {
  it('keeps shape, uvs, materials, pictures and names', async () => {
    const back = await readFbx(writeFbx(staticModel()))
    expectSameShape(back, staticModel())
    expect(cornerUvs(back)).toEqual(expect.arrayContaining(cornerUvs(staticModel())))
    const materials = back.getRoot().listMaterials()
    expect(materials.map((material) => material.getName())).toEqual(['old wood', 'glass'])
    expect(materials[0]?.getBaseColorTexture()?.getImage()).toEqual(picture())
    expect(materials[0]?.getNormalTexture()?.getImage()).toEqual(picture())
    expect(materials[0]?.getRoughnessFactor()).toBeCloseTo(0.75)
    expect(materials[0]?.getMetallicFactor()).toBeCloseTo(0.25)
    expectClose(materials[1]?.getBaseColorFactor(), [0.1, 0.2, 0.6, 0.5])
    expectClose(materials[1]?.getEmissiveFactor(), [0.2, 0, 0.1])
    expect(materials[1]?.getAlphaMode()).toBe('BLEND')
    expect(
      back
        .getRoot()
        .listNodes()
        .map((node) => node.getName())
        .sort(),
    ).toEqual(['crate', 'holder', 'tip'])
    await validGlb(back)
  })

  it('keeps skin, joints, clips and how they move', async () => {
    const back = await readFbx(writeFbx(riggedModel()))
    expectSameShape(back, riggedModel())
    const skin = back.getRoot().listSkins()[0]
    expect(skin?.listJoints().map((joint) => joint.getName())).toEqual(['hip', 'knee'])
    expect(skin?.listJoints()[0]?.getParentNode()?.getName()).toBe('armature')
    expectClose(
      skin?.getInverseBindMatrices()?.getArray() ?? [],
      [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0.5, 0, 1, 0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1],
    )
    const clips = back.getRoot().listAnimations()
    expect(clips.map((clip) => clip.getName())).toEqual(['preset:walk', 'preset:idle'])
    const turn = clips[0]?.listChannels().find((channel) => channel.getTargetPath() === 'rotation')
    const times = Array.from(turn?.getSampler()?.getInput()?.getArray() ?? [])
    const middle = turn?.getSampler()?.getOutput()?.getElement(times.indexOf(0.5), [])
    const half = Math.SQRT1_2
    expectClose(middle, [Math.sin(0.45) * half, -Math.sin(0.45) * half, Math.cos(0.45) * half, Math.cos(0.45) * half])
    await validGlb(back)
  })

  it('stores quads where the primitive encodes them, also after a way through GLB', async () => {
    const document = await readGlb(await writeGlb(quads()))
    const text = readFbxTree(writeFbx(document)).find((node) => node.name === 'Objects')
    const geometry = text?.children.find((node) => node.name === 'Geometry')
    const polygons = geometry?.children.find((node) => node.name === 'PolygonVertexIndex')?.values[0]
    expect(polygons).toBeInstanceOf(Int32Array)
    if (polygons instanceof Int32Array) {
      expect(polygons).toHaveLength(24)
      expect(Array.from(polygons).flatMap((value, i) => (value < 0 ? [i] : []))).toEqual([3, 7, 11, 15, 19, 23])
    }
    const back = await readFbx(writeFbx(document))
    expectSameShape(back, staticModel())
    // Reading keeps them too: four and two quads of the box, four triangles of the tip.
    const primitives = back
      .getRoot()
      .listMeshes()
      .flatMap((mesh) => mesh.listPrimitives())
    expect(primitives.map(polygonCount)).toEqual([4, 2, 4])
    await validGlb(back)
  })

  it('shares control points across uv seams and hard edges', () => {
    const objects = readFbxTree(writeFbx(riggedModel())).find((node) => node.name === 'Objects')
    const geometry = objects?.children.find((node) => node.name === 'Geometry')
    const vertices = geometry?.children.find((node) => node.name === 'Vertices')?.values[0]
    expect(vertices).toHaveLength(8 * 3)
  })
})

describe('FBX in three.js', () => {
  it('has the same size, place and materials', () => {
    const group = fbxInThree(writeFbx(staticModel()))
    const box = new Box3().setFromObject(group, true)
    const { min, max, triangles } = summary(staticModel())
    expectClose(box.min.toArray(), [...min])
    expectClose(box.max.toArray(), [...max])
    const meshes = meshesOf(group)
    expect(meshes.reduce((sum, mesh) => sum + (mesh.geometry.getAttribute('position').count ?? 0), 0)).toBe(
      triangles * 3,
    )
    const materials = meshes.flatMap((mesh): Material[] => [mesh.material].flat())
    expect(new Set(materials.map((material) => material.name))).toEqual(new Set(['old wood', 'glass']))
    expect(materials.find((material) => material.name === 'old wood')).toMatchObject({
      map: expect.any(Texture),
      normalMap: expect.any(Texture),
    })
    expect(materials.find((material) => material.name === 'glass')).toMatchObject({ opacity: 0.5, transparent: true })
  })

  it('has a skeleton that moves as in glTF', async () => {
    const group = fbxInThree(writeFbx(riggedModel()))
    const [mesh] = meshesOf(group)
    expectRigged(group, mesh, ['preset:walk', 'preset:idle'])
  })
})

describe('FBX of other programs', () => {
  const text = (settings: string) =>
    new TextEncoder().encode(
      `; FBX 7.4.0 project file
FBXHeaderExtension:  { FBXHeaderVersion: 1003
 FBXVersion: 7400 }
GlobalSettings:  { Version: 1000
 Properties70:  { ${settings} } }
Objects:  {
 Geometry: 11, "Geometry::", "Mesh" {
  Vertices: *12 { a: 0,0,0,100,0,0,100,0,50,0,0,50 }
  PolygonVertexIndex: *4 { a: 0,1,2,-4 }
  LayerElementUV: 0 { Version: 101
   MappingInformationType: "ByVertice"
   ReferenceInformationType: "Direct"
   UV: *8 { a: 0,0,1,0,1,1,0,0.25 } }
 }
 Model: 10, "Model::Wall \\"A\\"", "Mesh" { Version: 232
  Properties70:  {
   P: "Lcl Translation", "Lcl Translation", "", "A",0,0,200
   P: "PreRotation", "Vector3D", "Vector", "",0,0,90
   P: "GeometricTranslation", "Vector3D", "Vector", "",0,0,10
  } }
 Material: 12, "Material::plaster", "" { ShadingModel: "lambert"
  Properties70:  { P: "DiffuseColor", "Color", "", "A",1,0.5,0 } }
}
Connections:  {
 ;Model::Wall, Model::RootNode
 C: "OO",10,0
 C: "OO",11,10
 C: "OO",12,10
}
`.replaceAll('\\"', ''),
    )

  it('reads text in centimetres with Z up', async () => {
    const zUp =
      'P: "UpAxis", "int", "Integer", "",2\nP: "FrontAxis", "int", "Integer", "",1\nP: "FrontAxisSign", "int", "Integer", "",-1\nP: "UnitScaleFactor", "double", "Number", "",1'
    const back = await readFbx(text(zUp))
    // In the file: 1 m along x turned to y by the pre-rotation, z from 2.1 to 2.6 m; then z becomes y, y becomes -z.
    const { min, max, triangles } = summary(back)
    expect(triangles).toBe(2)
    expectClose(min, [0, 2.1, -1])
    expectClose(max, [0, 2.6, 0])
    expect(
      back
        .getRoot()
        .listNodes()
        .map((node) => node.getName()),
    ).toEqual(['root', 'Wall A'])
    const primitive = back.getRoot().listMeshes()[0]?.listPrimitives()[0]
    expect(primitive?.getMode()).toBe(Primitive.Mode.TRIANGLES)
    expect(Array.from(primitive?.getAttribute('TEXCOORD_0')?.getArray() ?? [])).toContain(0.75)
    const [r, g, b] = back.getRoot().listMaterials()[0]?.getBaseColorFactor() ?? []
    expectClose([r ?? 0, g ?? 0, b ?? 0], [1, 0.214, 0], 1e-3)
    await validGlb(back)
  })

  it('needs no node around a file in metres with Y up', async () => {
    const back = await readFbx(text('P: "UnitScaleFactor", "double", "Number", "",100'))
    expect(back.getRoot().listNodes()).toHaveLength(1)
    expectClose(summary(back).max, [0, 100, 260])
  })
})
