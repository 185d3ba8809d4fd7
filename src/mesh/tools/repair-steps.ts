// The steps of a repair by name, in order of execution.
export const REPAIR_STEPS = [
  'weld',
  'faces',
  'winding',
  'holes',
  'uvs',
  'normals',
  'tangents',
  'weights',
  'bones',
  'unused',
  'names',
] as const
export type RepairStep = (typeof REPAIR_STEPS)[number]

/** Holes are filled, texture coordinates made, and bones dropped only when named: many models are meant to be so. */
export const REPAIR_DEFAULTS: readonly RepairStep[] = REPAIR_STEPS.filter(
  (step) => step !== 'holes' && step !== 'uvs' && step !== 'bones',
)
