// The JSON beside a model that records how it was made, so that anyone can make it again. It contains no key, no signed URL and
// no path of the machine, since it is committed together with the model.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import type { Placed } from './place.ts'

export const PROVENANCE_VERSION = 1

const Sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' })

export const Provenance = Type.Object({
  schemaVersion: Type.Number(),
  generator: Type.Object({ name: Type.String(), version: Type.String() }),
  /** Catalogue id. */
  capability: Type.String(),
  /** By wire name, as they were sent; local images by their name. */
  parameters: Type.Record(Type.String(), Type.Unknown()),
  /** The project's style whose words and values are among the parameters. */
  style: Type.Optional(Type.String()),
  /** Also those that the service drew. */
  seeds: Type.Record(Type.String(), Type.Number()),
  taskId: Type.String(),
  /** Tells the files of a result that was delivered again from those of its first delivery, which has none. */
  delivery: Type.Optional(Type.String()),
  dialect: Type.String(),
  /** `global`, `china`, or the host of a custom deployment. */
  region: Type.String(),
  service: Type.String(),
  /** Credits that the service charged; absent: it did not say. */
  credits: Type.Optional(Type.Number()),
  /** ISO 8601. */
  times: Type.Object({ created: Type.String(), finished: Type.Optional(Type.String()) }),
  /** The prompt, the images or the task that the model was made from. */
  sources: Type.Array(
    Type.Object({
      parameter: Type.String(),
      prompt: Type.Optional(Type.String()),
      taskId: Type.Optional(Type.String()),
      name: Type.Optional(Type.String()),
      sha256: Type.Optional(Sha256),
    }),
  ),
  /** What was done to the delivered file on this machine, in order: tools with their options. */
  localSteps: Type.Optional(
    Type.Array(
      Type.Object({ tool: Type.String(), options: Type.Optional(Type.Record(Type.String(), Type.Unknown())) }),
    ),
  ),
  /** Changes of the model editor since the delivery: a list for each time that a file was open, in order. */
  edits: Type.Optional(
    Type.Array(
      Type.Object({
        /** Which time it was: saving again replaces the list. */
        id: Type.String(),
        /** The file that was changed, as `files` has it. */
        kind: Type.String(),
        /** ISO 8601, when it was saved last. */
        saved: Type.String(),
        /** As the model editor does them, with what each refers to by name (mesh/tools/carry-over.ts), in the same order. */
        operations: Type.Array(Type.Unknown()),
        references: Type.Array(Type.Unknown()),
      }),
    ),
  ),
  /** Paths are relative to this file. */
  files: Type.Array(Type.Object({ kind: Type.String(), path: Type.String(), bytes: Type.Number(), sha256: Sha256 })),
})
export type Provenance = Type.Static<typeof Provenance>
export type RecordedEdits = NonNullable<Provenance['edits']>[number]

const OfTask = Type.Pick(Provenance, ['taskId'])

/** All but the files, which are known when they are placed. */
export type ProvenanceFacts = Omit<Provenance, 'schemaVersion' | 'files'>

/** An address without what may be a secret: user, query, fragment. Anything else comes back as it is. */
export function withoutSecrets(text: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text) || !URL.canParse(text)) return text
  const url = new URL(text)
  if (url.protocol === 'file:') return url.pathname.split('/').at(-1) ?? ''
  url.username = ''
  url.password = ''
  url.search = ''
  url.hash = ''
  return url.href
}

/** Text of the file; the same input gives the same bytes. */
export const provenanceText = (provenance: Provenance): string => `${JSON.stringify(provenance, undefined, 2)}\n`

/**
 * The text for placed files.
 * @param pathOf the path of a file relative to where the text goes; its name when that is beside it
 */
export function writeProvenance(
  origin: ProvenanceFacts,
  files: readonly Placed[],
  pathOf: (file: Placed) => string = ({ name }) => name,
): string {
  return provenanceText({
    schemaVersion: PROVENANCE_VERSION,
    ...origin,
    files: files.map((file) => ({ kind: file.kind, path: pathOf(file), bytes: file.bytes, sha256: file.sha256 })),
  })
}

/**
 * Reads the file, also of a newer version, whose unknown fields pass; undefined when it is not one.
 * @param taskId also undefined when it is another task's, which is told without checking the rest: a delivery looks at all
 * that lie in its folder
 */
export function readProvenance(text: string, taskId?: string): Provenance | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (taskId !== undefined && !(Check(OfTask, value) && value.taskId === taskId)) return undefined
  return Check(Provenance, value) ? value : undefined
}
