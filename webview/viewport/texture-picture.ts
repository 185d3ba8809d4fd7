// The picture of a texture as pixels, whole or one channel of it: drawn by the GPU, which is the only one that can read
// compressed textures, too.
import {
  LinearSRGBColorSpace,
  Mesh,
  OrthographicCamera,
  PlaneGeometry,
  Scene,
  ShaderMaterial,
  SRGBColorSpace,
  type Texture,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three'

export const CHANNELS = ['rgb', 'r', 'g', 'b', 'a'] as const
export type Channel = (typeof CHANNELS)[number]

/**
 * Reads a texture.
 * @param most pixels of the longer side of what is read
 * @returns rows from the first one of the file (glTF's V = 0), each value as the file has it
 */
export function pictureOf(renderer: WebGLRenderer, texture: Texture, channel: Channel, most: number): ImageData {
  const { width: w, height: h } = sidesOf(texture)
  const scale = Math.min(1, most / Math.max(w, h))
  const width = Math.max(1, Math.round(w * scale))
  const height = Math.max(1, Math.round(h * scale))
  const target = new WebGLRenderTarget(width, height, { colorSpace: LinearSRGBColorSpace })
  const material = new ShaderMaterial({
    uniforms: { picture: { value: texture } },
    vertexShader: 'varying vec2 at; void main() { at = uv; gl_Position = vec4( position.xy, 0.0, 1.0 ); }',
    fragmentShader: `uniform sampler2D picture; varying vec2 at;
      void main() {
        vec4 texel = texture2D( picture, at );
        ${texture.colorSpace === SRGBColorSpace ? 'texel = sRGBTransferOETF( texel );' : ''}
        gl_FragColor = ${channel === 'rgb' ? 'vec4( texel.rgb, 1.0 )' : `vec4( vec3( texel.${channel} ), 1.0 )`};
      }`,
    toneMapped: false,
    depthTest: false,
  })
  const quad = new Mesh(new PlaneGeometry(2, 2), material)
  quad.frustumCulled = false
  const before = { target: renderer.getRenderTarget(), planes: renderer.clippingPlanes }
  renderer.clippingPlanes = []
  renderer.setRenderTarget(target)
  renderer.clear()
  renderer.render(new Scene().add(quad), new OrthographicCamera())
  const pixels = new Uint8ClampedArray(width * height * 4)
  renderer.readRenderTargetPixels(target, 0, 0, width, height, pixels)
  renderer.setRenderTarget(before.target)
  renderer.clippingPlanes = before.planes
  target.dispose()
  material.dispose()
  quad.geometry.dispose()
  return new ImageData(pixels, width, height)
}

/** Width and height in texels; one where there is none yet. */
function sidesOf({ image }: Texture): { width: number; height: number } {
  const picture: unknown = image
  const side = (name: string) => {
    const value: unknown = typeof picture === 'object' && picture !== null ? Reflect.get(picture, name) : undefined
    return typeof value === 'number' && value > 0 ? value : 1
  }
  return { width: side('width'), height: side('height') }
}
