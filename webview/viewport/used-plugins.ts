// Which plug-ins of three's glTF loader a file needs. The loader calls each of its twenty for every node, mesh and material: for
// thousands of nodes that takes as long as creating them.
import type { GLTFParser } from 'three/addons/loaders/GLTFLoader.js'

/** The parts of a glTF description that plug-ins are asked about. */
export interface Described {
  extensions?: object
  extensionsUsed?: readonly string[]
  nodes?: readonly object[]
  meshes?: readonly object[]
  materials?: readonly object[]
  textures?: readonly object[]
  bufferViews?: readonly object[]
}

/** The extensions that stand somewhere in a description where plug-ins look: what a file says to use need not be true. */
export function extensionsIn(document: Described): ReadonlySet<string> {
  const { nodes = [], meshes = [], materials = [], textures = [], bufferViews = [], extensionsUsed = [] } = document
  const found = new Set<string>(extensionsUsed)
  const look = (described: { extensions?: unknown }) => {
    const { extensions } = described
    if (typeof extensions === 'object') for (const name in extensions) found.add(name)
  }
  look(document)
  for (const list of [nodes, meshes, materials, textures, bufferViews]) for (const one of list) look(one)
  return found
}

/**
 * For `GLTFLoader.register`: only plug-ins of the name of an extension that the file has are asked. What a plug-in does when it is
 * made is done all the same.
 */
export const onlyUsed =
  (document: Described) =>
  (parser: GLTFParser): { name: string } => {
    const set = parser.setPlugins.bind(parser)
    const used = extensionsIn(document)
    parser.setPlugins = (plugins) => set(Object.fromEntries(Object.entries(plugins).filter(([name]) => used.has(name))))
    return { name: 'TRIPO_only_used' }
  }
