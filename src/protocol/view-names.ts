// Which side of an object a picture shows according to its file name: `chair-front.png`, `chair_L.jpg`, `正面.webp`. Used by the
// explorer's menu and by the page when several pictures are dropped at once.
import { VIEWS } from '../tripo/catalogue/index.ts'
import { imageTitle } from './file-names.ts'

type View = (typeof VIEWS)[number]

/** Words for each side, as they stand alone in a name. */
const WORDS: Readonly<Record<View, readonly string[]>> = {
  front: ['front', 'f', 'face', '正面', '前'],
  left: ['left', 'l', '左', '左面', '左侧'],
  back: ['back', 'b', 'rear', 'behind', '背面', '后', '背'],
  right: ['right', 'r', '右', '右面', '右侧'],
}

/** `chair-frontView 2` is chair, front, view, 2. */
const wordsOf = (name: string): readonly string[] =>
  imageTitle(name)
    .replace(/\.[^.]*$/, '')
    .replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')

/** Chinese has no blanks between words. */
const isWord = (word: string, known: string): boolean =>
  word === known || (/[^\p{ASCII}]/u.test(known) && word.endsWith(known))

/** The side that a file's name tells, the last word for one; undefined when it tells none. */
export function viewOf(name: string): View | undefined {
  for (const word of wordsOf(name).toReversed()) {
    const view = VIEWS.find((each) => WORDS[each].some((known) => isWord(word, known)))
    if (view) return view
  }
  return undefined
}

/** A name without the words for a side: `chair-front_view.png` is `chair`; what is nothing else stays as it is. */
export function withoutView(name: string): string {
  const words = [...VIEWS.flatMap((view) => WORDS[view])].join('|')
  const base = name.replace(/\.[^.]*$/, '')
  const bare = base.replace(new RegExp(`[-_ .](?:${words})(?:[-_ ]?view)?$`, 'iu'), '')
  return bare === '' ? base : bare
}

/**
 * A place among VIEWS for each of these files: where its name says so and nobody was there first, else the next free one
 * in their order. Files for which there is no place are undefined.
 */
export function placesByName(names: readonly string[]): readonly (number | undefined)[] {
  const taken = new Set<number>()
  const assign = (at: number): number | undefined => {
    if (at < 0 || at >= VIEWS.length || taken.has(at)) return undefined
    taken.add(at)
    return at
  }
  const said = names.map((name) => {
    const view = viewOf(name)
    return view === undefined ? undefined : assign(VIEWS.indexOf(view))
  })
  return said.map((at) => at ?? assign(VIEWS.findIndex((_, index) => !taken.has(index))))
}
