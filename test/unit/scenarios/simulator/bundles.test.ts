// What ends up in which bundle: the workshop belongs to the worker alone, or the sandbox would load it into the host.
import { join, resolve } from 'node:path'
import esbuild from 'esbuild'
import { describe, expect, it } from 'vitest'
import { hostWorkersBuild } from '../../../../workbench/host-files.mjs'

const root = resolve(__dirname, '../../../..')

async function bundle(entry: string) {
  const { metafile } = await esbuild.build({
    ...{ absWorkingDir: root, entryPoints: [join(root, entry)], bundle: true, minify: true, write: false },
    ...{ platform: 'node', format: 'cjs', target: 'node20', external: ['vscode'], logLevel: 'silent' },
    ...{ loader: { '.wasm': 'binary' }, metafile: true, outdir: 'out' },
  })
  const [output] = Object.values(metafile.outputs)
  const used = Object.entries(output?.inputs ?? {}).filter(([, { bytesInOutput }]) => bytesInOutput > 0)
  return { kilobytes: (output?.bytes ?? 0) / 1024, files: used.map(([file]) => file) }
}

const HEAVY = /src\/(?:mesh|sandbox\/(?:shapes|work|modelling|build\.ts))|meshoptimizer|gltf-transform|jsquash|jpeg-js/

describe('bundles', () => {
  it.each([
    ['src/sandbox/sandbox.ts', 260],
    ['src/sandbox/cli.ts', 340],
  ])('%s has nothing of the workshop, and is small', async (entry, most) => {
    const { kilobytes, files } = await bundle(entry)
    expect(files.filter((file) => HEAVY.test(file))).toEqual([])
    expect(kilobytes).toBeLessThan(most)
  })

  it('the workers have all of it, and share what more than one of them needs', async () => {
    const { metafile } = await esbuild.build({
      ...hostWorkersBuild({ absWorkingDir: root, logLevel: 'silent', metafile: true, write: false }, 'out'),
    })
    const files = Object.values(metafile?.outputs ?? {}).flatMap(({ inputs }) =>
      Object.entries(inputs).flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])),
    )
    expect(files).toContain('src/sandbox/work/convert-model.ts')
    expect(files).toContain('src/sandbox/build.ts')
    expect(files.filter((file) => file.endsWith('mesh/formats/read-model.ts'))).toHaveLength(1)
  })
})
