// v3's names for the sources of a task. One description for both ends of the wire: the client writes and the simulator reads by
// it, and docs/wire-examples.json, taken from public sources, checks both. Source: docs/protocol.md#generation,
// docs/protocol.md#october-2026.
import { type Capability, fieldsOf, holdsFiles } from '../catalogue/index.ts'

export interface V3Words {
  /** The catalogue's name of the version, which v3 calls `model`. */
  version?: string
  /** What `input` stands for: a parameter with a file, or the one with the task. */
  input?: { name: string; is: 'file' | 'task' }
  /** The list of files that `inputs` stands for. */
  inputs?: string
  /** The parameter with the task that drew the views, which goes as `inputs: [{task_id}]`. */
  viewsTask?: string
  /** Words of v2 that v3 is known to take too: the catalogue's name by the wire's. */
  older: Readonly<Record<string, string>>
}

/** The words of v3 for one thing, for several, for the version, and for a task among the inputs. */
export const V3 = { input: 'input', inputs: 'inputs', version: 'model', task: 'task_id' } as const

/** The older word for the task that drew the views; `original_task_id` is not read there. */
const VIEWS_TASK = 'original_model_task_id'

const known = new WeakMap<Capability, V3Words>()

function read(capability: Capability): V3Words {
  const fields = fieldsOf(capability)
  const has = (name: string) => fields.some((field) => field.name === name)
  const source = capability.source?.field
  const version = has('model_version') ? 'model_version' : undefined
  const file = fields.find((field) => field.name === 'file' && holdsFiles(field))
  const inputs = fields.find((field) => field.name === 'files' && holdsFiles(field))
  const isViews = inputs !== undefined && source !== undefined
  if (isViews)
    return { version, inputs: inputs.name, viewsTask: source, older: { files: inputs.name, [VIEWS_TASK]: source } }
  if (source !== undefined) return { version, input: { name: source, is: 'task' }, older: { [source]: source } }
  if (!file) return { version, older: {} }
  return { version, input: { name: file.name, is: 'file' }, inputs: inputs?.name, older: { [file.name]: file.name } }
}

/** How v3 words the requests of a capability. */
export function v3Words(capability: Capability): V3Words {
  const words = known.get(capability) ?? read(capability)
  known.set(capability, words)
  return words
}
