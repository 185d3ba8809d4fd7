// Model versions of the service: the line of each, where it is available, and its face limits. Source:
// docs/protocol.md#model-versions.
import type { Lifespan } from './lifespan.ts'

/** A family of versions that share rules and prices. */
export type ModelLine = 'P2' | 'P1' | 'H3' | 'H2' | 'Turbo' | 'legacy'
export type Dialect = 'v2' | 'v3'

export interface ModelVersion extends Lifespan {
  id: string
  line: ModelLine
  title: string
  /** One sentence for the form: what this version is good at. */
  sentence: string
  /** Dialects that accept the version; a version missing here is refused before anything is sent. */
  dialects: readonly Dialect[]
  /** Generation capabilities that accept it. */
  inputs: readonly ('text' | 'image' | 'multiview')[]
  /** Triangles: below `min` the request is refused, above `max` the service clamps silently. */
  faces: { min: number; max: number; maxQuad?: number; maxDetailed?: number }
  status: 'current' | 'preview' | 'old' | 'retired'
}

/** The version used when a request names none (the client reference's default, and the service's on v2). */
export const DEFAULT_MODEL_VERSION = 'v2.5-20250123'

const ALL = ['text', 'image', 'multiview'] as const

export const MODEL_VERSIONS: readonly ModelVersion[] = [
  {
    id: 'v3.1-20260211',
    line: 'H3',
    title: 'v3.1',
    sentence: 'Best detail; the right choice for most models.',
    dialects: ['v2', 'v3'],
    inputs: ALL,
    faces: { min: 1, max: 1_500_000, maxDetailed: 2_000_000 },
    status: 'current',
  },
  {
    id: 'v3.0-20250812',
    line: 'H3',
    title: 'v3.0',
    sentence: 'The first of the high-detail line.',
    dialects: ['v2', 'v3'],
    inputs: ALL,
    faces: { min: 1, max: 1_000_000, maxDetailed: 2_000_000 },
    status: 'current',
  },
  {
    id: 'v2.5-20250123',
    line: 'H2',
    title: 'v2.5',
    sentence: 'Proven and even; takes every option but detailed geometry.',
    dialects: ['v2', 'v3'],
    inputs: ALL,
    faces: { min: 1, max: 500_000 },
    status: 'current',
  },
  {
    id: 'P2-20260801',
    line: 'P2',
    title: 'P2 (preview)',
    sentence: 'Clean low-poly topology with quads; costs the most.',
    dialects: ['v3'],
    inputs: ALL,
    faces: { min: 48, max: 50_000, maxQuad: 25_000 },
    status: 'preview',
  },
  {
    id: 'P1-20260311',
    line: 'P1',
    title: 'P1',
    sentence: 'Clean low-poly topology for real-time games.',
    dialects: ['v2', 'v3'],
    inputs: ALL,
    faces: { min: 50, max: 20_000 },
    status: 'current',
  },
  {
    id: 'Turbo-v1.0-20250506',
    replacedBy: DEFAULT_MODEL_VERSION,
    line: 'Turbo',
    title: 'Turbo v1.0',
    sentence: 'Fast and simple; older deployments only.',
    dialects: ['v2'],
    inputs: ['text', 'image'],
    faces: { min: 1, max: 50_000 },
    status: 'old',
  },
  {
    id: 'v2.0-20240919',
    replacedBy: DEFAULT_MODEL_VERSION,
    line: 'H2',
    title: 'v2.0',
    sentence: 'An older version; older deployments only.',
    dialects: ['v2'],
    inputs: ALL,
    faces: { min: 1, max: 500_000 },
    status: 'old',
  },
  {
    id: 'v1.4-20240625',
    replacedBy: DEFAULT_MODEL_VERSION,
    line: 'legacy',
    title: 'v1.4 (draft)',
    sentence: 'Quick drafts that can be refined; takes few options and cannot be textured again.',
    dialects: ['v2'],
    inputs: ['text', 'image'],
    faces: { min: 1, max: 500_000 },
    status: 'old',
  },
  {
    id: 'v1.3-20240522',
    replacedBy: DEFAULT_MODEL_VERSION,
    line: 'legacy',
    title: 'v1.3',
    sentence: 'Retired by the service.',
    dialects: [],
    inputs: ['text', 'image'],
    faces: { min: 1, max: 500_000 },
    status: 'retired',
  },
]

/** The version a form preselects. */
export const PREFERRED_MODEL_VERSION = 'v3.1-20260211'

/** The version with this id, or undefined when it is not known here. */
export const modelVersion = (id: string): ModelVersion | undefined => MODEL_VERSIONS.find((entry) => entry.id === id)
