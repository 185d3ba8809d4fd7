// Writes Wavefront OBJ: a ZIP of the .obj, its .mtl and the pictures. Y up, one unit is one meter, since the file cannot specify
// it and most programs assume Y up.

import type { Document, Material } from '@gltf-transform/core'
import { linearToSrgb } from '../math/color.ts'
import { at } from '../math/numbers.ts'
import { MaterialNames, PictureFiles, shininessOf } from './materials.ts'
import { placedMeshes, type Surface } from './surface.ts'
import { Names, numeral, numerals, utf8 } from './text.ts'
import { writeZip } from './zip.ts'

export interface ObjOptions {
  /** The stem of the .obj and .mtl files. */
  readonly name?: string
  /** Write r g b after each position, the usual extension for vertex colors. */
  readonly vertexColors?: boolean
}

/** A ZIP with `<name>.obj`, `<name>.mtl` and the textures. Each node is an object (`o`), each primitive a material group. */
export function writeObj(document: Document, options: ObjOptions = {}): Uint8Array {
  const name = options.name ?? 'model'
  const materials = new MaterialNames()
  const objects = new Names()
  const lines = ['# Y up, 1 unit = 1 metre', `mtllib ${name}.mtl`]
  const base = { v: 1, vt: 1, vn: 1 }
  for (const mesh of placedMeshes(document)) {
    lines.push(`o ${objects.unique(mesh.name, 'mesh')}`)
    for (const surface of mesh.surfaces) {
      lines.push(`usemtl ${materials.of(surface.material)}`)
      surfaceLines(lines, surface, base, options.vertexColors === true)
    }
  }
  const pictures = new PictureFiles()
  const mtl = materials.list().map(([material, label]) => materialText(material, label, pictures))
  return writeZip([
    { name: `${name}.obj`, bytes: utf8(`${lines.join('\n')}\n`) },
    { name: `${name}.mtl`, bytes: utf8(mtl.join('\n')) },
    ...pictures.list(),
  ])
}

function surfaceLines(
  lines: string[],
  surface: Surface,
  base: { v: number; vt: number; vn: number },
  colored: boolean,
) {
  const { positions, normals, uvs, colors, corners, starts } = surface
  for (let i = 0; i < positions.length; i += 3) {
    const rgb = colored && colors ? ` ${numerals(colors.subarray((i / 3) * 4, (i / 3) * 4 + 3).map(linearToSrgb))}` : ''
    lines.push(`v ${triple(positions, i)}${rgb}`)
  }
  if (uvs)
    for (let i = 0; i < uvs.length; i += 2) lines.push(`vt ${numeral(at(uvs, i))} ${numeral(1 - at(uvs, i + 1))}`)
  if (normals) for (let i = 0; i < normals.length; i += 3) lines.push(`vn ${triple(normals, i)}`)
  const corner = (vertex: number) => {
    const uv = uvs ? String(base.vt + vertex) : ''
    if (normals) return `${base.v + vertex}/${uv}/${base.vn + vertex}`
    return uvs ? `${base.v + vertex}/${uv}` : String(base.v + vertex)
  }
  for (let p = 0; p + 1 < starts.length; p++) {
    let line = 'f'
    for (let i = at(starts, p); i < at(starts, p + 1); i++) line += ` ${corner(at(corners, i))}`
    lines.push(line)
  }
  base.v += positions.length / 3
  base.vt += (uvs?.length ?? 0) / 2
  base.vn += (normals?.length ?? 0) / 3
}

function triple(values: Float32Array, i: number): string {
  return `${numeral(at(values, i))} ${numeral(at(values, i + 1))} ${numeral(at(values, i + 2))}`
}

/** Colors as the linear numbers of glTF made sRGB, which is what programs show for Kd; Pr, Pm, norm are the PBR extension. */
function materialText(material: Material | null, label: string, pictures: PictureFiles): string {
  const color = material?.getBaseColorFactor() ?? [1, 1, 1, 1]
  const roughness = material?.getRoughnessFactor() ?? 1
  const metallic = material?.getMetallicFactor() ?? 0
  const emissive = material?.getEmissiveFactor() ?? [0, 0, 0]
  const alpha = material?.getAlphaMode() === 'OPAQUE' ? 1 : at(color, 3)
  const lines = [
    `newmtl ${label}`,
    `Kd ${numerals(color.slice(0, 3).map(linearToSrgb))}`,
    'Ks 0 0 0',
    `Ke ${numerals(emissive.map(linearToSrgb))}`,
    `Ns ${numeral(shininessOf(roughness) * 10)}`,
    `d ${numeral(alpha)}`,
    'illum 2',
    `Pr ${numeral(roughness)}`,
    `Pm ${numeral(metallic)}`,
  ]
  const map = (keyword: string, texture: ReturnType<Material['getBaseColorTexture']>, fallback: string) => {
    const file = pictures.of(texture, fallback)
    if (file) lines.push(`${keyword} ${file.name}`)
  }
  if (material) {
    map('map_Kd', material.getBaseColorTexture(), `${label}_base_color`)
    map('map_Ke', material.getEmissiveTexture(), `${label}_emissive`)
    map('norm', material.getNormalTexture(), `${label}_normal`)
    map('map_Pr', material.getMetallicRoughnessTexture(), `${label}_metallic_roughness`)
    map('map_Pm', material.getMetallicRoughnessTexture(), `${label}_metallic_roughness`)
  }
  return `${lines.join('\n')}\n`
}
