// The steps of a repair by name, in the order in which they are done.
export const REPAIR_STEPS = [
  ...(['weld', 'faces', 'winding', 'holes', 'normals', 'tangents', 'weights', 'bones', 'unused', 'names'] as const),
] as const
export type RepairStep = (typeof REPAIR_STEPS)[number]

/** Holes are filled, and bones dropped, only when named: many are meant. */
export const REPAIR_DEFAULTS: readonly RepairStep[] = REPAIR_STEPS.filter(
  (step) => step !== 'holes' && step !== 'bones',
)
