#!/usr/bin/env node
// The command line as a program (out/tripo-studio.cjs): `npx tripo-studio` in the repository. No VS Code is needed. It loads the
// program's scripts with what V8 compiled of them during the build (workbench/scripts.mjs), since compiling them anew takes a
// fifth of the time of a small model. Another Node than that of the build compiles them itself.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Script } from 'node:vm'

/** The program's first script, from here: the build puts its name in. */
declare const PROGRAM: string

interface Loaded {
  readonly exports: unknown
}

const loaded = new Map<string, Loaded>()

/** A script's exports. It is run once, as Node would run it as a CommonJS module. @param path absolute */
function load(path: string): unknown {
  const known = loaded.get(path)
  if (known) return known.exports
  const module: Loaded = { exports: {} }
  loaded.set(path, module)
  // The build writes ASCII only, which is read fastest so.
  const text = `(function(exports,require,module,__filename,__dirname){${readFileSync(path, 'latin1')}\n})`
  const folder = dirname(path)
  const own = (name: string): unknown => (name.startsWith('.') ? load(join(folder, name)) : require(name))
  const run: unknown = new Script(text, { filename: path, cachedData: compiledOf(path) }).runInThisContext()
  if (typeof run === 'function') Reflect.apply(run, module.exports, [module.exports, own, module, path, folder])
  return module.exports
}

function compiledOf(path: string): Buffer | undefined {
  try {
    return readFileSync(`${path}.compiled`)
  } catch {
    return undefined
  }
}

async function main(): Promise<void> {
  const scripts = load(join(__dirname, PROGRAM))
  const program: unknown = typeof scripts === 'object' && scripts !== null ? Reflect.get(scripts, 'program') : undefined
  if (typeof program !== 'function') throw new Error(`${PROGRAM} is not the program.`)
  // The threads lie beside this file, whatever the build makes of the others.
  process.exitCode = await Reflect.apply(program, undefined, [__dirname])
}

void main()
