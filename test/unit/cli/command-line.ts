// Runs command lines as the program does, in one process, in a folder with a model and one in a folder below.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { AssetsIo } from '../../../src/cli/assets.ts'
import { run } from '../../../src/cli/run.ts'
import { writeGlb } from '../../../src/mesh/formats/index.ts'
import { runTool } from '../../../src/mesh/tools/run-tool.ts'
import { riggedModel, staticModel } from '../mesh/formats/sample.ts'

/** What a command line prints and ends with. */
export interface Printed {
  code: number
  out: string
  err: string
}

/** Runs a command line. @param args separated by a space each @param io what it finds around it */
export async function printed(
  args: string,
  io: Pick<AssetsIo, 'cwd'> & Partial<Omit<AssetsIo, 'out' | 'err'>>,
): Promise<Printed> {
  const text = { out: '', err: '' }
  const code = await run(args.split(' '), {
    ...{ env: {}, signal: new AbortController().signal },
    out: (more) => {
      text.out += more
    },
    err: (more) => {
      text.err += more
    },
    resolve: (path) => resolve(io.cwd, path),
    tools: async () => ({ run: (job) => runTool(job) }),
    openJobs: async () => {
      throw new Error('no jobs here')
    },
    ...io,
  })
  return { code, ...text }
}

/** A folder with `assets/hero.glb`, `assets/props/box.glb` (16 triangles) and the folder `empty`, new for each test. */
export function useModelFolder() {
  let cwd = ''
  beforeEach(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'tripo-cli-'))
    await mkdir(join(cwd, 'assets/props'), { recursive: true })
    await mkdir(join(cwd, 'empty'))
    await writeFile(join(cwd, 'assets/hero.glb'), await writeGlb(riggedModel()))
    await writeFile(join(cwd, 'assets/props/box.glb'), await writeGlb(staticModel()))
  })
  afterEach(() => rm(cwd, { recursive: true }))
  return {
    get cwd() {
      return cwd
    },
    /** Runs a command line in the folder. */
    cli: (args: string) => printed(args, { cwd }),
  }
}
