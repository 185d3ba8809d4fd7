// The wireframe over a model: its faces' edges if the file has faces, else its triangles'.
import type { Camera, Scene, WebGLRenderer } from 'three'
import { EDGE_LAYER, MODEL_LAYER } from './layers.ts'
import type { MaterialOverrides, Shading } from './material-overrides.ts'

export interface Wires {
  readonly overrides: Pick<MaterialOverrides, 'edges' | 'wire'>
  readonly shading: Shading
  readonly hasEdges: boolean
}

/** Draws them over what was drawn already. */
export function drawWires(
  renderer: WebGLRenderer,
  scene: Scene,
  camera: Camera,
  { overrides, shading, hasEdges }: Wires,
): void {
  const { background } = scene
  scene.background = null
  for (const wires of [overrides.edges, overrides.wire]) wires.depthTest = shading === 'shadedWire'
  camera.layers.set(hasEdges ? EDGE_LAYER : MODEL_LAYER)
  scene.overrideMaterial = hasEdges ? overrides.edges : overrides.wire
  renderer.render(scene, camera)
  scene.overrideMaterial = null
  scene.background = background
  camera.layers.set(0)
}
