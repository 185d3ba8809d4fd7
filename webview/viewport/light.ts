// How a model is lit, as a person chooses it: stored for all models of that person, so it is plain data.

export const ENVIRONMENTS = ['studio', 'overcast', 'sunset', 'workshop', 'night'] as const
export type EnvironmentName = (typeof ENVIRONMENTS)[number]

export const TONE_MAPPINGS = ['neutral', 'aces', 'agx', 'linear'] as const
export type ToneMapping = (typeof TONE_MAPPINGS)[number]

export interface Light {
  environment: EnvironmentName | 'own'
  /** Degrees about the vertical. */
  rotation: number
  /** Times the environment's own brightness. */
  strength: number
  /** Stops: each doubles or halves. */
  exposure: number
  toneMapping: ToneMapping
  /** Whether the environment is seen behind the model; then it stands still while the camera goes around. */
  background: boolean
}

export const FIRST_LIGHT: Light = {
  environment: 'studio',
  rotation: 0,
  strength: 1,
  exposure: 0,
  toneMapping: 'neutral',
  background: false,
}

const within = (value: unknown, low: number, high: number, fallback: number): number =>
  typeof value === 'number' && value >= low && value <= high ? value : fallback

/** Restores a light from saved data; invalid values get their defaults. A person's own panorama is not saved, since its file is not. */
export function lightOf(kept: unknown): Light {
  const at = (name: string): unknown =>
    typeof kept === 'object' && kept !== null ? Reflect.get(kept, name) : undefined
  return {
    // Earlier versions saved it as `room`.
    environment: ENVIRONMENTS.find((one) => one === (at('environment') ?? at('room'))) ?? FIRST_LIGHT.environment,
    rotation: within(at('rotation'), -180, 180, 0),
    strength: within(at('strength'), 0, 4, 1),
    exposure: within(at('exposure'), -4, 4, 0),
    toneMapping: TONE_MAPPINGS.find((one) => one === at('toneMapping')) ?? FIRST_LIGHT.toneMapping,
    background: at('background') === true,
  }
}
