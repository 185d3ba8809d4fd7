// The provenance of a job's result, derived from its record.
import { type Origin, withoutSecrets } from '../../assets/index.ts'
import { slotOf, taskBefore } from '../../tripo/catalogue/chain.ts'
import { cleanParams, DEFAULT_MODEL_VERSION, fieldsOf, findCapability } from '../../tripo/catalogue/index.ts'
import type { JobRecord } from '../store/record.ts'
import { mapFiles } from './inputs.ts'

const iso = (time: number) => new Date(time).toISOString()

/** Parameters as they were sent, with images by name or address instead of tokens. */
function parametersOf(record: JobRecord): Record<string, unknown> {
  const { capability: id, params } = record.request
  const capability = findCapability(id)
  const cleaned = capability ? cleanParams(capability, params) : params
  const named = mapFiles(cleaned, ({ parameter, file }) => {
    const input = record.inputs.find((entry) => entry.parameter === parameter)
    if (input) return { name: input.name, sha256: input.sha256 }
    if (file.url) return { url: withoutSecrets(file.url) }
    return file.object ? { object: file.object } : { type: file.type ?? 'file' }
  })
  const hasVersion = capability && fieldsOf(capability).some((field) => field.name === 'model_version')
  // The client always names the version.
  return hasVersion && named.model_version === undefined ? { ...named, model_version: DEFAULT_MODEL_VERSION } : named
}

/** What the JSON beside the model says; the task must be known. */
export function provenanceOf(record: JobRecord, generator: Origin['generator']): Origin {
  const { params } = record.request
  const sources: Origin['sources'] = record.inputs.map(({ parameter, name, sha256 }) => ({ parameter, name, sha256 }))
  mapFiles(params, ({ parameter, file }) => {
    if (file.url) sources.push({ parameter, name: withoutSecrets(file.url) })
  })
  const slot = slotOf(findCapability(record.request.capability))
  const source = taskBefore(record.request)
  if (slot && source !== undefined) sources.push({ parameter: slot.field, taskId: source })
  if (typeof params.prompt === 'string') sources.push({ parameter: 'prompt', prompt: params.prompt })
  return {
    generator,
    capability: record.request.capability,
    parameters: parametersOf(record),
    ...(record.request.style === undefined ? {} : { style: record.request.style.name }),
    seeds: record.seeds ?? {},
    taskId: record.taskId ?? '',
    ...(record.delivery === undefined ? {} : { delivery: record.delivery }),
    dialect: record.connection?.dialect ?? '',
    region: record.connection?.region ?? '',
    service: record.service,
    ...(record.credits === undefined ? {} : { credits: record.credits }),
    times: {
      created: iso(record.submittedAt ?? record.createdAt),
      ...(record.finishedAt === undefined ? {} : { finished: iso(record.finishedAt) }),
    },
    sources,
  }
}

/** All that is known of a job, for a report: what was sent, what came back, when, and what it cost. JSON without secrets. */
export function detailsOf(record: JobRecord, generator: Origin['generator']): string {
  const { id, state, estimate, traceId, connection, group, files, facts, problem, createdAt, sentAt, deliveredAt } =
    record
  const times = Object.entries({ asked: createdAt, sent: sentAt, delivered: deliveredAt })
  const origin = provenanceOf(record, generator)
  const details = {
    ...origin,
    job: id,
    ...{ state, estimate, traceId, account: connection?.account, group, facts },
    times: {
      ...origin.times,
      ...Object.fromEntries(times.flatMap(([name, time]) => (time === undefined ? [] : [[name, iso(time)]]))),
    },
    files: files.map(({ kind, path, bytes, sha256 }) => ({ kind, name: path.split(/[\\/]/).at(-1), bytes, sha256 })),
    problem: problem && { code: problem.code, traceId: problem.traceId, detail: problem.detail },
  }
  return JSON.stringify(details, undefined, 2)
}
