// The layers of the stage: which passes see what.

/** Models are drawn on layer 0 like everything, and marked with this one so that passes can pick them out. */
export const MODEL_LAYER = 1
/** Edges of faces, for the wireframe only. */
export const EDGE_LAYER = 2
/** Meshes that are not drawn themselves, as a copy stands for them (batches.ts); pointers find them all the same. */
export const BATCHED_LAYER = 3
/** Meshes that are neither drawn nor found by pointers, while what lies in them is. */
export const HOLLOW_LAYER = 4
