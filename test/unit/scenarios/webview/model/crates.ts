// A made-up model of two parts, for the tests of the model editor's page.
import { Document } from '@gltf-transform/core'
import { writeGlb } from '../../../../../src/mesh/formats/gltf.ts'
import { cube, primitiveOf } from '../../../mesh/tools/shapes.ts'

/** Two cubes beside each other, each with a material of its own. */
export async function crates(): Promise<Uint8Array> {
  const document = new Document()
  const scene = document.createScene()
  for (const [i, name] of ['Crate', 'Lid'].entries()) {
    const material = document.createMaterial(`${name} paint`).setRoughnessFactor(0.25).setMetallicFactor(0)
    const mesh = document.createMesh(name).addPrimitive(primitiveOf(document, cube()).setMaterial(material))
    scene.addChild(
      document
        .createNode(name)
        .setMesh(mesh)
        .setTranslation([i * 2, 0, 0]),
    )
  }
  return writeGlb(document)
}
