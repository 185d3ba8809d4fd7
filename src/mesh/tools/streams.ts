// The names of the vertex attributes of a surface in both representations.

/** The vertex values a surface may have, by their names in glTF. */
export const STREAMS = {
  positions: { semantic: 'POSITION', size: 3 },
  normals: { semantic: 'NORMAL', size: 3 },
  uvs: { semantic: 'TEXCOORD_0', size: 2 },
  uvs1: { semantic: 'TEXCOORD_1', size: 2 },
  colors: { semantic: 'COLOR_0', size: 4 },
  joints: { semantic: 'JOINTS_0', size: 4 },
  weights: { semantic: 'WEIGHTS_0', size: 4 },
} as const
export type StreamName = keyof typeof STREAMS
export const STREAM_NAMES = ['positions', 'normals', 'uvs', 'uvs1', 'colors', 'joints', 'weights'] as const
