// Every noun the simulator can draw.
import type { Noun } from './noun.ts'
import { BUILDINGS } from './nouns/buildings.ts'
import { CONTAINERS } from './nouns/containers.ts'
import { CREATURES } from './nouns/creatures.ts'
import { FURNITURE } from './nouns/furniture.ts'
import { NATURE } from './nouns/nature.ts'
import { TREASURES } from './nouns/treasures.ts'
import { VEHICLES } from './nouns/vehicles.ts'
import { WEAPONS } from './nouns/weapons.ts'

export const NOUNS: readonly Noun[] = [
  ...FURNITURE,
  ...CONTAINERS,
  ...WEAPONS,
  ...NATURE,
  ...BUILDINGS,
  ...VEHICLES,
  ...CREATURES,
  ...TREASURES,
]
