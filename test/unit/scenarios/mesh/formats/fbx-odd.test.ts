// FBX files that hardly any program writes today: text of old versions, big-endian numbers, kinds of values nobody needs.
import { describe, expect, it } from 'vitest'
import { readerContext } from '../../../../../src/mesh/budget.ts'
import { readFbxTree, writeFbxTree } from '../../../../../src/mesh/formats/fbx-binary.ts'
import { fbx } from '../../../../../src/mesh/formats/fbx-tree.ts'
import { readFbx } from '../../../../../src/mesh/formats/index.ts'
import { summary } from '../../../mesh/formats/compare.ts'

const text = (value: string) => new TextEncoder().encode(value)
const box = (objects: string, connections = '') => `; FBX 7.4.0 project file
FBXHeaderExtension:  {
	FBXVersion: 7400
}
Objects:  {
	${objects}
	Model: 2, "Model::Box", "Mesh" { }
}
Connections:  {
	C: "OO",2,0
	${connections}
}
`
const MESH = `Geometry: 1, "Geometry::Box", "Mesh" {
		Vertices: *12 { a: 0,0,0,1,0,0,1,1,0,0,1,0 }
		PolygonVertexIndex: *4 { a: 0,1,2,-4 }
	}`
const NURBS = 'Geometry: 3, "Geometry::Round", "NurbsSurface" { }'

describe('FBX', () => {
  it('of version 6 in text says its version', async () => {
    const old = '; FBX 6.1.0 project file\nFBXHeaderExtension:  {\n\tFBXVersion: 6100\n}\nObjects:  {\n}\n'
    await expect(readFbx(text(old))).rejects.toThrow(/version 6\.1, which is too old/)
  })

  it('of nothing but NURBS says so; beside meshes they are named', async () => {
    await expect(readFbx(text(box(NURBS, 'C: "OO",3,2')))).rejects.toThrow(/only NURBS/)
    const warnings: string[] = []
    const both = text(box(`${MESH}\n${NURBS}`, 'C: "OO",1,2\nC: "OO",3,2'))
    const document = await readFbx(both, new Map(), readerContext(both.length, warnings))
    expect(summary(document).triangles).toBe(2)
    expect(warnings).toEqual([expect.stringMatching(/NURBS/)])
  })

  it('passes over values of kinds it does not know, and reads single bytes', () => {
    const bytes = writeFbxTree([fbx('Odd', [true, true], [fbx('Inside', ['kept'])]), fbx('Next', ['here'])])
    const first = bytes.indexOf('C'.charCodeAt(0), 27)
    bytes[first] = 'Z'.charCodeAt(0)
    expect(readFbxTree(bytes).map((node) => node.name)).toEqual(['Odd', 'Next'])
    bytes[first + 2] = '?'.charCodeAt(0)
    const [odd, next] = readFbxTree(bytes)
    expect(odd?.values).toHaveLength(1)
    expect(odd?.children[0]?.values).toEqual(['kept'])
    expect(next?.values).toEqual(['here'])
  })

  it('is read with the big end of its numbers first', () => {
    const name = text('Points')
    const bytes = new Uint8Array(27 + 13 + name.length + 13 + 16)
    const view = new DataView(bytes.buffer)
    bytes.set(text('Kaydara FBX Binary  \0\u001a\u0001'))
    view.setUint32(23, 7400, false)
    for (const [i, value] of [bytes.length, 1, 29].entries()) view.setUint32(27 + i * 4, value, false)
    bytes[39] = name.length
    bytes.set(name, 40)
    bytes.set(text('d'), 46)
    for (const [i, value] of [2, 0, 16].entries()) view.setUint32(47 + i * 4, value, false)
    view.setFloat64(59, 1.5, false)
    view.setFloat64(67, -2, false)
    expect(readFbxTree(bytes)).toEqual([{ name: 'Points', values: [new Float64Array([1.5, -2])], children: [] }])
  })
})
