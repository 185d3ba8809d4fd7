// The worker that builds a bounding volume tree over a mesh's triangles, with which a ray finds its first hit among millions
// without testing each. It does not change the mesh's own order.
import { BufferAttribute, BufferGeometry } from 'three'
import { MeshBVH } from 'three-mesh-bvh'
import { Check } from 'typebox/schema'
import { type PickTree, PickTreeTask } from './messages.ts'

self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!Check(PickTreeTask, data)) return
  const { id, positions, index } = data
  const geometry = new BufferGeometry().setAttribute('position', new BufferAttribute(positions, 3))
  if (index) geometry.setIndex(new BufferAttribute(index, 1))
  const tree = new MeshBVH(geometry, { indirect: true })
  const { roots, indirectBuffer } = MeshBVH.serialize(tree, { cloneBuffers: false })
  const order =
    indirectBuffer instanceof Uint16Array ? new Uint16Array(indirectBuffer) : new Uint32Array(indirectBuffer ?? [])
  const answer: PickTree = { id, roots, order }
  self.postMessage(answer, { transfer: [...roots, order.buffer] })
})
