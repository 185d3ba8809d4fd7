// The `asset.generator` of every GLB of the simulator.
export const GENERATOR = 'Tripo Studio simulator'
