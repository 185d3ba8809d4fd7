// How a model is lit, as a person chooses it: kept for all models of that person, so it is plain data.

export const ROOMS = ['studio', 'overcast', 'sunset', 'workshop', 'night'] as const
export type Room = (typeof ROOMS)[number]

export const TONE_MAPPINGS = ['neutral', 'aces', 'agx', 'linear'] as const
export type ToneMapping = (typeof TONE_MAPPINGS)[number]

export interface Light {
  room: Room | 'own'
  /** Degrees about the vertical. */
  rotation: number
  /** Times the room's own brightness. */
  strength: number
  /** Stops: each doubles or halves. */
  exposure: number
  toneMapping: ToneMapping
  /** Whether the room is seen behind the model; then it stands still while the camera goes around. */
  background: boolean
}

export const FIRST_LIGHT: Light = {
  room: 'studio',
  rotation: 0,
  strength: 1,
  exposure: 0,
  toneMapping: 'neutral',
  background: false,
}

const within = (value: unknown, low: number, high: number, fallback: number): number =>
  typeof value === 'number' && value >= low && value <= high ? value : fallback

/** A light out of what was kept; what is not one there is as at first. An own room is not kept: its file is not. */
export function lightOf(kept: unknown): Light {
  const at = (name: string): unknown =>
    typeof kept === 'object' && kept !== null ? Reflect.get(kept, name) : undefined
  return {
    room: ROOMS.find((one) => one === at('room')) ?? FIRST_LIGHT.room,
    rotation: within(at('rotation'), -180, 180, 0),
    strength: within(at('strength'), 0, 4, 1),
    exposure: within(at('exposure'), -4, 4, 0),
    toneMapping: TONE_MAPPINGS.find((one) => one === at('toneMapping')) ?? FIRST_LIGHT.toneMapping,
    background: at('background') === true,
  }
}
