// What ends up in which bundle: the workshop belongs to the worker alone, or the sandbox would load it into the host.
import { join, resolve } from 'node:path'
import esbuild from 'esbuild'
import { describe, expect, it } from 'vitest'

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

const HEAVY = /src\/(?:mesh|simulator\/(?:shapes|work|build\.ts))|meshoptimizer|gltf-transform|jsquash|jpeg-js/

describe('bundles', () => {
  it.each([
    ['src/sandbox/sandbox.ts', 260],
    ['src/sandbox/cli.ts', 340],
  ])('%s has nothing of the workshop, and is small', async (entry, most) => {
    const { kilobytes, files } = await bundle(entry)
    expect(files.filter((file) => HEAVY.test(file))).toEqual([])
    expect(kilobytes).toBeLessThan(most)
  })

  it('the worker has all of it', async () => {
    const { files } = await bundle('src/sandbox/worker.ts')
    expect(files).toContain('src/sandbox/work/convert-model.ts')
    expect(files).toContain('src/sandbox/build.ts')
  })
})
