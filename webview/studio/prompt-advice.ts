// Whether a prompt asks for several things or a whole scene: the service is best at one object. A hint, never a refusal: simple
// rules on the words, in English and Chinese, which prefer to miss a case.

/** Things that stand by themselves, in the plural; parts such as legs and wheels are no things of their own. */
const THINGS =
  'houses|trees|people|men|women|children|soldiers|knights|cars|animals|dogs|cats|horses|birds|dragons|robots|chairs|tables|boxes|crates|barrels|swords|rocks|stones|mountains|hills|buildings|towers|boats|ships|planes|monsters|zombies|objects|things|items|props|characters|models|figures|bottles|lamps|lanterns|potions|weapons|shields|huts|tents'
/** Words for a place with many things in it, as what the prompt is about. */
const SCENES =
  'forest|village|city|town|landscape|street|scene|battlefield|jungle|cityscape|skyline|marketplace|harbor|harbour|countryside|playground|classroom|kitchen|bedroom|living room|dungeon level|game level|map'
const NUMBERS =
  'two|three|four|five|six|seven|eight|nine|ten|twelve|[2-9]|[1-9]\\d|several|many|multiple|various|some|a few|a lot of|lots of|a set of|a group of|a collection of|a pack of'

const COUNTED = new RegExp(`\\b(?:${NUMBERS})\\s+(?:[\\p{L}-]+\\s+){0,3}?(?:${THINGS})\\b`, 'iu')
const SCENE = new RegExp(
  `^(?:an?|the)?\\s*(?:[\\p{L}-]+\\s+){0,3}?(?:${SCENES})\\b(?!\\s+(?:sign|lamp|light|bench|map)s?\\b)`,
  'iu',
)
const CHINESE_SCENE = /(?:森林|城市|村庄|小镇|街道|场景|风景|战场|山谷)(?:$|[，。,. ])/u
const CHINESE_COUNT = /(?:[两二三四五六七八九十几]|多|许多|一群|一组|一套)(?:个|只|座|棵|辆|把|匹|群|组|套|位|栋)/u

export type Advice = 'several' | 'scene'

/** What to say of a prompt; undefined when it asks for one object, as far as can be told. */
export function adviceFor(prompt: unknown): Advice | undefined {
  if (typeof prompt !== 'string') return undefined
  const text = prompt.trim()
  if (SCENE.test(text) || CHINESE_SCENE.test(text)) return 'scene'
  return COUNTED.test(text) || CHINESE_COUNT.test(text) ? 'several' : undefined
}
