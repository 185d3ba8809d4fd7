// What every GLB of the simulator names as its maker, in `asset.generator`.
export const GENERATOR = 'Tripo Studio simulator'
