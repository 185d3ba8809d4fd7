// What the things of a model are called in sentences and tables: by their name, or, where they have none, by kind and number. The
// number is the one that the file has for it, from 0, which options such as `--clip` take.
import { literals, phrase, type Words } from '../../text/index.ts'

const UNNAMED = literals({
  clip: 'clip {0} (unnamed)',
  material: 'material {0} (unnamed)',
  mesh: 'mesh {0} (unnamed)',
  skin: 'skin {0} (unnamed)',
  texture: 'texture {0} (unnamed)',
})
export type NamedKind = keyof typeof UNNAMED

/** @param index from 0, as the file counts */
export const calledOf = (kind: NamedKind, name: string, index: number): Words =>
  name.trim() === '' ? phrase(UNNAMED[kind], index) : name
