// Versions of the texture generator, which are independent of the version that made the shape. Source:
// docs/protocol.md#october-2026.

export const TEXTURE_VERSIONS = ['v3.5-20260815', 'v3.0-20250812', 'v2.5-20250123'] as const satisfies string[]

/** Versions that know the quality `fast` and take baked light out of a reference. */
export const WITH_FAST: readonly string[] = ['v3.5-20260815']

export const TEXTURE_VERSION_WORDS = {
  'v3.5-20260815': { title: 'v3.5', help: 'The newest; can paint fast and without baked light. API v3 only.' },
  'v3.0-20250812': { title: 'v3.0', help: 'The default for models of v3 and P versions.' },
  'v2.5-20250123': { title: 'v2.5', help: 'The default for models of v2.5.' },
} as const
