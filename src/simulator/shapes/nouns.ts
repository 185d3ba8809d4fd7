// Every noun the simulator can draw.
import type { Noun } from './noun.ts'
import { CONTAINERS } from './nouns/containers.ts'
import { FURNITURE } from './nouns/furniture.ts'
import { NATURE } from './nouns/nature.ts'
import { WEAPONS } from './nouns/weapons.ts'

export const NOUNS: readonly Noun[] = [...FURNITURE, ...CONTAINERS, ...WEAPONS, ...NATURE]
