// Inspection materials: each shows the one thing it is named after, from the file's own material and geometry.
import {
  BoxGeometry,
  BufferAttribute,
  Color,
  DoubleSide,
  Group,
  Mesh,
  MeshBasicMaterial,
  MeshNormalMaterial,
  MeshStandardMaterial,
  Texture,
} from 'three'
import { describe, expect, it } from 'vitest'
import { INSPECTIONS, inspectionMaterial } from '../../../../webview/viewport/inspection-materials.ts'
import { MaterialOverrides, SHADINGS } from '../../../../webview/viewport/material-overrides.ts'

const fragment = (material: MeshBasicMaterial | MeshStandardMaterial, text: string): string => {
  const shader = { fragmentShader: text, vertexShader: '', uniforms: {} }
  // What three would hand over; only the fragment shader is looked at.
  Reflect.apply(material.onBeforeCompile, material, [shader, undefined])
  return shader.fragmentShader
}

describe('inspection materials', () => {
  const map = new Texture()
  const own = new MeshStandardMaterial({
    color: '#336699',
    map,
    metalness: 0.5,
    roughnessMap: map,
    roughness: 1,
    side: DoubleSide,
  })
  const mesh = new Mesh(new BoxGeometry(), own)

  it('show the base color without light, on the sides that the file wants', () => {
    const made = inspectionMaterial('baseColor', mesh, own, 0)
    expect(made).toBeInstanceOf(MeshBasicMaterial)
    expect(made).toMatchObject({ map, side: DoubleSide, toneMapped: false })
  })

  it('show a factor as grey by its own number, and with a texture by its channel', () => {
    const metallic = inspectionMaterial('metallic', mesh, own, 0)
    if (!(metallic instanceof MeshBasicMaterial)) throw new TypeError('not plain')
    // Half is middle grey on the screen.
    expect(metallic.color.getHexString()).toBe(new Color().setScalar(0.5).convertSRGBToLinear().getHexString())
    const rough = inspectionMaterial('roughness', mesh, own, 0)
    if (!(rough instanceof MeshBasicMaterial)) throw new TypeError('not plain')
    expect(rough.map).toBe(map)
    expect(fragment(rough, '#include <map_fragment>')).toContain('vMapUv ).g * 1.0000')
    expect(rough.customProgramCacheKey()).not.toBe(metallic.customProgramCacheKey())
  })

  it('say what is missing: no vertex colors, no UVs', () => {
    const bare = new Mesh(new BoxGeometry(), own)
    bare.geometry.deleteAttribute('uv')
    for (const inspection of ['uvs', 'vertexColors'] as const)
      expect(inspectionMaterial(inspection, bare, own, 0)).toMatchObject({ vertexColors: false, map: null })
    bare.geometry.setAttribute('color', new BufferAttribute(new Float32Array(72), 3))
    expect(inspectionMaterial('vertexColors', bare, own, 0)).toMatchObject({ vertexColors: true })
    expect(inspectionMaterial('uvs', mesh, own, 0)).toMatchObject({ map: expect.anything() })
  })

  it('show normals with their map, flat where the mesh has none', () => {
    const bumpy = new MeshStandardMaterial({ normalMap: map })
    expect(inspectionMaterial('normals', mesh, bumpy, 0)).toMatchObject({ normalMap: map, flatShading: false })
    const bare = new Mesh(new BoxGeometry().deleteAttribute('normal'), own)
    const made = inspectionMaterial('normals', bare, own, 0)
    expect(made).toBeInstanceOf(MeshNormalMaterial)
    expect(made).toMatchObject({ flatShading: true })
  })

  it('tell materials apart, and the sides of a face', () => {
    const colors = [0, 1, 2, 3].map((index) => {
      const made = inspectionMaterial('materialIds', mesh, own, index)
      return made instanceof MeshStandardMaterial ? made.color.getHexString() : ''
    })
    expect(new Set(colors).size).toBe(4)
    const made = inspectionMaterial('backfaces', mesh, own, 0)
    if (!(made instanceof MeshStandardMaterial)) throw new TypeError('not lit')
    expect(made.side).toBe(DoubleSide)
    expect(fragment(made, '#include <color_fragment>')).toContain('gl_FrontFacing')
  })

  it('are given back: every shading in any order leaves the file its own materials', () => {
    const second = new MeshStandardMaterial()
    const several = new Mesh(new BoxGeometry(), [own, second])
    const root = new Group().add(mesh, several)
    const overrides = new MaterialOverrides()
    for (const shading of [...SHADINGS, ...INSPECTIONS]) {
      overrides.apply(root, shading)
      expect(Array.isArray(several.material), shading).toBe(
        shading === 'rendered' || shading === 'preview' || INSPECTIONS.some((one) => one === shading),
      )
    }
    overrides.apply(root, 'rendered')
    expect(mesh.material).toBe(own)
    expect(several.material).toEqual([own, second])
    overrides.dispose()
  })
})
