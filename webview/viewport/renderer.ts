// How the viewport's renderer is made: what it asks of WebGL, and what it draws by.
import { PCFShadowMap, SRGBColorSpace, WebGLRenderer } from 'three'

/** A renderer that clears nothing by itself. Throws where WebGL 2 is missing. */
export function createRenderer(canvas: HTMLCanvasElement): WebGLRenderer {
  const renderer = new WebGLRenderer({
    ...{ canvas, antialias: true, alpha: false, stencil: true, powerPreference: 'high-performance' },
  })
  renderer.outputColorSpace = SRGBColorSpace
  renderer.shadowMap.enabled = true
  renderer.shadowMap.type = PCFShadowMap
  renderer.autoClear = false
  // Asking for a program's log waits for the compiler; what is compiled here is three's own.
  renderer.debug.checkShaderErrors = false
  return renderer
}
