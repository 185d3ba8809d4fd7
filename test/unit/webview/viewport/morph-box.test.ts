// The box of a mesh with morph targets: as large as it is, whatever the loader made room for.
import { Box3, BoxGeometry, BufferAttribute, Group, Mesh, Vector3 } from 'three'
import { expect, it } from 'vitest'
import { prepareModel } from '../../../../webview/viewport/model.ts'
import { fitMorphBox } from '../../../../webview/viewport/morph-box.ts'

it('is that of the shape at its weights, from the start and after they have changed', () => {
  const geometry = new BoxGeometry(1, 1, 1)
  const up = Float32Array.from(geometry.getAttribute('position').array, (value, at) =>
    at % 3 === 1 && value > 0 ? 2 : 0,
  )
  geometry.morphAttributes.position = [new BufferAttribute(up, 3)]
  geometry.morphTargetsRelative = true
  // As three's loader makes it.
  geometry.boundingBox = new Box3(new Vector3(-0.5, -2.5, -0.5), new Vector3(0.5, 2.5, 0.5))
  const mesh = new Mesh(geometry)
  const { box } = prepareModel(new Group().add(mesh), [], 'face')
  expect([box.min.y, box.max.y]).toEqual([-0.5, 0.5])
  mesh.morphTargetInfluences = [0.5]
  fitMorphBox(mesh)
  expect(new Box3().setFromObject(mesh).max.y).toBeCloseTo(1.5)
})
