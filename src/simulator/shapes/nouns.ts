// Every noun the simulator can draw.
import type { Noun } from './noun.ts'
import { FURNITURE } from './nouns/furniture.ts'

export const NOUNS: readonly Noun[] = [...FURNITURE]
