// meshoptimizer's WebAssembly with the machine code that the build kept of it, as `main.ts` does with scripts: compiling it anew is
// 40 to 60 ms of each process (of the simplifier), taking what was kept 1. Node has no call for it, so V8's own is asked, which
// looks at the engine's version, its flags and the processor's abilities and takes nothing that was made for others. The build
// has the package's files instantiate their code here (workbench/meshopt-wasm.mjs).
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { LATER, setFlags, WELL } from './compiler.ts'

let folder: string | undefined
let otherwise: () => void = () => undefined

/**
 * Says, once a process, where compiled code lies, and what is to be done where it is of no use.
 * @param place absolute path of the folder that the build wrote
 * @param compile called before WebAssembly is compiled anew, e.g. to set the compiler's flags
 */
export function takeCompiledFrom(place: string, compile: () => void): void {
  folder = place
  otherwise = compile
}

/**
 * Instantiates WebAssembly that imports nothing.
 * @param name of its compiled code, without the engine's version: different bytes have different names
 */
export async function instantiate(
  bytes: Uint8Array,
  name: string,
): Promise<{ readonly instance: WebAssembly.Instance }> {
  const compiled = compiledCode(bytes, name)
  if (compiled) return { instance: new WebAssembly.Instance(compiled, {}) }
  otherwise()
  return WebAssembly.instantiate(bytes, {})
}

/** What the build calls: compiles WebAssembly and writes its code where `instantiate` looks for it. @param place absolute, exists */
export function keepCompiled(place: string, bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const code = withFlags(() => callNative('(module) => %SerializeWasmModule(module)', new WebAssembly.Module(bytes)))
  if (!(code instanceof ArrayBuffer)) return
  const path = pathOf(place, name)
  // V8 does not look whether it ends too early.
  writeFileSync(`${path}.part`, new Uint8Array(code))
  renameSync(`${path}.part`, path)
}

function compiledCode(bytes: Uint8Array, name: string): WebAssembly.Module | undefined {
  const code = folder === undefined ? undefined : contentOf(pathOf(folder, name))
  const module =
    code && withFlags(() => callNative('(code, bytes) => %DeserializeWasmModule(code, bytes)', code, bytes))
  return module instanceof WebAssembly.Module ? module : undefined
}

/** Another V8 might end the process at arguments that it does not expect: it is never asked about another's code. */
const pathOf = (place: string, name: string): string =>
  join(place, `${name}-${process.versions.v8}-${process.arch}.compiled`)

function contentOf(path: string): ArrayBuffer | undefined {
  try {
    const { buffer, byteOffset, byteLength } = readFileSync(path)
    return buffer.slice(byteOffset, byteOffset + byteLength)
  } catch {
    return undefined
  }
}

/** With the flags of the compiler that the code is made by: V8 compares them. */
function withFlags<T>(work: () => T): T | undefined {
  if (!setFlags(`${WELL} --allow-natives-syntax`)) return undefined
  try {
    return work()
  } finally {
    setFlags(`--no-allow-natives-syntax ${LATER}`)
  }
}

/** Nothing where this V8 has no such function. */
function callNative(text: string, ...values: readonly unknown[]): unknown {
  let call: unknown
  try {
    call = new Script(text).runInThisContext()
  } catch {
    return undefined
  }
  return typeof call === 'function' ? Reflect.apply(call, undefined, values) : undefined
}
