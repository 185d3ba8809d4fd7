// Every noun the simulator can draw.
import type { Noun } from './noun.ts'
import { AIRCRAFT } from './nouns/aircraft.ts'
import { ANIMALS } from './nouns/animals.ts'
import { ARMOR } from './nouns/armor.ts'
import { BEASTS } from './nouns/beasts.ts'
import { BELONGINGS } from './nouns/belongings.ts'
import { CARS } from './nouns/cars.ts'
import { CASTLES } from './nouns/castles.ts'
import { CONTAINERS } from './nouns/containers.ts'
import { CRAWLERS } from './nouns/crawlers.ts'
import { FOOD } from './nouns/food.ts'
import { FURNITURE } from './nouns/furniture.ts'
import { GROUND } from './nouns/ground.ts'
import { HOUSES } from './nouns/houses.ts'
import { LIGHTS } from './nouns/lights.ts'
import { OUTDOORS } from './nouns/outdoors.ts'
import { PEOPLE } from './nouns/people.ts'
import { PLANTS } from './nouns/plants.ts'
import { SEATS } from './nouns/seats.ts'
import { SHIPS } from './nouns/ships.ts'
import { TOOLS } from './nouns/tools.ts'
import { TREASURES } from './nouns/treasures.ts'
import { TREES } from './nouns/trees.ts'
import { VESSELS } from './nouns/vessels.ts'
import { WEAPONS } from './nouns/weapons.ts'

export const NOUNS: readonly Noun[] = [
  ...SEATS,
  ...FURNITURE,
  ...LIGHTS,
  ...CONTAINERS,
  ...VESSELS,
  ...WEAPONS,
  ...ARMOR,
  ...TOOLS,
  ...TREES,
  ...PLANTS,
  ...GROUND,
  ...HOUSES,
  ...CASTLES,
  ...OUTDOORS,
  ...CARS,
  ...SHIPS,
  ...AIRCRAFT,
  ...PEOPLE,
  ...BEASTS,
  ...ANIMALS,
  ...TREASURES,
  ...BELONGINGS,
  ...FOOD,
  ...CRAWLERS,
]
