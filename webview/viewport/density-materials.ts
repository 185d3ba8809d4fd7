// Two densities of a model as colors: texels per meter, and triangles per area. Blue is few, green is usual, red is many; both
// scales are logarithmic, since detail is judged by doublings.
import {
  BufferAttribute,
  type BufferGeometry,
  DoubleSide,
  FrontSide,
  type Material,
  Mesh,
  MeshBasicMaterial,
  MeshStandardMaterial,
  type Object3D,
  type Side,
  Vector3,
} from 'three'

/** Texels on a metre at the ends of the scale, as powers of two: 32 to 32,768. */
const TEXEL_POWERS = { low: 5, high: 15 } as const
/** What texels are counted in where a surface has UVs and no picture. */
const USUAL_SIZE = 1024

/** From blue over green to red, as GLSL: `t` is 0..1. */
const RAMP = `vec3 tripoRamp( float t ) {
  float s = clamp( t, 0.0, 1.0 );
  return clamp( vec3( 2.0 * s - 0.9, 1.1 - abs( 2.2 * s - 1.1 ), 0.95 - 2.0 * s ), 0.02, 0.9 );
}`

function sizeOf(material: Material): { width: number; height: number } {
  const image: unknown = material instanceof MeshStandardMaterial ? material.map?.image : undefined
  const side = (name: string) => {
    const value: unknown = typeof image === 'object' && image !== null ? Reflect.get(image, name) : undefined
    return typeof value === 'number' && value > 0 ? value : USUAL_SIZE
  }
  return { width: side('width'), height: side('height') }
}

/** The texels on each metre of a surface, from the file's base color picture. @param own what the file gives it */
export function texelMaterial(own: Material, side: Side = FrontSide): Material {
  const { width, height } = sizeOf(own)
  const material = new MeshBasicMaterial({ side, toneMapped: false })
  material.onBeforeCompile = (shader) => {
    const vertex = shader.vertexShader
      .replace('#include <common>', '#include <common>\nvarying vec2 tripoUv;\nvarying vec3 tripoAt;')
      .replace(
        '#include <project_vertex>',
        '#include <project_vertex>\ntripoUv = uv;\ntripoAt = ( modelMatrix * vec4( transformed, 1.0 ) ).xyz;',
      )
    shader.vertexShader = vertex
    const { low, high } = TEXEL_POWERS
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', `#include <common>\nvarying vec2 tripoUv;\nvarying vec3 tripoAt;\n${RAMP}`)
      .replace(
        '#include <color_fragment>',
        `#include <color_fragment>
        vec2 texels = vec2( ${width.toFixed(1)}, ${height.toFixed(1)} );
        vec2 across = dFdx( tripoUv ) * texels;
        vec2 up = dFdy( tripoUv ) * texels;
        float area = length( cross( dFdx( tripoAt ), dFdy( tripoAt ) ) );
        float onMetre = sqrt( abs( across.x * up.y - across.y * up.x ) / max( area, 1e-20 ) );
        diffuseColor.rgb = tripoRamp( ( log2( max( onMetre, 1e-6 ) ) - ${low.toFixed(1)} ) / ${(high - low).toFixed(1)} );`,
      )
  }
  material.customProgramCacheKey = () => `tripo-texels ${width} ${height}`
  return material
}

/** The name of the attribute that says how dense the triangles around a vertex are, 0..1. */
const DENSITY = 'tripoDensity'

/** The triangles on an area, from an attribute that `measureTriangles` has made. */
export function triangleMaterial(): Material {
  const material = new MeshBasicMaterial({ side: DoubleSide, toneMapped: false })
  material.onBeforeCompile = (shader) => {
    shader.vertexShader = shader.vertexShader
      .replace('#include <common>', `#include <common>\nattribute float ${DENSITY};\nvarying float tripoDense;`)
      .replace('#include <project_vertex>', `#include <project_vertex>\ntripoDense = ${DENSITY};`)
    shader.fragmentShader = shader.fragmentShader
      .replace('#include <common>', `#include <common>\nvarying float tripoDense;\n${RAMP}`)
      .replace('#include <color_fragment>', '#include <color_fragment>\ndiffuseColor.rgb = tripoRamp( tripoDense );')
  }
  material.customProgramCacheKey = () => 'tripo-triangles'
  return material
}

/** Sum of areas and count of triangles at each vertex, in square metres of the world. */
function around(geometry: BufferGeometry, scale: number): { areas: Float32Array; counts: Uint32Array; whole: number } {
  const positions = geometry.getAttribute('position')
  const { index } = geometry
  const corners = index?.count ?? positions.count
  const areas = new Float32Array(positions.count)
  const counts = new Uint32Array(positions.count)
  const [a, b, c] = [new Vector3(), new Vector3(), new Vector3()]
  let whole = 0
  for (let at = 0; at + 2 < corners; at += 3) {
    const ids = [0, 1, 2].map((corner) => index?.getX(at + corner) ?? at + corner)
    const [i = 0, j = 0, k = 0] = ids
    a.fromBufferAttribute(positions, i)
    b.fromBufferAttribute(positions, j).sub(a)
    c.fromBufferAttribute(positions, k).sub(a)
    const area = (b.cross(c).length() / 2) * scale
    whole += area
    for (const id of ids) {
      areas[id] = (areas[id] ?? 0) + area
      counts[id] = (counts[id] ?? 0) + 1
    }
  }
  return { areas, counts, whole }
}

/** Gives each mesh how dense its triangles are beside the model's average: 0.5 is average, 1 is 64 times as dense. */
export function measureTriangles(root: Object3D): void {
  const found: { geometry: BufferGeometry; areas: Float32Array; counts: Uint32Array }[] = []
  let triangles = 0
  let whole = 0
  root.updateMatrixWorld()
  root.traverse((object) => {
    if (!(object instanceof Mesh) || object.geometry.hasAttribute(DENSITY)) return
    const geometry: BufferGeometry = object.geometry
    if (!geometry.hasAttribute('position')) return
    const scale = Math.abs(object.matrixWorld.determinant()) ** (2 / 3)
    const one = around(geometry, scale)
    triangles += (geometry.index?.count ?? one.counts.length) / 3
    whole += one.whole
    found.push({ geometry, ...one })
  })
  const usual = whole / Math.max(1, triangles)
  for (const { geometry, areas, counts } of found) {
    const values = Float32Array.from(areas, (area, at) => {
      const own = area / Math.max(1, counts[at] ?? 1)
      return 0.5 + Math.log2(usual / Math.max(own, 1e-20)) / 12
    })
    geometry.setAttribute(DENSITY, new BufferAttribute(values, 1))
  }
}

/** Takes that away again. */
export function forgetTriangles(root: Object3D): void {
  root.traverse((object) => {
    if (object instanceof Mesh) object.geometry.deleteAttribute(DENSITY)
  })
}
