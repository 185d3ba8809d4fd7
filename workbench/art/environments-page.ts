// Runs in a browser page of environments.mjs: renders an environment's environment map as three's generator does, and hands out its texels.
import { PMREMGenerator, WebGLRenderer } from 'three'
import { buildEnvironment, ENVIRONMENT_PLANS, MAP_SIZE } from '../../webview/viewport/environment-scenes.ts'
import { ENVIRONMENTS, type EnvironmentName } from '../../webview/viewport/light.ts'

const FACES = 6

/** The radiances of all texels, three each: level by level, face by face, row by row. */
function bake(environment: EnvironmentName): number[] {
  const renderer = new WebGLRenderer()
  const gl = renderer.getContext()
  const generator = new PMREMGenerator(renderer)
  // It makes none below 256 by itself.
  Object.assign(generator, { _setSize: () => Object.assign(generator, { _cubeSize: MAP_SIZE }) })
  const target = generator.fromScene(buildEnvironment(ENVIRONMENT_PLANS[environment]), 0, 0.1, 100)
  const made: unknown = renderer.properties.get(target.texture)
  const texture: unknown = typeof made === 'object' && made !== null ? Reflect.get(made, '__webglTexture') : undefined
  if (!(texture instanceof WebGLTexture)) throw new Error('three keeps its textures elsewhere')
  gl.bindFramebuffer(gl.FRAMEBUFFER, gl.createFramebuffer())
  const texels: number[] = []
  for (let level = 0, width = MAP_SIZE; level < target.texture.mipmaps.length; level++, width /= 2)
    for (let face = 0; face < FACES; face++) {
      const side = gl.TEXTURE_CUBE_MAP_POSITIVE_X + face
      gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, side, texture, level)
      const rgba = new Float32Array(width * width * 4)
      gl.readPixels(0, 0, width, width, gl.RGBA, gl.FLOAT, rgba)
      for (const [i, value] of rgba.entries()) if (i % 4 < 3) texels.push(value)
    }
  renderer.forceContextLoss()
  return texels
}

Object.assign(globalThis, { bake, ENVIRONMENTS })
