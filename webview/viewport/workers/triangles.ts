// The worker that goes through all triangles of a large mesh: it builds the bounding volume tree by which a ray finds its first
// hit among millions without testing each, and finds the few triangles by which a mesh is drawn while the camera moves. It does
// not change the mesh's own order.
import { BufferAttribute, BufferGeometry } from 'three'
import { MeshBVH } from 'three-mesh-bvh'
import { Check } from 'typebox/schema'
import { coarseIndex } from '../coarse-index.ts'
import { type CoarseIndex, CoarseIndexTask, type PickTree, PickTreeTask } from './messages.ts'

function pickTree({ id, positions, index }: PickTreeTask): void {
  const geometry = new BufferGeometry().setAttribute('position', new BufferAttribute(positions, 3))
  if (index) geometry.setIndex(new BufferAttribute(index, 1))
  const tree = new MeshBVH(geometry, { indirect: true })
  const { roots, indirectBuffer } = MeshBVH.serialize(tree, { cloneBuffers: false })
  const order =
    indirectBuffer instanceof Uint16Array ? new Uint16Array(indirectBuffer) : new Uint32Array(indirectBuffer ?? [])
  const answer: PickTree = { id, roots, order }
  self.postMessage(answer, { transfer: [...roots, order.buffer] })
}

function fewTriangles({ id, positions, index, wanted }: CoarseIndexTask): void {
  const answer: CoarseIndex = { id, index: coarseIndex(positions, index, wanted) }
  self.postMessage(answer, { transfer: [answer.index.buffer] })
}

self.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (Check(CoarseIndexTask, data)) fewTriangles(data)
  else if (Check(PickTreeTask, data)) pickTree(data)
})
