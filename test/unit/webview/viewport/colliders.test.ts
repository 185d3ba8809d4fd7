// How colliders are drawn among what they stand for.
import { BoxGeometry, Group, Mesh, MeshStandardMaterial } from 'three'
import { expect, it } from 'vitest'
import { isCollider, revealColliders } from '../../../../webview/viewport/colliders.ts'
import { MaterialOverrides } from '../../../../webview/viewport/material-overrides.ts'

const part = (name: string, material = new MeshStandardMaterial()) => {
  const mesh = new Mesh(new BoxGeometry(), material)
  mesh.name = name
  mesh.castShadow = true
  return mesh
}
const model = (...parts: Mesh[]) => new Group().add(...parts)

it('are seen through, before the surface that they lie in, in every shading', () => {
  const [crate, collider] = [part('crate'), part('_collider', undefined)]
  const own = crate.material
  const root = model(crate, collider)
  revealColliders(root)
  expect(crate.material).toBe(own)
  expect(collider.material).toMatchObject({ transparent: true, depthWrite: false, polygonOffset: true })
  expect(collider.material.polygonOffsetFactor).toBeLessThan(0)
  expect([crate.castShadow, collider.castShadow]).toEqual([true, false])
  const { material } = collider
  const overrides = new MaterialOverrides()
  for (const shading of ['solid', 'normals', 'rendered'] as const) {
    overrides.apply(root, shading)
    expect(collider.material, shading).toBe(material)
  }
  expect(crate.material).toBe(own)
  overrides.dispose()
})

it('are the pieces in a node of that name, too, and nothing of another name', () => {
  const pieces = new Group()
  pieces.name = '_collider'
  pieces.add(part('_collider_0'), part('anything'))
  expect(pieces.children.map(isCollider)).toEqual([true, true])
  expect(['rock_collider', 'collider rail', 'crate'].map((name) => isCollider(part(name)))).toEqual([
    true,
    false,
    false,
  ])
})

it('leave the material of other parts, and a file that holds nothing else', () => {
  const shared = new MeshStandardMaterial()
  const [crate, collider] = [part('crate', shared), part('_collider', shared)]
  revealColliders(model(crate, collider))
  expect(shared.polygonOffset).toBe(false)
  expect(collider.material).not.toBe(shared)
  const alone = part('_collider')
  const { material } = alone
  revealColliders(model(alone))
  expect(alone.material).toBe(material)
})
