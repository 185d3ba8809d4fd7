// What a model contains besides its shape, and what of it a format cannot store: shown before a conversion is paid for, and with
// its result.
import { allOf, literals, part, phrase, type Words } from '../../text/index.ts'
import type { Named, SourceTask } from './capability.ts'
import { isTextured } from './generation.ts'
import { GENERATED, isRigged } from './sources.ts'

/** Formats that cannot carry a skeleton, so that the service refuses rigged models for them. */
export const STATIC_FORMATS: readonly unknown[] = ['OBJ', 'STL', '3MF']

/** Formats of the shape alone. Source: docs/protocol.md#post-processing. */
const SHAPES: readonly unknown[] = ['STL', '3MF']
/** Formats that the service writes vertex colors to, when it is told to. */
const COLORED: readonly unknown[] = ['OBJ', 'GLTF']

/** What any format that moves holds; of the rest nobody says what the service keeps. */
const MOVING: readonly string[] = ['skeletons', 'animations']
/** What an imported file may hold where nobody has looked into it. */
const UNSEEN = 'Of what your file may hold, skeletons, animations, morph targets, lights and cameras are left out.'

/** What a conversion's losses depend on. */
type Conversion = Named<Record<'format' | 'export_vertex_colors' | 'quad', unknown>>

export interface Losses {
  /** What the format cannot hold. */
  readonly certain: readonly string[]
  /** What it could hold, but the service does not say that it writes. */
  readonly possible: readonly string[]
}

/**
 * What of a model's contents is not in a conversion, in words such as `lights`.
 * @param holds what the model was seen to hold, textures aside
 */
export function lossesOf({ format, export_vertex_colors: colors, quad }: Conversion, holds: readonly string[]): Losses {
  const target = quad === true ? 'FBX' : format
  const certain: string[] = SHAPES.includes(target) ? [literals('textures')] : []
  const possible: string[] = []
  for (const what of holds) {
    if (what === 'vertex colors') {
      if (colors !== true || !COLORED.includes(target)) certain.push(what)
    } else if (STATIC_FORMATS.includes(target)) certain.push(what)
    else if (target !== 'GLTF' && !MOVING.includes(what)) possible.push(what)
  }
  return { certain, possible }
}

/** A model that was asked for without textures. */
const isBare = ({ capability, params }: SourceTask): boolean =>
  GENERATED.some((id) => id === capability) && !isTextured(params)

/** What a conversion of this task leaves out, in one or two sentences; undefined where nothing is known to be lost. */
export function lossWords(source: SourceTask, params: Conversion): Words | undefined {
  const { format, quad } = params
  const isStatic = quad !== true && STATIC_FORMATS.includes(format)
  const { certain, possible } = lossesOf(params, source.holds ?? [])
  const lost = certain.filter((what) => what !== 'textures' || !isBare(source))
  const sentences: Words[] = []
  if (lost.length > 0) {
    const name = quad === true ? 'FBX' : String(format)
    const text = SHAPES.includes(name)
      ? 'A file of {0} holds the shape only: {1} are left out.'
      : 'A file of {0} does not get all that the model holds: {1} are left out.'
    sentences.push(phrase(text, name, listed(lost)))
  }
  if (possible.length > 0) sentences.push(phrase('The service does not say whether it keeps {0}.', listed(possible)))
  if (isStatic && source.capability === 'import_model' && source.holds === undefined && !isRigged(source))
    sentences.push(UNSEEN)
  const [first, ...rest] = sentences
  return rest.reduce<Words | undefined>((words, next) => words && phrase('{0} {1}', part(words), part(next)), first)
}

const listed = (words: readonly string[]) => allOf(words.map((word) => phrase(word)))
