// Opens GLB files with Babylon.js as a game would, without a picture: its NullEngine runs in node.
import { NullEngine } from '@babylonjs/core/Engines/nullEngine.js'
import { LoadAssetContainerAsync } from '@babylonjs/core/Loading/sceneLoader.js'
import { Scene } from '@babylonjs/core/scene.js'
import '@babylonjs/loaders/glTF/2.0/index.js'

export interface OpenedInBabylon {
  meshes: number
  triangles: number
  skeletons: number
  /** Names of the clips. */
  animations: readonly string[]
}

/** Loads a GLB; rejects when Babylon.js cannot read it. */
export async function openInBabylon(bytes: Uint8Array): Promise<OpenedInBabylon> {
  const engine = new NullEngine()
  const scene = new Scene(engine)
  try {
    const container = await LoadAssetContainerAsync(bytes, scene, { pluginExtension: '.glb' })
    const drawn = container.meshes.filter((mesh) => mesh.getTotalVertices() > 0)
    return {
      meshes: drawn.length,
      triangles: drawn.reduce(
        (sum, mesh) => sum + Math.floor((mesh.getIndices()?.length ?? mesh.getTotalVertices()) / 3),
        0,
      ),
      skeletons: container.skeletons.length,
      animations: container.animationGroups.map((group) => group.name),
    }
  } finally {
    scene.dispose()
    engine.dispose()
  }
}
