// What code has to know about a model: its clips, the decoders it needs, its collider and its levels of detail. Read from the
// JSON of a glTF, which is not trusted.
import { objectOf } from '../plain-config.ts'
import { folderOf, nameOf } from '../project-files.ts'

export type Decoder = 'draco' | 'meshopt' | 'ktx2'

export interface ModelFacts {
  /** Below the workspace folder. */
  file: string
  /** In the file's order, each once, without those that have no name. */
  clips: readonly string[]
  needs: readonly Decoder[]
  /** The node that is a shape for physics. */
  collider?: string
  /** Further levels of detail, finest first, below the workspace folder. */
  levels: readonly string[]
}

const DECODERS: Readonly<Record<string, Decoder>> = {
  KHR_draco_mesh_compression: 'draco',
  EXT_meshopt_compression: 'meshopt',
  KHR_meshopt_compression: 'meshopt',
  KHR_texture_basisu: 'ktx2',
}
/** Names in one list that are looked at, and their longest. */
const MOST = 10_000
const LONGEST = 200
/** How colliders are named: by our tool, and by Godot and Unreal. */
const COLLIDER = /(?:[_-]collider|[_-]col(?:only)?)$|^UCX_/i

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, MOST) : [])
const namesIn = (value: unknown): string[] =>
  listOf(value).flatMap((item) => {
    const name = objectOf(item)?.['name']
    return typeof name === 'string' && name !== '' && name.length <= LONGEST && !/\p{Cc}/u.test(name) ? [name] : []
  })

/** The files of a chain of levels: `oak-lod1.glb`, `oak_LOD2.glb` beside `oak.glb`, or beside `oak-lod0.glb`. */
export function levelsOf(file: string, beside: readonly string[]): string[] {
  const stem = nameOf(file).replace(/\.[^.]+$/, '')
  const base = stem.replace(/[-_.]lod0$/i, '')
  const found = beside.flatMap((name) => {
    const match = /^(.*)[-_.]lod(\d)\.(?:glb|gltf)$/i.exec(name)
    return match && match[1] === base && match[2] !== '0' ? [{ name, level: Number(match[2]) }] : []
  })
  const folder = folderOf(file)
  return found.sort((a, b) => a.level - b.level).map(({ name }) => (folder === '' ? name : `${folder}/${name}`))
}

/**
 * @param json what the glTF says; anything else gives a model without clips
 * @param beside the names in its folder
 */
export function factsOf(file: string, json: unknown, beside: readonly string[] = []): ModelFacts {
  const gltf = objectOf(json) ?? {}
  const used = listOf(gltf['extensionsUsed']).flatMap((name) =>
    typeof name === 'string' ? (DECODERS[name] ?? []) : [],
  )
  return {
    file,
    clips: [...new Set(namesIn(gltf['animations']))],
    needs: [...new Set(used)],
    collider: namesIn(gltf['nodes']).find((name) => COLLIDER.test(name)),
    levels: levelsOf(file, beside),
  }
}
