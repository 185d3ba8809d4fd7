// Compiles a model's shader programs before it is drawn, so that its first picture does not block the page.
import { type DirectionalLight, PerspectiveCamera, type Scene, type WebGLRenderer } from 'three'
import type { Model } from './model.ts'

/** Milliseconds that programs are waited for. */
const COMPILE_TIME = 2000

/** Compiles what a model is drawn with in a scene, under a lamp that may cast its shadow. */
export async function compileModel(
  renderer: WebGLRenderer,
  scene: Scene,
  { root, batches, isHeavy }: Model,
  lamp: DirectionalLight,
): Promise<void> {
  const before = lamp.castShadow
  lamp.castShadow = !isHeavy
  const parts = batches ? [batches.group, ...(batches.isAll ? [] : [root])] : [root]
  const camera = new PerspectiveCamera()
  const compiled = Promise.all(parts.map((part) => renderer.compileAsync(part, camera, scene)))
  lamp.castShadow = before
  // A lost context never says that it is done.
  await Promise.race([compiled, new Promise((late) => setTimeout(late, COMPILE_TIME))])
}
