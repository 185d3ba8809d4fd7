#!/usr/bin/env node
// The command line as a program (out/tripo-studio.mjs): `npx tripo-studio` in the repository. No VS Code is needed.
import * as nodeModule from 'node:module'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'

// Where Node can (22 and newer), it keeps the compiled code of what is loaded from here on for the next run.
const keep: unknown = Reflect.get(nodeModule, 'enableCompileCache')
if (typeof keep === 'function') keep()

const { program } = await import('./program.ts')
// The threads lie beside this file, whatever the build makes of the others.
process.exitCode = await program(dirname(fileURLToPath(import.meta.url)))
