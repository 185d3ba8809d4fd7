// Judges a GLB file on disk: its container by the glTF 2.0 specification (section 4.4), its content by Khronos's validator. And
// writes the container for models that are made here: the workbench runs before TypeScript can, so that it has its own.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const MAGIC = 0x46546c67

/**
 * What is wrong with a GLB file; nothing when it is valid.
 * @param {string} file
 * @returns {Promise<string[]>}
 */
export async function glbFaults(file) {
  const bytes = readFileSync(file)
  if (bytes.length < 20 || bytes.readUInt32LE(0) !== MAGIC) return ['it is not a GLB file']
  if (bytes.readUInt32LE(4) !== 2) return [`its version is ${bytes.readUInt32LE(4)}, not 2`]
  if (bytes.readUInt32LE(8) !== bytes.length)
    return [`its header says ${bytes.readUInt32LE(8)} bytes, it has ${bytes.length}`]
  /** @type {{ validateBytes(bytes: Uint8Array): Promise<{ issues: { numErrors: number, messages: { severity: number, message: string }[] }, info: { totalTriangleCount?: number } }> }} */
  const validator = createRequire(import.meta.url)('gltf-validator')
  const report = await validator.validateBytes(new Uint8Array(bytes))
  const errors = report.issues.messages.filter((entry) => entry.severity === 0).map((entry) => entry.message)
  return report.info.totalTriangleCount ? errors : [...errors, 'it has no triangles']
}

/** A GLB of a description and a binary part. @param {object} json @param {Uint8Array} bin @returns {Buffer} */
export function joinGlb(json, bin) {
  const chunk = (/** @type {number} */ type, /** @type {Uint8Array} */ bytes, /** @type {number} */ filler) => {
    const body = Buffer.alloc(Math.ceil(bytes.length / 4) * 4, filler)
    body.set(bytes)
    return [Buffer.from(new Uint32Array([body.length, type]).buffer), body]
  }
  const chunks = [...chunk(0x4e4f534a, Buffer.from(JSON.stringify(json)), 0x20), ...chunk(0x004e4942, bin, 0)]
  const length = chunks.reduce((sum, part) => sum + part.length, 12)
  return Buffer.concat([Buffer.from(new Uint32Array([MAGIC, 2, length]).buffer), ...chunks])
}

/** Every GLB file of a workspace, as absolute paths. @param {string} workspace @returns {string[]} */
export function modelsIn(workspace) {
  return readdirSync(workspace, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.glb') && !/(^|[\\/])node_modules[\\/]/.test(name))
    .map((name) => join(workspace, name))
    .sort((a, b) => statSync(a).mtimeMs - statSync(b).mtimeMs)
}
