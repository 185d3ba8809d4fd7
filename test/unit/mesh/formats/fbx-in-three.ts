// An FBX file as three's own loader reads it, in tests.
import { Loader, LoadingManager, type Object3D, Texture } from 'three'
import { FBXLoader } from 'three/examples/jsm/loaders/FBXLoader.js'

/** Stands in for the texture loader, which needs a browser. */
class NoPictures extends Loader<Texture> {
  override load(): Texture {
    return new Texture()
  }
}

/** @returns its scene, with all matrices up to date */
export function fbxInThree(bytes: Uint8Array): Object3D {
  const manager = new LoadingManager()
  manager.addHandler(/\.png$/, new NoPictures())
  const group = new FBXLoader(manager).parse(bytes.slice().buffer, '')
  group.updateMatrixWorld(true)
  return group
}
