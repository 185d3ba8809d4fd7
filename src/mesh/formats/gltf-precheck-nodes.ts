// The part of the check before loading that concerns a glTF's nodes: their number, what they draw, and that they form trees.
import { figure, phrase } from '../../text/index.ts'
import { has, isRecord, type Json, type Lists, refuse, whole } from './gltf-precheck-lists.ts'

/** What no file may have, whatever its size; how many bytes it may unfold to stands in budget.ts. */
export const GLTF_LIMITS = {
  /** three's loader and the outliner need a moment for each. */
  nodes: 50_000,
  /** Loaders walk nodes by recursion. */
  depth: 500,
  /** Vertices of all nodes together: each node draws its whole mesh. */
  drawn: 200_000_000,
} as const

const NONE: readonly number[] = []

/**
 * Checks the nodes: their references, how many vertices they draw together, and that they form trees.
 * @throws GltfFaultError
 */
export function checkNodes(lists: Lists): void {
  const { nodes } = lists
  const verticesOf = vertexCounter(lists)
  if (nodes.length > GLTF_LIMITS.nodes)
    refuse(
      'too-large',
      phrase('The model has {0} nodes, more than {1}.', figure(nodes.length), figure(GLTF_LIMITS.nodes)),
    )
  let drawn = 0
  // Words are made for what is refused only: there may be thousands of nodes.
  const children = nodes.map((node, i) => {
    const { mesh, skin, children: own } = node
    if (mesh !== undefined) {
      const whose = has(lists.meshes, mesh) ? '' : `node ${i}`
      drawn += verticesOf(lists.mesh(mesh, whose)) * copies(lists, node)
    }
    if (skin !== undefined) lists.skin(skin, `node ${i}`)
    return own === undefined ? NONE : lists.indices(own, `node ${i}`)
  })
  if (drawn > GLTF_LIMITS.drawn)
    refuse(
      'too-large',
      phrase('The model shows {0} vertices, more than {1}.', figure(drawn), figure(GLTF_LIMITS.drawn)),
    )
  checkHierarchy(lists, children)
}

/** How often EXT_mesh_gpu_instancing draws the node's mesh. */
function copies(lists: Lists, node: Json): number {
  const extension = isRecord(node['extensions']) ? node['extensions']['EXT_mesh_gpu_instancing'] : undefined
  const attributes = isRecord(extension) ? extension['attributes'] : undefined
  const [first] = isRecord(attributes) ? Object.values(attributes) : []
  return first === undefined ? 1 : whole(lists.accessor(first, 'an instanced node')['count'], 'node', 'count')
}

/** Counts a mesh's vertices, once each. */
function vertexCounter(lists: Lists): (mesh: Json) => number {
  const counted = new Map<Json, number>()
  return (mesh) => {
    const known = counted.get(mesh)
    if (known !== undefined) return known
    let sum = 0
    for (const { attributes, indices } of lists.within(mesh, 'primitives', 'a mesh')) {
      const index = indices ?? (isRecord(attributes) ? attributes['POSITION'] : undefined)
      if (index !== undefined) sum += whole(lists.accessor(index, 'a mesh')['count'], 'accessor', 'count')
    }
    counted.set(mesh, sum)
    return sum
  }
}

/** Refuses nodes that contain themselves, and hierarchies deeper than loaders can walk. */
function checkHierarchy(lists: Lists, children: readonly (readonly number[])[]): void {
  const ROOT = -1
  // Kahn's order: a node is done when all that hold it are; what is left over goes round in circles.
  const holders = new Int32Array(children.length)
  for (let i = 0; i < children.length; i++)
    for (const child of children[i] ?? NONE) {
      if (!has(lists.nodes, child)) lists.node(child, `node ${i}`)
      holders[child] = (holders[child] ?? 0) + 1
    }
  const depth = new Int32Array(children.length)
  const ready: number[] = []
  for (let i = 0; i < holders.length; i++) if (holders[i] === 0) ready.push(i)
  let done = 0
  for (let next = ready.pop() ?? ROOT; next !== ROOT; next = ready.pop() ?? ROOT) {
    done++
    const below = (depth[next] ?? 0) + 1
    if (below > GLTF_LIMITS.depth)
      refuse('too-large', phrase("The model's nodes are nested more than {0} deep.", GLTF_LIMITS.depth))
    for (const child of children[next] ?? []) {
      depth[child] = Math.max(depth[child] ?? 0, below)
      holders[child] = (holders[child] ?? 0) - 1
      if (holders[child] === 0) ready.push(child)
    }
  }
  if (done < children.length) refuse('loop', 'The model has a node that contains itself.')
}
