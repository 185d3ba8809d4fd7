// What the form's file name and folder mean: how long a name applies, and what requests contain. No DOM.
import { DEFAULT_PATTERN, fileNameOf, nameOfChoice } from '../../src/protocol/file-names.ts'
import type { ChainRequest, GenerateRequest, RequestStep } from '../../src/protocol/request.ts'
import type { Draft } from '../../src/protocol/studio.ts'

/** What the form's file name is drawn from while none is typed, and how many models it makes. */
export interface Naming {
  prompt?: string
  /** File name or address of the picture. */
  image?: string
  /** Catalogue id. */
  capability?: string
  count: number
}

export type Saving = NonNullable<Draft['saveAs']>

/** The name that counts: one that was used for something else does not. */
export const typedName = ({ name = '', usedFor }: Saving, automatic: string): string =>
  usedFor === undefined || usedFor === automatic ? name : ''

/** Requests with their steps, and with the name and the folder that were typed; of several, each has the name in front of its own. */
export function savedAs(
  requests: readonly GenerateRequest[],
  name: string,
  folder: string | undefined,
  steps: readonly RequestStep[] = [],
): readonly ChainRequest[] {
  const wanted = folder?.trim() || undefined
  return requests.map((request) => {
    const prompt = request.style?.prompt ?? request.params.prompt
    const own = typeof prompt === 'string' ? fileNameOf({ prompt }) : ''
    const named = requests.length > 1 && request.variation === undefined ? nameOfChoice(`${name} ${own}`) : name.trim()
    return {
      ...request,
      ...(name.trim() ? { name: named, title: request.name } : {}),
      ...(wanted ? { folder: wanted } : {}),
      ...(steps.length > 0 ? { steps: [...steps] } : {}),
    }
  })
}

/**
 * A request whose file is named after its picture, by the pattern of the settings. Those of words get theirs from the host,
 * as they get their slug.
 */
export function namedByPattern(request: ChainRequest, pattern = DEFAULT_PATTERN): ChainRequest {
  const { name, capability, title = name } = request
  if (pattern === DEFAULT_PATTERN || !name) return request
  return { ...request, title, name: fileNameOf({ image: name, pattern, capability }) }
}
