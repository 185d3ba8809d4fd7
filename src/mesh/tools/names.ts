// Makes names unique: games and clips look up nodes, materials and clips by name.
import type { Document, Property } from '@gltf-transform/core'

/** By Blender's custom, English in every language. */
const NAMELESS = ['Node', 'Mesh', 'Material', 'Clip'] as const

/** Gives things of one kind different names: `Wheel`, `Wheel.001` as Blender does; nameless ones a name. @returns how many changed */
export function uniqueNames(document: Document): number {
  const root = document.getRoot()
  const lists: readonly (readonly Property[])[] = [
    ...[root.listNodes(), root.listMeshes(), root.listMaterials(), root.listAnimations()],
  ]
  return lists.reduce((sum, list, kind) => sum + renamed(list, NAMELESS[kind] ?? 'Part'), 0)
}

function renamed(things: readonly Property[], nameless: string): number {
  const taken = new Set(things.map((thing) => thing.getName()))
  const seen = new Set<string>()
  let count = 0
  for (const thing of things) {
    const name = thing.getName()
    if (name !== '' && !seen.has(name)) {
      seen.add(name)
      continue
    }
    const stem = name === '' ? nameless : stemOf(name)
    const free = freeName(stem, taken, name === '')
    taken.add(free)
    seen.add(free)
    thing.setName(free)
    count += 1
  }
  return count
}

/** What a copy of a thing is called, as in Blender: `Wheel.001` of `Wheel`, `Wheel.002` of `Wheel.001`; a nameless one's has no name. */
export const copyName = (name: string, taken: ReadonlySet<string>): string =>
  name === '' ? '' : freeName(stemOf(name), taken, false)

/** A name without the number that tells it from others. */
const stemOf = (name: string) => name.replace(/\.\d{3}$/, '')

/** `stem`, where it is free and may be used; else `stem.001` and so on. */
export function freeName(stem: string, taken: ReadonlySet<string>, allowsStem: boolean): string {
  if (allowsStem && !taken.has(stem)) return stem
  for (let number = 1; ; number++) {
    const name = `${stem}.${String(number).padStart(3, '0')}`
    if (!taken.has(name)) return name
  }
}
