// Whether a GLB or glTF file keeps to the specification, by Khronos's own validator.
import { type Message, validateBytes } from 'gltf-validator'
import { phrase } from '../../text/index.ts'
import { type Companions, companion } from '../formats/companions.ts'
import type { CheckFinding } from './finding.ts'

/** The validator's severities: error, warning, information, hint. */
const SEVERITIES = ['error', 'warning', 'info', 'info'] as const
/** More findings of one file help nobody. */
const MOST = 100

/** What the validator says of a GLB or .gltf; its sentences are English. @param files those beside it, by relative path */
export async function validateGltf(bytes: Uint8Array, files: Companions): Promise<CheckFinding[]> {
  const { issues } = await validateBytes(bytes, {
    maxIssues: MOST,
    externalResourceFunction: async (uri) => {
      const found = companion(files, decodeURIComponent(uri))
      if (!found) throw new Error(`${uri} is missing`)
      return found
    },
  })
  return issues.messages.map(({ code, severity, message, pointer }: Message) => ({
    code,
    severity: SEVERITIES[severity] ?? 'info',
    message: phrase('glTF: {0} ({1})', message, pointer ?? code),
  }))
}
