// Materials that show one property of a surface: one of its textures or factors, its normals, its UVs, which side faces the
// camera, or which material it has. Derived from the file's own material; its textures remain the file's.
import {
  Color,
  DataTexture,
  DoubleSide,
  FrontSide,
  type Material,
  type Mesh,
  MeshBasicMaterial,
  type MeshBasicMaterialParameters,
  MeshNormalMaterial,
  MeshStandardMaterial,
  NearestFilter,
  RepeatWrapping,
  SRGBColorSpace,
  type Texture,
} from 'three'
import { texelMaterial, triangleMaterial } from './density-materials.ts'

export const INSPECTIONS = [
  'baseColor',
  'normals',
  'geometryNormals',
  'metallic',
  'roughness',
  'occlusion',
  'emissive',
  'vertexColors',
  'uvs',
  'texelDensity',
  'triangleDensity',
  'backfaces',
  'materialIds',
] as const
export type Inspection = (typeof INSPECTIONS)[number]

export const isInspection = (name: string): name is Inspection => INSPECTIONS.some((one) => one === name)

/** The channel of a glTF texture that holds a factor (glTF 2.0, 3.9.2 and 3.9.3). */
type Channel = 'r' | 'g' | 'b'

/** Where a mesh has not what is asked for. */
const NOTHING = 0x3a3a3a
/** Fields of the checker along a UV unit: 8 x 8 tell scale and direction. */
const FIELDS = 8

/** How often the checker stands along a UV unit: islands of an atlas are small. */
const REPEATS = 4

let checker: DataTexture | undefined

/** Eight fields of one hue along u and of light and dark along v, so that turned and mirrored UVs show. */
function checkerTexture(): DataTexture {
  if (checker) return checker
  const data = new Uint8Array(FIELDS * FIELDS * 4)
  const color = new Color()
  for (let y = 0; y < FIELDS; y++)
    for (let x = 0; x < FIELDS; x++) {
      color.setHSL(x / FIELDS, 0.45, (x + y) % 2 ? 0.68 : 0.32)
      const { r, g, b } = color.convertLinearToSRGB()
      data.set([r * 255, g * 255, b * 255, 255], (y * FIELDS + x) * 4)
    }
  checker = new DataTexture(data, FIELDS, FIELDS)
  checker.wrapS = RepeatWrapping
  checker.wrapT = RepeatWrapping
  checker.repeat.set(REPEATS, REPEATS)
  checker.magFilter = NearestFilter
  checker.colorSpace = SRGBColorSpace
  checker.needsUpdate = true
  return checker
}

/** Without light: what is shown is the value itself, as a program would read it. */
const plain = (parameters: MeshBasicMaterialParameters): MeshBasicMaterial =>
  new MeshBasicMaterial({ ...parameters, toneMapped: false })

/** A factor as grey, with one channel of its texture. */
function grey(texture: Texture | null, channel: Channel, factor: number, base: MeshBasicMaterialParameters): Material {
  const material = plain({ ...base, map: texture, color: new Color().setScalar(factor).convertSRGBToLinear() })
  if (!texture) return material
  material.color.setScalar(1)
  material.onBeforeCompile = (shader) => {
    // Data in a texture is linear; as grey it is shown by its own number.
    const read = `#ifdef USE_MAP
      float inspected = texture2D( map, vMapUv ).${channel} * ${factor.toFixed(4)};
      diffuseColor.rgb = pow( vec3( inspected ), vec3( 2.2 ) );
    #endif`
    shader.fragmentShader = shader.fragmentShader.replace('#include <map_fragment>', read)
  }
  material.customProgramCacheKey = () => `tripo-grey ${channel} ${factor.toFixed(4)}`
  return material
}

/** Blue is the side that counts, red the one that engines do not draw. */
function sides(): Material {
  const material = new MeshStandardMaterial({ side: DoubleSide, roughness: 0.8 })
  material.onBeforeCompile = (shader) => {
    const paint = `#include <color_fragment>
      diffuseColor.rgb = gl_FrontFacing ? vec3( 0.1, 0.25, 0.6 ) : vec3( 0.7, 0.05, 0.04 );`
    shader.fragmentShader = shader.fragmentShader.replace('#include <color_fragment>', paint)
  }
  material.customProgramCacheKey = () => 'tripo-sides'
  return material
}

/** A color of its own for the n-th material: steps of the golden angle lie far apart, however many there are. */
const colorOf = (index: number): Color => new Color().setHSL((index * 0.381966) % 1, 0.6, 0.5)

/**
 * The material that shows one thing about a mesh.
 * @param own what the file gives it
 * @param index of that material among the model's, from 0
 */
export function inspectionMaterial(inspection: Inspection, mesh: Mesh, own: Material, index: number): Material {
  const { side = FrontSide } = own
  const { geometry } = mesh
  const standard = own instanceof MeshStandardMaterial ? own : undefined
  switch (inspection) {
    case 'baseColor': {
      const basic = standard ?? (own instanceof MeshBasicMaterial ? own : undefined)
      const { alphaTest, vertexColors } = own
      return plain({ side, alphaTest, vertexColors, map: basic?.map ?? null, color: basic?.color ?? NOTHING })
    }
    case 'normals': {
      const flatShading = !geometry.hasAttribute('normal')
      const mapped = standard?.normalMap ? { normalMap: standard.normalMap, normalScale: standard.normalScale } : {}
      return new MeshNormalMaterial({ side, flatShading, ...mapped })
    }
    case 'geometryNormals':
      return new MeshNormalMaterial({ side, flatShading: !geometry.hasAttribute('normal') })
    case 'metallic':
      return grey(standard?.metalnessMap ?? null, 'b', standard?.metalness ?? 0, { side })
    case 'roughness':
      return grey(standard?.roughnessMap ?? null, 'g', standard?.roughness ?? 1, { side })
    case 'occlusion':
      return grey(standard?.aoMap ?? null, 'r', 1, { side })
    case 'emissive': {
      const color = standard ? standard.emissive.clone().multiplyScalar(standard.emissiveIntensity) : new Color(0)
      return plain({ side, map: standard?.emissiveMap ?? null, color })
    }
    case 'vertexColors':
      return geometry.hasAttribute('color') ? plain({ side, vertexColors: true }) : plain({ side, color: NOTHING })
    case 'uvs': {
      if (!geometry.hasAttribute('uv')) return plain({ side, color: NOTHING })
      return new MeshStandardMaterial({ side, map: checkerTexture(), roughness: 0.9 })
    }
    case 'texelDensity':
      return geometry.hasAttribute('uv') ? texelMaterial(own, side) : plain({ side, color: NOTHING })
    case 'triangleDensity':
      return triangleMaterial()
    case 'backfaces':
      return sides()
    case 'materialIds':
      return new MeshStandardMaterial({ side, color: colorOf(index), roughness: 0.8 })
  }
}

/** Gives back what all of them share. */
export function disposeChecker(): void {
  checker?.dispose()
  checker = undefined
}
