// The stand-in for the service: one state behind both dialects, as a fetch-shaped handler.
import type { Simulator, SimulatorOptions } from './options.ts'

/** Starts a simulator. */
export function createSimulator(_options: SimulatorOptions): Simulator {
  throw new Error('not yet')
}

export type { Builder, Simulator, SimulatorOptions, WatchSocket } from './options.ts'
